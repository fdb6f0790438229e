/** A picture with the shapes of all answers drawn together, and the tools to change those of one. */
import { Text } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import "konva/lib/shapes/Image";
import "konva/lib/shapes/Rect";
import type Konva from "konva";
import { Image as KonvaImage, Layer, Rect, Stage } from "react-konva/lib/ReactKonvaCore";
import { useShortcuts } from "@/lib/use-shortcuts";
import type { DataObject } from "../config";
import { isEditable, useEditor } from "../editor";
import { useLinkedState } from "../linked";
import { BrushSurface } from "../masks/brush-surface";
import { MaskBar } from "../masks/mask-bar";
import { MaskLayer } from "../masks/mask-layer";
import { useMasks } from "../masks/use-masks";
import type { MediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import { useShapeAnchors } from "../relations/use-shape-anchors";
import type { ShownRegion } from "../shown-regions";
import { middleShape } from "./drawing";
import { drawingHint } from "./drawing-hint";
import { ImageControls } from "./image-controls";
import classes from "./image-viewer.module.css";
import { clearLook, filterOf } from "./look";
import { pageOf } from "./pages";
import { paintedShapes } from "./painted-shapes";
import { turnedCorner } from "./recorded-turn";
import { SelectedShapes } from "./selected-shapes";
import { drawActions, removeChosenPoint, shapeActions } from "./shape-commands";
import { DraftShape, Highlights, Shapes } from "./shape-layers";
import { ShapeTitles } from "./shape-titles";
import { useAtHand } from "./use-at-hand";
import { useChosenPoint } from "./use-chosen-point";
import { useDraftEscape } from "./use-draft-escape";
import { useEditableShapes } from "./use-editable-shapes";
import { usePicture } from "./use-picture";
import { usePictureFrame } from "./use-picture-frame";
import { usePointerTools } from "./use-pointer-tools";
import { useReveal } from "./use-reveal";
import { useView } from "./use-view";
import { panActions, viewActions } from "./view-commands";
import { toPicture } from "./view-transform";

type Props = {
  readonly object: DataObject;
  readonly address: MediaAddress;
  /** Place of the picture among several; null for a single one. */
  readonly page: number | null;
};

export function ImageViewer({ object, address, page }: Props) {
  const editor = useEditor();
  const frame = useRef<HTMLDivElement>(null);
  const picture = usePicture(address.kind === "url" ? address.url : null);
  const regions = useMemo(
    () => editor.regions.filter((shown) => isHere(shown, object, page)),
    [editor.regions, object, page],
  );
  const pictureFrame = usePictureFrame(picture, object.name, page);
  const { ready, size: known, natural, turn } = pictureFrame;
  const identity = page === null ? editor.identity : `${editor.identity} ${page}`;
  const { view, screen, setView, fit, zoom, turnBy } = useView(frame, {
    name: object.name,
    picture: known,
    identity,
  });
  useShapeAnchors({ frame, regions, size: known, view });
  const shapes = useMemo(
    () => paintedShapes(regions, editor.answers, editor.focus),
    [regions, editor.answers, editor.focus],
  );
  const masks = useMasks({ object, page, regions, size: known, sized: pictureFrame.sized });
  const { picked } = editor;
  const editable = useEditableShapes(regions);
  const [chosen, choosePoint] = useChosenPoint(editable);
  const selected = regions.find(({ ref }) => ref === editor.selected?.ref) ?? null;
  useReveal(selected, { size: known, screen, setView });
  const tools = usePointerTools({
    object,
    page,
    frame,
    shapes,
    masksAt: masks.refsAt,
    editable,
    choosePoint,
    size: known,
    facts: pictureFrame.facts,
    view,
    setView,
  });
  const { tool, draft, live } = tools;
  const [focused, setFocused] = useState(false);
  const atHand = useAtHand(frame, "picture");
  const [look, setLook] = useLinkedState(`image.${object.name}.look`, clearLook);
  const layer = useRef<Konva.Layer>(null);
  useEffect(() => {
    const canvas = layer.current?.getNativeCanvasElement();
    if (canvas !== undefined) canvas.style.filter = filterOf(look);
  });

  const drawInMiddle = useCallback(() => {
    if (tool === null) return;
    const middle = toPicture(view, [screen.width / 2, screen.height / 2]);
    const room = Math.min(known.width, known.height, screen.height / view.scale);
    const shape = middleShape(tool, middle, room, known);
    if (shape !== null) tools.addShape(shape, tool);
  }, [tool, view, screen, known, tools.addShape]);

  const pans = focused && picked.size === 0 && draft === null && masks.brush.tool === null;
  const views = { atHand, pans, zoom, fit, turnBy, setView, look, setLook };
  const actions = viewActions(views);
  useShortcuts([
    ...Object.values(actions),
    ...panActions(views),
    ...shapeActions({ editor, editable, size: known, chosen, choosePoint, atHand }),
    ...drawActions({
      editor,
      tool,
      draft,
      focused,
      all: regions.filter((shown) => isEditable(editor, shown)).map(({ ref }) => ref),
      finish: () => tools.finishDraft(),
      takeBack: tools.takeBackPoint,
      drawInMiddle,
    }),
  ]);
  useDraftEscape(draft !== null, tools.dropDraft);

  const rest = useMemo(() => shapes.filter(({ ref }) => !picked.has(ref)), [shapes, picked]);
  const onTop = useMemo(() => shapes.filter(({ ref }) => picked.has(ref)), [shapes, picked]);
  const counterparts = useCounterparts(regions, editor.hovered, selected);
  const placed = {
    x: view.x,
    y: view.y,
    scaleX: view.scale,
    scaleY: view.scale,
    rotation: view.turn * 90,
  };
  const { scale } = view;

  const onDoubleClick = () => {
    const [only] = editable;
    if (only === undefined || chosen === null || draft !== null) return;
    removeChosenPoint(editor, only, chosen);
    choosePoint(null);
  };

  return (
    <>
      <div className={classes["viewer"]}>
        <MediaProblem of="image" address={address} failed={picture.status === "failed"} />
        <section
          ref={frame}
          className={classes["frame"]}
          data-viewer-surface={object.name}
          data-panning={tools.panning || undefined}
          data-drawing={tool !== null || undefined}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab goes through the regions here.
          tabIndex={0}
          aria-label={`Image ${object.name} with ${regions.length} regions. Tab goes through them, arrow keys move, Shift with arrow keys resizes, Control with arrow keys turns.`}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onDoubleClick={onDoubleClick}
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
              <Layer ref={layer} listening={false} {...placed} imageSmoothingEnabled={scale < 6}>
                {picture.element === null ? (
                  <Rect width={known.width} height={known.height} fill="#8885" />
                ) : (
                  <KonvaImage
                    image={picture.element}
                    {...natural}
                    x={turnedCorner(natural, turn)[0]}
                    y={turnedCorner(natural, turn)[1]}
                    rotation={turn * 90}
                  />
                )}
              </Layer>
              <Layer listening={false} {...placed}>
                <MaskLayer masks={masks.looked} size={known} />
                <Shapes shapes={rest} size={known} scale={scale} />
                <ShapeTitles shapes={rest} size={known} view={view} screen={screen} />
              </Layer>
              <Layer {...placed}>
                {live === null && (
                  <ShapeTitles shapes={onTop} size={known} view={view} screen={screen} />
                )}
                <Highlights shapes={rest} refs={counterparts} size={known} scale={scale} />
                <SelectedShapes
                  picked={onTop}
                  editable={draft === null ? editable : []}
                  live={live}
                  chosen={chosen}
                  size={known}
                  scale={scale}
                />
                {draft !== null && (
                  <DraftShape draft={draft} pointer={tools.pointer} size={known} scale={scale} />
                )}
                {tools.lasso !== null && (
                  <DraftShape draft={tools.lasso} pointer={null} size={known} scale={scale} />
                )}
              </Layer>
            </Stage>
          )}
          <BrushSurface
            masks={masks}
            size={known}
            screen={screen}
            view={view}
            setView={setView}
            focused={focused}
          />
          {picture.status === "loading" && (
            <Text className={classes["loading"]} role="status" size="sm">
              Loading the image…
            </Text>
          )}
          {draft !== null && "points" in draft && (
            <Text className={classes["loading"]} role="status" size="sm">
              {drawingHint(draft)}
            </Text>
          )}
        </section>
        <ImageControls actions={actions} scale={scale} look={look} setLook={setLook} />
      </div>
      <MaskBar masks={masks} atHand={atHand} />
    </>
  );
}

function isHere({ region }: ShownRegion, object: DataObject, page: number | null): boolean {
  if (region.object !== object.name) return false;
  return page === null || pageOf(region.item) === page;
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
