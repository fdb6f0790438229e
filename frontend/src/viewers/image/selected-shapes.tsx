/** The picked shapes, drawn on top with what they are changed by. */
import type { Context } from "konva/lib/Context";
import { Shape } from "react-konva/lib/ReactKonvaCore";
import type { PictureSize } from "../geometry";
import { paintHandles } from "./handles";
import { type PaintedShape, paintHalo, paintShapes } from "./painter";
import { hasPoints } from "./reshape";
import { TransformHandles } from "./transform-handles";
import type { EditableShape } from "./use-editable-shapes";
import type { Live } from "./use-pointer-tools";

type Props = {
  readonly picked: readonly PaintedShape[];
  readonly editable: readonly EditableShape[];
  readonly live: Live | null;
  readonly chosen: number | null;
  readonly size: PictureSize;
  readonly scale: number;
};

export function SelectedShapes({ picked, editable, live, chosen, size, scale }: Props) {
  if (picked.length === 0) return null;
  const shown = picked.map((each) => ({ ...each, shape: live?.get(each.ref) ?? each.shape }));
  const [only, ...others] = editable;
  const single = only !== undefined && others.length === 0 ? only : null;
  const colour = shown.find(({ ref }) => ref === single?.ref)?.colour ?? "#fff";
  const shape = single === null ? null : (live?.get(single.ref) ?? single.shape);
  return (
    <>
      <Shape
        listening={false}
        sceneFunc={(context: Context) => paintPicked(context._context, shown, size, scale)}
      />
      {shape !== null && hasPoints(shape) && (
        <Shape
          listening={false}
          sceneFunc={(context: Context) =>
            paintHandles(context._context, shape, { size, scale, colour, chosen })
          }
        />
      )}
      {single !== null && live === null && (
        <TransformHandles shown={single} size={size} scale={scale} colour={colour} />
      )}
    </>
  );
}

function paintPicked(
  pen: CanvasRenderingContext2D,
  shapes: readonly PaintedShape[],
  size: PictureSize,
  scale: number,
): void {
  paintHalo(pen, shapes, { size, scale });
  paintShapes(pen, shapes, { size, scale });
}
