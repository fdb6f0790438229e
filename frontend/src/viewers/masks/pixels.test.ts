import { expect, test } from "vitest";
import { maskOfPixels, repaint, samePixels } from "./pixels";
import type { Mask } from "./runs";

const mask = (...runs: number[]): Mask => ({ width: 6, height: 1, runs: Uint32Array.from(runs) });

const RED = 0xff0000ff;
const EDGE = 0x400000ff;

test("pixels that stay painted keep their value, new ones get the ink of the mask", () => {
  const current = Uint32Array.from([0, EDGE, RED, 0, 0, 0]);
  const pixels = repaint(mask(1, 5), { rule: "alpha", current, original: null });
  expect([...pixels]).toEqual([0, EDGE, RED, RED, RED, 0]);
});

test("what was erased and painted again is as it was at first", () => {
  const original = Uint32Array.from([0, EDGE, RED, 0, 0x00123456, 0]);
  const erased = repaint(mask(2, 3), { rule: "alpha", current: original, original });
  expect([...erased]).toEqual([0, 0, RED, 0, 0x00123456, 0]);

  const again = repaint(mask(1, 3), { rule: "alpha", current: erased, original });
  expect(samePixels(again, original)).toBe(true);
});

test("in a picture without transparency black is erased and the rest is painted", () => {
  const current = Uint32Array.from([
    0xff000000, 0xff00ff00, 0xff000000, 0xff000000, 0xff0000fe, 0xff000000,
  ]);
  expect([...maskOfPixels(current, "colour", 6, 1).runs]).toEqual([1, 2, 4, 5]);
  const pixels = repaint(mask(1, 3), { rule: "colour", current, original: null });
  expect([...pixels]).toEqual([
    0xff000000, 0xff00ff00, 0xff00ff00, 0xff000000, 0xff000000, 0xff000000,
  ]);
});

test("an empty mask takes the ink that it is given", () => {
  const current = new Uint32Array(6);
  const pixels = repaint(mask(0, 1), { rule: "alpha", current, original: null, ink: 0xff000000 });
  expect([...pixels]).toEqual([0xff000000, 0, 0, 0, 0, 0]);
  expect([...maskOfPixels(pixels, "alpha", 6, 1).runs]).toEqual([0, 1]);
});
