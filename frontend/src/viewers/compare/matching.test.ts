import { describe, expect, test } from "vitest";
import { bestMatching, type Candidate, greedyMatching } from "./matching";

const candidate = (left: string, right: string, overlap: number) => ({ left, right, overlap });

const sum = (pairs: readonly Candidate<string>[]) =>
  pairs.reduce((total, { overlap }) => total + overlap, 0);

/** The largest sum there is, by trying everything. */
function bestSum(candidates: readonly Candidate<string>[]): number {
  const [first, ...rest] = candidates;
  if (first === undefined) return 0;
  const compatible = rest.filter(({ left, right }) => left !== first.left && right !== first.right);
  return Math.max(bestSum(rest), first.overlap + bestSum(compatible));
}

describe("matching", () => {
  test("gives up the best pair where two others together are better", () => {
    const candidates = [
      candidate("a", "x", 0.9),
      candidate("a", "y", 0.8),
      candidate("b", "x", 0.8),
    ];
    expect(sum(bestMatching(candidates))).toBeCloseTo(1.6);
    expect(greedyMatching(candidates)).toEqual([candidates[0]]);
  });

  test("uses each side once", () => {
    const candidates = ["a", "b", "c"].flatMap((left, row) =>
      ["x", "y"].map((right, column) => candidate(left, right, 0.5 + row * 0.1 + column * 0.05)),
    );
    const pairs = bestMatching(candidates);
    expect(new Set(pairs.map(({ left }) => left)).size).toBe(2);
    expect(new Set(pairs.map(({ right }) => right)).size).toBe(2);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("has the largest sum there is (%i)", (seed) => {
    let state = seed * 7_919;
    const random = () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state / 2_147_483_648;
    };
    const candidates = Array.from({ length: 12 }, () =>
      candidate(`l${Math.floor(random() * 5)}`, `r${Math.floor(random() * 4)}`, 0.5 + random() / 2),
    ).filter(
      (each, at, all) =>
        all.findIndex(({ left, right }) => left === each.left && right === each.right) === at,
    );
    expect(sum(bestMatching(candidates))).toBeCloseTo(bestSum(candidates));
  });

  test("of nothing is nothing", () => {
    expect(bestMatching([])).toEqual([]);
  });
});
