/** Draws boxes straight onto a canvas: thousands in one pass, without an object for each. */
import type { Standing } from "../compare";
import { areaOf, boxContains, type PictureSize, type Point } from "../geometry";
import type { BoxGeometry } from "../types";

export type PaintedBox = {
  readonly ref: string;
  readonly box: BoxGeometry;
  readonly colour: string;
  readonly title: string;
  readonly standing: Standing | null;
  /** The answer at hand is drawn over the others and is hit first. */
  readonly inFront: boolean;
  /** Place of its answer among those shown; keeps the names of overlapping boxes apart. */
  readonly lane: number;
};

/** What of a canvas the painter needs; konva's context and the browser's both have it. */
export type Brush = Pick<
  CanvasRenderingContext2D,
  "beginPath" | "rect" | "moveTo" | "lineTo" | "closePath" | "stroke" | "fill" | "setLineDash"
> & {
  strokeStyle: string | CanvasGradient | CanvasPattern;
  fillStyle: string | CanvasGradient | CanvasPattern;
  lineWidth: number;
  globalAlpha: number;
};

/** Boxes that look alike are one path, so the number of strokes does not grow with the boxes. */
export function paintBoxes(
  brush: Brush,
  boxes: readonly PaintedBox[],
  { size, scale }: { readonly size: PictureSize; readonly scale: number },
): void {
  for (const group of groupByLook(boxes)) {
    const [first] = group;
    if (first === undefined) continue;
    brush.beginPath();
    for (const { box } of group) trace(brush, box, size);
    brush.fillStyle = first.colour;
    brush.globalAlpha = fillOf(first.standing);
    brush.fill();
    brush.strokeStyle = first.colour;
    brush.globalAlpha = first.standing === "agreeing" && !first.inFront ? 0.75 : 1;
    brush.lineWidth = (first.standing === "agreeing" ? 1.5 : 2.25) / scale;
    brush.setLineDash(dashOf(first.standing).map((length) => length / scale));
    brush.stroke();
  }
  brush.setLineDash([]);
  brush.globalAlpha = 1;
}

/** The box under a point: of the answer at hand first, then the smallest. */
export function hitBoxes(
  boxes: readonly PaintedBox[],
  size: PictureSize,
  point: Point,
): readonly PaintedBox[] {
  return boxes
    .filter(({ box }) => boxContains(box, size, point))
    .sort(
      (a, b) => Number(b.inFront) - Number(a.inFront) || areaOf(a.box, size) - areaOf(b.box, size),
    );
}

function groupByLook(boxes: readonly PaintedBox[]): readonly (readonly PaintedBox[])[] {
  const groups = new Map<string, PaintedBox[]>();
  for (const box of boxes) {
    const look = `${Number(box.inFront)} ${box.standing} ${box.colour}`;
    const group = groups.get(look);
    if (group === undefined) groups.set(look, [box]);
    else group.push(box);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function trace(brush: Brush, box: BoxGeometry, size: PictureSize): void {
  const x = (box.x / 100) * size.width;
  const y = (box.y / 100) * size.height;
  const width = (box.width / 100) * size.width;
  const height = (box.height / 100) * size.height;
  if (box.rotation === 0) {
    brush.rect(x, y, width, height);
    return;
  }
  const angle = (box.rotation * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  brush.moveTo(x, y);
  brush.lineTo(x + width * cos, y + width * sin);
  brush.lineTo(x + width * cos - height * sin, y + width * sin + height * cos);
  brush.lineTo(x - height * sin, y + height * cos);
  brush.closePath();
}

function fillOf(standing: Standing | null): number {
  return standing === null ? 0.12 : standing === "agreeing" ? 0.04 : 0.16;
}

/** The same language as in texts: solid agrees, dashed differs, dotted is not seen by all. */
function dashOf(standing: Standing | null): readonly number[] {
  if (standing === "disagreeing") return [8, 5];
  return standing === "missing" ? [2, 4] : [];
}
