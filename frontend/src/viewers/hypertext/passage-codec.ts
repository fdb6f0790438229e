import type { SpanCodec } from "../text/spans";
import { type Page, passageValue, placeOfEnd, placeOfStart, readableText, spanOf } from "./page";

/** Passages of a page. Moving one end leaves the other end as it was written. */
export function passageCodec(page: Page): SpanCodec {
  return {
    offsets: page.offsets,
    read: (geometry) => (geometry.kind === "passage" ? spanOf(page, geometry) : null),
    write: (span) => passageValue(page, span),
    move: (region, span, end) => {
      const place = end === "start" ? placeOfStart(page, span.start) : placeOfEnd(page, span.end);
      if (place === null) return null;
      const value = region.item.value ?? {};
      return {
        [end]: place.path,
        [`${end}Offset`]: place.offset,
        ...movedOffsets(value["globalOffsets"], end, span[end]),
        ...("text" in value ? { text: readableText(page, span) } : {}),
      };
    },
  };
}

function movedOffsets(before: unknown, end: "start" | "end", to: number) {
  if (typeof before !== "object" || before === null) return {};
  return { globalOffsets: { ...before, [end]: to } };
}
