import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
} from "@tanstack/react-table";
import type { Column, Task } from "@/api/types";
import { columnValue } from "./column-value";

export const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnVisibilityFeature,
});

const helper = createColumnHelper<typeof features, Task>();

const SMALLEST_WIDTH = 56;

/** Table columns from what the server says there is. */
export function tableColumns(columns: readonly Column[], widths: Readonly<Record<string, number>>) {
  return helper.columns(
    columns.map((column) =>
      helper.accessor((task: Task) => columnValue(task, column.id), {
        id: column.id,
        header: column.title,
        size: widths[column.id] ?? SMALLEST_WIDTH,
        minSize: SMALLEST_WIDTH,
      }),
    ),
  );
}
