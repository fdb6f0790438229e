/** Ranges of frames of a timeline: both ends are part of a range, frames count from 1. */
import { type Edit, setGeometry } from "../document";
import { findRegion } from "../regions";
import type { Stretch } from "./sequence";

export type Edge = "start" | "end" | "both";

/** The ranges from their lower to their higher end, as one may be stored the other way round. */
export function stretchesOfRanges(ranges: readonly Stretch[]): readonly Stretch[] {
  return ranges.map(({ start, end }) => ({
    start: Math.min(start, end),
    end: Math.max(start, end),
  }));
}

/**
 * Move one end of a range, or the whole range, by some frames; it stays in the video and keeps at
 * least one frame. A range that stuck out before may stay where it is.
 */
export function shiftRange(range: Stretch, edge: Edge, by: number, length: number): Stretch {
  const low = Math.min(range.start, range.end);
  const high = Math.max(range.start, range.end);
  const first = Math.min(1, low);
  const last = Math.max(length, high);
  const held = (value: number, from: number, to: number) => Math.min(Math.max(value, from), to);
  const moved =
    edge === "start"
      ? { start: held(low + by, first, high), end: high }
      : edge === "end"
        ? { start: low, end: held(high + by, low, last) }
        : shifted(low, high, held(by, first - low, last - high));
  return range.start <= range.end ? moved : { start: moved.end, end: moved.start };
}

/** Replace the range at a place; other ranges and other keys of the range stay as they are. */
export function setRange(key: string, at: number, next: Stretch): Edit {
  return (result, original) => {
    const ranges = rangesOf(result, key);
    const range = ranges?.[at];
    if (ranges === null || range === undefined) return result;
    if (range.start === next.start && range.end === next.end) return result;
    const changed = { ...range, start: next.start, end: next.end };
    return setGeometry(key, { ranges: ranges.with(at, changed) })(result, original);
  };
}

/** The last range of a region cannot go. */
export function removeRange(key: string, at: number): Edit {
  return (result, original) => {
    const ranges = rangesOf(result, key);
    if (ranges === null || ranges.length < 2 || ranges[at] === undefined) return result;
    return setGeometry(key, { ranges: ranges.toSpliced(at, 1) })(result, original);
  };
}

function shifted(low: number, high: number, by: number): Stretch {
  return { start: low + by, end: high + by };
}

function rangesOf(result: Parameters<Edit>[0], key: string): readonly Stretch[] | null {
  const geometry = findRegion(result, key)?.geometry;
  return geometry?.kind === "frames" ? geometry.ranges : null;
}
