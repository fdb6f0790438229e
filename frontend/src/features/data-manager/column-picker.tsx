import { Button, Checkbox, Popover, ScrollArea, Stack } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { IconColumns3 } from "@tabler/icons-react";
import type { ColumnVisibilityState } from "@tanstack/react-table";
import type { Column } from "@/api/types";
import type { ArrangedColumns } from "./column-layout";

/** What the person changed from the columns' own defaults, kept in this browser. */
export function useColumnVisibility(projectId: number, { columns, shown }: ArrangedColumns) {
  const [choices, setChoices] = useLocalStorage<Record<string, boolean>>({
    key: `touchstone-columns-${projectId}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const visibility: ColumnVisibilityState = Object.fromEntries(
    columns.map(({ id }) => [id, choices[id] ?? shown.has(id)]),
  );
  return {
    visibility,
    setVisible: (id: string, visible: boolean) =>
      setChoices((current) => ({ ...current, [id]: visible })),
    reset: () => setChoices({}),
  };
}

type Props = {
  columns: readonly Column[];
  visibility: ColumnVisibilityState;
  onChange: (id: string, visible: boolean) => void;
  onReset: () => void;
};

export function ColumnPicker({ columns, visibility, onChange, onReset }: Props) {
  const shown = columns.filter(({ id }) => visibility[id]).length;
  return (
    <Popover position="bottom-end" shadow="md" withArrow trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<IconColumns3 size={14} />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <ScrollArea.Autosize mah="50vh" type="auto" offsetScrollbars>
            <Stack gap={6}>
              {columns.map(({ id, title }) => (
                <Checkbox
                  key={id}
                  size="xs"
                  label={title}
                  checked={visibility[id] ?? false}
                  // The last one stays: a table without columns shows nothing to bring them back.
                  disabled={shown === 1 && visibility[id]}
                  onChange={(event) => onChange(id, event.currentTarget.checked)}
                />
              ))}
            </Stack>
          </ScrollArea.Autosize>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={onReset}>
            Show the usual columns
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
