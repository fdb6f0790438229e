import { describe, expect, test } from "vitest";
import type { Point } from "../geometry";
import { commonAreas, outlineIou } from "./outlines";

const square = (x: number, y: number, side: number): Point[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
];

/** The share of a fine raster that both cover, by the rule of not-zero winding. */
function rasterIou(left: readonly Point[], right: readonly Point[], cells = 400): number {
  let common = 0;
  let union = 0;
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const at: Point = [((column + 0.5) * 100) / cells, ((row + 0.5) * 100) / cells];
      const [inLeft, inRight] = [winding(left, at) !== 0, winding(right, at) !== 0];
      if (inLeft && inRight) common += 1;
      if (inLeft || inRight) union += 1;
    }
  }
  return common / union;
}

function winding(points: readonly Point[], [px, py]: Point): number {
  let turns = 0;
  points.forEach(([x1, y1], at) => {
    const [x2, y2] = points[(at + 1) % points.length] ?? [x1, y1];
    const side = (x2 - x1) * (py - y1) - (px - x1) * (y2 - y1);
    if (y1 <= py && y2 > py && side > 0) turns += 1;
    if (y1 > py && y2 <= py && side < 0) turns -= 1;
  });
  return turns;
}

/** Numbers that look random and are the same at every run. */
function* noise(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

describe("outlines", () => {
  test("share what squares share", () => {
    expect(commonAreas(square(0, 0, 10), square(5, 5, 10))).toEqual({
      left: 100,
      right: 100,
      common: 25,
    });
    expect(outlineIou(square(0, 0, 10), square(0, 0, 10))).toBe(1);
    expect(outlineIou(square(0, 0, 10), square(10, 0, 10))).toBe(0);
    expect(outlineIou(square(0, 0, 10), square(2, 2, 5))).toBeCloseTo(0.25);
  });

  test("of either direction are the same", () => {
    const turned = square(5, 5, 10).reverse();
    expect(outlineIou(square(0, 0, 10), turned)).toBeCloseTo(25 / 175);
  });

  test("with a bay do not cover the bay", () => {
    const bay: Point[] = [
      [0, 0],
      [30, 0],
      [30, 30],
      [20, 30],
      [20, 10],
      [10, 10],
      [10, 30],
      [0, 30],
    ];
    expect(outlineIou(bay, square(11, 15, 8))).toBe(0);
    expect(commonAreas(bay, square(0, 0, 30))).toMatchObject({ left: 700, common: 700 });
  });

  test("that cross themselves cover both loops", () => {
    const eight: Point[] = [
      [0, 0],
      [10, 10],
      [10, 0],
      [0, 10],
    ];
    expect(commonAreas(eight, square(0, 0, 10)).left).toBeCloseTo(50);
  });

  test("without an area are only the same as themselves", () => {
    const line: Point[] = [
      [0, 0],
      [10, 0],
    ];
    expect(outlineIou(line, line)).toBe(1);
    expect(outlineIou(line, square(0, 0, 10))).toBe(0);
    expect(outlineIou([], square(0, 0, 10))).toBe(0);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])("of no order at all agree with a raster (%i)", (seed) => {
    const numbers = noise(seed);
    const outline = (corners: number) =>
      Array.from(
        { length: corners },
        (): Point => [(numbers.next().value ?? 0) * 100, (numbers.next().value ?? 0) * 100],
      );
    const [left, right] = [outline(7), outline(5)];
    expect(outlineIou(left, right)).toBeCloseTo(rasterIou(left, right), 1.9);
  });
});
