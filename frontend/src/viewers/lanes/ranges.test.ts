import { describe, expect, test } from "vitest";
import { changedEnds, dragRange, drawRange, hull, type RangeRules } from "./ranges";

const RULES: RangeRules = {
  extent: { start: 0, end: 10 },
  shortest: 0.1,
  snap: (value) => Math.round(value * 1_000) / 1_000,
};

describe("dragging", () => {
  test("an end leaves the other exactly as it was", () => {
    const range = { start: 1.23456789, end: 2.3456789 };
    expect(dragRange(range, "end", 0.50001, RULES)).toEqual({ start: 1.23456789, end: 2.846 });
    expect(dragRange(range, "start", -0.5, RULES)).toEqual({ start: 0.735, end: 2.3456789 });
  });

  test("an end stops before the other end and at the extent", () => {
    expect(dragRange({ start: 1, end: 2 }, "end", -5, RULES).end).toBe(1.1);
    expect(dragRange({ start: 1, end: 2 }, "start", 5, RULES).start).toBe(1.9);
    expect(dragRange({ start: 1, end: 2 }, "end", 50, RULES).end).toBe(10);
    expect(dragRange({ start: 1, end: 2 }, "start", -50, RULES).start).toBe(0);
  });

  test("the whole range keeps its length inside the extent", () => {
    expect(dragRange({ start: 1, end: 3 }, "whole", 2.5, RULES)).toEqual({ start: 3.5, end: 5.5 });
    expect(dragRange({ start: 1, end: 3 }, "whole", 50, RULES)).toEqual({ start: 8, end: 10 });
    expect(dragRange({ start: 1, end: 3 }, "whole", -50, RULES)).toEqual({ start: 0, end: 2 });
  });

  test("nothing moves without a distance, not even to a snapped value", () => {
    const range = { start: 1.23456789, end: 2 };
    expect(dragRange(range, "whole", 0, RULES)).toBe(range);
  });

  test("a range that sticks out may stay there, and a point in time stays a point", () => {
    expect(dragRange({ start: 9, end: 12 }, "start", 1, RULES)).toEqual({ start: 10, end: 12 });
    expect(dragRange({ start: 9, end: 12 }, "whole", 1, RULES)).toEqual({ start: 9, end: 12 });
    expect(dragRange({ start: 4, end: 4 }, "whole", 1, RULES)).toEqual({ start: 5, end: 5 });
  });
});

test("a range is drawn in either direction, cut to the extent, and not by a click", () => {
  expect(drawRange(3, 1, RULES)).toEqual({ start: 1, end: 3 });
  expect(drawRange(8, 14, RULES)).toEqual({ start: 8, end: 10 });
  expect(drawRange(3, 3.05, RULES)).toBeNull();
});

test("only the ends that differ are written", () => {
  expect(changedEnds({ start: 1, end: 2 }, { start: 1, end: 3 })).toEqual({ end: 3 });
  expect(changedEnds({ start: 1, end: 2 }, { start: 0, end: 2 })).toEqual({ start: 0 });
  expect(changedEnds({ start: 1, end: 2 }, { start: 1, end: 2 })).toEqual({});
});

test("the hull of nothing is nothing", () => {
  expect(hull([])).toBeNull();
  expect(
    hull([
      { start: 3, end: 4 },
      { start: -1, end: 2 },
    ]),
  ).toEqual({ start: -1, end: 4 });
});
