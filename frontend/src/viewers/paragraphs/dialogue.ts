/**
 * A dialogue as one text: its paragraphs with a line feed between them. A stored passage names its
 * paragraphs by number and counts UTF-16 units inside of them, as Label Studio does.
 */
import { indexText, type TextOffsets, toCodePoint, toUtf16 } from "../code-points";
import type { SpanCodec, TextSpan } from "../text/spans";

export type Paragraph = {
  readonly speaker: string | null;
  readonly text: string;
  /** Seconds of the recording. */
  readonly from: number | null;
  readonly to: number | null;
  /** Where the paragraph lies in the whole text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
};

export type Dialogue = {
  readonly paragraphs: readonly Paragraph[];
  readonly offsets: TextOffsets;
  /** The borders of the paragraphs, in code points. */
  readonly borders: readonly number[];
};

type Keys = { readonly nameKey: string; readonly textKey: string };

export function keysOf(attrs: Readonly<Record<string, string>>): Keys {
  return { nameKey: attrs["nameKey"] ?? "author", textKey: attrs["textKey"] ?? "text" };
}

/** Null for data that is no list of paragraphs. */
export function readDialogue(value: unknown, { nameKey, textKey }: Keys): Dialogue | null {
  if (!Array.isArray(value)) return null;
  let position = 0;
  const paragraphs = value.map((entry: unknown): Paragraph => {
    const row = isRecord(entry) ? entry : {};
    const text = typeof entry === "string" ? entry : inWords(row[textKey]);
    const start = position;
    position += text.length + 1;
    return {
      speaker: row[nameKey] === undefined ? null : inWords(row[nameKey]),
      text,
      ...timesOf(row),
      start,
      end: start + text.length,
    };
  });
  const offsets = indexText(paragraphs.map(({ text }) => text).join("\n"));
  const borders = paragraphs.flatMap(({ start, end }) => [
    toCodePoint(offsets, start),
    toCodePoint(offsets, end),
  ]);
  return { paragraphs, offsets, borders };
}

export function dialogueCodec({ paragraphs, offsets }: Dialogue): SpanCodec {
  const unitOf = (number: string, offset: number): number | null => {
    const paragraph = /^\d+$/.test(number) ? paragraphs[Number(number)] : undefined;
    if (paragraph === undefined) return null;
    return paragraph.start + Math.min(Math.max(0, offset), paragraph.text.length);
  };

  const write = (span: TextSpan) => {
    const from = toUtf16(offsets, span.start);
    const to = toUtf16(offsets, span.end);
    const first = paragraphs.findIndex(({ start, end }) => start < end && from < end);
    const last = paragraphs.findLastIndex(({ start, end }) => start < end && start < to);
    const [begin, finish] = [paragraphs[first], paragraphs[last]];
    if (begin === undefined || finish === undefined || last < first) return null;
    return {
      start: String(first),
      end: String(last),
      startOffset: Math.max(0, from - begin.start),
      endOffset: Math.min(finish.text.length, to - finish.start),
      text: offsets.text.slice(Math.max(from, begin.start), Math.min(to, finish.end)),
    };
  };

  return {
    offsets,
    read: (geometry) => {
      if (geometry.kind !== "passage") return null;
      const start = unitOf(geometry.start, geometry.startOffset);
      const end = unitOf(geometry.end, geometry.endOffset);
      if (start === null || end === null || start >= end) return null;
      return { start: toCodePoint(offsets, start), end: toCodePoint(offsets, end) };
    },
    write,
    move: (region, span, which) => {
      const value = write(span);
      if (value === null) return null;
      const moved =
        which === "start"
          ? { start: value.start, startOffset: value.startOffset }
          : { end: value.end, endOffset: value.endOffset };
      return "text" in (region.item.value ?? {}) ? { ...moved, text: value.text } : moved;
    },
  };
}

function timesOf(row: Readonly<Record<string, unknown>>) {
  const { start, end, duration } = row;
  const from = isSeconds(start) ? start : null;
  if (isSeconds(end)) return { from, to: end };
  return { from, to: from !== null && isSeconds(duration) ? from + duration : null };
}

function isSeconds(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}
