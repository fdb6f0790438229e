/** Names of labels at the shapes, as many as can be read. */
import type { Context } from "konva/lib/Context";
import { memo } from "react";
import { Shape } from "react-konva/lib/ReactKonvaCore";
import type { PictureSize, Point } from "../geometry";
import { linesOf, shapeBounds } from "./outline";
import type { PaintedShape } from "./painter";
import { placeTitles } from "./title-places";
import { toScreen, type ViewTransform } from "./view-transform";

type Props = {
  readonly shapes: readonly PaintedShape[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly screen: PictureSize;
};

const FONT = "600 11px system-ui, sans-serif";
const HEIGHT = 15;
/** More names than these only hide the picture. */
const MOST = 150;
/** Narrower shapes on the screen have no room for a name. */
const NARROWEST = 26;

export const ShapeTitles = memo(function ShapeTitles({ shapes, size, view, screen }: Props) {
  return (
    <Shape
      listening={false}
      perfectDrawEnabled={false}
      sceneFunc={(context: Context) => {
        const titled = shapes.filter(
          (each) =>
            isNamed(each) && hasRoom(each, size, view) && isOnScreen(each, size, view, screen),
        );
        if (titled.length > MOST) return;
        // The answer at hand has the first choice of places.
        titled.sort((a, b) => Number(b.inFront) - Number(a.inFront));
        writeAll(context._context, titled, { size, view, screen });
      }}
    />
  );
});

function isNamed({ inFront, standing }: PaintedShape): boolean {
  return inFront || standing !== "agreeing";
}

function hasRoom({ shape }: PaintedShape, size: PictureSize, { scale }: ViewTransform): boolean {
  if (shape.kind === "point") return true;
  const { left, right } = shapeBounds(shape, size);
  return (right - left) * scale >= NARROWEST;
}

function isOnScreen(
  each: PaintedShape,
  size: PictureSize,
  view: ViewTransform,
  screen: PictureSize,
) {
  const [x, y] = toScreen(view, anchorOf(each, size, view));
  return x > -100 && y > -HEIGHT && x < screen.width && y < screen.height + HEIGHT;
}

/** Where the name stands: the first corner of an upright box, else the highest point on the screen. */
function anchorOf({ shape }: PaintedShape, size: PictureSize, view: ViewTransform): Point {
  const points = linesOf(shape, size)[0]?.points ?? [];
  const first: Point = points[0] ?? [0, 0];
  if (shape.kind === "box" && shape.rotation === 0 && view.turn === 0) return first;
  const height = (point: Point) => toScreen(view, point)[1];
  return points.reduce((top, point) => (height(point) < height(top) ? point : top), first);
}

function writeAll(
  pen: CanvasRenderingContext2D,
  shapes: readonly PaintedShape[],
  { size, view, screen }: Omit<Props, "shapes">,
): void {
  pen.font = FONT;
  const titles = shapes.map((each) => ({
    anchor: toScreen(view, anchorOf(each, size, view)),
    width: widthOf(pen, each.title) + 8,
    height: HEIGHT,
    beside: each.shape.kind === "point",
  }));
  const places = placeTitles(titles, screen);
  shapes.forEach((each, at) => {
    const [place, title] = [places[at], titles[at]];
    if (place === undefined || title === undefined) return;
    const anchor = anchorOf(each, size, view);
    pen.save();
    pen.translate(anchor[0], anchor[1]);
    pen.rotate((-view.turn * Math.PI) / 2);
    pen.scale(1 / view.scale, 1 / view.scale);
    pen.font = FONT;
    pen.fillStyle = each.colour;
    pen.fillRect(place.x, place.y, title.width, HEIGHT);
    pen.fillStyle = "#0009";
    pen.fillRect(place.x, place.y, title.width, HEIGHT);
    pen.fillStyle = "#fff";
    pen.textBaseline = "middle";
    pen.fillText(each.title, place.x + 4, place.y + HEIGHT / 2 + 0.5);
    pen.restore();
  });
}

const widths = new Map<string, number>();

/** Measuring text is slow, and labels are few. */
function widthOf(context: CanvasRenderingContext2D, title: string): number {
  const known = widths.get(title) ?? context.measureText(title).width;
  widths.set(title, known);
  return known;
}
