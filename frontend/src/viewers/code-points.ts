/**
 * Offsets in texts: the document counts Unicode code points, the browser UTF-16 units.
 * A text is scanned once; a conversion is a binary search among its two-unit characters.
 */
export type TextOffsets = {
  readonly text: string;
  /** Length in code points. */
  readonly length: number;
  /** Code point positions of the characters that take two units, ascending. */
  readonly wide: Uint32Array;
};

export function indexText(text: string): TextOffsets {
  const wide: number[] = [];
  for (let unit = 0; unit < text.length - 1; unit += 1) {
    if (isHigh(text.charCodeAt(unit)) && isLow(text.charCodeAt(unit + 1))) {
      wide.push(unit - wide.length);
      unit += 1;
    }
  }
  return { text, length: text.length - wide.length, wide: Uint32Array.from(wide) };
}

/** UTF-16 offset of a code point offset; offsets outside the text are moved to its ends. */
export function toUtf16(offsets: TextOffsets, codePoint: number): number {
  const inside = clamp(codePoint, offsets.length);
  return inside + countBelow(offsets.wide, inside);
}

/** Code point offset of a UTF-16 offset; one inside a character counts as its start. */
export function toCodePoint(offsets: TextOffsets, unit: number): number {
  const inside = clamp(unit, offsets.text.length);
  const { wide } = offsets;
  // The i-th wide character starts at unit wide[i] + i and is passed two units later.
  let low = 0;
  let high = wide.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((wide[middle] ?? 0) + middle + 1 <= inside) low = middle + 1;
    else high = middle;
  }
  return inside - low;
}

/** The text between two code point offsets. */
export function sliceText(offsets: TextOffsets, start: number, end: number): string {
  return offsets.text.slice(toUtf16(offsets, start), toUtf16(offsets, end));
}

function countBelow(sorted: Uint32Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max);
