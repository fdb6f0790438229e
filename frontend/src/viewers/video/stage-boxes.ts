/** The boxes of all answers at one frame, and which of them lies under a point. */
import type { Standing } from "../compare";
import { areaOf, boxContains, type PictureSize, type Point } from "../geometry";
import type { ShownRegion } from "../shown-regions";
import type { Answer, BoxGeometry } from "../types";
import { boxAt, keyframeAt } from "./sequence";

export type StageBox = {
  readonly ref: string;
  readonly shown: ShownRegion;
  readonly box: BoxGeometry;
  readonly colour: string;
  readonly title: string;
  readonly standing: Standing | null;
  /** The answer at hand is drawn over the others and is hit first. */
  readonly inFront: boolean;
  /** Place of its answer among those shown; keeps the names of boxes in one place apart. */
  readonly lane: number;
  /** False where the box is reckoned from the keyframes around it. */
  readonly keyframe: boolean;
};

export function boxesAt(
  regions: readonly ShownRegion[],
  frame: number,
  answers: readonly Answer[],
  focus: string | null,
): readonly StageBox[] {
  const boxes = regions.flatMap((shown) => {
    const { ref, answer, geometry, title, comparison } = shown;
    const box = geometry.kind === "track" ? boxAt(geometry.sequence, frame) : null;
    if (box === null || geometry.kind !== "track") return [];
    return [
      {
        ref,
        shown,
        box: { kind: "box" as const, ...box },
        colour: colourOf(shown, answers),
        title,
        standing: comparison?.standing ?? null,
        inFront: answer.key === focus,
        lane: Math.max(
          0,
          answers.findIndex(({ key }) => key === answer.key),
        ),
        keyframe: keyframeAt(geometry.sequence, frame) !== null,
      },
    ];
  });
  return boxes.sort((a, b) => Number(a.inFront) - Number(b.inFront));
}

/** With several answers a colour says who, with one it says what. */
export function colourOf({ answer, label }: ShownRegion, answers: readonly Answer[]): string {
  return answers.length > 1 ? answer.colour : (label?.colour ?? answer.colour);
}

/** The boxes under a point of the picture: of the answer at hand first, then the smallest. */
export function boxesUnder(
  boxes: readonly StageBox[],
  size: PictureSize,
  point: Point,
): readonly StageBox[] {
  return boxes
    .filter(({ box }) => boxContains(box, size, point))
    .sort(
      (a, b) => Number(b.inFront) - Number(a.inFront) || areaOf(a.box, size) - areaOf(b.box, size),
    );
}
