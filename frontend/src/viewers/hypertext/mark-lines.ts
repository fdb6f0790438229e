/** Where the marks over a page lie on screen: one box per line of text that a piece runs over. */
import { toUtf16 } from "../code-points";
import type { Segment } from "../text/segments";
import type { TextRange } from "../text/selection";
import { type Page, partsOf, type Span } from "./page";

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

export type MarkedBox = Box & {
  readonly segment: Segment;
  /** The first box of its piece: names stand here. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
};

/** Ranges in the page that show a span of its text; what is not shown has none. */
export function rangesOf(page: Page, span: Span): readonly Range[] {
  return partsOf(page, span).flatMap(({ node, from, to }) => {
    if (!node.isConnected) return [];
    const range = node.ownerDocument.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return [range];
  });
}

/** Boxes of every piece with marks, relative to the frame's window. */
export function boxesOf(
  page: Page,
  segments: readonly Segment[],
  toSpan: (units: TextRange) => Span,
): readonly MarkedBox[] {
  return segments.flatMap((segment) => {
    if (segment.marks.length === 0) return [];
    const rects = rangesOf(page, toSpan(segment)).flatMap(visibleRects);
    return rects.map(({ left, top, width, height }, at) => ({
      left,
      top,
      width,
      height,
      segment,
      isFirst: at === 0,
      isLast: at === rects.length - 1,
    }));
  });
}

/** Where names stand: at their mark, or beside the name before it on the same line. */
export function placeNames<T extends { readonly box: Box; readonly width: number }>(
  names: readonly T[],
): readonly (T & { readonly left: number })[] {
  let before = { top: Number.NEGATIVE_INFINITY, end: 0 };
  return names.map((name) => {
    const { top } = name.box;
    // Letters of another weight or size stand a little higher or lower in the same line.
    const sameLine = Math.abs(top - before.top) < SAME_LINE;
    const left = Math.max(name.box.left, sameLine ? before.end : 0);
    before = { top, end: left + name.width + NAME_GAP };
    return { ...name, left };
  });
}

const SAME_LINE = 8;
const NAME_GAP = 3;

/** The box under a point, its lanes below the text included. */
export function boxAt(
  boxes: readonly MarkedBox[],
  x: number,
  y: number,
  below: number,
): MarkedBox | undefined {
  return boxes.find(
    ({ left, top, width, height }) =>
      x >= left && x <= left + width && y >= top && y <= top + height + below,
  );
}

function visibleRects(range: Range): readonly DOMRect[] {
  if (typeof range.getClientRects !== "function") return [];
  return Array.from(range.getClientRects()).filter(({ width, height }) => width > 0 && height > 0);
}

export function unitsOf(page: Page, { start, end }: Span): TextRange {
  return { start: toUtf16(page.offsets, start), end: toUtf16(page.offsets, end) };
}
