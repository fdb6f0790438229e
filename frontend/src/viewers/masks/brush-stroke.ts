/** The pixels under a round brush that is drawn along a line. */
import type { Point } from "../geometry";
import { fromBitmap, type Mask, RunWriter } from "./runs";

type Canvas = { readonly width: number; readonly height: number };

/** A pixel is painted when its middle is under the brush; the one that a point lies in always is. */
export function strokeMask(
  points: readonly Point[],
  diameter: number,
  { width, height }: Canvas,
): Mask {
  const radius = diameter / 2;
  const bounds = cut(points, radius, { width, height });
  const across = bounds.right - bounds.left;
  const down = bounds.bottom - bounds.top;
  if (across <= 0 || down <= 0) return { width, height, runs: new Uint32Array(0) };

  const bitmap = new Uint8Array(across * down);
  const mark = (x: number, y: number) => {
    bitmap[(y - bounds.top) * across + (x - bounds.left)] = 1;
  };
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to;
    const part = cut([from, to], radius, { width, height });
    for (let y = part.top; y < part.bottom; y += 1) {
      for (let x = part.left; x < part.right; x += 1) {
        if (distanceToLine(x + 0.5, y + 0.5, from, to) <= radius) mark(x, y);
      }
    }
    const [x, y] = [Math.floor(to[0]), Math.floor(to[1])];
    if (x >= 0 && y >= 0 && x < width && y < height) mark(x, y);
  });

  const runs = new RunWriter();
  const local = fromBitmap(bitmap, across, down).runs;
  for (let at = 0; at < local.length; at += 2) {
    let start = local[at] ?? 0;
    const end = local[at + 1] ?? 0;
    while (start < end) {
      const row = Math.floor(start / across);
      const stop = Math.min(end, (row + 1) * across);
      const offset = (row + bounds.top) * width + bounds.left - row * across;
      runs.add(start + offset, stop + offset);
      start = stop;
    }
  }
  return { width, height, runs: runs.finish() };
}

/** Whole pixels around some points and the brush on them, inside the picture. */
function cut(points: readonly Point[], radius: number, { width, height }: Canvas) {
  const bounds = { left: width, top: height, right: 0, bottom: 0 };
  for (const [x, y] of points) {
    bounds.left = Math.min(bounds.left, Math.floor(x - radius));
    bounds.top = Math.min(bounds.top, Math.floor(y - radius));
    bounds.right = Math.max(bounds.right, Math.ceil(x + radius) + 1);
    bounds.bottom = Math.max(bounds.bottom, Math.ceil(y + radius) + 1);
  }
  return {
    left: Math.max(0, bounds.left),
    top: Math.max(0, bounds.top),
    right: Math.min(width, bounds.right),
    bottom: Math.min(height, bounds.bottom),
  };
}

function distanceToLine(x: number, y: number, from: Point, to: Point): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((x - from[0]) * dx + (y - from[1]) * dy) / length;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(x - from[0] - along * dx, y - from[1] - along * dy);
}
