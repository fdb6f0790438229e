/** The regions of one object as marks on its time axis. */
import { useMemo } from "react";
import { useEditor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { LaneMark } from "./assign-lanes";
import type { Range } from "./ranges";

export type BoardMark = LaneMark & {
  readonly shown: ShownRegion;
  /** Which of several ranges of one region. */
  readonly part: number;
};

/** `rangesOf` says where on the axis a region lies; most lie at one place. */
export function useBoardMarks(
  object: string,
  rangesOf: (shown: ShownRegion) => readonly Range[],
): readonly BoardMark[] {
  const { regions, answers } = useEditor();
  return useMemo(() => {
    const groups = new Map(answers.map(({ key }, index) => [key, index]));
    return regions
      .filter(({ region }) => region.object === object)
      .flatMap((shown) =>
        rangesOf(shown).map(({ start, end }, part) => ({
          id: `${shown.ref}\u0000${part}`,
          group: groups.get(shown.answer.key) ?? 0,
          start: Math.min(start, end),
          end: Math.max(start, end),
          shown,
          part,
        })),
      );
  }, [regions, answers, object, rangesOf]);
}
