/** A Ranker: its columns, the items of its List, and moving an item. */
import { type Config, type Control, type DataObject, resolveValue } from "../config";
import type { TaskData } from "../task-data";
import { childrenOf } from "./config-children";

/** The column of what nobody picked, where no bucket is the default. */
const NOT_PICKED = "_";

export type RankedItem = { readonly id: string; readonly title: string; readonly body: string };

export type Column = { readonly key: string; readonly title: string };

/** Ids by column. */
export type Ranking = Readonly<Record<string, readonly string[]>>;

export function isRanking(value: unknown): value is Ranking {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(
      (ids) => Array.isArray(ids) && ids.every((id: unknown) => typeof id === "string"),
    )
  );
}

export function rankedItems(
  config: Config,
  control: Control,
  data: TaskData,
): readonly RankedItem[] {
  const list = config.objects.get(control.objects[0] ?? "");
  return list === undefined ? [] : itemsOf(list, data);
}

/** The items of a List; one without an id is known by its place. */
export function itemsOf(list: DataObject, data: TaskData): readonly RankedItem[] {
  const given = resolveValue(list.attrs["value"], data);
  if (!Array.isArray(given)) return [];
  return given.map((entry: unknown, index) => {
    if (typeof entry !== "object" || entry === null) {
      return { id: String(index), title: String(entry), body: "" };
    }
    const { id, title, body, html } = entry as Readonly<Record<string, unknown>>;
    const name = id === undefined || id === null ? String(index) : String(id);
    return { id: name, title: textOf(title) || name, body: textOf(body) || textOf(html) };
  });
}

/** Without buckets there is one column, which bears the control's name. */
export function rankerColumns(config: Config, control: Control): readonly Column[] {
  const title = config.objects.get(control.objects[0] ?? "")?.attrs["title"] ?? "";
  const buckets = bucketsOf(config, control);
  if (buckets.length === 0) return [{ key: control.name, title }];
  const columns = buckets.map(({ attrs }) => ({
    key: attrs["name"] ?? "",
    title: attrs["title"] ?? attrs["name"] ?? "",
  }));
  if (buckets.some(isDefault)) return columns;
  return [{ key: NOT_PICKED, title: title || "Not picked" }, ...columns];
}

export function hasBuckets(config: Config, control: Control): boolean {
  return bucketsOf(config, control).length > 0;
}

/**
 * Where every item stands: as it is stored, what is stored nowhere in the column where items
 * start. Columns that the config does not have pass through.
 */
export function arrange(
  config: Config,
  control: Control,
  data: TaskData,
  stored: unknown,
): Ranking {
  const columns = rankerColumns(config, control);
  const given = isRanking(stored) ? stored : {};
  const placed = new Set(Object.values(given).flat());
  const start =
    bucketsOf(config, control).find(isDefault)?.attrs["name"] ?? columns[0]?.key ?? NOT_PICKED;
  const left = rankedItems(config, control, data)
    .map(({ id }) => id)
    .filter((id) => !placed.has(id));
  const all: Record<string, readonly string[]> = { ...given };
  for (const { key } of columns) all[key] ??= [];
  if (left.length > 0) all[start] = [...(all[start] ?? []), ...left];
  return all;
}

/** The item at a place of a column, others moving up or down; the same ranking when it is there. */
export function moveItem(ranking: Ranking, id: string, column: string, at: number): Ranking {
  const from = Object.keys(ranking).find((key) => ranking[key]?.includes(id));
  const target = (ranking[column] ?? []).filter((each) => each !== id);
  const place = Math.max(0, Math.min(at, target.length));
  if (from === column && ranking[column]?.indexOf(id) === place) return ranking;
  const without = Object.fromEntries(
    Object.entries(ranking).map(([key, ids]) => [key, ids.filter((each) => each !== id)]),
  );
  return { ...without, [column]: target.toSpliced(place, 0, id) };
}

function bucketsOf(config: Config, control: Control) {
  return childrenOf(config, control).filter(
    ({ tag, attrs }) => tag === "Bucket" && attrs["name"] !== undefined,
  );
}

function isDefault({ attrs }: { readonly attrs: Readonly<Record<string, string>> }): boolean {
  return attrs["default"] === "true";
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
