/** The time axis of a series: how far it goes, what its times snap to, how they are written. */

import type { DataObject } from "../config";
import { clamp, hull, type Range, type RangeRules } from "../lanes/ranges";
import { DATES, decimalStep, PLAIN, type Scale } from "../lanes/ticks";
import { lengthOf, type TimeWindow } from "../lanes/time-window";
import { nearestSample, type Series } from "./series";
import { momentFormat, readMoment, writeMoment } from "./series-times";

export type SeriesAxis = {
  readonly extent: Range;
  readonly rules: RangeRules;
  readonly scale: Scale;
  /** How one press of an arrow key moves a time. */
  readonly step: (from: number, direction: 1 | -1, window: TimeWindow) => number;
  /** A time as regions of this series store it; `like` is what one of them stored before. */
  readonly write: (value: number, like: unknown) => number | string;
};

const UNKNOWN: Range = { start: 0, end: 100 };

/** `stored` holds times that regions store: without the series they tell its form. */
export function seriesAxis(
  object: DataObject,
  series: Series | null,
  { ranges, stored }: { readonly ranges: readonly Range[]; readonly stored: readonly unknown[] },
): SeriesAxis {
  const format = momentFormat(object);
  const extent = extentOf(series, ranges);
  const dates = series?.dates ?? stored.some(isDate);
  const like = series?.cells?.[0] ?? stored[0] ?? 0;
  const smallest = decimalStep(lengthOf(extent) / 100_000);
  const snap = (value: number) => {
    if (series !== null) return series.times[nearestSample(series.times, value)] ?? value;
    return dates
      ? Math.round(value)
      : Number((Math.round(value / smallest) * smallest).toPrecision(12));
  };
  return {
    extent,
    rules: { extent, shortest: series === null ? smallest : 0, snap },
    scale: dates ? DATES : PLAIN,
    step: (from, direction, window) => stepFrom(series, { from, direction, window, smallest }),
    write: (value, before) => {
      const cell = series === null ? null : cellAt(series, value, format);
      const model = before ?? (dates ? like : 0);
      // The very text of the column, where it is read as the same time.
      if (typeof cell === "string" && typeof model === "string" && dates) return cell.trim();
      return writeMoment(value, { format, like: model });
    },
  };
}

function extentOf(series: Series | null, ranges: readonly Range[]): Range {
  const times = series?.times ?? new Float64Array();
  const ends = times.length === 0 ? [] : [{ start: times[0] ?? 0, end: times.at(-1) ?? 0 }];
  const all = hull([...ends, ...ranges]) ?? UNKNOWN;
  const length = lengthOf(all);
  if (length === 0) return { start: all.start - 0.5, end: all.end + 0.5 };
  return series === null ? { start: all.start - length * 0.1, end: all.end + length * 0.1 } : all;
}

type Press = {
  readonly from: number;
  readonly direction: 1 | -1;
  readonly window: TimeWindow;
  readonly smallest: number;
};

/** At least to the next sample, so that no press does nothing. */
function stepFrom(series: Series | null, { from, direction, window, smallest }: Press): number {
  const wanted = lengthOf(window) / 400;
  if (series === null) return Math.max(decimalStep(wanted), smallest);
  const { times } = series;
  const last = times.length - 1;
  const to = times[nearestSample(times, from + direction * wanted)] ?? from;
  if (direction * (to - from) > 0) return Math.abs(to - from);
  const near = nearestSample(times, from);
  let at = near;
  while (at >= 0 && at <= last && direction * ((times[at] ?? from) - from) <= 0) at += direction;
  return Math.abs((times[clamp(at, 0, last)] ?? from) - from);
}

function cellAt(series: Series, value: number, format: string | undefined): unknown {
  const cell = series.cells?.[nearestSample(series.times, value)];
  return readMoment(cell, format) === value ? cell : null;
}

function isDate(stored: unknown): boolean {
  return typeof stored === "string" && !Number.isFinite(Number(stored));
}
