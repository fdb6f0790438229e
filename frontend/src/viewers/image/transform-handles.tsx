/** Grips of a box or an ellipse: corners and sides resize, the knob turns. */
import type Konva from "konva";
import "konva/lib/shapes/Ellipse";
import "konva/lib/shapes/Rect";
import "konva/lib/shapes/Transformer";
import { useEffect, useRef } from "react";
import { Ellipse, Rect, Transformer } from "react-konva/lib/ReactKonvaCore";
import { useEditor } from "../editor";
import type { PictureSize } from "../geometry";
import type { BoxGeometry, EllipseGeometry } from "../types";
import { changeShapes } from "./changes";
import { inPixels } from "./outline";
import { inPercent, wholeTurn } from "./reshape";
import type { EditableShape } from "./use-editable-shapes";

type Props = {
  readonly shown: EditableShape;
  readonly size: PictureSize;
  readonly scale: number;
  readonly colour: string;
};

/** Smallest side that a grip may leave, in pixels of the picture. */
const SMALLEST = 1;

export function TransformHandles({ shown, size, scale, colour }: Props) {
  const editor = useEditor();
  const node = useRef<Konva.Shape>(null);
  const transformer = useRef<Konva.Transformer>(null);
  const { shape } = shown;

  useEffect(() => {
    if (node.current !== null) transformer.current?.nodes([node.current]);
  });

  if (shape.kind !== "box" && shape.kind !== "ellipse") return null;

  const commit = () => {
    if (node.current === null) return;
    const after =
      shape.kind === "box"
        ? boxOf(node.current, shape, size)
        : ellipseOf(node.current, shape, size);
    changeShapes(editor, [shown], new Map([[shown.ref, after]]));
  };

  const look = {
    stroke: colour,
    strokeWidth: 1.5,
    strokeScaleEnabled: false,
    // Pressing the shape itself is for the pointer tools, which move all that is picked.
    listening: false,
    rotation: shape.rotation,
    onTransformEnd: commit,
  };
  const [x, y] = inPixels([shape.x, shape.y], size);

  return (
    <>
      {shape.kind === "box" ? (
        <Rect ref={node as never} {...look} x={x} y={y} {...sidesOf(shape, size)} />
      ) : (
        <Ellipse ref={node as never} {...look} x={x} y={y} {...radiiOf(shape, size)} />
      )}
      <Transformer
        ref={transformer}
        keepRatio={false}
        flipEnabled={false}
        ignoreStroke
        borderEnabled={false}
        anchorSize={9}
        anchorCornerRadius={2}
        anchorStroke={colour}
        rotateAnchorOffset={18}
        boundBoxFunc={(before, next) =>
          Math.abs(next.width) < SMALLEST * scale || Math.abs(next.height) < SMALLEST * scale
            ? before
            : next
        }
      />
    </>
  );
}

function sidesOf(box: BoxGeometry, size: PictureSize) {
  const [width, height] = inPixels([box.width, box.height], size);
  return { width, height };
}

function radiiOf(ellipse: EllipseGeometry, size: PictureSize) {
  const [radiusX, radiusY] = inPixels([ellipse.radiusX, ellipse.radiusY], size);
  return { radiusX, radiusY };
}

/** Numbers that a grip did not change keep their exact value: konva's are rounded to the last bit. */
function boxOf(node: Konva.Shape, before: BoxGeometry, size: PictureSize): BoxGeometry {
  const width = Math.max(SMALLEST, node.width() * node.scaleX());
  const height = Math.max(SMALLEST, node.height() * node.scaleY());
  node.scale({ x: 1, y: 1 });
  node.size({ width, height });
  const [x, y] = inPercent([node.x(), node.y()], size);
  const [across, down] = inPercent([width, height], size);
  return { ...before, x, y, width: across, height: down, rotation: turned(node, before.rotation) };
}

function ellipseOf(node: Konva.Shape, before: EllipseGeometry, size: PictureSize): EllipseGeometry {
  const ellipse = node as Konva.Ellipse;
  const across = Math.max(SMALLEST, ellipse.radiusX() * node.scaleX());
  const down = Math.max(SMALLEST, ellipse.radiusY() * node.scaleY());
  node.scale({ x: 1, y: 1 });
  ellipse.radius({ x: across, y: down });
  const [x, y] = inPercent([node.x(), node.y()], size);
  const [radiusX, radiusY] = inPercent([across, down], size);
  return { ...before, x, y, radiusX, radiusY, rotation: turned(node, before.rotation) };
}

/** The rotation as the document wrote it, when it points the same way. */
function turned(node: Konva.Shape, before: number): number {
  const now = wholeTurn(node.rotation());
  const difference = Math.abs(now - wholeTurn(before));
  return Math.min(difference, 360 - difference) < 1e-6 ? before : now;
}
