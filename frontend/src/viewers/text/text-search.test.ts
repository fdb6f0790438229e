import { expect, test } from "vitest";
import { findAll, firstHitFrom, MOST_HITS } from "./text-search";

const plain = { matchCase: false };
const found = (text: string, query: string, options = plain) =>
  findAll(text, query, options).map(({ start, end }) => text.slice(start, end));

test("finds every place, whatever the case, unless asked otherwise", () => {
  expect(findAll("Bob met bob", "BOB", plain)).toEqual([
    { start: 0, end: 3 },
    { start: 8, end: 11 },
  ]);
  expect(found("Bob met bob", "bob", { matchCase: true })).toEqual(["bob"]);
});

test("takes signs as signs, not as a pattern", () => {
  expect(found("a.b a+b (a|b) [x]", ".")).toEqual(["."]);
  expect(found("a.b a+b (a|b) [x]", "(a|b)")).toEqual(["(a|b)"]);
  expect(found("x-1/2\\3", "-1/2\\3")).toEqual(["-1/2\\3"]);
});

test("finds words across line breaks and beside wide characters", () => {
  expect(found("met\n  Bob", "met bob")).toEqual(["met\n  Bob"]);
  expect(findAll("😀 İstanbul bob", "bob", plain)).toEqual([{ start: 12, end: 15 }]);
  expect(found("Żaneta żANETA", "żaneta")).toHaveLength(2);
});

test("finds nothing for blanks, and stops at many", () => {
  expect(findAll("a b", "  ", plain)).toEqual([]);
  expect(findAll("a".repeat(MOST_HITS + 10), "a", plain)).toHaveLength(MOST_HITS);
});

test("200,000 characters are searched in a moment", () => {
  const text = "Lorem ipsum dolor sit amet ".repeat(7_500);
  const started = performance.now();

  expect(findAll(text, "dolor sit", plain)).toHaveLength(MOST_HITS);
  expect(performance.now() - started).toBeLessThan(500);
});

test("begins with the first hit after a place", () => {
  const hits = findAll("a b a b a", "a", plain);

  expect(firstHitFrom(hits, 1)).toBe(1);
  expect(firstHitFrom(hits, 9)).toBe(0);
});
