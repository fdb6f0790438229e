/** How the regions of a text-like object lie in one continuous text, and how they are stored. */
import { sliceText, type TextOffsets } from "../code-points";
import type { Region } from "../regions";
import type { Geometry } from "../types";

/** Code points of the whole text, half-open. */
export type TextSpan = { readonly start: number; readonly end: number };

export type SpanEnd = keyof TextSpan;

type Value = Readonly<Record<string, unknown>>;

export type SpanCodec = {
  readonly offsets: TextOffsets;
  /** Where a region lies in the text; null when it does not lie in it. */
  readonly read: (geometry: Geometry) => TextSpan | null;
  /** The value of a new region without its labels; null for a span that cannot be stored. */
  readonly write: (span: TextSpan) => Value | null;
  /** What changes in a region's value when one end of it moves there. */
  readonly move: (region: Region, span: TextSpan, end: SpanEnd) => Value | null;
};

export function textCodec(offsets: TextOffsets): SpanCodec {
  const textOf = ({ start, end }: TextSpan) => sliceText(offsets, start, end);
  return {
    offsets,
    read: (geometry) => (geometry.kind === "span" ? geometry : null),
    write: (span) => ({ start: span.start, end: span.end, text: textOf(span) }),
    move: (region, span, end) => ({
      [end]: span[end],
      ...("text" in (region.item.value ?? {}) ? { text: textOf(span) } : {}),
    }),
  };
}
