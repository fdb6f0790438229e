/** Names of labels at the shapes, as many as can be read. */
import type { Context } from "konva/lib/Context";
import { memo } from "react";
import { Shape } from "react-konva/lib/ReactKonvaCore";
import type { PictureSize, Point } from "../geometry";
import { linesOf, shapeBounds } from "./outline";
import type { PaintedShape } from "./painter";
import { toScreen, type ViewTransform } from "./view-transform";

type Props = {
  readonly shapes: readonly PaintedShape[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly screen: PictureSize;
};

const FONT_SIZE = 11;
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
        for (const each of titled) write(context._context, each, size, view);
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
  const [x, y] = toScreen(view, anchorOf(each, size));
  return x > -100 && y > -HEIGHT && x < screen.width && y < screen.height + HEIGHT;
}

/** Where the name stands: the first corner of a box, the highest point of anything else. */
function anchorOf({ shape }: PaintedShape, size: PictureSize): Point {
  const points = linesOf(shape, size)[0]?.points ?? [];
  const first: Point = points[0] ?? [0, 0];
  if (shape.kind === "box") return first;
  if (shape.kind === "point") return [first[0], first[1]];
  return points.reduce((top, point) => (point[1] < top[1] ? point : top), first);
}

function write(
  context: CanvasRenderingContext2D,
  each: PaintedShape,
  size: PictureSize,
  view: ViewTransform,
): void {
  const { title, colour, lane, shape } = each;
  const anchor = anchorOf(each, size);
  context.save();
  context.translate(anchor[0], anchor[1]);
  context.rotate((-view.turn * Math.PI) / 2);
  context.scale(1 / view.scale, 1 / view.scale);
  context.font = `600 ${FONT_SIZE}px system-ui, sans-serif`;
  const width = widthOf(context, title) + 8;
  const gap = shape.kind === "point" ? 9 : 0;
  // Above the shape, or below its top where there is no room; names of several answers stand in a stack.
  const above = -HEIGHT * (lane + 1) - gap;
  const top = toScreen(view, anchor)[1] + above < 0 ? HEIGHT * lane + gap : above;
  context.fillStyle = colour;
  context.fillRect(-1, top, width, HEIGHT);
  context.fillStyle = "#0009";
  context.fillRect(-1, top, width, HEIGHT);
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  context.fillText(title, 3, top + HEIGHT / 2 + 0.5);
  context.restore();
}

const widths = new Map<string, number>();

/** Measuring text is slow, and labels are few. */
function widthOf(context: CanvasRenderingContext2D, title: string): number {
  const known = widths.get(title) ?? context.measureText(title).width;
  widths.set(title, known);
  return known;
}
