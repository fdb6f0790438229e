import { expect, test } from "vitest";
import { geometryOf } from "./read-geometry";

const read = (value: Record<string, unknown>) => geometryOf({ value });

test.each([
  [{ start: 1, end: 4, text: "abc", labels: ["A"] }, "span"],
  [{ x: 1, y: 2, width: 3, height: 4, rotation: 5 }, "box"],
  [{ x: 1, y: 2, radiusX: 3, radiusY: 4, rotation: 5 }, "ellipse"],
  [{ x: 1, y: 2, width: 0.5, keypointlabels: ["A"] }, "point"],
  [
    {
      points: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      closed: true,
    },
    "polygon",
  ],
  [{ vertices: [{ id: "a", x: 1, y: 2 }], closed: false }, "path"],
  [{ format: "rle", rle: [0, 0, 0, 8] }, "mask"],
  [{ imageDataURL: "data:image/png;base64,AA" }, "mask"],
  [{ start: 1.25, end: 4.5, channel: 0 }, "time"],
  [{ start: 1, end: 4, channel: 0 }, "time"],
  [{ start: "2020-01-01", end: "2020-01-02", instant: false }, "time"],
  [{ ranges: [{ start: 1, end: 5 }] }, "frames"],
  [{ sequence: [{ frame: 1, x: 1, y: 1, width: 1, height: 1 }] }, "track"],
  [{ start: "/p[1]/text()[1]", end: "/p[1]/text()[1]", startOffset: 0, endOffset: 4 }, "passage"],
])("%j is a %s", (value, kind) => {
  expect(read(value)?.kind).toBe(kind);
});

test("dates are milliseconds", () => {
  const value = { start: "2020-01-01T00:00:00Z", end: "2020-01-01T00:00:01Z", instant: false };

  expect(read(value)).toEqual({
    kind: "time",
    start: 1_577_836_800_000,
    end: 1_577_836_801_000,
    channel: null,
  });
});

test("a passage keeps where it lies in the rendered text", () => {
  const value = {
    start: "/p[1]/text()[1]",
    end: "/p[2]/text()[1]",
    startOffset: 3,
    endOffset: 4,
    globalOffsets: { start: 3, end: 20 },
  };

  expect(read(value)).toMatchObject({ globalStart: 3, globalEnd: 20 });
});

test.each([
  {},
  { x: "1", y: 2, width: 3, height: 4 },
  { x: Number.NaN, y: 2 },
  { points: [] },
  { points: [[1, "2"]] },
  { vertices: [{ x: 1 }] },
  { ranges: [{ start: 1 }] },
  { start: "soon", end: "later" },
  { choices: ["A"] },
])("%j lies nowhere", (value) => {
  expect(read(value)).toBeNull();
});
