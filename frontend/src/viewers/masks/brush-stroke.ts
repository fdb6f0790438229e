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
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to;
    const part = cut([from, to], radius, { width, height });
    for (let y = part.top; y < part.bottom; y += 1) {
      const stretch = stretchOf(from, to, radius, y + 0.5);
      if (stretch === null) continue;
      const first = Math.max(part.left, Math.ceil(stretch[0] - 0.5));
      const last = Math.min(part.right - 1, Math.floor(stretch[1] - 0.5));
      const row = (y - bounds.top) * across - bounds.left;
      if (first <= last) bitmap.fill(1, row + first, row + last + 1);
    }
    const [x, y] = [Math.floor(to[0]), Math.floor(to[1])];
    if (x >= 0 && y >= 0 && x < width && y < height) {
      bitmap[(y - bounds.top) * across + (x - bounds.left)] = 1;
    }
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

type Stretch = readonly [from: number, to: number];

/** Where a row meets what a round brush covers between two points: two discs and the band between. */
function stretchOf(from: Point, to: Point, radius: number, y: number): Stretch | null {
  const parts = [
    discStretch(from, radius, y),
    discStretch(to, radius, y),
    bandStretch(from, to, radius, y),
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  // What the brush covers has no dents, so the row meets it once.
  return [Math.min(...parts.map(([start]) => start)), Math.max(...parts.map(([, end]) => end))];
}

function discStretch([cx, cy]: Point, radius: number, y: number): Stretch | null {
  const square = radius * radius - (y - cy) * (y - cy);
  return square < 0 ? null : [cx - Math.sqrt(square), cx + Math.sqrt(square)];
}

/** Points beside the line between its ends, no further from it than the radius. */
function bandStretch([ax, ay]: Point, [bx, by]: Point, radius: number, y: number): Stretch | null {
  const length = Math.hypot(bx - ax, by - ay);
  if (length === 0) return null;
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const down = y - ay;
  // Along the line: 0 <= x ux + down uy <= length. Beside it: |x uy - down ux| <= radius.
  const along = between(ux, -down * uy, length - down * uy);
  const beside = between(uy, down * ux - radius, down * ux + radius);
  if (along === null || beside === null) return null;
  const start = ax + Math.max(along[0], beside[0]);
  const end = ax + Math.min(along[1], beside[1]);
  return start <= end ? [start, end] : null;
}

/** The x with `low <= x factor <= high`. */
function between(factor: number, low: number, high: number): Stretch | null {
  if (factor === 0) return low <= 0 && high >= 0 ? [-Infinity, Infinity] : null;
  const ends = [low / factor, high / factor];
  return [Math.min(...ends), Math.max(...ends)];
}
