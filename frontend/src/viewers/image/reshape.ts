/** What moving, resizing, turning and editing points change in a shape: patches of its stored value. */
import type { PictureSize, Point } from "../geometry";
import type { PathGeometry, PolygonGeometry } from "../types";
import {
  type ImageGeometry,
  inPixels,
  parentOf,
  placeOf,
  shapeBounds,
  type Vertex,
} from "./outline";

/** New values of some keys of a region's `value`; the other keys keep theirs. */
export type Patch = Readonly<Record<string, unknown>>;

export type Pair = readonly [number, number];

/** The shape as it looks with a patch. */
export function patched<T extends ImageGeometry>(shape: T, patch: Patch): T {
  return { ...shape, ...patch };
}

/** Shift by percent of the picture. */
export function movePatch(shape: ImageGeometry, [dx, dy]: Pair): Patch {
  switch (shape.kind) {
    case "polygon":
      return { points: shape.points.map(([x, y]) => [x + dx, y + dy]) };
    case "path":
      return {
        vertices: shape.vertices.map((vertex) => mapVertex(vertex, ([x, y]) => [x + dx, y + dy])),
      };
    default:
      // A coordinate that does not move is not written anew.
      return { ...(dx === 0 ? {} : { x: shape.x + dx }), ...(dy === 0 ? {} : { y: shape.y + dy }) };
  }
}

/** The part of a shift that keeps shapes in the picture; one that stuck out may stay where it was. */
export function limitMove(
  shapes: readonly ImageGeometry[],
  size: PictureSize,
  [dx, dy]: Pair,
): Pair {
  let [x, y] = [dx, dy];
  for (const shape of shapes) {
    const { left, top, right, bottom } = percentBounds(shape, size);
    x = Math.min(Math.max(x, Math.min(0, -left)), Math.max(0, 100 - right));
    y = Math.min(Math.max(y, Math.min(0, -top)), Math.max(0, 100 - bottom));
  }
  return [x, y];
}

export function percentBounds(shape: ImageGeometry, size: PictureSize) {
  const { left, top, right, bottom } = shapeBounds(shape, size);
  return {
    left: (left / size.width) * 100,
    top: (top / size.height) * 100,
    right: (right / size.width) * 100,
    bottom: (bottom / size.height) * 100,
  };
}

/** Smallest side that keys leave, in percent. */
const SMALLEST = 0.25;

/** Grow or shrink by percent of the picture; the top left corner (an ellipse's centre) stays. */
export function resizePatch(shape: ImageGeometry, size: PictureSize, [dw, dh]: Pair): Patch {
  if (shape.kind === "point") return {};
  if (shape.kind === "box") {
    return {
      ...(dw === 0 ? {} : { width: resized(shape.width, dw, 100 - shape.x) }),
      ...(dh === 0 ? {} : { height: resized(shape.height, dh, 100 - shape.y) }),
    };
  }
  if (shape.kind === "ellipse") {
    return {
      ...(dw === 0 ? {} : { radiusX: resized(shape.radiusX, dw / 2, 100) }),
      ...(dh === 0 ? {} : { radiusY: resized(shape.radiusY, dh / 2, 100) }),
    };
  }
  const { left, top, right, bottom } = percentBounds(shape, size);
  const across = right > left ? resized(right - left, dw, 100 - left) / (right - left) : 1;
  const down = bottom > top ? resized(bottom - top, dh, 100 - top) / (bottom - top) : 1;
  return mapPoints(shape, ([x, y]) => [left + (x - left) * across, top + (y - top) * down]);
}

/** One step longer or shorter, between the smallest side and what the picture has room for. */
function resized(side: number, by: number, room: number): number {
  return by < 0
    ? Math.max(Math.min(side, SMALLEST), side + by)
    : Math.min(Math.max(side, room), side + by);
}

/** Turn clockwise by degrees about the middle of the shape. */
export function turnPatch(shape: ImageGeometry, size: PictureSize, degrees: number): Patch {
  switch (shape.kind) {
    case "point":
      return {};
    case "ellipse":
      return { rotation: wholeTurn(shape.rotation + degrees) };
    case "box": {
      // The format turns about the top left corner: that corner goes around the middle.
      const corner = inPixels([shape.x, shape.y], size);
      const [x, y] = inPercent(around(corner, middleOf(shape, size), degrees), size);
      return { x, y, rotation: wholeTurn(shape.rotation + degrees) };
    }
    default: {
      const middle = middleOf(shape, size);
      return mapPoints(shape, (point) =>
        inPercent(around(inPixels(point, size), middle, degrees), size),
      );
    }
  }
}

export function wholeTurn(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

function middleOf(shape: ImageGeometry, size: PictureSize): Point {
  const { left, top, right, bottom } = shapeBounds(shape, size);
  return [(left + right) / 2, (top + bottom) / 2];
}

function around([x, y]: Point, [cx, cy]: Point, degrees: number): Point {
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [x - cx, y - cy];
  return [
    cx + dx * Math.cos(angle) - dy * Math.sin(angle),
    cy + dx * Math.sin(angle) + dy * Math.cos(angle),
  ];
}

export function inPercent([x, y]: Point, size: PictureSize): Pair {
  return [(x / size.width) * 100, (y / size.height) * 100];
}

/** A shape made of points that can be edited one by one. */
export type PointShape = PolygonGeometry | PathGeometry;

export function hasPoints(shape: ImageGeometry): shape is PointShape {
  return shape.kind === "polygon" || shape.kind === "path";
}

export function pointsOf(shape: PointShape): readonly Pair[] {
  return shape.kind === "polygon" ? shape.points : shape.vertices.map(placeOf);
}

/** Put one point to a place in percent; every other point keeps its very numbers. */
export function movePoint(shape: PointShape, at: number, [x, y]: Pair): Patch {
  if (shape.kind === "polygon") {
    return { points: shape.points.map((point, index) => (index === at ? [x, y] : point)) };
  }
  return {
    vertices: shape.vertices.map((vertex, index) => {
      if (index !== at) return vertex;
      const [oldX, oldY] = placeOf(vertex);
      return mapVertex(vertex, ([px, py]) => [px + (x - oldX), py + (y - oldY)], [x, y]);
    }),
  };
}

/** A new point on the edge that leaves the point `after`. */
export function insertPoint(shape: PointShape, after: number, [x, y]: Pair, id: string): Patch {
  if (shape.kind === "polygon") {
    return { points: shape.points.toSpliced(after + 1, 0, [x, y]) };
  }
  const { vertices } = shape;
  const from = vertices[after];
  const next = vertices.findIndex((_vertex, index) => parentOf(vertices, index) === after);
  const named = typeof from?.["id"] === "string";
  const added: Vertex = {
    ...(named ? { id } : {}),
    x,
    y,
    ...(named ? { prevPointId: from?.["id"], isBezier: false } : {}),
  };
  const rejoined = vertices.map((vertex, index) =>
    named && index === next ? { ...vertex, prevPointId: id } : vertex,
  );
  return { vertices: rejoined.toSpliced(after + 1, 0, added) };
}

/** Without one point; null when too few would be left. */
export function removePoint(shape: PointShape, at: number): Patch | null {
  if (shape.kind === "polygon") {
    if (shape.points.length <= (shape.closed ? 3 : 2)) return null;
    return { points: shape.points.toSpliced(at, 1) };
  }
  const { vertices } = shape;
  if (vertices.length <= 2) return null;
  const gone = vertices[at];
  const name = gone?.["id"];
  const rejoined = vertices.map((vertex) =>
    typeof name === "string" && vertex["prevPointId"] === name
      ? { ...vertex, prevPointId: gone?.["prevPointId"] ?? null }
      : vertex,
  );
  return { vertices: rejoined.toSpliced(at, 1) };
}

/** Between which points an edge runs: pairs of places. */
export function edgesOf(shape: PointShape): readonly (readonly [from: number, to: number])[] {
  if (shape.kind === "polygon") {
    const { length } = shape.points;
    const count = shape.closed && length > 2 ? length : length - 1;
    return Array.from({ length: count }, (_value, at) => [at, (at + 1) % length] as const);
  }
  return shape.vertices.flatMap((_vertex, at) => {
    const from = parentOf(shape.vertices, at);
    return from === null ? [] : [[from, at] as const];
  });
}

function mapPoints(shape: PointShape, change: (point: Pair) => Pair): Patch {
  return shape.kind === "polygon"
    ? { points: shape.points.map(change) }
    : { vertices: shape.vertices.map((vertex) => mapVertex(vertex, change)) };
}

/** A vertex with its control points; keys that we do not know stay as they are. */
function mapVertex(
  vertex: Vertex,
  change: (point: Pair) => Pair,
  place: Pair = change(placeOf(vertex)),
): Vertex {
  const moved: Record<string, unknown> = { ...vertex, x: place[0], y: place[1] };
  for (const key of ["controlPoint1", "controlPoint2"]) {
    const point = vertex[key];
    if (typeof point !== "object" || point === null) continue;
    const { x, y } = point as Readonly<Record<string, unknown>>;
    if (typeof x !== "number" || typeof y !== "number") continue;
    const [nextX, nextY] = change([x, y]);
    moved[key] = { ...point, x: nextX, y: nextY };
  }
  return moved;
}
