/** Wheel, trackpad, two fingers and the space bar: how a picture is zoomed and panned. */
import { useEffect, useRef } from "react";
import type { Point } from "../geometry";
import { pan, type ViewTransform, zoomAt } from "./view-transform";

type Change = (view: ViewTransform, smallest: number) => ViewTransform;

type Wheel = Pick<
  WheelEvent,
  "deltaX" | "deltaY" | "deltaMode" | "ctrlKey" | "metaKey" | "shiftKey" | "timeStamp"
>;

/** When a trackpad was last at work; its swipes begin and end with other steps than those between. */
let trackpadAt = Number.NEGATIVE_INFINITY;

const SAME_SWIPE_MS = 250;

function isTrackpad({ deltaX, deltaY, deltaMode, timeStamp }: Wheel): boolean {
  const small = deltaMode === 0 && (deltaX !== 0 || Math.abs(deltaY) < 40);
  if (!small && timeStamp - trackpadAt > SAME_SWIPE_MS) return false;
  trackpadAt = timeStamp;
  return true;
}

/** Small and sideways steps come from trackpads: they pan. A pinch arrives as a wheel with Ctrl. */
export function wheelChange(wheel: Wheel, at: Point): Change {
  const { deltaX, deltaY, ctrlKey, metaKey, shiftKey } = wheel;
  if (ctrlKey || metaKey) {
    const strength = Math.abs(deltaY) < 50 ? 0.01 : 0.0015;
    return (view, smallest) => zoomAt(view, Math.exp(-deltaY * strength), at, smallest);
  }
  if (shiftKey) return (view) => pan(view, -(deltaX || deltaY), 0);
  if (isTrackpad(wheel)) return (view) => pan(view, -deltaX, -deltaY);
  const lines = wheel.deltaMode === 0 ? deltaY : deltaY * 33;
  return (view, smallest) => zoomAt(view, 1.0015 ** -lines, at, smallest);
}

/** One finger went from `before` to `at` while the other stays: zoom about their middle, and pan. */
export function pinch(before: Point, at: Point, other: Point): Change {
  const apart = (point: Point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
  const factor = apart(at) / Math.max(1, apart(before));
  const middle: Point = [(at[0] + other[0]) / 2, (at[1] + other[1]) / 2];
  return (view, smallest) => {
    const moved = pan(view, (at[0] - before[0]) / 2, (at[1] - before[1]) / 2);
    return zoomAt(moved, factor, middle, smallest);
  };
}

/** While the space bar is held, dragging pans. */
export function useSpaceHeld() {
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
