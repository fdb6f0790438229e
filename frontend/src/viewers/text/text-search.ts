/** Searching a text: every place where the words stand, in UTF-16 units. */
import type { TextRange } from "./selection";

/** More hits than this are not told apart by anybody; the rest is counted as "more". */
export const MOST_HITS = 5_000;

export type SearchOptions = { readonly matchCase: boolean };

/** Blanks match any blanks, so that a line break in the text does not hide a hit. */
export function findAll(
  text: string,
  query: string,
  { matchCase }: SearchOptions,
): readonly TextRange[] {
  const words = query.trim();
  if (words === "") return [];
  const pattern = words
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("\\s+");
  const hits: TextRange[] = [];
  for (const match of text.matchAll(new RegExp(pattern, matchCase ? "gu" : "giu"))) {
    hits.push({ start: match.index, end: match.index + match[0].length });
    if (hits.length >= MOST_HITS) break;
  }
  return hits;
}

/** The hit to begin with: the first at or after a place, else the first of all. */
export function firstHitFrom(hits: readonly TextRange[], unit: number): number {
  const at = hits.findIndex(({ start }) => start >= unit);
  return Math.max(at, 0);
}
