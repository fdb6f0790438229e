/** The painted pixels of a region, read once. */
import type { PictureSize } from "../geometry";
import { decodeMask } from "../masks/rle";
import { type Mask, MaskProblem } from "../masks/runs";
import type { MaskGeometry } from "../types";

const known = new WeakMap<readonly number[], Mask | null>();

/** Null for a mask that cannot be read here: broken, or a picture that only the browser can decode. */
export function maskOf(geometry: MaskGeometry, { width, height }: PictureSize): Mask | null {
  if (geometry.format !== "rle") return null;
  const before = known.get(geometry.rle);
  if (before !== undefined) return before;
  const mask = decoded(geometry.rle, width, height);
  known.set(geometry.rle, mask);
  return mask;
}

function decoded(rle: readonly number[], width: number, height: number): Mask | null {
  try {
    return decodeMask(rle, width, height);
  } catch (error) {
    if (error instanceof MaskProblem) return null;
    throw error;
  }
}
