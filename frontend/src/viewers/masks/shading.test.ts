import { expect, test } from "vitest";
import { boundsOfMask, type Mask } from "./runs";
import { type Cells, type MaskLook, shade, toCells } from "./shading";

const LOOK: MaskLook = { colour: "#ff0000", pattern: null, standing: null, emphasis: "plain" };
const RED = [255, 0, 0] as const;

function rectangle(width: number, height: number, canvas = 100): Mask {
  const runs = Array.from({ length: height }, (_value, row) => [
    row * canvas,
    row * canvas + width,
  ]);
  return { width: canvas, height: canvas, runs: Uint32Array.from(runs.flat()) };
}

function cellsOf(mask: Mask): Cells {
  const bounds = boundsOfMask(mask);
  if (bounds === null) throw new Error("an empty mask");
  return toCells(mask, bounds);
}

const alphas = (cells: Cells, look: MaskLook, grain = 1) => {
  const data = shade(cells, look, RED, grain);
  return Array.from({ length: data.length / 4 }, (_value, at) => data[at * 4 + 3] ?? 0);
};

test("the edge is strong, the inside is light, and nothing is drawn outside", () => {
  const mask = rectangle(5, 4);
  const cut: Mask = { ...mask, runs: Uint32Array.from([0, 5, 100, 105, 200, 205, 300, 303]) };
  const drawn = alphas(cellsOf(cut), LOOK);
  expect(drawn.slice(0, 5)).toEqual([255, 255, 255, 255, 255]);
  expect(drawn[6]).toBeLessThan(255);
  expect(drawn[6]).toBeGreaterThan(0);
  expect(drawn.slice(18)).toEqual([0, 0]);
});

test("each author has another pattern", () => {
  const cells = cellsOf(rectangle(60, 60));
  const looks = [0, 1, 2, 3, 4, 5].map((pattern) => alphas(cells, { ...LOOK, pattern }).join());
  expect(new Set(looks).size).toBe(6);
});

test("the edge tells agreeing, differing and lonely masks apart", () => {
  const cells = cellsOf(rectangle(80, 80));
  const inked = (standing: MaskLook["standing"]) =>
    alphas(cells, { ...LOOK, standing }).filter((alpha) => alpha === 255).length;
  expect(inked("agreeing")).toBe(80 * 4 - 4);
  expect(inked("disagreeing")).toBeLessThan(inked("agreeing"));
  expect(inked("missing")).toBeLessThan(inked("disagreeing"));
});

test("a selected mask has a white rim inside its edge", () => {
  const cells = cellsOf(rectangle(30, 30));
  const data = shade(cells, { ...LOOK, emphasis: "selected" }, RED, 1);
  expect([...data.slice(0, 4)]).toEqual([255, 255, 255, 255]);
  const second = (30 + 1) * 4;
  expect([...data.slice(second, second + 4)]).toEqual([255, 0, 0, 255]);
});

test("large masks are drawn coarser, and whole", () => {
  const mask: Mask = { width: 4_000, height: 3_000, runs: Uint32Array.from([0, 12_000_000]) };
  const cells = cellsOf(mask);
  expect(cells.columns * cells.rows).toBeLessThanOrEqual(1_500_000);
  expect(cells.columns * cells.step).toBeGreaterThanOrEqual(4_000);
  expect(cells.painted.every((cell) => cell === 1)).toBe(true);
});
