import type { Task } from "@/api/types";

const DATA_PREFIX = "data.";

export const isDataColumn = ({ id }: { id: string }): boolean => id.startsWith(DATA_PREFIX);

export function columnValue(task: Task, columnId: string): unknown {
  if (columnId.startsWith(DATA_PREFIX)) {
    return task.data[columnId.slice(DATA_PREFIX.length)];
  }
  return (task as Record<string, unknown>)[columnId];
}
