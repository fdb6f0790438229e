import type { Column } from "@/api/types";
import type { FilterValue, TableFilter, TableSearch } from "@/lib/table-search";

type ServerFilter = { filter: string; operator: string; type: string; value: FilterValue };

/** The Data Manager's query as the server reads it. */
export type ServerQuery = {
  filters?: { conjunction: "and" | "or"; items: ServerFilter[] };
  ordering?: string[];
};

/** A condition that somebody is still typing is not sent. */
export function isComplete({ value }: TableFilter): boolean {
  if (typeof value === "object") {
    return value.min !== null && value.max !== null;
  }
  return typeof value !== "string" || value !== "";
}

function toServerFilter(filter: TableFilter, columns: readonly Column[]): ServerFilter[] {
  const column = columns.find(({ id }) => id === filter.column);
  if (column === undefined || !isComplete(filter)) {
    return [];
  }
  return [
    {
      filter: `filter:tasks:${column.id}`,
      operator: filter.operator,
      type: column.type,
      value: filter.value,
    },
  ];
}

function toServerOrdering(ordering: string | undefined, columns: readonly Column[]): string[] {
  const descending = ordering?.startsWith("-") ?? false;
  const id = descending ? ordering?.slice(1) : ordering;
  const column = columns.find((candidate) => candidate.id === id && candidate.orderable);
  return column === undefined ? [] : [`${descending ? "-" : ""}tasks:${column.id}`];
}

export function toServerQuery(search: TableSearch, columns: readonly Column[]): ServerQuery {
  const items = (search.filters ?? []).flatMap((filter) => toServerFilter(filter, columns));
  const ordering = toServerOrdering(search.ordering, columns);
  return {
    ...(items.length > 0 ? { filters: { conjunction: search.match ?? "and", items } } : {}),
    ...(ordering.length > 0 ? { ordering } : {}),
  };
}

/** Next step of a column header: ascending, descending, then the natural order. */
export function nextOrdering(current: string | undefined, columnId: string): string | undefined {
  if (current === columnId) {
    return `-${columnId}`;
  }
  return current === `-${columnId}` ? undefined : columnId;
}
