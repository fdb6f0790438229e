/**
 * The text of an HTML page and the places in it. A place is known by an XPath with an offset, and
 * by its offset in the whole text; both are counted as Label Studio counts them: from the body,
 * without scripts and nested frames, a line break (`<br>`) as one character, in code points.
 */
import { indexText, sliceText, type TextOffsets, toCodePoint, toUtf16 } from "../code-points";
import type { PassageGeometry } from "../types";
import { cleanHtml, headStyles, type ToPicture } from "./clean-html";

export type Span = { readonly start: number; readonly end: number };

/** A text node and where its text lies in the text of the page, in code points. */
export type Piece = {
  readonly node: Text;
  readonly path: string;
  readonly start: number;
  readonly end: number;
};

export type Page = {
  /** The whole text: the pieces and a line feed for every line break. */
  readonly offsets: TextOffsets;
  /** In the order of the text. */
  readonly pieces: readonly Piece[];
  /** Where elements and text nodes begin, by XPath. */
  readonly starts: ReadonlyMap<string, Piece | number>;
  /** What may be shown: an element of an inert document. Its text nodes are those of the pieces. */
  readonly content: HTMLElement;
  readonly styles: readonly string[];
};

/** Names a place as it is stored. */
export type Place = { readonly path: string; readonly offset: number };

export function readPage(html: string, toPicture: ToPicture): Page {
  const page = new DOMParser().parseFromString(html, "text/html");
  dropUncounted(page.body);
  const { pieces, starts, text } = walkText(page.body);
  return {
    offsets: indexText(text),
    pieces,
    starts,
    styles: headStyles(page),
    content: cleanHtml(page.body, toPicture),
  };
}

/** The part of the text that a stored passage names; null when its places do not exist. */
export function spanOf(page: Page, passage: PassageGeometry): Span | null {
  const { globalStart, globalEnd } = passage;
  const stated =
    globalStart === null || globalEnd === null ? null : { start: globalStart, end: globalEnd };
  const readings = READINGS.flatMap((read) => {
    const start = read(page, passage.start, passage.startOffset);
    const end = read(page, passage.end, passage.endOffset);
    return start === null || end === null ? [] : [{ start, end }];
  });
  const agreed = readings.find(({ start, end }) => start === stated?.start && end === stated.end);
  const span = agreed ?? readings[0] ?? stated;
  if (span === null || span.start >= span.end || span.start < 0) return null;
  return span.start >= page.offsets.length ? null : span;
}

/** Where a span begins: at the start of a text rather than at the end of the one before. */
export function placeOfStart(page: Page, start: number): Place | null {
  const piece = page.pieces[lastPieceFrom(page.pieces, start)];
  if (piece !== undefined && start < piece.end) return placeIn(piece, start);
  const next = page.pieces.find((each) => each.start >= start && each.end > start);
  return next === undefined ? null : placeIn(next, Math.max(start, next.start));
}

/** Where a span ends: at the end of a text rather than at the start of the next. */
export function placeOfEnd(page: Page, end: number): Place | null {
  const piece = page.pieces[lastPieceFrom(page.pieces, end - 1)];
  return piece === undefined ? null : placeIn(piece, Math.min(end, piece.end));
}

/** The value of a region that covers a span. */
export function passageValue(
  page: Page,
  { start, end }: Span,
): Readonly<Record<string, unknown>> | null {
  const first = placeOfStart(page, start);
  const last = placeOfEnd(page, end);
  if (first === null || last === null) return null;
  return {
    start: first.path,
    end: last.path,
    startOffset: first.offset,
    endOffset: last.offset,
    globalOffsets: { start, end },
    text: readableText(page, { start, end }),
  };
}

/** The text of a span as a reader sees it: the blanks between the tags of the source are one blank. */
export function readableText(page: Page, { start, end }: Span): string {
  return sliceText(page.offsets, start, end).replace(/\s+/g, " ").trim();
}

/** The piece that a text node of the page on screen is; undefined for any other node. */
export function pieceOf(page: Page, node: Node): Piece | undefined {
  return pieceIndex(page).get(node);
}

/** The parts of text nodes that a span covers, with UTF-16 offsets. */
export function partsOf(
  page: Page,
  { start, end }: Span,
): readonly { readonly node: Text; readonly from: number; readonly to: number }[] {
  const parts = [];
  for (let at = Math.max(0, lastPieceFrom(page.pieces, start)); at < page.pieces.length; at += 1) {
    const piece = page.pieces[at];
    if (piece === undefined || piece.start >= end) break;
    if (piece.end <= start) continue;
    const offsets = offsetsIn(piece);
    const from = toUtf16(offsets, Math.max(0, start - piece.start));
    const to = toUtf16(offsets, Math.min(piece.end, end) - piece.start);
    if (from < to) parts.push({ node: piece.node, from, to });
  }
  return parts;
}

const indexed = new WeakMap<Piece, TextOffsets>();

/** The text of one piece; scanned once, however many spans lie in it. */
function offsetsIn(piece: Piece): TextOffsets {
  const known = indexed.get(piece);
  if (known !== undefined) return known;
  const offsets = indexText(piece.node.data);
  indexed.set(piece, offsets);
  return offsets;
}

const nodeIndex = new WeakMap<Page, ReadonlyMap<Node, Piece>>();

function pieceIndex(page: Page): ReadonlyMap<Node, Piece> {
  const known = nodeIndex.get(page);
  if (known !== undefined) return known;
  const index = new Map<Node, Piece>(page.pieces.map((piece) => [piece.node, piece]));
  nodeIndex.set(page, index);
  return index;
}

type Reading = (page: Page, path: string, offset: number) => number | null;

/** Offsets inside of a text are code points; those of older versions are UTF-16 units. */
const READINGS: readonly Reading[] = [
  (page, path, offset) => {
    const found = page.starts.get(plainPath(path));
    if (found === undefined) return null;
    if (typeof found === "number") return found + offset;
    return offset > found.end - found.start ? null : found.start + offset;
  },
  (page, path, offset) => {
    const found = page.starts.get(plainPath(path));
    if (found === undefined || typeof found === "number" || offset > found.node.data.length) {
      return null;
    }
    return found.start + toCodePoint(offsetsIn(found), offset);
  },
];

/** One spelling for all: every step has its number, and the path begins in the body. */
export function plainPath(path: string): string {
  const steps = path
    .trim()
    .toLowerCase()
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .map((step) => (step.endsWith("]") ? step : `${step}[1]`));
  const inBody = steps[0] === "html[1]" && steps[1] === "body[1]" ? steps.slice(2) : steps;
  return `/${inBody.join("/")}`;
}

/** What Label Studio takes out of a page before it counts; what lay beside it grows together. */
function dropUncounted(body: HTMLElement): void {
  for (const element of Array.from(body.querySelectorAll("script, iframe"))) element.remove();
  const comments = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (comments.nextNode() !== null) found.push(comments.currentNode);
  for (const comment of found) comment.parentNode?.removeChild(comment);
  body.normalize();
}

function walkText(body: HTMLElement) {
  const pieces: Piece[] = [];
  const starts = new Map<string, Piece | number>();
  const texts: string[] = [];
  let position = 0;

  const visit = (parent: Node, path: string) => {
    const counts = new Map<string, number>();
    for (const child of Array.from(parent.childNodes)) {
      const name = child.nodeType === Node.TEXT_NODE ? "text()" : child.nodeName.toLowerCase();
      const number = (counts.get(name) ?? 0) + 1;
      counts.set(name, number);
      const here = `${path}/${name}[${number}]`;
      if (child.nodeType === Node.TEXT_NODE) {
        const node = child as Text;
        const start = position;
        position += indexText(node.data).length;
        const piece = { node, path: here, start, end: position };
        pieces.push(piece);
        starts.set(here, piece);
        texts.push(node.data);
        continue;
      }
      starts.set(here, position);
      if (name === "br") {
        position += 1;
        texts.push("\n");
      }
      visit(child, here);
    }
  };
  visit(body, "");
  return { pieces, starts, text: texts.join("") };
}

/** The last piece that begins at or before an offset, -1 without one. */
function lastPieceFrom(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function placeIn(piece: Piece, offset: number): Place {
  return { path: piece.path, offset: offset - piece.start };
}
