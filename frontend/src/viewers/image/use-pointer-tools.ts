/** What pointers do on a picture: select, move, edit points, draw, pan, zoom with wheel and pinch. */
import type Konva from "konva";
import type { KonvaEventObject } from "konva/lib/Node";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { DataObject } from "../config";
import { newRegionId } from "../document";
import { useEditor } from "../editor";
import type { PictureSize, Point } from "../geometry";
import { addItems, changeShapes, pick } from "./changes";
import {
  type Draft,
  draftShape,
  drawingTool,
  fewestPoints,
  fromStart,
  intoPicture,
  isClosable,
  newItems,
  type PictureFacts,
  type PointsDraft,
  pointShape,
  startDraft,
  type Tool,
} from "./drawing";
import { hitHandle } from "./handles";
import { type ImageGeometry, shapeBounds } from "./outline";
import { distance, hitShapes, meets, type PaintedShape } from "./painter";
import {
  hasPoints,
  inPercent,
  insertPoint,
  limitMove,
  movePatch,
  movePoint,
  patched,
} from "./reshape";
import type { EditableShape } from "./use-editable-shapes";
import { pinch, useSpaceHeld, wheelChange } from "./use-pinch";
import type { SetView } from "./use-view";
import { pan, toPicture, type ViewTransform } from "./view-transform";

type Input = {
  readonly object: DataObject;
  /** Place of the picture among several; null for a single one. */
  readonly page: number | null;
  readonly frame: RefObject<HTMLElement | null>;
  readonly shapes: readonly PaintedShape[];
  /** Masks under a point of the picture, by `ref`. */
  readonly masksAt: (point: Point) => readonly string[];
  /** The picked shapes that may be changed. */
  readonly editable: readonly EditableShape[];
  readonly choosePoint: (at: number | null) => void;
  readonly size: PictureSize;
  /** What new items say about the picture. */
  readonly facts: PictureFacts;
  readonly view: ViewTransform;
  readonly setView: SetView;
};

/** Shapes as they look while they are dragged, by `ref`. */
export type Live = ReadonlyMap<string, ImageGeometry>;

/** A press that moves less is a click. Screen pixels. */
const CLICK = 4;

type Grab = {
  readonly kind: "pan" | "draw" | "move" | "point" | "frame";
  readonly from: Point;
  readonly touch: boolean;
  readonly many: boolean;
  /** The shape whose point is dragged, with the new point when an edge was grabbed. */
  readonly held?: { readonly shape: EditableShape; readonly at: number };
  last: Point;
  moved: boolean;
};

export function usePointerTools(input: Input) {
  const { object, page, frame, shapes, size, view, setView } = input;
  const editor = useEditor();
  const tool = drawingTool(editor, object);
  const owner = `${editor.identity} ${page} ${tool?.control.name} ${tool?.label}`;
  const [drawn, setDrawn] = useState<{ owner: string; draft: Draft } | null>(null);
  const draft = drawn?.owner === owner && tool !== null ? drawn.draft : null;
  const setDraft = (next: Draft | null) => setDrawn(next === null ? null : { owner, draft: next });
  const [live, setLive] = useState<Live | null>(null);
  const [lasso, setLasso] = useState<Draft | null>(null);
  const [pointer, setPointer] = useState<Point | null>(null);
  const [panning, setPanning] = useState(false);
  const spaceHeld = useSpaceHeld();
  const pointers = useRef(new Map<number, Point>());
  const grab = useRef<Grab | null>(null);
  const latest = useRef({ ...input, editor, tool, draft, live, setDraft });
  useEffect(() => {
    latest.current = { ...input, editor, tool, draft, live, setDraft };
  });

  const onWheel = (event: KonvaEventObject<WheelEvent>) => {
    const at = pointerOf(event);
    if (at === null) return;
    event.evt.preventDefault();
    setView(wheelChange(event.evt, at));
  };

  const onPointerDown = (event: KonvaEventObject<PointerEvent>) => {
    const at = pointerOf(event);
    // Handles of the selected box are konva nodes and look after themselves.
    if (at === null || event.target !== event.target.getStage()) return;
    frame.current?.focus({ preventScroll: true });
    pointers.current.set(event.evt.pointerId, at);
    if (pointers.current.size > 1) {
      grab.current = null;
      setLive(null);
      setLasso(null);
      if (draft !== null && !("points" in draft)) setDraft(null);
      return;
    }
    const pans = event.evt.button === 1 || spaceHeld.current;
    if (event.evt.button !== 0 && !pans) return;
    grab.current = startGrab(at, event.evt, pans);
    listen(event.target);
  };

  const startGrab = (at: Point, { pointerType, shiftKey }: PointerEvent, pans: boolean): Grab => {
    const touch = pointerType === "touch";
    const base = { from: at, last: at, moved: false, touch, many: shiftKey };
    if (pans) return { ...base, kind: "pan" };
    const point = toPicture(view, at);
    const reach = (touch ? 16 : 8) / view.scale;
    if (draft === null) {
      const held = grabPoint(point, touch);
      if (held !== null) return { ...base, kind: "point", held };
      const onPicked = input.editable.some(({ shape }) => meets(shape, size, point, reach));
      if (onPicked && !shiftKey) return { ...base, kind: "move" };
    }
    if (tool?.kind === "box" || tool?.kind === "ellipse") return { ...base, kind: "draw" };
    return { ...base, kind: shiftKey && tool === null ? "frame" : "pan" };
  };

  /** The point under the pointer; grabbing the middle of an edge makes a new one. */
  const grabPoint = (point: Point, touch: boolean): Grab["held"] | null => {
    const [only, ...others] = input.editable;
    if (only === undefined || others.length > 0 || !hasPoints(only.shape)) return null;
    const handle = hitHandle(only.shape, point, { size, scale: view.scale, reach: touch ? 18 : 8 });
    if (handle === null) return null;
    if (handle.kind === "point") {
      input.choosePoint(handle.at);
      return { shape: only, at: handle.at };
    }
    const patch = insertPoint(only.shape, handle.after, handle.place, newRegionId());
    input.choosePoint(handle.after + 1);
    return { shape: { ...only, shape: patched(only.shape, patch) }, at: handle.after + 1 };
  };

  const listen = (stage: Konva.Node) => {
    const onMove = (event: PointerEvent) => {
      const before = pointers.current.get(event.pointerId);
      if (before === undefined) return;
      const at = pagePoint(stage, event);
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, at);
      if (other !== undefined) setView(pinch(before, at, other));
      else if (grab.current !== null) drag(grab.current, at);
    };
    const onUp = (event: PointerEvent) => {
      pointers.current.delete(event.pointerId);
      const done = grab.current;
      grab.current = null;
      setPanning(false);
      if (done !== null && event.type === "pointerup") drop(done, pagePoint(stage, event));
      setLive(null);
      setLasso(null);
      if (pointers.current.size > 0) return;
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onUp);
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onUp);
  };

  const drag = (press: Grab, at: Point) => {
    const now = latest.current;
    press.moved ||= distance(at, press.from) > (press.touch ? 2 * CLICK : CLICK);
    if (!press.moved) return;
    const [from, to] = [toPicture(now.view, press.from), toPicture(now.view, at)];
    if (press.kind === "pan") {
      const [dx, dy] = [at[0] - press.last[0], at[1] - press.last[1]];
      setPanning(true);
      setView((seen) => pan(seen, dx, dy));
    } else if (press.kind === "draw" && now.tool !== null) {
      const start = startDraft(now.tool.kind, from, now.size);
      if (start !== null && "to" in start) {
        now.setDraft({ ...start, to: intoPicture(to, now.size) });
      }
    } else if (press.kind === "frame") {
      setLasso({ kind: "box", from, to });
    } else {
      setLive(dragged(press, from, to, now));
    }
    press.last = at;
  };

  const drop = (press: Grab, at: Point) => {
    const now = latest.current;
    const [from, to] = [toPicture(now.view, press.from), toPicture(now.view, at)];
    if (!press.moved) {
      if (press.kind !== "point") clickAt(from, press);
      return;
    }
    if (press.kind === "draw" && now.tool !== null) {
      const start = startDraft(now.tool.kind, from, now.size);
      const shape =
        start !== null && "to" in start
          ? draftShape({ ...start, to: intoPicture(to, now.size) }, now.size)
          : null;
      now.setDraft(null);
      if (shape !== null) addShape(shape, now.tool);
    } else if (press.kind === "frame") {
      pickInside(from, to);
    } else if (press.kind === "move" || press.kind === "point") {
      changeShapes(now.editor, now.editable, dragged(press, from, to, now));
    }
  };

  const addShape = (shape: ImageGeometry, by: Tool) => {
    const now = latest.current;
    const place = { object: now.object, picture: now.facts, page: now.page };
    addItems(now.editor, newItems(by, shape, place));
  };

  const finishDraft = (closed = false) => {
    const now = latest.current;
    const done = now.draft !== null && "points" in now.draft ? { ...now.draft, closed } : null;
    const shape = done === null ? null : draftShape(done, now.size);
    if (shape === null || now.tool === null) return;
    now.setDraft(null);
    addShape(shape, now.tool);
  };

  /** Without a tool, clicking the same place again goes through the shapes that lie over each other. */
  const clickAt = (point: Point, { touch, many }: Grab) => {
    const now = latest.current;
    const kind = now.tool?.kind;
    const reach = touch ? 16 : 6;
    if (now.tool !== null && kind === "point") {
      addShape(pointShape(point, now.size, now.tool.control), now.tool);
    } else if (now.tool !== null && (kind === "polygon" || kind === "path")) {
      drawPoint({ ...now.tool, kind }, point, reach / now.view.scale);
    } else {
      const aim = { size: now.size, scale: now.view.scale, reach };
      const refs = [
        ...hitShapes(now.shapes, point, aim).map(({ ref }) => ref),
        ...now.masksAt(point),
      ];
      if (many) {
        if (refs[0] !== undefined) pick(now.editor, [refs[0]]);
        return;
      }
      const at = refs.indexOf(now.editor.selected?.ref ?? "");
      now.choosePoint(null);
      now.editor.select(refs[(at + 1) % Math.max(1, refs.length)] ?? null);
    }
  };

  const drawPoint = (by: Tool & Pick<PointsDraft, "kind">, point: Point, reach: number) => {
    const { kind } = by;
    const now = latest.current;
    if (now.draft === null || !("points" in now.draft)) {
      now.editor.select(null);
      now.setDraft(startDraft(kind, point, now.size));
      return;
    }
    const { points } = now.draft;
    const last = points.at(-1);
    const again = last !== undefined && distance(last, point) <= reach / 2;
    const closes = points.length > 2 && isClosable(by) && fromStart(now.draft, point) <= reach;
    if ((again || closes) && points.length >= fewestPoints(kind)) finishDraft(closes);
    else if (!again) now.setDraft({ kind, points: [...points, intoPicture(point, now.size)] });
  };

  const pickInside = (from: Point, to: Point) => {
    const now = latest.current;
    const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
    const inside = now.shapes.filter(({ shape, inFront }) => {
      const bounds = shapeBounds(shape, now.size);
      const within = bounds.left >= left && bounds.right <= right;
      return inFront && within && bounds.top >= top && bounds.bottom <= bottom;
    });
    pick(
      now.editor,
      inside.map(({ ref }) => ref),
    );
  };

  const onPointerMove = (event: KonvaEventObject<PointerEvent>) => {
    const at = pointerOf(event);
    if (at === null || event.evt.buttons !== 0) return;
    const point = toPicture(view, at);
    if (draft !== null) setPointer(point);
    const aim = { size, scale: view.scale };
    const ref = hitShapes(shapes, point, aim)[0]?.ref ?? input.masksAt(point)[0] ?? null;
    if (ref !== editor.hovered) editor.hover(ref);
  };

  return {
    tool,
    draft,
    live,
    lasso,
    /** Where the next point would go. */
    pointer: draft === null ? null : pointer,
    panning,
    addShape,
    finishDraft,
    dropDraft: () => setDraft(null),
    takeBackPoint: () => {
      if (draft === null || !("points" in draft)) return;
      const points = draft.points.slice(0, -1);
      setDraft(points.length === 0 ? null : { ...draft, points });
    },
    onWheel,
    onPointerDown,
    onPointerMove,
    onPointerLeave: () => editor.hover(null),
  };
}

type Now = { readonly editable: readonly EditableShape[]; readonly size: PictureSize };

/** The shapes as they are after a drag from one point of the picture to another. */
function dragged(press: Grab, from: Point, to: Point, { editable, size }: Now): Live {
  const { held } = press;
  if (held !== undefined) {
    const { ref, shape } = held.shape;
    if (!hasPoints(shape)) return new Map();
    const place = inPercent(intoPicture(to, size), size);
    return new Map([[ref, patched(shape, movePoint(shape, held.at, place))]]);
  }
  const shift = inPercent([to[0] - from[0], to[1] - from[1]], size);
  const shapes = editable.map(({ shape }) => shape);
  const by = limitMove(shapes, size, shift);
  return new Map(editable.map(({ ref, shape }) => [ref, patched(shape, movePatch(shape, by))]));
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
