/** What the pointer does on the video: select, move and resize the selected box, draw, pan, zoom. */
import {
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import { isEditable, useEditor } from "../editor";
import { boxContains, type PictureSize, type Point } from "../geometry";
import { pan, toPicture, type ViewTransform, zoomAt } from "../image/view-transform";
import { boxBetween, dragBox, type Handle } from "./box-drag";
import type { FrameBox } from "./sequence";
import { boxesUnder, type StageBox } from "./stage-boxes";
import type { SetView } from "./use-stage-view";

type Input = {
  readonly surface: RefObject<HTMLElement | null>;
  readonly boxes: readonly StageBox[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
  readonly setView: SetView;
  /** True while a label for boxes is at hand. */
  readonly draws: boolean;
  readonly onDraw: (box: FrameBox) => void;
  readonly onChange: (ref: string, before: FrameBox, after: FrameBox) => void;
};

/** A press that moves less is a click. Screen pixels. */
const CLICK = 4;

type Press = {
  readonly kind: "pan" | "draw" | "change";
  readonly pointer: number;
  readonly from: Point;
  readonly handle: Handle;
  readonly target: StageBox | null;
  last: Point;
  moved: boolean;
};

/** What is drawn instead of the stored box while the pointer is down. */
export type Draft = { readonly ref: string | null; readonly box: FrameBox };

export function useStageTools(input: Input) {
  const editor = useEditor();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [panning, setPanning] = useState(false);
  const press = useRef<Press | null>(null);
  const latest = useRef({ ...input, editor });
  useEffect(() => {
    latest.current = { ...input, editor };
  });
  const { surface, setView } = input;
  useWheelZoom(surface, setView);
  const pinch = usePinch(surface, setView);

  const at = (event: ReactPointerEvent): Point => {
    const frame = surface.current?.getBoundingClientRect();
    return [event.clientX - (frame?.left ?? 0), event.clientY - (frame?.top ?? 0)];
  };

  const onPointerDown = (event: ReactPointerEvent) => {
    pinch.down(event);
    if (pinch.active()) {
      press.current = null;
      setDraft(null);
      return;
    }
    if (event.button > 1) return;
    const from = at(event);
    const handle = (event.target as Element).closest("[data-handle]")?.getAttribute("data-handle");
    const target = targetOf(latest.current, from, handle ?? null);
    const pans = event.button === 1 || (target === null && !input.draws);
    press.current = {
      kind: pans ? "pan" : target !== null ? "change" : "draw",
      pointer: event.pointerId,
      from,
      handle: (handle ?? "move") as Handle,
      target,
      last: from,
      moved: false,
    };
    surface.current?.setPointerCapture?.(event.pointerId);
  };

  const onPointerMove = (event: ReactPointerEvent) => {
    if (pinch.move(event)) return;
    const point = at(event);
    const now = press.current;
    if (now === null) {
      if (event.buttons !== 0) return;
      const ref = boxesUnder(input.boxes, input.size, toPicture(input.view, point))[0]?.ref ?? null;
      if (ref !== editor.hovered) editor.hover(ref);
      return;
    }
    now.moved ||= Math.hypot(point[0] - now.from[0], point[1] - now.from[1]) > CLICK;
    if (!now.moved) return;
    if (now.kind === "pan") {
      const [dx, dy] = [point[0] - now.last[0], point[1] - now.last[1]];
      setPanning(true);
      setView((before) => pan(before, dx, dy));
    } else {
      setDraft(draftOf(now, point, latest.current));
    }
    now.last = point;
  };

  const onPointerUp = (event: ReactPointerEvent) => {
    pinch.up(event);
    const now = press.current;
    if (now === null || now.pointer !== event.pointerId) return;
    press.current = null;
    setDraft(null);
    setPanning(false);
    if (!now.moved) {
      clickAt(now.from);
      return;
    }
    if (now.kind === "pan") return;
    const done = draftOf(now, at(event), latest.current);
    if (now.target !== null) input.onChange(now.target.ref, now.target.box, done.box);
    else if (done.box.width > 0 && done.box.height > 0) input.onDraw(done.box);
  };

  /** Clicking the same place again goes through the boxes that lie over each other. */
  const clickAt = (point: Point) => {
    const { boxes, size, view } = latest.current;
    const refs = boxesUnder(boxes, size, toPicture(view, point)).map(({ ref }) => ref);
    const place = refs.indexOf(editor.selected?.ref ?? "");
    editor.select(refs[(place + 1) % Math.max(1, refs.length)] ?? null);
  };

  return {
    draft,
    panning,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: (event: ReactPointerEvent) => {
        pinch.up(event);
        press.current = null;
        setDraft(null);
        setPanning(false);
      },
      onPointerLeave: () => editor.hover(null),
    },
  };
}

type Latest = Input & { readonly editor: ReturnType<typeof useEditor> };

/** The selected box when it may be changed and the pointer is at one of its handles or inside it. */
function targetOf({ editor, boxes, size, view }: Latest, from: Point, handle: string | null) {
  const { selected } = editor;
  if (selected === null || !isEditable(editor, selected)) return null;
  const box = boxes.find(({ ref }) => ref === selected.ref);
  if (box === undefined) return null;
  return handle !== null || boxContains(box.box, size, toPicture(view, from)) ? box : null;
}

function draftOf({ target, handle, from }: Press, point: Point, { view, size }: Latest): Draft {
  const drag = { from: toPicture(view, from), to: toPicture(view, point), size };
  if (target === null) return { ref: null, box: boxBetween(drag.from, drag.to, size) };
  const { kind: _kind, ...box } = target.box;
  return { ref: target.ref, box: dragBox(box, handle, drag) };
}

/** React listens passively to the wheel, and then the page would scroll as well. */
function useWheelZoom(surface: RefObject<HTMLElement | null>, setView: SetView): void {
  useEffect(() => {
    const element = surface.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      const at: Point = [event.clientX - left, event.clientY - top];
      // Pinching a trackpad comes as small steps of a wheel with Ctrl.
      const factor = (event.ctrlKey ? 1.01 : 1.0015) ** -event.deltaY;
      setView((now, smallest) => zoomAt(now, factor, at, smallest));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [surface, setView]);
}

/** Two fingers zoom and pan. */
function usePinch(surface: RefObject<HTMLElement | null>, setView: SetView) {
  const fingers = useRef(new Map<number, Point>());
  const pair = () => {
    const [first, second] = [...fingers.current.values()];
    if (first === undefined || second === undefined) return null;
    const middle: Point = [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2];
    return { middle, span: Math.hypot(first[0] - second[0], first[1] - second[1]) };
  };
  return {
    active: () => fingers.current.size > 1,
    down: (event: ReactPointerEvent) => {
      if (event.pointerType === "touch") {
        fingers.current.set(event.pointerId, [event.clientX, event.clientY]);
      }
    },
    up: (event: ReactPointerEvent) => {
      fingers.current.delete(event.pointerId);
    },
    /** True when the move was one of two fingers. */
    move: (event: ReactPointerEvent): boolean => {
      if (!fingers.current.has(event.pointerId)) return false;
      const before = pair();
      fingers.current.set(event.pointerId, [event.clientX, event.clientY]);
      const after = pair();
      if (before === null || after === null) return false;
      const frame = surface.current?.getBoundingClientRect();
      const at: Point = [after.middle[0] - (frame?.left ?? 0), after.middle[1] - (frame?.top ?? 0)];
      const [dx, dy] = [after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]];
      const factor = before.span === 0 ? 1 : after.span / before.span;
      setView((now, smallest) => zoomAt(pan(now, dx, dy), factor, at, smallest));
      return true;
    },
  };
}
