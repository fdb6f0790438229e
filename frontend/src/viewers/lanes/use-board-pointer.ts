/** What the pointer does on the bare parts of a time board: seek, draw, pan; zoom by pinch or wheel. */
import { type PointerEvent as ReactPointerEvent, useEffect, useRef, useState } from "react";
import { drawRange, type Range, type RangeRules } from "./ranges";
import { lengthOf, toTime } from "./time-window";
import type { TimeAxis } from "./use-time-axis";

type Input = {
  readonly axis: TimeAxis;
  readonly rules: RangeRules;
  /** A label is at hand: dragging draws. */
  readonly drawing: boolean;
  readonly onDraw: (range: Range) => void;
  readonly onClick: (time: number) => void;
};

/** A press that moves less is a click. Pixels. */
const CLICK = 4;

export function useBoardPointer({ axis, rules, drawing, onDraw, onClick }: Input) {
  const [draft, setDraft] = useState<Range | null>(null);
  const [panning, setPanning] = useState(false);
  const fingers = useRef(new Map<number, number>());
  const latest = useRef({ axis, rules, onDraw, onClick });
  useEffect(() => {
    latest.current = { axis, rules, onDraw, onClick };
  });
  useWheel(axis);

  /** Where a pointer is on the axis; a press outside of the track counts as its nearest end. */
  const timeOf = (clientX: number): number => {
    const { track, window, width } = latest.current.axis;
    const left = track.current?.getBoundingClientRect().left ?? 0;
    return toTime(window, width, clientX - left);
  };

  const onPointerDown = (event: ReactPointerEvent) => {
    if ((event.target as Element).closest("[data-mark], button, a, input") !== null) return;
    if (event.button !== 0 && event.button !== 1) return;
    if (event.button === 1) event.preventDefault();
    fingers.current.set(event.pointerId, event.clientX);
    if (fingers.current.size > 2) return;
    startPress(event.pointerId, event.clientX, drawing && event.button === 0);
  };

  const startPress = (pointer: number, fromX: number, draws: boolean) => {
    const from = timeOf(fromX);
    let lastX = fromX;
    let moved = false;
    let pinched = false;

    const onMove = (move: PointerEvent) => {
      if (move.pointerId !== pointer) return;
      const others = [...fingers.current].filter(([id]) => id !== pointer);
      fingers.current.set(pointer, move.clientX);
      const other = others[0]?.[1];
      if (other !== undefined) {
        pinched = true;
        setDraft(null);
        pinch(other, lastX, move.clientX);
      } else if (!pinched) {
        moved ||= Math.abs(move.clientX - fromX) > CLICK;
        if (moved && draws) setDraft(drawRange(from, timeOf(move.clientX), latest.current.rules));
        else if (moved) panBy(lastX - move.clientX);
      }
      lastX = move.clientX;
    };
    const onEnd = (up: PointerEvent) => {
      if (up.pointerId !== pointer) return;
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onEnd);
      window.removeEventListener("pointercancel", onEnd);
      const alone = fingers.current.size === 1;
      fingers.current.delete(pointer);
      setDraft(null);
      setPanning(false);
      if (up.type === "pointercancel" || pinched || !alone) return;
      if (!moved) latest.current.onClick(from);
      else if (draws) {
        const range = drawRange(from, timeOf(up.clientX), latest.current.rules);
        if (range !== null) latest.current.onDraw(range);
      }
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onEnd);
    window.addEventListener("pointercancel", onEnd);
  };

  const panBy = (pixels: number) => {
    const { axis: now } = latest.current;
    setPanning(true);
    now.pan((pixels / now.width) * lengthOf(now.window));
  };

  /** Two fingers: what lies between them stays between them. */
  const pinch = (other: number, before: number, after: number) => {
    const distance = Math.abs(before - other);
    if (distance < 8) return;
    latest.current.axis.zoom(Math.abs(after - other) / distance, timeOf(other));
  };

  return { draft, panning, onPointerDown };
}

/** Ctrl with the wheel (a pinch on a trackpad) zooms, sideways scrolling pans; the page keeps the rest. */
function useWheel(axis: TimeAxis) {
  const latest = useRef(axis);
  useEffect(() => {
    latest.current = axis;
  });
  const { track } = axis;
  useEffect(() => {
    const element = track.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      const { window: shown, width, zoom, pan } = latest.current;
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        const left = element.getBoundingClientRect().left;
        zoom(1.003 ** -event.deltaY, toTime(shown, width, event.clientX - left));
      } else if (
        Math.abs(sideways) > 0 &&
        (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY))
      ) {
        pan((sideways / width) * lengthOf(shown));
      } else return;
      event.preventDefault();
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [track]);
}
