/**
 * Cuts a text once at every border of every span, and gives spans that cross each other different
 * lanes, so that all of them can be drawn at the same time.
 */
import { type TextOffsets, toUtf16 } from "../code-points";

export type SpanMark = {
  readonly ref: string;
  /** Spans of one group (one annotator) take neighbouring lanes. */
  readonly group: number;
  /** Code points, half-open. */
  readonly start: number;
  readonly end: number;
};

export type Segment = {
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Spans that cover the segment, by lane. */
  readonly marks: readonly LanedMark[];
  /** Spans that begin and end with this segment. */
  readonly opens: readonly LanedMark[];
  readonly closes: readonly LanedMark[];
};

export type LanedMark = SpanMark & { readonly lane: number };

export type Segmentation = { readonly segments: readonly Segment[]; readonly lanes: number };

/** `places` are further code points to cut at, where the text has borders of its own. */
export function cutText(
  offsets: TextOffsets,
  spans: readonly SpanMark[],
  places: readonly number[] = [],
): Segmentation {
  const { marks, lanes } = assignLanes(spans.flatMap((span) => inside(span, offsets.length)));
  const opening = groupBy(marks, (mark) => mark.start);
  const closing = groupBy(marks, (mark) => mark.end);
  const borders = [
    ...new Set([0, offsets.length, ...places, ...opening.keys(), ...closing.keys()]),
  ];
  borders.sort((a, b) => a - b);

  const segments: Segment[] = [];
  let open: readonly LanedMark[] = [];
  borders.slice(0, -1).forEach((border, at) => {
    const next = borders[at + 1] ?? offsets.length;
    const opens = opening.get(border) ?? [];
    open = [...open.filter((mark) => mark.end > border), ...opens].sort((a, b) => a.lane - b.lane);
    const start = toUtf16(offsets, border);
    const end = toUtf16(offsets, next);
    const text = offsets.text.slice(start, end);
    segments.push({ start, end, text, marks: open, opens, closes: closing.get(next) ?? [] });
  });
  return { segments, lanes };
}

/** A span cut to the text; one that lies outside or is empty is not drawn. */
function inside(span: SpanMark, length: number): readonly SpanMark[] {
  const start = Math.max(0, span.start);
  const end = Math.min(length, span.end);
  return start < end ? [{ ...span, start, end }] : [];
}

/** Greedy colouring of intervals: each span takes the first lane of its group that is free. */
function assignLanes(spans: readonly SpanMark[]): { marks: readonly LanedMark[]; lanes: number } {
  const groups = groupBy(spans, (span) => span.group);
  const marks: LanedMark[] = [];
  let base = 0;
  for (const group of [...groups.keys()].sort((a, b) => a - b)) {
    const ends: number[] = [];
    const ordered = [...(groups.get(group) ?? [])].sort(
      (a, b) => a.start - b.start || b.end - a.end,
    );
    for (const span of ordered) {
      const free = ends.findIndex((end) => end <= span.start);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = span.end;
      marks.push({ ...span, lane: base + lane });
    }
    base += ends.length;
  }
  return { marks, lanes: base };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
