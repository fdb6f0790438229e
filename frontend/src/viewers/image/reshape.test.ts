import { describe, expect, test } from "vitest";
import { cornersOf } from "../geometry";
import type { BoxGeometry, PathGeometry, PolygonGeometry } from "../types";
import {
  insertPoint,
  limitMove,
  movePatch,
  movePoint,
  patched,
  removePoint,
  resizePatch,
  turnPatch,
} from "./reshape";

const size = { width: 200, height: 100 };

const box: BoxGeometry = { kind: "box", x: 10, y: 10, width: 20, height: 20, rotation: 0 };

const triangle: PolygonGeometry = {
  kind: "polygon",
  points: [
    [10, 10],
    [30, 10],
    [30, 40],
  ],
  closed: true,
};

const road: PathGeometry = {
  kind: "path",
  vertices: [
    { id: "a", x: 10, y: 10, prevPointId: null, isBezier: false, note: "kept" },
    {
      id: "b",
      x: 20,
      y: 10,
      prevPointId: "a",
      isBezier: true,
      controlPoint1: { x: 15, y: 5, locked: true },
      controlPoint2: { x: 25, y: 15 },
    },
    { id: "c", x: 30, y: 10, prevPointId: "b", isBezier: false },
  ],
  closed: false,
};

describe("moving", () => {
  test("writes only what moved", () => {
    expect(movePatch(box, [5, 0])).toEqual({ x: 15 });
  });

  test("takes control points along and keeps what it does not know", () => {
    const { vertices } = movePatch(road, [1, 2]) as { vertices: unknown[] };

    expect(vertices[0]).toEqual({ ...road.vertices[0], x: 11, y: 12 });
    expect(vertices[1]).toMatchObject({
      controlPoint1: { x: 16, y: 7, locked: true },
      controlPoint2: { x: 26, y: 17 },
    });
  });

  test("ends at the borders of the picture for all that is moved together", () => {
    expect(limitMove([box, triangle], size, [90, -30])).toEqual([70, -10]);
  });

  test("does not push a shape that sticks out further in or out", () => {
    const out: BoxGeometry = { ...box, x: -5 };

    expect(limitMove([out], size, [-1, 0])).toEqual([0, 0]);
    expect(limitMove([out], size, [3, 0])).toEqual([3, 0]);
  });
});

describe("resizing", () => {
  test("keeps the top left corner of a polygon", () => {
    expect(resizePatch(triangle, size, [20, 0])).toEqual({
      points: [
        [10, 10],
        [50, 10],
        [50, 40],
      ],
    });
  });

  test("leaves a side of a box that is not concerned alone", () => {
    expect(resizePatch(box, size, [0, -5])).toEqual({ height: 15 });
  });

  test("never makes a shape vanish", () => {
    expect(resizePatch(box, size, [-50, 0])).toEqual({ width: 0.25 });
  });
});

test("a box turns about its middle, though the format turns it about its corner", () => {
  const middle = (shape: BoxGeometry) => {
    const corners = cornersOf(shape, size);
    return [0, 1].map((axis) => corners.reduce((sum, each) => sum + (each[axis] ?? 0), 0) / 4);
  };

  const turned = patched(box, turnPatch(box, size, 30));

  expect(turned.rotation).toBe(30);
  expect(middle(turned)[0]).toBeCloseTo(middle(box)[0] ?? 0);
  expect(middle(turned)[1]).toBeCloseTo(middle(box)[1] ?? 0);
});

describe("a single point", () => {
  test("moves alone, every other keeps its very numbers", () => {
    const { points } = movePoint(triangle, 1, [99, 1]) as { points: unknown[] };

    expect(points[1]).toEqual([99, 1]);
    expect(points[0]).toBe(triangle.points[0]);
  });

  test("is added between two of a path, which stay joined through it", () => {
    const { vertices } = insertPoint(road, 0, [15, 12], "new") as {
      vertices: Record<string, unknown>[];
    };

    expect(vertices.map(({ id, prevPointId }) => [id, prevPointId])).toEqual([
      ["a", null],
      ["new", "a"],
      ["b", "new"],
      ["c", "b"],
    ]);
  });

  test("is taken out of a path, which stays joined", () => {
    const { vertices } = removePoint(road, 1) as { vertices: Record<string, unknown>[] };

    expect(vertices.map(({ id, prevPointId }) => [id, prevPointId])).toEqual([
      ["a", null],
      ["c", "a"],
    ]);
  });

  test("stays when too few would be left", () => {
    expect(removePoint(triangle, 0)).toBeNull();
  });
});
