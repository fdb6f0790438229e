/** Names of labels at the boxes, as many as can be read. */
import type { Context } from "konva/lib/Context";
import { memo } from "react";
import { Shape } from "react-konva/lib/ReactKonvaCore";
import { cornersOf, type PictureSize } from "../geometry";
import type { PaintedBox } from "./box-painter";
import type { ViewTransform } from "./view-transform";

type Props = {
  readonly boxes: readonly PaintedBox[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly screen: PictureSize;
};

const FONT_SIZE = 11;
const HEIGHT = 15;
/** More names than these only hide the picture. */
const MOST = 150;
/** Narrower boxes on the screen have no room for a name. */
const NARROWEST = 26;

export const BoxTitles = memo(function BoxTitles({ boxes, size, view, screen }: Props) {
  return (
    <Shape
      listening={false}
      perfectDrawEnabled={false}
      sceneFunc={(context: Context) => {
        const titled = boxes.filter(
          (each) =>
            isNamed(each) &&
            (each.box.width / 100) * size.width * view.scale >= NARROWEST &&
            isOnScreen(each, size, view, screen),
        );
        if (titled.length > MOST) return;
        for (const each of titled) write(context._context, each, size, view.scale);
      }}
    />
  );
});

function isNamed({ inFront, standing }: PaintedBox): boolean {
  return inFront || standing !== "agreeing";
}

function isOnScreen(
  { box }: PaintedBox,
  size: PictureSize,
  view: ViewTransform,
  screen: PictureSize,
): boolean {
  const x = (box.x / 100) * size.width * view.scale + view.x;
  const y = (box.y / 100) * size.height * view.scale + view.y;
  return x > -100 && y > -HEIGHT && x < screen.width && y < screen.height + HEIGHT;
}

function write(
  context: CanvasRenderingContext2D,
  { box, title, colour, lane }: PaintedBox,
  size: PictureSize,
  scale: number,
): void {
  const [corner] = cornersOf(box, size);
  if (corner === undefined) return;
  context.save();
  context.translate(corner[0], corner[1]);
  context.scale(1 / scale, 1 / scale);
  context.font = `600 ${FONT_SIZE}px system-ui, sans-serif`;
  const width = widthOf(context, title) + 8;
  // Above the box, or inside where there is no room; names of several answers stand in a stack.
  const above = -HEIGHT * (lane + 1);
  const top = corner[1] * scale + above < 0 ? HEIGHT * lane : above;
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
