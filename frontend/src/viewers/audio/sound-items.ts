/** Regions of a recording as they are stored: seconds from its start. */
import type { Control } from "../config";
import { changedEnds, clamp, hull, type Range, swapEnds } from "../lanes/ranges";
import { newRegion } from "../region-controls";
import type { ShownRegion } from "../shown-regions";
import type { Answer, ResultItem } from "../types";

/** Where a region lies; nothing for one that does not say it in numbers. */
export function soundRanges({ region }: Pick<ShownRegion, "region">): readonly Range[] {
  const { start, end } = region.item.value ?? {};
  return isNumber(start) && isNumber(end) ? [{ start, end }] : [];
}

/** What an edit writes: only the end that moved. Ends stored the wrong way round stay so. */
export function rangePatch(stored: ResultItem, before: Range, after: Range): Partial<Range> {
  const { start, end } = stored.value ?? {};
  const patch = changedEnds(before, after);
  return isNumber(start) && isNumber(end) && start > end ? swapEnds(patch) : patch;
}

export function newSoundRegion(
  control: Control,
  label: string | null,
  object: string,
  { range, duration }: { readonly range: Range; readonly duration: number | null },
): ResultItem {
  const value = { start: range.start, end: range.end, channel: 0 };
  return newRegion(control, label, object, value, {
    ...(duration === null ? {} : { original_length: duration }),
  });
}

/** Length of a recording as the results state it; null when none does. */
export function statedDuration(answers: readonly Answer[], object: string): number | null {
  for (const { result } of answers) {
    for (const item of result) {
      const length = item["original_length"] ?? item.value?.["original_length"];
      if (item.to_name === object && isNumber(length) && length > 0) return length;
    }
  }
  return null;
}

/** Seconds that are shown when nothing tells how long the recording is. */
const UNKNOWN = 10;

/** The whole recording, and regions that lie beyond its end. */
export function extentOf(duration: number | null, ranges: readonly Range[]): Range {
  const regions = hull(ranges);
  const last = Math.max(regions?.start ?? 0, regions?.end ?? 0);
  if (duration !== null) return { start: 0, end: Math.max(duration, last) };
  return { start: 0, end: last > 0 ? last * 1.05 : UNKNOWN };
}

/** Stored times are cut to milliseconds, but never beyond the exact end of the recording. */
export function snapSeconds(value: number, extent: Range): number {
  return clamp(Math.round(value * 1_000) / 1_000, extent.start, extent.end);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
