import { expect, test } from "vitest";
import { NOTHING_SELECTED } from "@/lib/table-search";
import { isSelected, selectedCount, toggleTask } from "./selection";
import { pagesOf } from "./use-task-rows";

test("tasks are chosen one by one", () => {
  const two = toggleTask(toggleTask(NOTHING_SELECTED, 1), 2);
  expect(two).toEqual({ all: false, included: [1, 2] });
  expect(isSelected(two, 2)).toBe(true);
  expect(selectedCount(two, 100)).toBe(2);
  expect(toggleTask(two, 1)).toEqual({ all: false, included: [2] });
});

test("all but some is kept as all but some", () => {
  const most = toggleTask({ all: true, excluded: [] }, 3);
  expect(most).toEqual({ all: true, excluded: [3] });
  expect(isSelected(most, 3)).toBe(false);
  expect(isSelected(most, 99_999)).toBe(true);
  expect(selectedCount(most, 100_000)).toBe(99_999);
});

test("rows in sight need the pages that hold them", () => {
  expect(pagesOf({ first: 0, last: 40 })).toEqual([1]);
  expect(pagesOf({ first: 90, last: 130 })).toEqual([1, 2]);
  expect(pagesOf({ first: 99_990, last: 99_999 })).toEqual([1000]);
});
