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
  if (node === container) {
    const child = container.children[offset];
    return child instanceof HTMLElement && child.dataset["start"] !== undefined
      ? Number(child.dataset["start"])
      : length;
  }
  if (!container.contains(node)) {
    const whole = document.createRange();
    whole.selectNodeContents(container);
    return whole.comparePoint(node, offset) < 0 ? 0 : length;
  }

  const element = node instanceof Element ? node : node.parentElement;
  const segment = element?.closest<HTMLElement>("[data-start]") ?? null;
  if (segment === null) return length;
  const start = Number(segment.dataset["start"]);
  if (node.parentNode === segment && node.nodeType === Node.TEXT_NODE) return start + offset;
  if (node !== segment) return start; // inside the tag that names a label
  const text = Array.from(segment.childNodes)
    .slice(0, offset)
    .filter((child) => child.nodeType === Node.TEXT_NODE);
  return start + text.reduce((sum, child) => sum + (child.textContent?.length ?? 0), 0);
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

function caretPlace(x: number, y: number): { node: Node; offset: number } | null {
  if ("caretPositionFromPoint" in document) {
    const position = document.caretPositionFromPoint(x, y);
    return position === null ? null : { node: position.offsetNode, offset: position.offset };
  }
  // Safari before 26 knows only the older call.
  const legacy = document as unknown as {
    caretRangeFromPoint?: (x: number, y: number) => Range | null;
  };
  const range = legacy.caretRangeFromPoint?.(x, y) ?? null;
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}
