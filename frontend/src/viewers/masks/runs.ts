/**
 * Painted pixels as runs: pairs of the first pixel and the one behind the last, ascending and
 * apart. Pixels are numbered row by row. A mask of millions of pixels is a few thousand numbers.
 */
export type Mask = {
  readonly width: number;
  readonly height: number;
  readonly runs: Uint32Array;
};

/** Why a mask cannot be read or changed, in words for the reviewer. */
export class MaskProblem extends Error {}

/** More pixels than any picture that a browser can show. */
export const MOST_PIXELS = 2 ** 28;

/** Collects runs in ascending order; runs that touch become one. */
export class RunWriter {
  private ends = new Uint32Array(64);
  private length = 0;

  add(start: number, end: number): void {
    if (end <= start) return;
    const last = this.length - 1;
    if (last > 0 && (this.ends[last] ?? 0) >= start) {
      this.ends[last] = Math.max(this.ends[last] ?? 0, end);
      return;
    }
    if (this.length + 2 > this.ends.length) {
      const larger = new Uint32Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.ends[this.length] = start;
    this.ends[this.length + 1] = end;
    this.length += 2;
  }

  finish(): Uint32Array {
    return this.ends.slice(0, this.length);
  }
}

/** How many pixels are painted. */
export function areaOfMask({ runs }: Mask): number {
  let area = 0;
  for (let at = 0; at < runs.length; at += 2) area += (runs[at + 1] ?? 0) - (runs[at] ?? 0);
  return area;
}

export function sameRuns(left: Mask, right: Mask): boolean {
  return (
    left.runs.length === right.runs.length &&
    left.runs.every((value, index) => value === right.runs[index])
  );
}

/** The pixels that `keeps` chooses by whether the left and the right mask have them. */
export function combineMasks(
  left: Mask,
  right: Mask,
  keeps: (inLeft: boolean, inRight: boolean) => boolean,
): Mask {
  const runs = new RunWriter();
  let from = 0;
  let [at, other] = [0, 0];
  while (at < left.runs.length || other < right.runs.length) {
    const nextLeft = left.runs[at] ?? Infinity;
    const nextRight = right.runs[other] ?? Infinity;
    const to = Math.min(nextLeft, nextRight);
    const inside = at % 2 === 1 || other % 2 === 1;
    if (inside && keeps(at % 2 === 1, other % 2 === 1)) runs.add(from, to);
    if (nextLeft === to) at += 1;
    if (nextRight === to) other += 1;
    from = to;
  }
  return { width: left.width, height: left.height, runs: runs.finish() };
}

export type MaskDifference = { readonly both: Mask; readonly left: Mask; readonly right: Mask };

/** What two masks of one size share, and what only one of them has. */
export function differenceOf(left: Mask, right: Mask): MaskDifference {
  return {
    both: combineMasks(left, right, (inLeft, inRight) => inLeft && inRight),
    left: combineMasks(left, right, (inLeft, inRight) => inLeft && !inRight),
    right: combineMasks(left, right, (inLeft, inRight) => !inLeft && inRight),
  };
}

export const unite = (left: Mask, right: Mask): Mask => combineMasks(left, right, () => true);

export const subtract = (left: Mask, right: Mask): Mask =>
  combineMasks(left, right, (inLeft, inRight) => inLeft && !inRight);

/** Intersection over union; two empty masks are equal, masks of different size share nothing. */
export function maskIou(left: Mask, right: Mask): number {
  if (left.width !== right.width || left.height !== right.height) return 0;
  const shared = areaOfMask(combineMasks(left, right, (inLeft, inRight) => inLeft && inRight));
  const union = areaOfMask(left) + areaOfMask(right) - shared;
  return union === 0 ? 1 : shared / union;
}

/** True when a pixel is painted. */
export function maskContains({ width, height, runs }: Mask, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  const pixel = Math.floor(y) * width + Math.floor(x);
  let [low, high] = [0, runs.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[2 * middle + 1] ?? 0) > pixel) high = middle;
    else low = middle + 1;
  }
  return low < runs.length / 2 && (runs[2 * low] ?? 0) <= pixel;
}

export type MaskBounds = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** The smallest rectangle around what is painted, in pixels; null for an empty mask. */
export function boundsOfMask({ width, runs }: Mask): MaskBounds | null {
  if (runs.length === 0) return null;
  let [left, right] = [width, 0];
  eachRow(width, runs, (_row, from, to) => {
    left = Math.min(left, from);
    right = Math.max(right, to);
  });
  const top = Math.floor((runs[0] ?? 0) / width);
  const bottom = Math.floor(((runs.at(-1) ?? 1) - 1) / width) + 1;
  return { left, top, width: right - left, height: bottom - top };
}

/** Calls back for each stretch of a row: its row, first column, and the column behind its last. */
export function eachRow(
  width: number,
  runs: Uint32Array,
  visit: (row: number, from: number, to: number) => void,
): void {
  for (let at = 0; at < runs.length; at += 2) {
    let start = runs[at] ?? 0;
    const end = runs[at + 1] ?? 0;
    while (start < end) {
      const row = Math.floor(start / width);
      const stop = Math.min(end, (row + 1) * width);
      visit(row, start - row * width, stop - row * width);
      start = stop;
    }
  }
}

/** One byte for each pixel, 1 where it is painted. */
export function toBitmap({ width, height, runs }: Mask): Uint8Array {
  const bitmap = new Uint8Array(width * height);
  for (let at = 0; at < runs.length; at += 2) bitmap.fill(1, runs[at], runs[at + 1]);
  return bitmap;
}

export function fromBitmap(bitmap: Uint8Array, width: number, height: number): Mask {
  const runs = new RunWriter();
  let at = bitmap.indexOf(1);
  while (at >= 0) {
    const end = bitmap.indexOf(0, at);
    runs.add(at, end < 0 ? bitmap.length : end);
    at = end < 0 ? -1 : bitmap.indexOf(1, end);
  }
  return { width, height, runs: runs.finish() };
}
