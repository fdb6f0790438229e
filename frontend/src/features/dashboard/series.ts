import type { LabelCount } from "@/api/types";
import type { TableFilter } from "@/lib/table-search";

export type Bucket = { name: string; from: number; to: number; count: number };

/** The agreement histogram with the borders of each bar, in percent. */
export function buckets(histogram: readonly number[]): Bucket[] {
  const size = 1 / histogram.length;
  return histogram.map((count, index) => {
    const from = round(index * size);
    const to = round((index + 1) * size);
    return { name: `${percent(from)}–${percent(to)}%`, from, to, count };
  });
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
const percent = (share: number): number => Math.round(share * 100);

/** The tasks of one bar. Upper borders belong to the next bar, but 100 % to the last one. */
export function bucketFilters({ from, to }: Bucket): TableFilter[] {
  const above: TableFilter = { column: "agreement", operator: "greater_or_equal", value: from };
  const below: TableFilter = { column: "agreement", operator: "less", value: to };
  return to >= 1 ? [above] : [above, below];
}

export type Slice = { name: string; count: number; share: number };

/** The most frequent labels of one control; what is beyond `limit` slices is summed as "Other". */
export function slices(labels: readonly LabelCount[], fromName: string, limit: number): Slice[] {
  const own = labels
    .filter(({ from_name }) => from_name === fromName)
    .sort((a, b) => b.count - a.count || a.label.localeCompare(b.label));
  const total = own.reduce((sum, { count }) => sum + count, 0);
  const toSlice = (name: string, count: number): Slice => ({
    name,
    count,
    share: total === 0 ? 0 : count / total,
  });
  if (own.length <= limit) {
    return own.map(({ label, count }) => toSlice(label, count));
  }
  const head = own.slice(0, limit - 1);
  const rest = own.slice(limit - 1);
  return [
    ...head.map(({ label, count }) => toSlice(label, count)),
    toSlice(
      `Other (${rest.length})`,
      rest.reduce((sum, { count }) => sum + count, 0),
    ),
  ];
}

/** Names of the controls that have labels, in the order they come. */
export function controlNames(labels: readonly LabelCount[]): string[] {
  return [...new Set(labels.map(({ from_name }) => from_name))];
}
