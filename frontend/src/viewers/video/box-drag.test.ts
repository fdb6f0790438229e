import { expect, test } from "vitest";
import { cornersOf } from "../geometry";
import { boxBetween, changedMeasures, dragBox, type Handle, turnBox } from "./box-drag";
import type { FrameBox } from "./sequence";

const SIZE = { width: 200, height: 100 };
const BOX: FrameBox = { x: 10, y: 20, width: 30, height: 40, rotation: 0 };

const drag = (handle: Handle, dx: number, dy: number, box = BOX) =>
  dragBox(box, handle, { from: [50, 50], to: [50 + dx, 50 + dy], size: SIZE });

const rounded = (box: FrameBox) =>
  Object.fromEntries(
    Object.entries(box).map(([key, value]) => [key, Math.round(value * 1e6) / 1e6]),
  );

test.each([
  ["move", { x: 15, y: 30 }],
  ["se", { width: 35, height: 50 }],
  ["nw", { x: 15, y: 30, width: 25, height: 30 }],
  ["e", { width: 35 }],
  ["n", { y: 30, height: 30 }],
] as const)("dragging %s by 10 pixels right and down", (handle, changes) => {
  expect(rounded(drag(handle, 10, 10))).toEqual({ ...BOX, ...changes });
});

test("boxes stay in the picture and keep at least a pixel", () => {
  expect(rounded(drag("move", 999, -999))).toEqual({ ...BOX, x: 70, y: 0 });
  expect(rounded(drag("se", 999, 999))).toEqual({ ...BOX, width: 90, height: 80 });
  expect(rounded(drag("w", 999, 0))).toEqual({ ...BOX, x: 39.5, width: 0.5 });
});

test("a turned box grows along its own sides, and the corner across stays", () => {
  const turned = { ...BOX, x: 50, rotation: 90 };
  const grown = drag("se", 0, 10, turned);
  expect(rounded(grown)).toEqual({ ...turned, width: 35 });

  const shrunk = drag("nw", 3, 7, turned);
  const [, , acrossBefore] = cornersOf({ kind: "box", ...turned }, SIZE);
  const [, , acrossAfter] = cornersOf({ kind: "box", ...shrunk }, SIZE);
  expect(acrossAfter?.[0]).toBeCloseTo(acrossBefore?.[0] ?? 0);
  expect(acrossAfter?.[1]).toBeCloseTo(acrossBefore?.[1] ?? 0);
});

test("turning keeps the middle and the sides", () => {
  const turned = turnBox(BOX, 30, SIZE);
  expect([turned.width, turned.height, turned.rotation]).toEqual([30, 40, 30]);
  const middle = (box: FrameBox) => {
    const corners = cornersOf({ kind: "box", ...box }, SIZE);
    return [0, 1].map((axis) => ((corners[0]?.[axis] ?? 0) + (corners[2]?.[axis] ?? 0)) / 2);
  };
  expect(middle(turned)[0]).toBeCloseTo(middle(BOX)[0] ?? 0);
  expect(middle(turned)[1]).toBeCloseTo(middle(BOX)[1] ?? 0);
  expect(rounded(turnBox(turned, -30, SIZE))).toEqual(BOX);
  expect(turnBox({ ...BOX, rotation: 170 }, 20, SIZE).rotation).toBe(-170);
});

test("the handle to turn follows the pointer about the middle", () => {
  // The middle is at 50, 40: from right of it to below it.
  const turned = dragBox(BOX, "turn", { from: [90, 40], to: [50, 90], size: SIZE });
  expect(turned.rotation).toBe(90);
});

test("a new box is drawn in any direction and cut to the picture", () => {
  expect(boxBetween([120, 80], [-10, 20], SIZE)).toEqual({
    x: 0,
    y: 20,
    width: 60,
    height: 60,
    rotation: 0,
  });
});

test("only what differs is changed", () => {
  expect(changedMeasures(BOX, { ...BOX, x: 11, y: 20 + 1e-12 })).toEqual({ x: 11 });
});
