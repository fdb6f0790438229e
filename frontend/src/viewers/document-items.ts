/** Writing items as they were written before: in their place, with their numbers and their order. */
import { canonicalChoices } from "./equality";
import type { Result, ResultItem } from "./types";

/** Floats that differ by less come from adding and taking away the same step. */
const NOISE = 1e-9;

/** Types whose entries have no order. */
const SETS: ReadonlySet<string> = new Set(["choices", "taxonomy"]);

/** The same answer as before is written as it was before: a set in its order, one text bare. */
export function asBefore(type: string, answer: unknown, before: unknown): unknown {
  if (!Array.isArray(answer)) return snap(answer, before);
  if (typeof before === "string" && answer.length === 1) return answer[0];
  return SETS.has(type) ? canonicalChoices(answer, before) : answer;
}

/** Too long to be kept twice: masks and the key frames of a video. */
const BULK_KEYS: ReadonlySet<string> = new Set([
  "format",
  "imageDataURL",
  "rle",
  "sequence",
  "framesCount",
  "duration",
]);

/** What an item of a region repeats of the region: its place, not its label. */
export function placeInValue(item: ResultItem): Readonly<Record<string, unknown>> {
  const kept = Object.entries(item.value ?? {}).filter(
    ([name]) => name !== "labels" && name !== item.type && !BULK_KEYS.has(name),
  );
  return Object.fromEntries(kept);
}

/** A value with the numbers that only noise tells from those before; also inside lists of points. */
export function snap(value: unknown, before: unknown): unknown {
  if (typeof value === "number" && typeof before === "number") {
    return Math.abs(value - before) < NOISE ? before : value;
  }
  if (Array.isArray(value) && Array.isArray(before)) {
    if (value.length !== before.length) return value;
    return value.map((each: unknown, at) => snap(each, before[at]));
  }
  if (!isRecord(value) || !isRecord(before)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, snap(each, before[key])]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where an item of the original belongs among those of its predecessors that still exist. */
export function placeOf(result: Result, original: Result, index: number): number {
  for (let at = index - 1; at >= 0; at -= 1) {
    const earlier = original[at];
    const kept = earlier === undefined ? -1 : result.indexOf(earlier);
    const found = kept >= 0 ? kept : result.findLastIndex((item) => isSameItem(item, earlier));
    if (found >= 0) return found + 1;
  }
  return 0;
}

/** A region and its answers share one id: only with control and type it names one item. */
function isSameItem(item: ResultItem, other: ResultItem | undefined): boolean {
  return (
    item.id !== undefined &&
    item.id === other?.id &&
    item.from_name === other.from_name &&
    item.type === other.type
  );
}
