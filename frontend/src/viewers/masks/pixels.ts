/** Painting into pixels so that nothing but the painted ones change. */
import type { Mask } from "./runs";

/**
 * What counts as painted: where alpha is above 0, or, in pictures that are nowhere transparent,
 * where a pixel is not black. Pixels are numbers with red in the lowest byte and alpha in the highest.
 */
export type PaintRule = "alpha" | "colour";

export const WHITE = 0xffffffff;

const isInked: Readonly<Record<PaintRule, (pixel: number) => boolean>> = {
  alpha: (pixel) => pixel >>> 24 > 0,
  colour: (pixel) => (pixel & 0xffffff) !== 0,
};

const BLANK: Readonly<Record<PaintRule, number>> = { alpha: 0, colour: 0xff000000 };

export type Repaint = {
  readonly rule: PaintRule;
  /** The pixels as they are now. */
  readonly current: Uint32Array;
  /** The pixels as the annotator left them: painting over an erased one brings its own value back. */
  readonly original: Uint32Array | null;
  /** For pixels that were never painted, when no other ink is found. */
  readonly ink?: number;
};

/** The pixels with exactly the mask painted. Those that stay as they were keep their value. */
export function repaint(mask: Mask, { rule, current, original, ink = WHITE }: Repaint) {
  const inked = isInked[rule];
  const own = inkOf(current, rule) ?? inkOf(original, rule) ?? ink;
  const pixels = new Uint32Array(current.length);
  const fill = (from: number, to: number, painted: boolean, fallback: number) => {
    for (let at = from; at < to; at += 1) {
      const before = original?.[at];
      const now = current[at] ?? 0;
      if (before !== undefined && inked(before) === painted) pixels[at] = before;
      else pixels[at] = inked(now) === painted ? now : fallback;
    }
  };
  let at = 0;
  for (let index = 0; index < mask.runs.length; index += 2) {
    const [start, end] = [mask.runs[index] ?? 0, mask.runs[index + 1] ?? 0];
    fill(at, start, false, BLANK[rule]);
    fill(start, end, true, own);
    at = end;
  }
  fill(at, pixels.length, false, BLANK[rule]);
  return pixels;
}

/** The value of the first fully painted pixel: half transparent ones are the edge of a stroke. */
function inkOf(pixels: Uint32Array | null, rule: PaintRule): number | null {
  if (pixels === null) return null;
  const first = pixels.findIndex((pixel) => pixel >>> 24 === 255 && isInked[rule](pixel));
  return first < 0 ? null : (pixels[first] ?? null);
}

export function samePixels(left: Uint32Array, right: Uint32Array): boolean {
  return left.length === right.length && left.every((pixel, index) => pixel === right[index]);
}

/** Which pixels are painted. */
export function maskOfPixels(
  pixels: Uint32Array,
  rule: PaintRule,
  width: number,
  height: number,
): Mask {
  const runs: number[] = [];
  let inside = false;
  for (let at = 0; at < pixels.length; at += 1) {
    if (isInked[rule](pixels[at] ?? 0) !== inside) {
      runs.push(at);
      inside = !inside;
    }
  }
  if (inside) runs.push(pixels.length);
  return { width, height, runs: Uint32Array.from(runs) };
}
