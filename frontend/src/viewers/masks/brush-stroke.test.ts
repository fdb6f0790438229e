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

test("every pixel whose middle is near enough to the line is painted, and no other", () => {
  let seed = 9;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed / 2 ** 32) * 50 - 5;
  };
  const size = { width: 40, height: 30 };
  for (let round = 0; round < 40; round += 1) {
    const [from, to] = [
      [random(), random()],
      [random(), random()],
    ] as const;
    const radius = Math.abs(random()) / 3 + 0.75;
    const bitmap = toBitmap(strokeMask([from, to], radius * 2, size));
    for (let at = 0; at < bitmap.length; at += 1) {
      const away = distanceToLine((at % 40) + 0.5, Math.floor(at / 40) + 0.5, from, to);
      if (Math.abs(away - radius) > 1e-6) expect(bitmap[at]).toBe(Number(away < radius));
    }
  }
});

function distanceToLine(x: number, y: number, from: readonly number[], to: readonly number[]) {
  const [ax = 0, ay = 0] = from;
  const [bx = 0, by = 0] = to;
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay));
}
