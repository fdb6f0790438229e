/** The grips of a shape made of points: one at each point, and one in the middle of each long edge. */
import type { PictureSize, Point } from "../geometry";
import { inPixels, type Vertex } from "./outline";
import { distance } from "./painter";
import { edgesOf, type Pair, type PointShape, pointsOf } from "./reshape";

export type Handle =
  | { readonly kind: "point"; readonly at: number }
  | { readonly kind: "edge"; readonly after: number; readonly place: Pair };

/** Shorter edges have no grip of their own: they would cover the points. Pixels of the screen. */
const SHORTEST_EDGE = 36;

type Scale = { readonly size: PictureSize; readonly scale: number };

export function middlesOf(
  shape: PointShape,
  { size, scale }: Scale,
): readonly { readonly after: number; readonly place: Pair }[] {
  const points = pointsOf(shape);
  return edgesOf(shape).flatMap(([from, to]) => {
    const [start, end] = [points[from], points[to]];
    if (start === undefined || end === undefined || isCurve(shape, from, to)) return [];
    if (distance(inPixels(start, size), inPixels(end, size)) * scale < SHORTEST_EDGE) return [];
    return [{ after: from, place: [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2] as Pair }];
  });
}

/** The grip under a point of the picture; those of points before those of edges. */
export function hitHandle(
  shape: PointShape,
  point: Point,
  { size, scale, reach = 8 }: Scale & { readonly reach?: number },
): Handle | null {
  let nearest: Handle | null = null;
  let best = reach / scale;
  pointsOf(shape).forEach((each, at) => {
    const away = distance(inPixels(each, size), point);
    if (away <= best) [nearest, best] = [{ kind: "point", at }, away];
  });
  if (nearest !== null) return nearest;
  const middle = middlesOf(shape, { size, scale }).find(
    ({ place }) => distance(inPixels(place, size), point) <= reach / scale,
  );
  return middle === undefined ? null : { kind: "edge", ...middle };
}

type Pen = Pick<
  CanvasRenderingContext2D,
  "beginPath" | "ellipse" | "moveTo" | "fill" | "stroke" | "setLineDash"
> & { fillStyle: unknown; strokeStyle: unknown; lineWidth: number };

/** The chosen point is larger and filled with the colour: not told by colour alone. */
export function paintHandles(
  pen: Pen,
  shape: PointShape,
  { size, scale, colour, chosen }: Scale & { colour: string; chosen: number | null },
): void {
  pen.setLineDash([]);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5 / scale;
  pen.fillStyle = "#ffffffb0";
  const dot = (place: Pair, radius: number) => {
    const [x, y] = inPixels(place, size);
    pen.moveTo(x + radius / scale, y);
    pen.ellipse(x, y, radius / scale, radius / scale, 0, 0, 2 * Math.PI);
  };
  pen.beginPath();
  for (const { place } of middlesOf(shape, { size, scale })) dot(place, 3);
  pen.fill();
  pen.stroke();

  const points = pointsOf(shape);
  pen.fillStyle = "#fff";
  pen.beginPath();
  for (const place of points) dot(place, 4.5);
  pen.fill();
  pen.stroke();

  const place = chosen === null ? undefined : points[chosen];
  if (place === undefined) return;
  pen.beginPath();
  dot(place, 7);
  pen.fillStyle = colour;
  pen.strokeStyle = "#fff";
  pen.lineWidth = 2 / scale;
  pen.fill();
  pen.stroke();
}

function isCurve(shape: PointShape, from: number, to: number): boolean {
  if (shape.kind === "polygon") return false;
  const bends = (vertex: Vertex | undefined) => vertex?.["isBezier"] === true;
  return bends(shape.vertices[from]) || bends(shape.vertices[to]);
}
