import { expect, test } from "vitest";
import { boxAt, type MarkedBox, placeNames } from "./mark-lines";

const name = (left: number, top: number, width = 40) => ({
  box: { left, top, width: 10, height: 16 },
  width,
});

test("names on one line stand beside each other, on another line at their mark", () => {
  const placed = placeNames([name(0, 100), name(20, 102), name(200, 100), name(5, 140)]);

  expect(placed.map(({ left }) => left)).toEqual([0, 43, 200, 5]);
});

test("the lanes below a text belong to its mark", () => {
  const box = { left: 10, top: 10, width: 30, height: 16 } as MarkedBox;

  expect(boxAt([box], 15, 30, 10)).toBe(box);
  expect(boxAt([box], 15, 40, 10)).toBeUndefined();
  expect(boxAt([box], 50, 12, 10)).toBeUndefined();
});
