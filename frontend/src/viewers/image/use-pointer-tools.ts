/** What the pointer does on a picture: select, draw with the label at hand, pan, zoom. */
import type Konva from "konva";
import type { KonvaEventObject } from "konva/lib/Node";
import { useEffect, useRef, useState } from "react";
import type { DataObject } from "../config";
import { newRegionId } from "../document";
import { type Editor, useEditor } from "../editor";
import type { PictureSize, Point } from "../geometry";
import type { ResultItem } from "../types";
import { hitBoxes, type PaintedBox } from "./box-painter";
import type { SetView } from "./use-view";
import { pan, toPicture, type ViewTransform, zoomAt } from "./view-transform";

type Input = {
  readonly object: DataObject;
  readonly boxes: readonly PaintedBox[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly setView: SetView;
};

export type Draft = { x: number; y: number; width: number; height: number };

/** A press that moves less is a click. Screen pixels. */
const CLICK = 4;

type Press = {
  readonly kind: "pan" | "draw";
  readonly from: Point;
  last: Point;
  moved: boolean;
};

export function usePointerTools({ object, boxes, size, view, setView }: Input) {
  const editor = useEditor();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [panning, setPanning] = useState(false);
  const spaceHeld = useSpaceHeld();
  const latest = useRef({ editor, boxes, size, view });
  useEffect(() => {
    latest.current = { editor, boxes, size, view };
  });

  const onWheel = (event: KonvaEventObject<WheelEvent>) => {
    const at = pointerOf(event);
    if (at === null) return;
    event.evt.preventDefault();
    const factor = 1.0015 ** -event.evt.deltaY;
    setView((now, smallest) => zoomAt(now, factor, at, smallest));
  };

  const onPointerDown = (event: KonvaEventObject<PointerEvent>) => {
    const at = pointerOf(event);
    // Handles of the selected box are konva nodes and look after themselves.
    if (at === null || event.target !== event.target.getStage()) return;
    const pans = event.evt.button === 1 || spaceHeld.current;
    if (event.evt.button !== 0 && !pans) return;
    const draws = !pans && drawingControl(editor, object) !== null;
    startPress(event.target, { kind: draws ? "draw" : "pan", from: at, last: at, moved: false });
  };

  const startPress = (stage: Konva.Node, press: Press) => {
    const onMove = (move: PointerEvent) => {
      const at = pagePoint(stage, move);
      press.moved ||= Math.hypot(at[0] - press.from[0], at[1] - press.from[1]) > CLICK;
      if (!press.moved) return;
      if (press.kind === "pan") {
        const [dx, dy] = [at[0] - press.last[0], at[1] - press.last[1]];
        setPanning(true);
        setView((now) => pan(now, dx, dy));
      } else {
        setDraft(draftBetween(press.from, at, latest.current.view, latest.current.size));
      }
      press.last = at;
    };
    const onUp = (up: PointerEvent) => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      setPanning(false);
      setDraft(null);
      const now = latest.current;
      if (!press.moved) clickAt(press.from);
      else if (press.kind === "draw") {
        const drawn = draftBetween(press.from, pagePoint(stage, up), now.view, now.size);
        addBox(now.editor, object, drawn, now.size);
      }
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
  };

  /** Clicking the same place again goes through the boxes that lie over each other. */
  const clickAt = (point: Point) => {
    const now = latest.current;
    const refs = hitBoxes(now.boxes, now.size, toPicture(now.view, point)).map(({ ref }) => ref);
    const at = refs.indexOf(now.editor.selected?.ref ?? "");
    now.editor.select(refs[(at + 1) % Math.max(1, refs.length)] ?? null);
  };

  const onPointerMove = (event: KonvaEventObject<PointerEvent>) => {
    const at = pointerOf(event);
    if (at === null || event.evt.buttons !== 0) return;
    const ref = hitBoxes(boxes, size, toPicture(view, at))[0]?.ref ?? null;
    if (ref !== editor.hovered) editor.hover(ref);
  };

  return {
    draft,
    panning,
    onWheel,
    onPointerDown,
    onPointerMove,
    onPointerLeave: () => editor.hover(null),
  };
}

function pointerOf(event: KonvaEventObject<Event>): Point | null {
  const at = event.target.getStage()?.getPointerPosition() ?? null;
  return at === null ? null : [at.x, at.y];
}

function pagePoint(stage: Konva.Node, event: PointerEvent): Point {
  const container = stage.getStage()?.container();
  const frame = container?.getBoundingClientRect();
  return [event.clientX - (frame?.left ?? 0), event.clientY - (frame?.top ?? 0)];
}

/** The control whose label is at hand, when it draws boxes on this picture. */
function drawingControl(editor: Editor, object: DataObject) {
  if (!editor.canEdit || editor.active === null) return null;
  const control = editor.config.controls.get(editor.active.control);
  const fits = control?.tag === "RectangleLabels" && control.objects.includes(object.name);
  return fits ? { control, label: editor.active.value } : null;
}

/** A box between two points of the screen, cut to the picture; pixels of the picture. */
function draftBetween(from: Point, to: Point, view: ViewTransform, size: PictureSize): Draft {
  const [ax, ay] = toPicture(view, from);
  const [bx, by] = toPicture(view, to);
  const inside = (value: number, max: number) => Math.min(Math.max(value, 0), max);
  const left = inside(Math.min(ax, bx), size.width);
  const top = inside(Math.min(ay, by), size.height);
  const right = inside(Math.max(ax, bx), size.width);
  const bottom = inside(Math.max(ay, by), size.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function addBox(editor: Editor, object: DataObject, drawn: Draft, size: PictureSize): void {
  const drawing = drawingControl(editor, object);
  if (drawing === null || drawn.width === 0 || drawn.height === 0) return;
  const { control, label } = drawing;
  const item: ResultItem = {
    original_width: size.width,
    original_height: size.height,
    image_rotation: 0,
    value: {
      x: (drawn.x / size.width) * 100,
      y: (drawn.y / size.height) * 100,
      width: (drawn.width / size.width) * 100,
      height: (drawn.height / size.height) * 100,
      rotation: 0,
      [control.type]: [label],
    },
    id: newRegionId(),
    from_name: control.name,
    to_name: object.name,
    type: control.type,
    origin: "manual",
  };
  editor.add(item);
}

/** While the space bar is held, dragging pans. */
function useSpaceHeld() {
  const held = useRef(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const field =
        event.target instanceof Element && event.target.closest("input,textarea,button");
      if (event.key !== " " || field || event.ctrlKey) return;
      held.current = event.type === "keydown";
      if (event.type === "keydown") event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("keyup", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("keyup", onKey);
    };
  }, []);
  return held;
}
