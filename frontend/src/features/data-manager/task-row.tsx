import { Checkbox } from "@mantine/core";
import { FlexRender, type Row } from "@tanstack/react-table";
import type { MouseEvent } from "react";
import type { Task } from "@/api/types";
import type { features } from "./table-columns";
import classes from "./task-table.module.css";

type Props = {
  /** Place in the whole result, from 0. */
  index: number;
  top: number;
  /** Undefined while the row's page is on the way. */
  row: Row<typeof features, Task> | undefined;
  selectable: boolean;
  selected: boolean;
  open: boolean;
  onToggle: (taskId: number) => void;
  onOpen: (taskId: number) => void;
};

const isControl = (target: EventTarget): boolean =>
  target instanceof Element && target.closest("button, a, input, label") !== null;

/** One line of the grid. A click anywhere opens the task; the keyboard uses the button in the first cell. */
export function TaskRow(props: Props) {
  const { index, top, row, selectable, selected, open, onToggle, onOpen } = props;
  const position = { transform: `translateY(${top}px)` };
  // The header is row 1.
  const rowIndex = index + 2;

  if (row === undefined) {
    return (
      <tr
        aria-rowindex={rowIndex}
        aria-busy
        className={classes["row"]}
        style={{ ...position, width: "100%" }}
      >
        <td className={classes["cell"]} style={{ width: "100%" }}>
          <div className={classes["placeholder"]} />
        </td>
      </tr>
    );
  }

  const taskId = row.original.id;
  const openUnlessControl = (event: MouseEvent) => {
    if (!isControl(event.target)) {
      onOpen(taskId);
    }
  };
  return (
    <tr
      aria-rowindex={rowIndex}
      className={classes["row"]}
      style={position}
      data-selected={selected || undefined}
      data-open={open || undefined}
      aria-current={open ? "true" : undefined}
      onClick={openUnlessControl}
    >
      {selectable && (
        <td className={classes["check"]}>
          <Checkbox
            size="xs"
            aria-label={`Select task ${taskId}`}
            checked={selected}
            onChange={() => onToggle(taskId)}
          />
        </td>
      )}
      {row.getVisibleCells().map((cell, place) => (
        <td key={cell.id} className={classes["cell"]} style={{ width: cell.column.getSize() }}>
          {place === 0 ? (
            <button
              type="button"
              className={classes["open"]}
              aria-label={`Open task ${taskId}`}
              onClick={() => onOpen(taskId)}
            >
              <FlexRender cell={cell} />
            </button>
          ) : (
            <FlexRender cell={cell} />
          )}
        </td>
      ))}
    </tr>
  );
}
