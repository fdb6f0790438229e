import { memo } from "react";
import type { Column, Task } from "@/api/types";
import { taskCell } from "./cells";
import classes from "./task-table.module.css";

export type ShownColumn = { column: Column; width: number };

type Props = {
  /** Place in the whole result, from 0. */
  index: number;
  top: number;
  /** Undefined while the row's page is on the way. */
  task: Task | undefined;
  columns: readonly ShownColumn[];
  selectable: boolean;
  selected: boolean;
  open: boolean;
};

/**
 * One line of the grid. It holds no handlers: the table listens for clicks, so that a row is made
 * anew only when its own task changes.
 */
export const TaskRow = memo(function TaskRow(props: Props) {
  const { index, top, task, columns, selectable, selected, open } = props;
  const style = { transform: `translateY(${top}px)` };
  // The header is row 1.
  const rowIndex = index + 2;

  if (task === undefined) {
    return (
      <tr aria-rowindex={rowIndex} aria-busy className={classes["row"]} style={style}>
        <td className={classes["cell"]}>
          <div className={classes["placeholder"]} />
        </td>
      </tr>
    );
  }
  return (
    <tr
      aria-rowindex={rowIndex}
      className={classes["row"]}
      style={style}
      data-task={task.id}
      data-selected={selected || undefined}
      data-open={open || undefined}
      aria-current={open ? "true" : undefined}
    >
      {selectable && (
        <td className={classes["check"]}>
          <input
            type="checkbox"
            className={classes["box"]}
            aria-label={`Select task ${task.id}`}
            checked={selected}
            readOnly
          />
        </td>
      )}
      {columns.map(({ column, width }, place) => (
        <td key={column.id} className={classes["cell"]} style={{ width }}>
          {place === 0 ? (
            <button type="button" className={classes["open"]} aria-label={`Open task ${task.id}`}>
              {taskCell(task, column)}
            </button>
          ) : (
            taskCell(task, column)
          )}
        </td>
      ))}
    </tr>
  );
});
