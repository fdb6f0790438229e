import { expect, test } from "vitest";
import { linesOf, shapeBounds } from "./outline";

const size = { width: 200, height: 100 };

test("an ellipse is turned about its centre", () => {
  const ellipse = { kind: "ellipse", x: 50, y: 50, radiusX: 20, radiusY: 10 } as const;

  const upright = shapeBounds({ ...ellipse, rotation: 90 }, size);

  expect(upright.left).toBeCloseTo(90);
  expect(upright.bottom).toBeCloseTo(90);
});

test("a path without names goes from vertex to vertex", () => {
  const vertices = [
    { x: 0, y: 0 },
    { x: 50, y: 0 },
    { x: 50, y: 50 },
  ];

  expect(linesOf({ kind: "path", vertices, closed: false }, size)).toEqual([
    {
      closed: false,
      points: [
        [0, 0],
        [100, 0],
        [100, 50],
      ],
    },
  ]);
});

test("a path that branches has a line for each branch", () => {
  const vertices = [
    { id: "a", x: 0, y: 0, prevPointId: null },
    { id: "b", x: 50, y: 0, prevPointId: "a" },
    { id: "c", x: 100, y: 0, prevPointId: "b" },
    { id: "d", x: 50, y: 100, prevPointId: "b" },
  ];

  const lines = linesOf({ kind: "path", vertices, closed: false }, size);

  expect(lines.map(({ points }) => points)).toEqual([
    [
      [0, 0],
      [100, 0],
      [200, 0],
    ],
    [
      [100, 0],
      [100, 100],
    ],
  ]);
});

test("a curve goes where its control points pull it", () => {
  const vertices = [
    { id: "a", x: 0, y: 50, isBezier: true, controlPoint2: { x: 0, y: 0 } },
    {
      id: "b",
      x: 100,
      y: 50,
      prevPointId: "a",
      isBezier: true,
      controlPoint1: { x: 100, y: 0 },
    },
  ];

  const [line] = linesOf({ kind: "path", vertices, closed: false }, size);

  expect(line?.points.at(10)).toEqual([100, 12.5]);
  expect(line?.points.at(-1)).toEqual([200, 50]);
});
