import { Badge, Button, Group, Popover, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconFilter, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { projectMembers } from "@/api/members";
import type { Column } from "@/api/types";
import type { TableFilter, TableSearch } from "@/lib/table-search";
import { FilterRow } from "./filter-row";
import { isFilterable, newFilter } from "./operators";
import { isComplete } from "./server-query";

type Props = {
  projectId: number;
  columns: readonly Column[];
  search: TableSearch;
  onSearch: (changes: Partial<TableSearch>) => void;
};

/** The conditions on the table; the address holds them. */
export function FilterBuilder({ projectId, columns, search, onSearch }: Props) {
  const members = useQuery(projectMembers(projectId));
  const people = (members.data ?? []).map(({ user }) => user);
  const filterable = columns.filter(isFilterable);
  const filters = search.filters ?? [];
  const active = filters.filter(isComplete).length;

  const setFilters = (next: TableFilter[]) =>
    onSearch({ filters: next.length > 0 ? next : undefined });
  const add = () => {
    const [first] = filterable;
    if (first !== undefined) {
      setFilters([...filters, newFilter(first)]);
    }
  };

  return (
    <Popover position="bottom-start" shadow="md" withArrow trapFocus keepMounted={false}>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconFilter size={14} />}
          rightSection={
            active > 0 ? (
              <Badge size="sm" circle aria-label={`${active} active`}>
                {active}
              </Badge>
            ) : null
          }
        >
          Filters
        </Button>
      </Popover.Target>
      <Popover.Dropdown maw="calc(100vw - 24px)" style={{ overflowX: "auto" }}>
        <Stack gap="xs">
          {filters.length === 0 && (
            <Text size="sm" c="dimmed">
              No conditions: all tasks are shown.
            </Text>
          )}
          {filters.length > 1 && (
            <Group gap="xs">
              <Text size="xs" c="dimmed">
                Show tasks that match
              </Text>
              <SegmentedControl
                size="xs"
                aria-label="How conditions combine"
                data={[
                  { value: "and", label: "all conditions" },
                  { value: "or", label: "any condition" },
                ]}
                value={search.match ?? "and"}
                onChange={(match) => onSearch({ match: match === "or" ? "or" : undefined })}
              />
            </Group>
          )}
          {filters.map((filter, index) => (
            <FilterRow
              // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name; two may be equal.
              key={`${index} ${filter.column}`}
              filter={filter}
              columns={filterable}
              people={people}
              onChange={(next) =>
                setFilters(filters.map((other, place) => (place === index ? next : other)))
              }
              onRemove={() => setFilters(filters.filter((_, place) => place !== index))}
            />
          ))}
          <Group justify="space-between">
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={add}
            >
              Add condition
            </Button>
            {filters.length > 0 && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                onClick={() => onSearch({ filters: undefined, match: undefined })}
              >
                Remove all
              </Button>
            )}
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
