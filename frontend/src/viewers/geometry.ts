/** Overlap of regions. Boxes are compared in pixels: percent would bend a rotated box. */
import type { BoxGeometry, SpanGeometry } from "./types";

export type Point = readonly [x: number, y: number];

export type PictureSize = { readonly width: number; readonly height: number };

/** Stands in for a picture whose size nobody states. */
export const PLAIN_SIZE: PictureSize = { width: 100, height: 100 };

/** Length of the overlap over the length of the union; two empty spans at one place are equal. */
export function spanIou(left: SpanGeometry, right: SpanGeometry): number {
  const overlap = Math.min(left.end, right.end) - Math.max(left.start, right.start);
  const union = Math.max(left.end, right.end) - Math.min(left.start, right.start);
  if (union === 0) return 1;
  return overlap <= 0 ? 0 : overlap / union;
}

/** Corners of a box in pixels, clockwise from its own top left. */
export function cornersOf(box: BoxGeometry, size: PictureSize): readonly Point[] {
  const x = (box.x / 100) * size.width;
  const y = (box.y / 100) * size.height;
  const width = (box.width / 100) * size.width;
  const height = (box.height / 100) * size.height;
  const angle = (box.rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const at = (dx: number, dy: number): Point => [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
  return [at(0, 0), at(width, 0), at(width, height), at(0, height)];
}

export type Bounds = { left: number; top: number; right: number; bottom: number };

export function boundsOf(corners: readonly Point[]): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of corners) {
    bounds.left = Math.min(bounds.left, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.right = Math.max(bounds.right, x);
    bounds.bottom = Math.max(bounds.bottom, y);
  }
  return bounds;
}

/** Intersection over union of two boxes in pixels. */
export function boxIou(left: BoxGeometry, right: BoxGeometry, size: PictureSize): number {
  const leftArea = areaOf(left, size);
  const rightArea = areaOf(right, size);
  const overlap =
    left.rotation === 0 && right.rotation === 0
      ? uprightOverlap(left, right, size)
      : polygonArea(clip(cornersOf(left, size), cornersOf(right, size)));
  const union = leftArea + rightArea - overlap;
  return union <= 0 ? 0 : overlap / union;
}

/** True when a point in pixels lies in the box. */
export function boxContains(box: BoxGeometry, size: PictureSize, [px, py]: Point): boolean {
  const dx = px - (box.x / 100) * size.width;
  const dy = py - (box.y / 100) * size.height;
  const angle = (-box.rotation * Math.PI) / 180;
  const across = dx * Math.cos(angle) - dy * Math.sin(angle);
  const down = dx * Math.sin(angle) + dy * Math.cos(angle);
  const width = (box.width / 100) * size.width;
  const height = (box.height / 100) * size.height;
  return across >= 0 && across <= width && down >= 0 && down <= height;
}

export function areaOf(box: BoxGeometry, size: PictureSize): number {
  return ((box.width / 100) * size.width * box.height * size.height) / 100;
}

function uprightOverlap(left: BoxGeometry, right: BoxGeometry, size: PictureSize): number {
  const width = Math.min(left.x + left.width, right.x + right.width) - Math.max(left.x, right.x);
  const height = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y);
  if (width <= 0 || height <= 0) return 0;
  return ((width / 100) * size.width * height * size.height) / 100;
}

/** Cut a convex polygon by the edges of another (Sutherland and Hodgman, 1974); both clockwise. */
function clip(subject: readonly Point[], window: readonly Point[]): readonly Point[] {
  let polygon = subject;
  window.forEach((from, at) => {
    const to = window[(at + 1) % window.length] ?? from;
    const side = ([x, y]: Point) =>
      (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0]);
    const next: Point[] = [];
    polygon.forEach((point, index) => {
      const before = polygon[(index + polygon.length - 1) % polygon.length] ?? point;
      const here = side(point);
      const there = side(before);
      if (here >= 0 !== there >= 0) next.push(crossing(before, point, there / (there - here)));
      if (here >= 0) next.push(point);
    });
    polygon = next;
  });
  return polygon;
}

function crossing(from: Point, to: Point, share: number): Point {
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

function polygonArea(corners: readonly Point[]): number {
  let doubled = 0;
  corners.forEach(([x, y], at) => {
    const [nextX, nextY] = corners[(at + 1) % corners.length] ?? [x, y];
    doubled += x * nextY - nextX * y;
  });
  return Math.abs(doubled) / 2;
}
