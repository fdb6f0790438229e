/** From what the browser says is selected to offsets in the text, and back. All in UTF-16 units. */

export type TextRange = { readonly start: number; readonly end: number };

/** The marked part of the text inside `container`; null when nothing of it is marked. */
export function selectedRange(container: HTMLElement, length: number): TextRange | null {
  const selection = window.getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(container)) return null;
  const start = offsetAt(container, range.startContainer, range.startOffset, length);
  const end = offsetAt(container, range.endContainer, range.endOffset, length);
  return start < end ? { start, end } : null;
}

/** The offset in the text of a place in the page; places outside count as the nearer end. */
export function offsetAt(
  container: HTMLElement,
  node: Node,
  offset: number,
  length: number,
): number {
  if (!container.contains(node)) {
    const whole = document.createRange();
    whole.selectNodeContents(container);
    return whole.comparePoint(node, offset) < 0 ? 0 : length;
  }
  const element = node instanceof Element ? node : node.parentElement;
  const segment = element?.closest<HTMLElement>("[data-start]") ?? null;
  if (segment === null) return startOf(segmentFrom(container, node, offset)) ?? length;
  const start = startOf(segment) ?? 0;
  if (node.parentNode === segment && node.nodeType === Node.TEXT_NODE) return start + offset;
  if (node !== segment) return start; // inside the tag that names a label
  const text = Array.from(segment.childNodes)
    .slice(0, offset)
    .filter((child) => child.nodeType === Node.TEXT_NODE);
  return start + text.reduce((sum, child) => sum + (child.textContent?.length ?? 0), 0);
}

/** The first piece of text at or after a place between the pieces, such as the name of a speaker. */
function segmentFrom(container: HTMLElement, node: Node, offset: number): HTMLElement | null {
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_ALL);
  const child = node.childNodes[offset];
  walker.currentNode = child ?? lastInside(node);
  if (child !== undefined && isSegment(child)) return child;
  while (walker.nextNode() !== null) {
    if (isSegment(walker.currentNode)) return walker.currentNode;
  }
  return null;
}

function lastInside(node: Node): Node {
  let last = node;
  while (last.lastChild !== null) last = last.lastChild;
  return last;
}

function isSegment(node: Node): node is HTMLElement {
  return node instanceof HTMLElement && node.dataset["start"] !== undefined;
}

function startOf(segment: HTMLElement | null): number | null {
  return segment === null ? null : Number(segment.dataset["start"]);
}

/** The part of the page that shows a range of the text. */
export function pageRange(container: HTMLElement, { start, end }: TextRange): Range | null {
  const pieces = Array.from(container.querySelectorAll<HTMLElement>("[data-start]"));
  const from = placeAt(pieces, start);
  const to = placeAt(pieces, end - 1);
  if (from === null || to === null) return null;
  const range = document.createRange();
  range.setStart(from.node, from.offset);
  range.setEnd(to.node, Math.min(to.offset + 1, to.node.length));
  return range;
}

function placeAt(pieces: readonly HTMLElement[], unit: number) {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((startOf(pieces[middle] ?? null) ?? 0) <= unit) low = middle + 1;
    else high = middle;
  }
  const piece = pieces[low - 1];
  const node = Array.from(piece?.childNodes ?? []).find((each) => each instanceof Text);
  if (piece === undefined || node === undefined) return null;
  return { node, offset: Math.min(unit - (startOf(piece) ?? 0), node.length) };
}

/** The offset under the pointer; null outside of the text. */
export function offsetAtPoint(
  container: HTMLElement,
  x: number,
  y: number,
  length: number,
): number | null {
  const place = caretPlace(x, y);
  if (place === null || !container.contains(place.node)) return null;
  return offsetAt(container, place.node, place.offset, length);
}

/** Take away blanks at both ends; a mark of blanks alone stays as it is. */
export function trimRange(text: string, { start, end }: TextRange): TextRange {
  const marked = text.slice(start, end);
  const trimmed = marked.trim();
  if (trimmed === "") return { start, end };
  const from = start + marked.indexOf(trimmed);
  return { start: from, end: from + trimmed.length };
}

const WORD_CHARACTER = /[\p{L}\p{N}\p{M}_]/u;

/** Widen a mark to whole words. */
export function wholeWords(text: string, { start, end }: TextRange): TextRange {
  let from = start;
  let to = end;
  while (from > 0 && isWord(text, from - 1) && isWord(text, from)) from -= 1;
  while (to < text.length && isWord(text, to - 1) && isWord(text, to)) to += 1;
  return { start: from, end: to };
}

function isWord(text: string, unit: number): boolean {
  const character = text.charAt(unit);
  return WORD_CHARACTER.test(character) || (character >= "\ud800" && character <= "\udfff");
}

/** The place in a page under a point of its window. */
export function caretPlace(
  x: number,
  y: number,
  page: Document = document,
): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in page) {
    const position = page.caretPositionFromPoint(x, y);
    return position === null ? null : { node: position.offsetNode, offset: position.offset };
  }
  // Safari before 26 knows only the older call.
  const legacy = page as unknown as {
    caretRangeFromPoint?: (x: number, y: number) => Range | null;
  };
  const range = legacy.caretRangeFromPoint?.(x, y) ?? null;
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}
