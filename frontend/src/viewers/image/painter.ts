/** Draws shapes straight onto a canvas: thousands in one pass, without an object for each. */
import type { Standing } from "../compare";
import { areaOf, boxContains, type PictureSize, type Point } from "../geometry";
import type { EllipseGeometry } from "../types";
import { type ImageGeometry, inPixels, isArea, linesOf, shapeBounds } from "./outline";

export type PaintedShape = {
  readonly ref: string;
  readonly shape: ImageGeometry;
  readonly colour: string;
  readonly title: string;
  readonly standing: Standing | null;
  /** The answer at hand is drawn over the others and is hit first. */
  readonly inFront: boolean;
};

/** What of a canvas the painter needs; konva's context and the browser's both have it. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "rect"
  | "ellipse"
  | "moveTo"
  | "lineTo"
  | "closePath"
  | "stroke"
  | "fill"
  | "setLineDash"
> & {
  strokeStyle: string | CanvasGradient | CanvasPattern;
  fillStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  globalAlpha: number;
};

type Scale = { readonly size: PictureSize; readonly scale: number };

/** Radius of a point on the screen: the same at every zoom. */
const DOT = 5;

/** Shapes that look alike are one path, so the number of strokes does not grow with the shapes. */
export function paintShapes(
  brush: Brush,
  shapes: readonly PaintedShape[],
  { size, scale }: Scale,
): void {
  for (const group of groupByLook(shapes)) {
    const [first] = group;
    if (first === undefined) continue;
    brush.beginPath();
    for (const { shape } of group) trace(brush, shape, { size, scale });
    if (isFilled(first.shape)) {
      brush.fillStyle = first.colour;
      brush.globalAlpha = first.shape.kind === "point" ? 0.55 : fillOf(first.standing);
      brush.fill();
    }
    brush.strokeStyle = first.colour;
    brush.globalAlpha = first.standing === "agreeing" && !first.inFront ? 0.75 : 1;
    brush.lineWidth = (first.standing === "agreeing" ? 1.5 : 2.25) / scale;
    brush.setLineDash(dashOf(first.standing).map((length) => length / scale));
    brush.stroke();
  }
  brush.setLineDash([]);
  brush.globalAlpha = 1;
}

/** A white line around shapes, so that they stand out on every picture and among the others. */
export function paintHalo(
  brush: Brush,
  shapes: readonly PaintedShape[],
  { size, scale }: Scale,
): void {
  brush.beginPath();
  for (const { shape } of shapes) trace(brush, shape, { size, scale });
  brush.strokeStyle = "#ffffff";
  brush.lineWidth = 5 / scale;
  brush.setLineDash([]);
  brush.stroke();
}

type Aim = Scale & {
  /** How far beside a line or a point still meets it; pixels of the screen. */
  readonly reach?: number;
};

/** The shapes under a point: of the answer at hand first, then the smallest. */
export function hitShapes(
  shapes: readonly PaintedShape[],
  point: Point,
  { size, scale, reach = 5 }: Aim,
): readonly PaintedShape[] {
  return shapes
    .filter(({ shape }) => meets(shape, size, point, reach / scale))
    .sort(
      (a, b) =>
        Number(b.inFront) - Number(a.inFront) || roomOf(a.shape, size) - roomOf(b.shape, size),
    );
}

export function meets(
  shape: ImageGeometry,
  size: PictureSize,
  point: Point,
  reach: number,
): boolean {
  const { left, top, right, bottom } = shapeBounds(shape, size);
  const [x, y] = point;
  const room = shape.kind === "point" ? reach + (reach * DOT) / 5 : reach;
  if (x < left - room || x > right + room || y < top - room || y > bottom + room) return false;
  switch (shape.kind) {
    case "box":
      return boxContains(shape, size, point);
    case "ellipse":
      return inEllipse(shape, size, point);
    case "point":
      return Math.hypot(x - left, y - top) <= room;
    default:
      return linesOf(shape, size).some(
        ({ points, closed }) =>
          nearLine(points, closed, point, reach) || (closed && inside(points, point)),
      );
  }
}

function inEllipse(ellipse: EllipseGeometry, size: PictureSize, [px, py]: Point): boolean {
  const [x, y] = inPixels([ellipse.x, ellipse.y], size);
  const [across, down] = inPixels([ellipse.radiusX, ellipse.radiusY], size);
  const angle = (-ellipse.rotation * Math.PI) / 180;
  const [dx, dy] = [px - x, py - y];
  const u = dx * Math.cos(angle) - dy * Math.sin(angle);
  const v = dx * Math.sin(angle) + dy * Math.cos(angle);
  return (u / across) ** 2 + (v / down) ** 2 <= 1;
}

/** Even-odd rule. */
function inside(points: readonly Point[], [x, y]: Point): boolean {
  let within = false;
  points.forEach(([ax, ay], at) => {
    const [bx, by] = points[(at + 1) % points.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) within = !within;
  });
  return within;
}

function nearLine(points: readonly Point[], closed: boolean, point: Point, reach: number): boolean {
  const last = closed ? points.length : points.length - 1;
  for (let at = 0; at < Math.max(last, 1); at += 1) {
    const from = points[at];
    const to = points[(at + 1) % points.length];
    if (from === undefined || to === undefined) continue;
    if (distance(point, nearestOn(from, to, point)) <= reach) return true;
  }
  return false;
}

export function nearestOn(from: Point, to: Point, [x, y]: Point): Point {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : ((x - from[0]) * dx + (y - from[1]) * dy) / length;
  const along = Math.min(1, Math.max(0, share));
  return [from[0] + dx * along, from[1] + dy * along];
}

export function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}

/** How much a shape covers; lines and points cover nothing, so they are hit before what they cross. */
function roomOf(shape: ImageGeometry, size: PictureSize): number {
  if (!isArea(shape)) return 0;
  if (shape.kind === "box") return areaOf(shape, size);
  const { left, top, right, bottom } = shapeBounds(shape, size);
  return (right - left) * (bottom - top);
}

function isFilled(shape: ImageGeometry): boolean {
  return isArea(shape) || shape.kind === "point";
}

function groupByLook(shapes: readonly PaintedShape[]): readonly (readonly PaintedShape[])[] {
  const groups = new Map<string, PaintedShape[]>();
  for (const each of shapes) {
    // Points lie on top: they are small.
    const form = each.shape.kind === "point" ? 2 : isArea(each.shape) ? 0 : 1;
    const look = `${Number(each.inFront)} ${form} ${each.standing} ${each.colour}`;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [each]);
    else group.push(each);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function trace(brush: Brush, shape: ImageGeometry, { size, scale }: Scale): void {
  if (shape.kind === "box" && shape.rotation === 0) {
    const [x, y] = inPixels([shape.x, shape.y], size);
    const [width, height] = inPixels([shape.width, shape.height], size);
    brush.rect(x, y, width, height);
    return;
  }
  if (shape.kind === "ellipse") {
    const [x, y] = inPixels([shape.x, shape.y], size);
    const [across, down] = inPixels([shape.radiusX, shape.radiusY], size);
    const angle = (shape.rotation * Math.PI) / 180;
    brush.moveTo(x + across * Math.cos(angle), y + across * Math.sin(angle));
    brush.ellipse(x, y, Math.abs(across), Math.abs(down), angle, 0, 2 * Math.PI);
    return;
  }
  if (shape.kind === "point") {
    const [x, y] = inPixels([shape.x, shape.y], size);
    const radius = DOT / scale;
    brush.moveTo(x + radius, y);
    brush.ellipse(x, y, radius, radius, 0, 0, 2 * Math.PI);
    return;
  }
  for (const { points, closed } of linesOf(shape, size)) {
    points.forEach(([x, y], at) => {
      if (at === 0) brush.moveTo(x, y);
      else brush.lineTo(x, y);
    });
    if (closed) brush.closePath();
  }
}

function fillOf(standing: Standing | null): number {
  return standing === null ? 0.12 : standing === "agreeing" ? 0.04 : 0.16;
}

/** The same language as in texts: solid agrees, dashed differs, dotted is not seen by all. */
function dashOf(standing: Standing | null): readonly number[] {
  if (standing === "disagreeing") return [8, 5];
  return standing === "missing" ? [2, 4] : [];
}
