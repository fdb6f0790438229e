/** The selected box with its handles: dragging moves, the corners resize, the knob turns. */
import type Konva from "konva";
import "konva/lib/shapes/Transformer";
import { useEffect, useRef } from "react";
import { Rect, Transformer } from "react-konva/lib/ReactKonvaCore";
import { setGeometry } from "../document";
import { useEditor } from "../editor";
import type { PictureSize } from "../geometry";
import type { ShownRegion } from "../shown-regions";
import type { BoxGeometry } from "../types";

type Props = {
  readonly shown: ShownRegion;
  readonly box: BoxGeometry;
  readonly size: PictureSize;
  readonly scale: number;
  readonly colour: string;
  readonly editable: boolean;
};

/** Smallest side that a handle may leave, in pixels of the picture. */
const SMALLEST = 1;

export function SelectedBox({ shown, box, size, scale, colour, editable }: Props) {
  const editor = useEditor();
  const rect = useRef<Konva.Rect>(null);
  const transformer = useRef<Konva.Transformer>(null);

  useEffect(() => {
    if (rect.current === null || transformer.current === null) return;
    transformer.current.nodes([rect.current]);
  });

  const px = {
    x: (box.x / 100) * size.width,
    y: (box.y / 100) * size.height,
    width: (box.width / 100) * size.width,
    height: (box.height / 100) * size.height,
  };

  const onDragMove = ({ target }: Konva.KonvaEventObject<DragEvent>) => {
    if (box.rotation !== 0) return;
    target.x(within(target.x(), size.width - px.width, px.x));
    target.y(within(target.y(), size.height - px.height, px.y));
  };

  /** Only what the handle changed: the rest of the geometry keeps its exact numbers. */
  const commit = () => {
    const node = rect.current;
    if (node === null) return;
    const width = Math.max(SMALLEST, node.width() * node.scaleX());
    const height = Math.max(SMALLEST, node.height() * node.scaleY());
    const next = {
      x: (node.x() / size.width) * 100,
      y: (node.y() / size.height) * 100,
      width: (width / size.width) * 100,
      height: (height / size.height) * 100,
      rotation: node.rotation(),
    };
    node.scale({ x: 1, y: 1 });
    node.size({ width, height });
    editor.edit(setGeometry(shown.region.key, changedOnly(box, next)));
  };

  return (
    <>
      <Rect
        {...px}
        rotation={box.rotation}
        stroke="#fff"
        strokeWidth={4.5 / scale}
        listening={false}
      />
      <Rect
        ref={rect}
        {...px}
        rotation={box.rotation}
        stroke={colour}
        strokeWidth={2.5}
        strokeScaleEnabled={false}
        fill={`${colour}33`}
        draggable={editable}
        onDragMove={onDragMove}
        onDragEnd={commit}
        onTransformEnd={commit}
      />
      {editable && (
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
      )}
    </>
  );
}

const NOISE = 1e-9;

function changedOnly(before: BoxGeometry, next: Omit<BoxGeometry, "kind">) {
  const keys = ["x", "y", "width", "height", "rotation"] as const;
  return Object.fromEntries(
    keys.filter((key) => Math.abs(before[key] - next[key]) > NOISE).map((key) => [key, next[key]]),
  );
}

/** Into the picture; a box that stuck out before may stay where it was. */
function within(value: number, max: number, before: number): number {
  return Math.min(Math.max(value, Math.min(0, before)), Math.max(max, before));
}
