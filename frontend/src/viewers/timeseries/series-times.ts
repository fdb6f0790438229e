/** Times of regions on a time series: read and written in the format of its time column. */
import type { DataObject } from "../config";
import { changedEnds, type Range, swapEnds } from "../lanes/ranges";
import type { Region } from "../regions";
import type { Geometry, ResultItem } from "../types";
import { readIso, timeFormat, writeIso } from "./time-format";

/** A number as it is, a date in milliseconds; null for anything else. */
export function readMoment(given: unknown, format: string | undefined): number | null {
  if (typeof given === "number") return Number.isFinite(given) ? given : null;
  if (typeof given !== "string" || given.trim() === "") return null;
  const formatted = format === undefined ? null : (timeFormat(format)?.read(given) ?? null);
  if (formatted !== null) return formatted;
  const number = Number(given);
  return Number.isFinite(number) ? number : readIso(given);
}

/** A time as a region stores it; `like` is a time of the same series. */
export function writeMoment(
  value: number,
  { format, like }: { readonly format: string | undefined; readonly like: unknown },
): number | string {
  if (typeof like !== "string") return value;
  const compiled = format === undefined ? null : timeFormat(format);
  if (compiled !== null && compiled.read(like) !== null) return compiled.write(value);
  if (Number.isFinite(Number(like))) return String(value);
  return writeIso(value, like);
}

export function momentFormat({ attrs }: Pick<DataObject, "attrs">): string | undefined {
  const format = attrs["timeFormat"];
  return format === undefined || format.trim() === "" ? undefined : format;
}

export function momentRange(item: ResultItem, format: string | undefined): Range | null {
  const start = readMoment(item.value?.["start"], format);
  const end = readMoment(item.value?.["end"], format);
  return start === null || end === null ? null : { start, end };
}

/** Where a region of a time series lies, which only the format of the series can tell. */
export function seriesGeometry(object: DataObject, region: Region): Geometry | null {
  const range = momentRange(region.item, momentFormat(object));
  return range === null ? region.geometry : { kind: "time", ...range, channel: null };
}

type Writer = (value: number, like: unknown) => number | string;

/** What an edit writes: only the end that moved, in the form that the region already has. */
export function momentPatch(
  item: ResultItem,
  [before, after]: readonly [Range, Range],
  { format, write }: { readonly format: string | undefined; readonly write: Writer },
): Readonly<Record<string, number | string>> {
  const stored = momentRange(item, format);
  const changed = changedEnds(before, after);
  const patch = stored !== null && stored.start > stored.end ? swapEnds(changed) : changed;
  return Object.fromEntries(
    Object.entries(patch).map(([key, value]) => [key, write(value, item.value?.[key])]),
  );
}
