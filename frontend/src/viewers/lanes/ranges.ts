/** Ranges on an axis of numbers (seconds, frames, milliseconds) and what dragging does to them. */

export type Range = { readonly start: number; readonly end: number };

/** What is dragged: one end, or the whole range. */
export type Part = "start" | "end" | "whole";

export type RangeRules = {
  /** Where ranges may lie. */
  readonly extent: Range;
  /** The shortest range that dragging an end may leave. */
  readonly shortest: number;
  /** The nearest value that may be stored: a millisecond, a frame, a sample. */
  readonly snap: (value: number) => number;
};

/** A range that stuck out of the extent before may stay where it was. */
export function dragRange(range: Range, part: Part, delta: number, rules: RangeRules): Range {
  if (delta === 0) return range;
  const { snap, shortest } = rules;
  const low = Math.min(rules.extent.start, range.start);
  const high = Math.max(rules.extent.end, range.end);
  if (part === "start") {
    const start = clamp(snap(range.start + delta), low, Math.max(low, range.end - shortest));
    return { start, end: range.end };
  }
  if (part === "end") {
    const end = clamp(snap(range.end + delta), Math.min(high, range.start + shortest), high);
    return { start: range.start, end };
  }
  const length = range.end - range.start;
  const start = clamp(snap(range.start + delta), low, high - length);
  if (length === 0) return { start, end: start };
  const end = Math.min(high, snap(range.end + (start - range.start)));
  return { start, end: Math.max(end, start) };
}

/** A new range between two points of the axis, in either order; null when it is too short. */
export function drawRange(from: number, to: number, rules: RangeRules): Range | null {
  const { extent, snap, shortest } = rules;
  const start = clamp(snap(Math.min(from, to)), extent.start, extent.end);
  const end = clamp(snap(Math.max(from, to)), extent.start, extent.end);
  return end - start < shortest || end === start ? null : { start, end };
}

/** The ends that differ, so that an end nobody touched keeps its exact number. */
export function changedEnds(before: Range, after: Range): Partial<Range> {
  return {
    ...(after.start === before.start ? {} : { start: after.start }),
    ...(after.end === before.end ? {} : { end: after.end }),
  };
}

/** For ranges that are stored the wrong way round: they stay so. */
export function swapEnds({ start, end }: Partial<Range>): Partial<Range> {
  return {
    ...(end === undefined ? {} : { start: end }),
    ...(start === undefined ? {} : { end: start }),
  };
}

export function hull(ranges: readonly Range[]): Range | null {
  if (ranges.length === 0) return null;
  let start = Infinity;
  let end = -Infinity;
  for (const range of ranges) {
    start = Math.min(start, range.start);
    end = Math.max(end, range.end);
  }
  return { start, end };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high));
}
