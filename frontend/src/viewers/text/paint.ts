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
  const images: string[] = [];
  const places: string[] = [];
  let background: string | undefined;

  for (const mark of marks) {
    const ink = inks.get(mark.ref);
    if (ink === undefined) continue;
    images.push(line(ink));
    places.push(`0 calc(100% - ${(lanes - 1 - mark.lane) * LANE_HEIGHT}px)`);
    if (strong.has(mark.ref)) background = tint(ink.colour, 42);
    else if (ink.fills) background ??= tint(ink.colour, 20);
  }

  return {
    backgroundImage: images.join(","),
    backgroundPosition: places.join(","),
    ...(background === undefined ? {} : { backgroundColor: background }),
  };
}

/** Solid for what the annotators agree on, dashed for a difference, dotted for what one alone has. */
function line({ colour, standing }: Ink): string {
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
