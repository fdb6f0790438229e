/**
 * A picture that its annotator turned: `image_rotation` beside a value says by how much, clockwise,
 * and the value's percent are those of the turned picture. It is shown as it was annotated.
 */
import type { PictureSize, Point } from "../geometry";
import type { Answer } from "../types";

/** Quarter turns of a picture as the answer at hand states them, or the first that does. */
export function recordedTurn(
  answers: readonly Answer[],
  object: string,
  focus: string | null,
): number {
  const first = answers.find(({ key }) => key === focus);
  for (const { result } of first === undefined ? answers : [first, ...answers]) {
    for (const item of result) {
      const rotation = item["image_rotation"];
      if (item.to_name !== object || typeof rotation !== "number") continue;
      return Number.isInteger(rotation / 90) ? (((rotation / 90) % 4) + 4) % 4 : 0;
    }
  }
  return 0;
}

export function turnedSize({ width, height }: PictureSize, turn: number): PictureSize {
  return turn % 2 === 1 ? { width: height, height: width } : { width, height };
}

/** Where the file's own top left corner lies on the turned picture. */
export function turnedCorner({ width, height }: PictureSize, turn: number): Point {
  const corners: readonly Point[] = [
    [0, 0],
    [height, 0],
    [width, height],
    [0, width],
  ];
  return corners[turn] ?? [0, 0];
}
