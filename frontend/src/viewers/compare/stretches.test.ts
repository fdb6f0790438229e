import { expect, test } from "vitest";
import { joined, stretchesIou, stretchIou } from "./stretches";

const at = (start: number, end: number) => ({ start, end });

test("stretches share the length of their overlap", () => {
  expect(stretchIou(at(0, 10), at(5, 15))).toBeCloseTo(1 / 3);
  expect(stretchIou(at(0, 10), at(10, 20))).toBe(0);
  expect(stretchIou(at(4, 4), at(4, 4))).toBe(1);
  expect(stretchIou(at(4, 4), at(5, 5))).toBe(0);
  expect(stretchIou(at(10, 0), at(0, 10))).toBe(1);
});

test("several stretches count together, whatever their order and overlaps", () => {
  expect(joined([at(20, 30), at(0, 10), at(5, 12)])).toEqual([at(0, 12), at(20, 30)]);
  expect(stretchesIou([at(0, 10), at(20, 30)], [at(25, 35), at(5, 10)])).toBeCloseTo(10 / 25);
  expect(stretchesIou([], [at(0, 1)])).toBe(0);
  expect(stretchesIou([at(3, 3)], [at(3, 3)])).toBe(1);
});
