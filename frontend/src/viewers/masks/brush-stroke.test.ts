import { expect, test } from "vitest";
import { strokeMask } from "./brush-stroke";
import { areaOfMask, type Mask, toBitmap } from "./runs";

function letters(mask: Mask): string[] {
  const text = [...toBitmap(mask)].map((value) => (value === 1 ? "#" : ".")).join("");
  return text.match(new RegExp(`.{${mask.width}}`, "g")) ?? [];
}

test("a dab is a disc about the point", () => {
  expect(letters(strokeMask([[3.5, 2.5]], 4.1, { width: 7, height: 5 }))).toEqual([
    "...#...",
    "..###..",
    ".#####.",
    "..###..",
    "...#...",
  ]);
  const large = strokeMask([[50, 50]], 60, { width: 100, height: 100 });
  expect(areaOfMask(large)).toBeCloseTo(Math.PI * 900, -2);
});

test("a stroke has no gaps, however far its points are apart", () => {
  const stroke = strokeMask(
    [
      [1.5, 1.5],
      [9.5, 1.5],
      [9.5, 4.5],
    ],
    1,
    { width: 11, height: 6 },
  );
  expect(letters(stroke)).toEqual([
    "...........",
    ".#########.",
    ".........#.",
    ".........#.",
    ".........#.",
    "...........",
  ]);
});

test("what is beside the picture is left out, also when nothing is inside", () => {
  expect(letters(strokeMask([[0, 0]], 3.2, { width: 3, height: 3 }))).toEqual([
    "##.",
    "#..",
    "...",
  ]);
  expect(strokeMask([[-20, 1]], 3, { width: 3, height: 3 }).runs).toHaveLength(0);
  expect(strokeMask([], 3, { width: 3, height: 3 }).runs).toHaveLength(0);
});

test("the smallest brush paints the pixel that it points at", () => {
  expect([...strokeMask([[1.99, 1.01]], 1, { width: 3, height: 3 }).runs]).toEqual([4, 5]);
});
