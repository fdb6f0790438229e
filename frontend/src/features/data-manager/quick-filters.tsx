import { Chip, Group } from "@mantine/core";
import type { Column } from "@/api/types";
import type { TableFilter, TableSearch } from "@/lib/table-search";

const QUICK_FILTERS = [
  { label: "Ground truth", column: "ground_truth", value: true },
  { label: "Reviewed", column: "reviewed", value: true },
  { label: "Not reviewed", column: "reviewed", value: false },
] as const;

type QuickFilter = (typeof QUICK_FILTERS)[number];

const isSame = (filter: TableFilter, quick: QuickFilter): boolean =>
  filter.column === quick.column && filter.operator === "equal" && filter.value === quick.value;

/** Turns the condition on or off; it replaces another condition of the same kind on its column. */
export function toggleQuickFilter(
  filters: readonly TableFilter[],
  quick: { column: string; value: boolean },
): TableFilter[] {
  const rest = filters.filter(
    ({ column, operator }) => column !== quick.column || operator !== "equal",
  );
  const isOn = filters.some(
    ({ column, operator, value }) =>
      column === quick.column && operator === "equal" && value === quick.value,
  );
  return isOn ? rest : [...rest, { column: quick.column, operator: "equal", value: quick.value }];
}

type Props = {
  columns: readonly Column[];
  search: TableSearch;
  onSearch: (changes: Partial<TableSearch>) => void;
};

export function QuickFilters({ columns, search, onSearch }: Props) {
  const filters = search.filters ?? [];
  return (
    <Group gap={6} role="group" aria-label="Quick filters">
      {QUICK_FILTERS.filter(({ column }) => columns.some(({ id }) => id === column)).map(
        (quick) => (
          <Chip
            key={quick.label}
            size="xs"
            checked={filters.some((filter) => isSame(filter, quick))}
            onChange={() => {
              const next = toggleQuickFilter(filters, quick);
              onSearch({ filters: next.length > 0 ? next : undefined });
            }}
          >
            {quick.label}
          </Chip>
        ),
      )}
    </Group>
  );
}
