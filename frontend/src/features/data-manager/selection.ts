import type { Selection } from "@/lib/table-search";

export function isSelected(selection: Selection, taskId: number): boolean {
  return selection.all ? !selection.excluded.includes(taskId) : selection.included.includes(taskId);
}

const toggled = (ids: readonly number[], id: number): number[] =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id];

export function toggleTask(selection: Selection, taskId: number): Selection {
  return selection.all
    ? { all: true, excluded: toggled(selection.excluded, taskId) }
    : { all: false, included: toggled(selection.included, taskId) };
}

export function selectedCount(selection: Selection, total: number): number {
  return selection.all ? Math.max(0, total - selection.excluded.length) : selection.included.length;
}
