/** The shapes of a picture as konva draws them: all in a few nodes, however many they are. */
import type { Context } from "konva/lib/Context";
import { memo } from "react";
import { Shape } from "react-konva/lib/ReactKonvaCore";
import type { PictureSize, Point } from "../geometry";
import { type Draft, draftShape } from "./drawing";
import { type PaintedShape, paintHalo, paintShapes } from "./painter";

type ShapesProps = {
  readonly shapes: readonly PaintedShape[];
  readonly size: PictureSize;
  readonly scale: number;
};

/**
 * All shapes in one: konva would need a node, its events and its hit area for each. It is drawn
 * again only when the shapes or the zoom change, not whenever the pointer meets another one.
 */
export const Shapes = memo(function Shapes({ shapes, size, scale }: ShapesProps) {
  return (
    <Shape
      listening={false}
      perfectDrawEnabled={false}
      sceneFunc={(context: Context) => paintShapes(context._context, shapes, { size, scale })}
    />
  );
});

type HighlightsProps = ShapesProps & { readonly refs: ReadonlySet<string> };

/** The hovered shape and its counterparts, stronger than the rest. */
export function Highlights({ shapes, refs, size, scale }: HighlightsProps) {
  if (refs.size === 0) return null;
  const lit = shapes.filter(({ ref }) => refs.has(ref));
  return (
    <Shape
      listening={false}
      sceneFunc={(context: Context) => {
        paintHalo(context._context, lit, { size, scale });
        paintShapes(context._context, lit, { size, scale });
      }}
    />
  );
}

type DraftProps = {
  readonly draft: Draft;
  /** Where the next point would go. */
  readonly pointer: Point | null;
  readonly size: PictureSize;
  readonly scale: number;
};

/** What is being drawn: white on black, seen on every picture. */
export function DraftShape({ draft, pointer, size, scale }: DraftProps) {
  return (
    <Shape
      listening={false}
      sceneFunc={({ _context: pen }: Context) => {
        pen.setLineDash([6 / scale, 4 / scale]);
        pen.lineWidth = 2 / scale;
        pen.beginPath();
        traceDraft(pen, draft, pointer, size);
        pen.strokeStyle = "#000";
        pen.stroke();
        pen.lineDashOffset = 5 / scale;
        pen.strokeStyle = "#fff";
        pen.stroke();
        pen.lineDashOffset = 0;
        pen.setLineDash([]);
        if (!("points" in draft)) return;
        draft.points.forEach(([x, y], at) => {
          pen.beginPath();
          pen.ellipse(x, y, (at === 0 ? 6 : 4) / scale, (at === 0 ? 6 : 4) / scale, 0, 0, 7);
          pen.fillStyle = "#fff";
          pen.fill();
          pen.strokeStyle = "#000";
          pen.lineWidth = 1 / scale;
          pen.stroke();
        });
      }}
    />
  );
}

function traceDraft(
  pen: CanvasRenderingContext2D,
  draft: Draft,
  pointer: Point | null,
  size: PictureSize,
): void {
  if ("points" in draft) {
    const points = pointer === null ? draft.points : [...draft.points, pointer];
    points.forEach(([x, y], at) => {
      if (at === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    });
    return;
  }
  const shape = draftShape(draft, size);
  const [left, top] = [Math.min(draft.from[0], draft.to[0]), Math.min(draft.from[1], draft.to[1])];
  const width = Math.abs(draft.to[0] - draft.from[0]);
  const height = Math.abs(draft.to[1] - draft.from[1]);
  if (shape?.kind === "ellipse") {
    pen.ellipse(left + width / 2, top + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
  } else {
    pen.rect(left, top, width, height);
  }
}
