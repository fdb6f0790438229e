import type { SelectedItems } from "@/api/types";

/** One condition of the Data Manager, as it stands in the address. */
export type TableFilter = { column: string; operator: string; value: FilterValue };
export type FilterValue = string | number | boolean | { min: number | null; max: number | null };

/** What the address says about the table; the table keeps no second copy of it. */
export type TableSearch = {
  /** Column id, with "-" before it for descending. */
  ordering?: string | undefined;
  filters?: TableFilter[] | undefined;
  /** How the filters combine; "and" when absent. */
  match?: "or" | undefined;
  /** The task that is open. */
  task?: number | undefined;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readValue(value: unknown): FilterValue | undefined {
  if (["string", "number", "boolean"].includes(typeof value)) {
    return value as FilterValue;
  }
  if (!isObject(value)) {
    return undefined;
  }
  const bound = (side: unknown): number | null => (typeof side === "number" ? side : null);
  return { min: bound(value["min"]), max: bound(value["max"]) };
}

function readFilter(item: unknown): TableFilter[] {
  if (!isObject(item)) {
    return [];
  }
  const { column, operator } = item;
  const value = readValue(item["value"]);
  return typeof column === "string" && typeof operator === "string" && value !== undefined
    ? [{ column, operator, value }]
    : [];
}

/** Reads the address; what is not understood is left out, so that an old link still opens. */
export function readTableSearch(search: Record<string, unknown>): TableSearch {
  const filters = Array.isArray(search["filters"]) ? search["filters"].flatMap(readFilter) : [];
  return {
    ordering: typeof search["ordering"] === "string" ? search["ordering"] : undefined,
    filters: filters.length > 0 ? filters : undefined,
    match: search["match"] === "or" ? "or" : undefined,
    task: typeof search["task"] === "number" ? search["task"] : undefined,
  };
}

/** Rows chosen by hand, or all rows of the filter but some. */
export type Selection = SelectedItems;

export const NOTHING_SELECTED: Selection = { all: false, included: [] };
