/** How the spans over one piece of text are drawn. */
import type { CSSProperties } from "react";
import type { Standing } from "../compare";
import type { LanedMark } from "./segments";

export type Ink = {
  readonly colour: string;
  readonly standing: Standing | null;
  /** Fill the background with the colour of the label: only while one answer is shown. */
  readonly fills: boolean;
};

export const LANE_HEIGHT = 5;

/** One line under the text per lane, plus a tint where a single answer is shown. */
export function segmentStyle(
  marks: readonly LanedMark[],
  inks: ReadonlyMap<string, Ink>,
  lanes: number,
  strong: ReadonlySet<string>,
): CSSProperties {
  const inked = marks.flatMap((mark) => {
    const ink = inks.get(mark.ref);
    return ink === undefined ? [] : [{ ...mark, ink }];
  });
  const background = markTint(inked, strong);
  return {
    backgroundImage: inked.map(({ ink }) => markLine(ink)).join(","),
    backgroundPosition: inked
      .map(({ lane }) => `0 calc(100% - ${(lanes - 1 - lane) * LANE_HEIGHT}px)`)
      .join(","),
    ...(background === null ? {} : { backgroundColor: background }),
  };
}

type Inked = { readonly ref: string; readonly ink: Ink };

/** The colour behind a piece of text; null for none. */
export function markTint(marks: readonly Inked[], strong: ReadonlySet<string>): string | null {
  const lit = marks.findLast(({ ref }) => strong.has(ref));
  if (lit !== undefined) return tint(lit.ink.colour, 42);
  const filled = marks.find(({ ink }) => ink.fills);
  return filled === undefined ? null : tint(filled.ink.colour, 20);
}

/** Solid for what the annotators agree on, dashed for a difference, dotted for what one alone has. */
export function markLine({ colour, standing }: Ink): string {
  switch (standing) {
    case "disagreeing":
      return `repeating-linear-gradient(90deg,${colour} 0 7px,transparent 7px 10px)`;
    case "missing":
      return `repeating-linear-gradient(90deg,${colour} 0 2px,transparent 2px 5px)`;
    default:
      return `linear-gradient(${colour},${colour})`;
  }
}

function tint(colour: string, percent: number): string {
  return `color-mix(in srgb, ${colour} ${percent}%, transparent)`;
}
