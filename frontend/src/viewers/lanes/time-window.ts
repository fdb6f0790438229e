/** The part of a time axis that is on the screen, and moving it. */
import { clamp, type Range } from "./ranges";

export type TimeWindow = Range;

export type WindowLimits = {
  /** Everything there is to see. */
  readonly extent: Range;
  /** The shortest part that may fill the screen. */
  readonly shortest: number;
};

export const lengthOf = ({ start, end }: Range): number => end - start;

/** Pixels from the left edge. */
export function toPixels(window: TimeWindow, width: number, time: number): number {
  const length = lengthOf(window);
  return length === 0 ? 0 : ((time - window.start) / length) * width;
}

export function toTime(window: TimeWindow, width: number, pixels: number): number {
  return width === 0 ? window.start : window.start + (pixels / width) * lengthOf(window);
}

/** Shows a `factor` times shorter part; `at` stays where it is on the screen. */
export function zoomWindow(
  window: TimeWindow,
  factor: number,
  at: number,
  { extent, shortest }: WindowLimits,
): TimeWindow {
  const whole = lengthOf(extent);
  const length = clamp(lengthOf(window) / factor, Math.min(shortest, whole), whole);
  const share = lengthOf(window) === 0 ? 0.5 : (at - window.start) / lengthOf(window);
  return place(at - share * length, length, extent);
}

export function panWindow(window: TimeWindow, delta: number, extent: Range): TimeWindow {
  return place(window.start + delta, lengthOf(window), extent);
}

/** Moves no further than needed to show a range; a long one is shown from its start. */
export function revealRange(window: TimeWindow, range: Range, extent: Range): TimeWindow {
  const length = lengthOf(window);
  const margin = length * 0.05;
  const seen = range.start >= window.start && range.end <= window.end;
  if (seen) return window;
  if (lengthOf(range) > length - 2 * margin) return place(range.start - margin, length, extent);
  return range.start < window.start
    ? place(range.start - margin, length, extent)
    : place(range.end + margin - length, length, extent);
}

/** A window made for another extent, as far as it still makes sense. */
export function fitWindow(window: TimeWindow | null, extent: Range): TimeWindow {
  if (window === null || window.start >= extent.end || window.end <= extent.start) return extent;
  return place(window.start, Math.min(lengthOf(window), lengthOf(extent)), extent);
}

function place(start: number, length: number, extent: Range): TimeWindow {
  const first = clamp(start, extent.start, extent.end - length);
  return { start: first, end: first + length };
}
