import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from "@tanstack/react-table";
import type { Column, Task } from "@/api/types";
import { columnValue, TaskCell } from "./cells";

export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
});

const helper = createColumnHelper<typeof features, Task>();

const WIDTHS: Readonly<Record<string, number>> = {
  id: 84,
  inner_id: 84,
  state: 128,
  agreement: 142,
  annotators: 136,
  reviewers: 136,
  ground_truth: 110,
  reviewed: 96,
};

const TYPE_WIDTHS: Readonly<Record<string, number>> = {
  Number: 112,
  Boolean: 96,
  Datetime: 136,
  Image: 116,
};
const TEXT_WIDTH = 280;
const SMALLEST_WIDTH = 64;

export function columnWidth(column: Column): number {
  return WIDTHS[column.id] ?? TYPE_WIDTHS[column.type] ?? TEXT_WIDTH;
}

/** Table columns from what the server says there is. */
export function tableColumns(columns: readonly Column[]) {
  return helper.columns(
    columns.map((column) =>
      helper.accessor((task: Task) => columnValue(task, column.id), {
        id: column.id,
        header: column.title,
        size: columnWidth(column),
        minSize: SMALLEST_WIDTH,
        cell: ({ row }) => <TaskCell task={row.original} column={column} />,
      }),
    ),
  );
}
