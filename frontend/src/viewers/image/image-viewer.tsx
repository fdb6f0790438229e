/** A picture with the boxes of all answers drawn together, and the tools to change those of one. */
import { ActionIcon, Group, Text } from "@mantine/core";
import { IconMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import type { Context } from "konva/lib/Context";
import { memo, useMemo, useRef } from "react";
import "konva/lib/shapes/Image";
import "konva/lib/shapes/Rect";
import { Image as KonvaImage, Layer, Rect, Shape, Stage } from "react-konva/lib/ReactKonvaCore";
import { useShortcuts } from "@/lib/use-shortcuts";
import type { DataObject } from "../config";
import { isEditable, useEditor } from "../editor";
import type { PictureSize } from "../geometry";
import type { MediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import { type ShownRegion, statedSize } from "../shown-regions";
import type { Answer } from "../types";
import { type PaintedBox, paintBoxes } from "./box-painter";
import { BoxTitles } from "./box-titles";
import classes from "./image-viewer.module.css";
import { SelectedBox } from "./selected-box";
import { usePicture } from "./use-picture";
import { usePointerTools } from "./use-pointer-tools";
import { useView } from "./use-view";

type Props = { readonly object: DataObject; readonly address: MediaAddress };

const UNKNOWN_SIZE: PictureSize = { width: 800, height: 600 };

export function ImageViewer({ object, address }: Props) {
  const editor = useEditor();
  const frame = useRef<HTMLDivElement>(null);
  const picture = usePicture(address.kind === "url" ? address.url : null);
  const regions = useMemo(
    () => editor.regions.filter(({ region }) => region.object === object.name),
    [editor.regions, object.name],
  );
  const size = useMemo(
    () => pictureSize(picture.element) ?? statedSize(editor.answers, object.name),
    [picture.element, editor.answers, object.name],
  );
  const ready = size !== null || picture.status !== "loading";
  const known = size ?? UNKNOWN_SIZE;
  const { view, screen, setView, fit, zoom } = useView(frame, known, editor.identity);
  const boxes = useMemo(
    () => regions.flatMap((shown) => toBox(shown, editor.answers, editor.focus)),
    [regions, editor.answers, editor.focus],
  );
  const selected = editor.selected?.region.object === object.name ? editor.selected : null;
  const tools = usePointerTools({ object, boxes, size: known, view, setView });

  useShortcuts([
    {
      id: "image.in",
      label: "Zoom in",
      keys: ["+", "="],
      group: "Image",
      enabled: true,
      repeats: true,
      run: () => zoom(1.25),
    },
    {
      id: "image.out",
      label: "Zoom out",
      keys: ["-"],
      group: "Image",
      enabled: true,
      repeats: true,
      run: () => zoom(0.8),
    },
    {
      id: "image.fit",
      label: "Show the whole image",
      keys: ["0"],
      group: "Image",
      enabled: true,
      run: fit,
    },
  ]);

  const selectedRef = selected?.ref ?? null;
  const rest = useMemo(() => boxes.filter(({ ref }) => ref !== selectedRef), [boxes, selectedRef]);
  const counterparts = useCounterparts(regions, editor.hovered, selected);

  return (
    <div className={classes["viewer"]}>
      <MediaProblem of="image" address={address} failed={picture.status === "failed"} />
      <section
        ref={frame}
        className={classes["frame"]}
        data-viewer-surface={object.name}
        data-panning={tools.panning || undefined}
        data-drawing={(editor.canEdit && editor.active !== null) || undefined}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab goes through the regions here.
        tabIndex={0}
        aria-label={`Image ${object.name} with ${regions.length} regions. Tab goes through them, arrow keys move, Shift with arrow keys resizes.`}
      >
        {ready && (
          <Stage
            width={screen.width}
            height={screen.height}
            onWheel={tools.onWheel}
            onPointerDown={tools.onPointerDown}
            onPointerMove={tools.onPointerMove}
            onPointerLeave={tools.onPointerLeave}
          >
            <Layer listening={false} x={view.x} y={view.y} scaleX={view.scale} scaleY={view.scale}>
              {picture.element === null ? (
                <Rect width={known.width} height={known.height} fill="#8885" />
              ) : (
                <KonvaImage image={picture.element} width={known.width} height={known.height} />
              )}
              <Boxes boxes={rest} size={known} scale={view.scale} />
              <BoxTitles boxes={rest} size={known} view={view} screen={screen} />
            </Layer>
            <Layer x={view.x} y={view.y} scaleX={view.scale} scaleY={view.scale}>
              <BoxTitles
                boxes={boxes.filter(({ ref }) => ref === selected?.ref)}
                size={known}
                view={view}
                screen={screen}
              />
              <Highlights boxes={boxes} refs={counterparts} size={known} scale={view.scale} />
              {tools.draft !== null && (
                <Rect
                  {...tools.draft}
                  stroke="#fff"
                  strokeWidth={2 / view.scale}
                  dash={[6 / view.scale, 3 / view.scale]}
                  fill="#fff3"
                  listening={false}
                />
              )}
              {selected !== null && selected.geometry.kind === "box" && (
                <SelectedBox
                  shown={selected}
                  box={selected.geometry}
                  size={known}
                  scale={view.scale}
                  colour={boxes.find(({ ref }) => ref === selected.ref)?.colour ?? "#fff"}
                  editable={isEditable(editor, selected)}
                />
              )}
            </Layer>
          </Stage>
        )}
        {picture.status === "loading" && (
          <Text className={classes["loading"]} role="status" size="sm">
            Loading the image…
          </Text>
        )}
      </section>
      <Group gap={4} className={classes["zoom"]}>
        <ActionIcon variant="default" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          <IconZoomOut size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => zoom(1.25)}>
          <IconZoomIn size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Show the whole image" onClick={fit}>
          <IconMaximize size={16} />
        </ActionIcon>
        <Text size="xs" c="dimmed" className={classes["percent"]}>
          {Math.round(view.scale * 100)}%
        </Text>
      </Group>
    </div>
  );
}

type BoxesProps = {
  readonly boxes: readonly PaintedBox[];
  readonly size: PictureSize;
  readonly scale: number;
};

/**
 * All boxes in one shape: konva would need a node, its events and its hit area for each. It is
 * drawn again only when the boxes or the zoom change, not whenever the pointer meets another one.
 */
const Boxes = memo(function Boxes({ boxes, size, scale }: BoxesProps) {
  return (
    <Shape
      listening={false}
      perfectDrawEnabled={false}
      sceneFunc={(context: Context) => paintBoxes(context._context, boxes, { size, scale })}
    />
  );
});

type HighlightsProps = BoxesProps & { readonly refs: ReadonlySet<string> };

/** The hovered box and its counterparts, stronger than the rest. */
function Highlights({ boxes, refs, size, scale }: HighlightsProps) {
  if (refs.size === 0) return null;
  const lit = boxes.filter(({ ref }) => refs.has(ref));
  return (
    <Shape
      listening={false}
      sceneFunc={(context: Context) => {
        const halo = lit.map((box) => ({ ...box, colour: "#ffffff", standing: null }));
        paintBoxes(context._context, halo, { size, scale: scale / 2.2 });
        paintBoxes(context._context, lit, { size, scale });
      }}
    />
  );
}

function useCounterparts(
  regions: readonly ShownRegion[],
  hovered: string | null,
  selected: ShownRegion | null,
): ReadonlySet<string> {
  return useMemo(() => {
    const counterparts = (ref: string) =>
      regions.find((shown) => shown.ref === ref)?.comparison?.counterparts ?? [];
    const refs = new Set<string>();
    if (hovered !== null) for (const ref of [hovered, ...counterparts(hovered)]) refs.add(ref);
    if (selected !== null) for (const ref of counterparts(selected.ref)) refs.add(ref);
    return refs;
  }, [regions, hovered, selected]);
}

function toBox(
  { ref, geometry, label, title, comparison, answer }: ShownRegion,
  answers: readonly Answer[],
  focus: string | null,
): readonly PaintedBox[] {
  if (geometry.kind !== "box") return [];
  const lane = answers.indexOf(answer);
  const colour = answers.length > 1 ? answer.colour : (label?.colour ?? answer.colour);
  const standing = comparison?.standing ?? null;
  return [{ ref, box: geometry, colour, title, standing, inFront: answer.key === focus, lane }];
}

function pictureSize(element: HTMLImageElement | null): PictureSize | null {
  return element === null ? null : { width: element.naturalWidth, height: element.naturalHeight };
}
