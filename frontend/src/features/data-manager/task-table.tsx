import { Checkbox } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import {
  type ColumnSizingState,
  type ColumnVisibilityState,
  type OnChangeFn,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Column, Task } from "@/api/types";
import { formatCount } from "@/lib/format";
import type { Selection } from "@/lib/table-search";
import { type ArrangedColumns, columnWidths } from "./column-layout";
import { isSelected, selectedCount } from "./selection";
import { features, tableColumns } from "./table-columns";
import { type ShownColumn, TaskRow } from "./task-row";
import classes from "./task-table.module.css";
import { type TaskRows, taskAt } from "./use-task-rows";

const ROW_HEIGHT = 44;
const HEADER_HEIGHT = 36;
const CHECK_WIDTH = 40;
const OVERSCAN = 10;
/** The library keeps the columns; rows come from the pages in sight. */
const NO_TASKS: Task[] = [];
/** Browsers end a scrolled area at about 33 million pixels; rows past this need a filter. */
export const MOST_ROWS = 700_000;

type Props = {
  arranged: ArrangedColumns;
  sizing: ColumnSizingState;
  onSizing: OnChangeFn<ColumnSizingState>;
  visibility: ColumnVisibilityState;
  rows: TaskRows;
  total: number;
  ordering: string | undefined;
  onOrder: (columnId: string) => void;
  /** Absent when the person may not act on tasks. */
  selection: Selection | null;
  onToggle: (taskId: number) => void;
  onToggleAll: () => void;
  openTaskId: number | undefined;
  onOpen: (taskId: number) => void;
};

/** The grid of tasks. Only the rows in sight exist; their pages are loaded as they come into sight. */
export function TaskTable(props: Props) {
  const { arranged, visibility, rows, total, ordering, selection, openTaskId } = props;
  const { columns } = arranged;
  const viewport = useRef<HTMLDivElement>(null);
  const { ref: measured, width: space } = useElementSize<HTMLDivElement>();
  const viewportRef = useMergedRef(viewport, measured);
  const hasSelection = selection !== null;
  const count = Math.min(total, MOST_ROWS);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => viewport.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollPaddingStart: HEADER_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  const { showRows, byPage } = rows;
  useEffect(() => showRows({ first, last }), [showRows, first, last]);

  // The first page says how long the values are; later ones do not move the columns.
  const [sample] = useState(() => byPage.get(1) ?? []);
  const table = useTable({
    features,
    columns: useMemo(() => {
      const free = space - (hasSelection ? CHECK_WIDTH : 0);
      return tableColumns(arranged.columns, columnWidths(arranged, sample, free));
    }, [arranged, sample, space, hasSelection]),
    data: NO_TASKS,
    state: { columnVisibility: visibility, columnSizing: props.sizing },
    onColumnSizingChange: props.onSizing,
    columnResizeMode: "onChange",
  });

  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const width =
    headers.reduce((sum, header) => sum + header.getSize(), 0) +
    (selection === null ? 0 : CHECK_WIDTH);
  const layout = headers.map((header) => `${header.column.id}:${header.getSize()}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the layout says all that the headers hold.
  const shown = useMemo(
    () =>
      headers.flatMap((header): ShownColumn[] => {
        const column = columns.find(({ id }) => id === header.column.id);
        return column === undefined ? [] : [{ column, width: header.getSize() }];
      }),
    [columns, layout],
  );
  const chosen = selection === null ? 0 : selectedCount(selection, total);

  const click = (event: MouseEvent) => {
    const taskId = taskOf(event.target);
    if (taskId === null) {
      return;
    }
    if (event.target instanceof HTMLInputElement) {
      props.onToggle(taskId);
    } else {
      props.onOpen(taskId);
    }
  };

  return (
    <div ref={viewportRef} className={classes["viewport"]} data-testid="task-viewport">
      <table
        aria-label="Tasks"
        aria-rowcount={total + 1}
        className={classes["table"]}
        style={{ width, height: virtualizer.getTotalSize() + HEADER_HEIGHT }}
      >
        <thead className={classes["header"]} style={{ minWidth: width }}>
          <tr aria-rowindex={1} className={classes["headerRow"]}>
            {selection !== null && (
              <th scope="col" className={classes["check"]}>
                <Checkbox
                  size="xs"
                  aria-label={`Select all ${formatCount(total)} tasks`}
                  checked={chosen > 0 && chosen === total}
                  indeterminate={chosen > 0 && chosen < total}
                  onChange={props.onToggleAll}
                />
              </th>
            )}
            {headers.map((header) => {
              const column = columns.find(({ id }) => id === header.column.id);
              return column === undefined ? null : (
                <HeaderCell
                  key={header.id}
                  column={column}
                  width={header.getSize()}
                  ordering={ordering}
                  onOrder={props.onOrder}
                  onResizeStart={header.getResizeHandler()}
                />
              );
            })}
          </tr>
        </thead>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button and the checkbox of each row answer to the keyboard. */}
        <tbody className={classes["body"]} onClick={click}>
          {items.map((item) => {
            const task = taskAt(rows, item.index);
            return (
              <TaskRow
                key={item.key}
                index={item.index}
                top={item.start + HEADER_HEIGHT}
                task={task}
                columns={shown}
                selectable={hasSelection}
                selected={
                  selection !== null && task !== undefined && isSelected(selection, task.id)
                }
                open={task !== undefined && task.id === openTaskId}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** The task whose row was clicked. */
function taskOf(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-task]") : null;
  return row === null ? null : Number(row.dataset["task"]);
}

type HeaderCellProps = {
  column: Column;
  width: number;
  ordering: string | undefined;
  onOrder: (columnId: string) => void;
  onResizeStart: (event: unknown) => void;
};

function HeaderCell({ column, width, ordering, onOrder, onResizeStart }: HeaderCellProps) {
  const direction =
    ordering === column.id ? "ascending" : ordering === `-${column.id}` ? "descending" : "none";
  const Arrow = direction === "descending" ? IconArrowDown : IconArrowUp;
  return (
    <th
      scope="col"
      aria-sort={column.orderable ? direction : undefined}
      className={classes["headerCell"]}
      style={{ width }}
      title={column.help === "" ? undefined : column.help}
    >
      {column.orderable ? (
        <button type="button" className={classes["sort"]} onClick={() => onOrder(column.id)}>
          <span>{column.title}</span>
          {direction !== "none" && <Arrow size={14} aria-hidden />}
        </button>
      ) : (
        <span className={classes["plain"]}>{column.title}</span>
      )}
      <div
        className={classes["resizer"]}
        aria-hidden
        onMouseDown={onResizeStart}
        onTouchStart={onResizeStart}
      />
    </th>
  );
}
