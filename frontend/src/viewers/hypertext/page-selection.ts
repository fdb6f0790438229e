/** Between what is selected in the page on screen and offsets in its text (UTF-16 units). */
import { toUtf16 } from "../code-points";
import type { TextRange } from "../text/selection";
import { type Page, type Piece, pieceOf } from "./page";

/** The marked part of the text; null when nothing of it is marked. */
export function markedUnits(page: Page, selection: Selection | null): TextRange | null {
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const pieces = page.pieces.filter(({ node }) =>
    range.commonAncestorContainer.ownerDocument?.contains(node),
  );
  const first = pieces[firstAt(pieces.length, (at) => compare(range, pieces[at], "end") >= 0)];
  const last = pieces[firstAt(pieces.length, (at) => compare(range, pieces[at], "start") > 0) - 1];
  if (first === undefined || last === undefined) return null;
  const start = unitOf(page, first) + (first.node === range.startContainer ? range.startOffset : 0);
  const end =
    unitOf(page, last) +
    (last.node === range.endContainer ? range.endOffset : last.node.data.length);
  return start < end ? { start, end } : null;
}

/** The offset of a place in the page; null outside of its text. */
export function unitAt(page: Page, node: Node, offset: number): number | null {
  const piece = pieceOf(page, node);
  return piece === undefined ? null : unitOf(page, piece) + offset;
}

function unitOf(page: Page, piece: Piece): number {
  return toUtf16(page.offsets, piece.start);
}

function compare(range: Range, piece: Piece | undefined, end: "start" | "end"): number {
  if (piece === undefined) return 1;
  return range.comparePoint(piece.node, end === "start" ? 0 : piece.node.data.length);
}

/** The first number for which a test holds that holds for all that follow. */
function firstAt(count: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
