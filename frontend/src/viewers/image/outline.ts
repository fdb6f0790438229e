/** Shapes of a picture as lines of its pixels: painting, pointing and comparing all work on these. */
import { type Bounds, boundsOf, cornersOf, type PictureSize, type Point } from "../geometry";
import type {
  BoxGeometry,
  EllipseGeometry,
  Geometry,
  PathGeometry,
  PointGeometry,
  PolygonGeometry,
} from "../types";

export type ImageGeometry =
  | BoxGeometry
  | EllipseGeometry
  | PolygonGeometry
  | PointGeometry
  | PathGeometry;

export type Line = { readonly points: readonly Point[]; readonly closed: boolean };

type Outline = { readonly lines: readonly Line[]; readonly bounds: Bounds };

const KINDS: ReadonlySet<string> = new Set(["box", "ellipse", "polygon", "point", "path"]);

export function isImageGeometry(geometry: Geometry): geometry is ImageGeometry {
  return KINDS.has(geometry.kind);
}

/** The lines of a shape. One for most; a path that branches has one for each branch. */
export function linesOf(geometry: ImageGeometry, size: PictureSize): readonly Line[] {
  return outline(geometry, size).lines;
}

export function outlineOf(geometry: ImageGeometry, size: PictureSize): readonly Point[] {
  return linesOf(geometry, size).flatMap(({ points }) => points);
}

/** The upright rectangle around a shape, in pixels. */
export function shapeBounds(geometry: ImageGeometry, size: PictureSize): Bounds {
  return outline(geometry, size).bounds;
}

/** True for a shape that has an inside. */
export function isArea(geometry: ImageGeometry): boolean {
  if (geometry.kind === "path" || geometry.kind === "polygon") return geometry.closed;
  return geometry.kind !== "point";
}

export function inPixels([x, y]: readonly [number, number], size: PictureSize): Point {
  return [(x / 100) * size.width, (y / 100) * size.height];
}

type Known = { readonly width: number; readonly height: number; readonly outline: Outline };

/** Geometries are never changed, only replaced: each is computed once. */
const known = new WeakMap<ImageGeometry, Known>();

function outline(geometry: ImageGeometry, size: PictureSize): Outline {
  const before = known.get(geometry);
  if (before !== undefined && before.width === size.width && before.height === size.height) {
    return before.outline;
  }
  const lines = computeLines(geometry, size);
  const computed = { lines, bounds: boundsOf(lines.flatMap(({ points }) => points)) };
  known.set(geometry, { width: size.width, height: size.height, outline: computed });
  return computed;
}

function computeLines(geometry: ImageGeometry, size: PictureSize): readonly Line[] {
  switch (geometry.kind) {
    case "box":
      return [{ points: cornersOf(geometry, size), closed: true }];
    case "ellipse":
      return [{ points: around(geometry, size), closed: true }];
    case "polygon":
      return [
        { points: geometry.points.map((each) => inPixels(each, size)), closed: geometry.closed },
      ];
    case "point":
      return [{ points: [inPixels([geometry.x, geometry.y], size)], closed: false }];
    case "path":
      return branches(geometry, size);
  }
}

const STEPS = 64;

function around(ellipse: EllipseGeometry, size: PictureSize): readonly Point[] {
  const [x, y] = inPixels([ellipse.x, ellipse.y], size);
  const [across, down] = inPixels([ellipse.radiusX, ellipse.radiusY], size);
  const angle = (ellipse.rotation * Math.PI) / 180;
  return Array.from({ length: STEPS }, (_value, step): Point => {
    const at = (step / STEPS) * 2 * Math.PI;
    const [dx, dy] = [across * Math.cos(at), down * Math.sin(at)];
    return [
      x + dx * Math.cos(angle) - dy * Math.sin(angle),
      y + dx * Math.sin(angle) + dy * Math.cos(angle),
    ];
  });
}

export type Vertex = PathGeometry["vertices"][number];

export function placeOf(vertex: Vertex): readonly [number, number] {
  return [Number(vertex["x"]), Number(vertex["y"])];
}

/** The vertex that a vertex is joined to: named by it, or else the one before it. */
export function parentOf(vertices: readonly Vertex[], at: number): number | null {
  const vertex = vertices[at];
  if (vertex === undefined) return null;
  const named = vertex["prevPointId"];
  if (typeof named === "string") {
    const found = vertices.findIndex(({ id }) => id === named);
    return found < 0 ? null : found;
  }
  const names = vertices.some((each) => typeof each["prevPointId"] === "string");
  return names || at === 0 ? null : at - 1;
}

function branches({ vertices, closed }: PathGeometry, size: PictureSize): readonly Line[] {
  const lines: { points: Point[]; closed: boolean; last: number }[] = [];
  vertices.forEach((vertex, at) => {
    const from = parentOf(vertices, at);
    const start = from === null ? undefined : vertices[from];
    if (start === undefined) {
      lines.push({ points: [inPixels(placeOf(vertex), size)], closed: false, last: at });
      return;
    }
    const piece = joint(start, vertex, size);
    const line = lines.find(({ last }) => last === from);
    if (line === undefined) {
      lines.push({ points: [inPixels(placeOf(start), size), ...piece], closed: false, last: at });
    } else {
      line.points.push(...piece);
      line.last = at;
    }
  });
  const [first] = vertices;
  const end = vertices[lines[0]?.last ?? -1];
  if (closed && lines.length === 1 && first !== undefined && end !== undefined && first !== end) {
    lines[0]?.points.push(...joint(end, first, size).slice(0, -1));
    return [{ points: lines[0]?.points ?? [], closed: true }];
  }
  return lines.map(({ points }) => ({ points, closed: false }));
}

const CURVE_STEPS = 20;

/** From one vertex to the next without the first point: straight, or a cubic curve. */
function joint(from: Vertex, to: Vertex, size: PictureSize): readonly Point[] {
  const start = inPixels(placeOf(from), size);
  const end = inPixels(placeOf(to), size);
  const leaving = control(from, "controlPoint2", size);
  const arriving = control(to, "controlPoint1", size);
  if (leaving === null && arriving === null) return [end];
  const [a, b] = [leaving ?? start, arriving ?? end];
  return Array.from({ length: CURVE_STEPS }, (_value, step) =>
    onCurve([start, a, b, end], (step + 1) / CURVE_STEPS),
  );
}

function onCurve([p0, p1, p2, p3]: readonly [Point, Point, Point, Point], t: number): Point {
  const u = 1 - t;
  const along = (axis: 0 | 1) =>
    u ** 3 * p0[axis] + 3 * u * u * t * p1[axis] + 3 * u * t * t * p2[axis] + t ** 3 * p3[axis];
  return [along(0), along(1)];
}

function control(vertex: Vertex, key: string, size: PictureSize): Point | null {
  const point = vertex[key];
  if (vertex["isBezier"] !== true || typeof point !== "object" || point === null) return null;
  const { x, y } = point as { x?: unknown; y?: unknown };
  return typeof x === "number" && typeof y === "number" ? inPixels([x, y], size) : null;
}
