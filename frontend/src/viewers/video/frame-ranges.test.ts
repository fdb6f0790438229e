import { describe, expect, test } from "vitest";
import type { Result } from "../types";
import { removeRange, setRange, shiftRange, stretchesOfRanges } from "./frame-ranges";

const RESULT: Result = [
  {
    id: "t",
    type: "timelinelabels",
    from_name: "scenes",
    to_name: "video",
    value: {
      ranges: [
        { start: 3, end: 9, note: "kept" },
        { start: 20, end: 25 },
      ],
      timelinelabels: ["Run"],
    },
  },
];

describe("shifting a range", () => {
  const range = { start: 3, end: 9 };

  test.each([
    ["start", -1, { start: 2, end: 9 }],
    ["start", 99, { start: 9, end: 9 }],
    ["start", -99, { start: 1, end: 9 }],
    ["end", 4, { start: 3, end: 13 }],
    ["end", 99, { start: 3, end: 30 }],
    ["end", -99, { start: 3, end: 3 }],
    ["both", 5, { start: 8, end: 14 }],
    ["both", 99, { start: 24, end: 30 }],
    ["both", -99, { start: 1, end: 7 }],
  ] as const)("its %s by %d", (edge, by, expected) => {
    expect(shiftRange(range, edge, by, 30)).toEqual(expected);
  });

  test("one that is stored from its end to its start stays so", () => {
    expect(shiftRange({ start: 9, end: 3 }, "end", 1, 30)).toEqual({ start: 10, end: 3 });
    expect(stretchesOfRanges([{ start: 9, end: 3 }])).toEqual([{ start: 3, end: 9 }]);
  });

  test("one that stuck out of the video is not cut", () => {
    expect(shiftRange({ start: 0, end: 50 }, "start", 2, 30)).toEqual({ start: 2, end: 50 });
  });
});

test("setting one range leaves its other keys and the other ranges alone", () => {
  const edited = setRange("id:t", 0, { start: 4, end: 9 })(RESULT, RESULT);
  expect(edited[0]?.value).toEqual({
    ranges: [
      { start: 4, end: 9, note: "kept" },
      { start: 20, end: 25 },
    ],
    timelinelabels: ["Run"],
  });
  expect(setRange("id:t", 1, { start: 20, end: 25 })(RESULT, RESULT)).toBe(RESULT);
  expect(setRange("id:t", 7, { start: 1, end: 2 })(RESULT, RESULT)).toBe(RESULT);
});

test("a range can be removed, but not the last one", () => {
  const edited = removeRange("id:t", 0)(RESULT, RESULT);
  expect(edited[0]?.value?.["ranges"]).toEqual([{ start: 20, end: 25 }]);
  expect(removeRange("id:t", 0)(edited, RESULT)).toBe(edited);
});
