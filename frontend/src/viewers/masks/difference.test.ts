import { expect, test } from "vitest";
import type { ShownRegion } from "../shown-regions";
import { maskAtHand, pairOf, rivalsOf, type ShownMask } from "./difference";
import { hitMasks, rememberRunLength } from "./read-masks";

const shownMask = (answer: string, runs: number[], width = 10): ShownMask => {
  const mask = { width, height: 10, runs: Uint32Array.from(runs) };
  const rle: number[] = [];
  rememberRunLength(rle, mask);
  const item = { value: { rle }, original_width: width, original_height: 10 };
  return {
    mask,
    shown: {
      ref: `${answer} ${runs.join()}`,
      answer: { key: answer },
      geometry: { kind: "mask", format: "rle", rle },
      region: { item },
    } as unknown as ShownRegion,
  };
};

const mine = shownMask("a", [0, 10]);
const alike = shownMask("b", [0, 8]);
const apart = shownMask("c", [90, 100]);
const otherSize = shownMask("c", [0, 10], 11);

test("rivals are masks of others of the same size, the most alike first", () => {
  const rivals = rivalsOf(mine, [mine, shownMask("a", [1, 2]), apart, otherSize, alike]);
  expect(rivals).toEqual([alike, apart]);
});

test("a pair says how far two masks are apart", () => {
  expect(pairOf(mine, alike)).toMatchObject({ overlap: 0.8, onlyLeft: 2, onlyRight: 0 });
});

test("the selected mask is at hand, else one of the answer at hand, else any", () => {
  const all = [apart, alike, mine];
  expect(maskAtHand(all, alike.shown.ref, "a")).toBe(alike);
  expect(maskAtHand(all, null, "a")).toBe(mine);
  expect(maskAtHand(all, null, null)).toBe(apart);
  expect(maskAtHand([], null, "a")).toBeNull();
});

test("a click finds the masks under it, those of the answer at hand first", () => {
  const regions = [alike, mine, apart].map(({ shown }) => shown);
  const hit = (x: number, y: number) =>
    hitMasks(regions, { size: { width: 100, height: 100 }, point: [x, y], focus: "a" });
  expect(hit(5, 5)).toEqual([mine.shown, alike.shown]);
  expect(hit(95, 5)).toEqual([mine.shown]);
  expect(hit(5, 95)).toEqual([apart.shown]);
  expect(hit(5, 50)).toEqual([]);
});
