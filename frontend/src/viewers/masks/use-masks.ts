/** Everything that a picture needs to show its masks and to change those of the answer at hand. */
import { useMemo, useState } from "react";
import type { DataObject } from "../config";
import { useEditor } from "../editor";
import type { PictureSize, Point } from "../geometry";
import type { ShownRegion } from "../shown-regions";
import { maskControls } from "./brush-target";
import { type MaskPair, maskAtHand, pairOf, rivalsOf, type ShownMask } from "./difference";
import { differenceLooks, type LookedMask } from "./mask-layer";
import { hitMasks } from "./read-masks";
import { type Brush, useBrush } from "./use-brush";
import { useShownMasks } from "./use-shown-masks";

type Input = {
  readonly object: DataObject;
  readonly page: number | null;
  readonly regions: readonly ShownRegion[];
  readonly size: PictureSize;
  /** Somebody states the size; without one no mask can be begun. */
  readonly sized: boolean;
};

export type Difference = {
  readonly on: boolean;
  readonly toggle: () => void;
  /** Two people have masks here. */
  readonly possible: boolean;
  /** Masks that the one at hand can be held against, while the difference is shown. */
  readonly rivals: readonly ShownMask[];
  readonly choose: (ref: string) => void;
  readonly pair: MaskPair | null;
};

export type Masks = {
  readonly looked: readonly LookedMask[];
  /** The masks under a point of the picture, by `ref`, those of the answer at hand first. */
  readonly refsAt: (point: Point) => readonly string[];
  readonly brush: Brush;
  readonly difference: Difference;
  readonly loading: number;
  readonly problems: readonly string[];
  /** Nothing about masks needs to be on the page. */
  readonly absent: boolean;
};

export function useMasks({ object, page, regions, size, sized }: Input): Masks {
  const editor = useEditor();
  const { masks, loading, problems } = useShownMasks(regions);
  const brush = useBrush({ object, page, regions, size, sized });
  const difference = useDifference(masks);
  const looked = useLooks(masks);
  const pair = difference.pair;
  const differing = useMemo(() => (pair === null ? null : differenceLooks(pair)), [pair]);
  const none = masks.length === 0 && loading === 0 && problems.length === 0;
  return {
    looked: differing ?? looked,
    refsAt: (point) =>
      hitMasks(regions, { size, point, focus: editor.focus }).map(({ ref }) => ref),
    brush,
    difference,
    loading,
    problems,
    absent: none && (!editor.canEdit || maskControls(editor, object).length === 0),
  };
}

/** Those of the answer at hand lie over the others, the selected one over all. */
function useLooks(masks: readonly ShownMask[]): readonly LookedMask[] {
  const { answers, focus, selected, hovered } = useEditor();
  const selectedRef = selected?.ref ?? null;
  return useMemo(() => {
    const rank = ({ shown }: ShownMask) =>
      Number(shown.answer.key === focus) + 2 * Number(shown.ref === selectedRef);
    return [...masks]
      .sort((a, b) => rank(a) - rank(b))
      .map(({ shown, mask }) => {
        const several = answers.length > 1;
        const lit =
          hovered !== null &&
          (shown.ref === hovered || shown.comparison?.counterparts.includes(hovered) === true);
        const emphasis = shown.ref === selectedRef ? "selected" : lit ? "lit" : "plain";
        return {
          mask,
          look: {
            colour: several ? shown.answer.colour : (shown.label?.colour ?? shown.answer.colour),
            pattern: several ? answers.indexOf(shown.answer) : null,
            standing: shown.comparison?.standing ?? null,
            emphasis,
          },
        };
      });
  }, [masks, answers, focus, selectedRef, hovered]);
}

function useDifference(masks: readonly ShownMask[]): Difference {
  const { selected, focus } = useEditor();
  const [on, setOn] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const selectedRef = selected?.ref ?? null;
  const one = useMemo(() => maskAtHand(masks, selectedRef, focus), [masks, selectedRef, focus]);
  const possible = one !== null && masks.some(({ shown }) => shown.answer !== one.shown.answer);
  const rivals = useMemo(() => (one === null || !on ? [] : rivalsOf(one, masks)), [one, on, masks]);
  const rival = rivals.find(({ shown }) => shown.ref === chosen) ?? rivals[0] ?? null;
  const pair = useMemo(
    () => (one === null || rival === null ? null : pairOf(one, rival)),
    [one, rival],
  );
  return {
    on,
    toggle: () => setOn((before) => !before),
    possible,
    rivals,
    choose,
    pair,
  };
}
