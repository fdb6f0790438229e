import { expect, test } from "vitest";
import { bucketFilters, buckets, controlNames, slices } from "./series";

test("ten bars have borders of ten percent", () => {
  const bars = buckets([1, 0, 0, 4, 0, 0, 0, 0, 0, 7]);
  expect(bars[3]).toEqual({ name: "30–40%", from: 0.3, to: 0.4, count: 4 });
  expect(bars[9]).toEqual({ name: "90–100%", from: 0.9, to: 1, count: 7 });
});

test("a bar leads to its tasks, and full agreement is in the last one", () => {
  const [first, ...others] = buckets([1, 1]);
  expect(first && bucketFilters(first)).toEqual([
    { column: "agreement", operator: "greater_or_equal", value: 0 },
    { column: "agreement", operator: "less", value: 0.5 },
  ]);
  expect(others[0] && bucketFilters(others[0])).toEqual([
    { column: "agreement", operator: "greater_or_equal", value: 0.5 },
  ]);
});

test("labels beyond the limit are summed", () => {
  const labels = [
    { from_name: "kind", label: "a", count: 1 },
    { from_name: "kind", label: "b", count: 5 },
    { from_name: "kind", label: "c", count: 3 },
    { from_name: "kind", label: "d", count: 1 },
    { from_name: "other", label: "x", count: 100 },
  ];
  expect(slices(labels, "kind", 3)).toEqual([
    { name: "b", count: 5, share: 0.5 },
    { name: "c", count: 3, share: 0.3 },
    { name: "Other (2)", count: 2, share: 0.2 },
  ]);
  expect(controlNames(labels)).toEqual(["kind", "other"]);
});

test("no labels make no slices", () => {
  expect(slices([], "kind", 3)).toEqual([]);
});
