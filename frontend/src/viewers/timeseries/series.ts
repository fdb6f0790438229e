/** A table as series over one time axis, in the order of time. */
import type { ConfigNode } from "../types";
import { readMoment } from "./series-times";
import type { Table } from "./table";

export type Series = {
  /** Ascending: numbers of the time column, milliseconds, or places where there is no time column. */
  readonly times: Float64Array;
  readonly dates: boolean;
  /** The cells of the time column, in the same order; null without such a column. */
  readonly cells: readonly unknown[] | null;
  /** Values of a column by its name or place; null for a column that is not there. */
  readonly column: (name: string) => Float64Array | null;
  readonly names: readonly string[];
};

export type TimeColumn = {
  readonly name: string | undefined;
  readonly format: string | undefined;
};

/** Null when no row has a time. */
export function seriesOf(table: Table, { name, format }: TimeColumn): Series | null {
  const names = [...table.keys()];
  const timeName = name === undefined ? undefined : findColumn(names, name);
  const cells = timeName === undefined ? null : (table.get(timeName) ?? null);
  const length = Math.max(...[...table.values()].map((column) => column.length), 0);
  const moments = Array.from({ length: cells?.length ?? length }, (_each, row) =>
    cells === null ? row : readMoment(cells[row], format),
  );
  const rows = moments.flatMap((moment, row) => (moment === null ? [] : [{ moment, row }]));
  if (rows.length === 0) return null;
  rows.sort((a, b) => a.moment - b.moment || a.row - b.row);
  return {
    times: Float64Array.from(rows, ({ moment }) => moment),
    dates: cells !== null && rows.some(({ row }) => isDateCell(cells[row])),
    cells: cells === null ? null : rows.map(({ row }) => cells[row]),
    column: (wanted) => {
      const found = findColumn(names, wanted);
      const values = found === undefined ? undefined : table.get(found);
      return values === undefined
        ? null
        : Float64Array.from(rows, ({ row }) => toNumber(values[row]));
    },
    names: names.filter((each) => each !== timeName),
  };
}

/** By its name, by its name in other letters, or by its place. */
function findColumn(names: readonly string[], wanted: string): string | undefined {
  if (names.includes(wanted)) return wanted;
  const lower = wanted.trim().toLowerCase();
  const similar = names.find((name) => name.trim().toLowerCase() === lower);
  return similar ?? (/^\d+$/.test(lower) ? names[Number(lower)] : undefined);
}

function isDateCell(cell: unknown): boolean {
  return typeof cell === "string" && !Number.isFinite(Number(cell));
}

function toNumber(cell: unknown): number {
  if (typeof cell === "number") return cell;
  return typeof cell === "string" && cell.trim() !== "" ? Number(cell) : Number.NaN;
}

/** Place of the sample nearest to a time. */
export function nearestSample(times: Float64Array, value: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const before = times[low - 1];
  const here = times[low] ?? 0;
  return before !== undefined && value - before <= here - value ? low - 1 : low;
}

export type Channel = {
  readonly column: string;
  readonly title: string;
  readonly units: string;
  readonly colour: string | undefined;
};

export type Plot = { readonly channels: readonly Channel[]; readonly height: number };

/** Pixels. */
const PLOT_HEIGHT = 110;

/** The plots that a config asks for; every column when it names none. */
export function plotsOf(root: ConfigNode, object: string, series: Series): readonly Plot[] {
  const node = findNode(root, object);
  const plots = (node?.children ?? []).flatMap((child): readonly Plot[] => {
    const nodes = child.tag === "MultiChannel" ? child.children : [child];
    const channels = nodes.filter(({ tag }) => tag === "Channel").flatMap(channelOf);
    return channels.length === 0 ? [] : [{ channels, height: heightOf(child) }];
  });
  if (plots.length > 0) return plots;
  return series.names
    .filter((name) => series.column(name)?.some((value) => Number.isFinite(value)) === true)
    .map((column) => ({
      channels: [{ column, title: column, units: "", colour: undefined }],
      height: PLOT_HEIGHT,
    }));
}

function channelOf({ attrs }: ConfigNode): readonly Channel[] {
  const column = attrs["column"];
  if (column === undefined) return [];
  const title = attrs["legend"] ?? attrs["displayName"] ?? column;
  return [{ column, title, units: attrs["units"] ?? "", colour: attrs["strokeColor"] }];
}

function heightOf({ attrs }: ConfigNode): number {
  const height = Number.parseFloat(attrs["height"] ?? "");
  return Number.isFinite(height) ? Math.min(400, Math.max(60, height)) : PLOT_HEIGHT;
}

function findNode(node: ConfigNode, name: string): ConfigNode | null {
  if (node.attrs["name"] === name && node.attrs["toName"] === undefined) return node;
  for (const child of node.children) {
    const found = findNode(child, name);
    if (found !== null) return found;
  }
  return null;
}
