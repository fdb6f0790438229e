import { expect, test } from "vitest";
import type { ImageGeometry } from "./outline";
import { type Brush, hitShapes, type PaintedShape, paintShapes } from "./painter";

const size = { width: 200, height: 100 };

const box = (
  ref: string,
  x: number,
  y: number,
  more: Partial<PaintedShape> = {},
): PaintedShape => ({
  ref,
  shape: { kind: "box", x, y, width: 10, height: 20, rotation: 0 },
  colour: "#111111",
  title: ref,
  standing: null,
  inFront: true,
  ...more,
});

/** Writes down what is drawn. */
function fakeBrush() {
  const strokes: { style: unknown; dash: number[]; shapes: number[][] }[] = [];
  let shapes: number[][] = [];
  let dash: number[] = [];
  const brush: Brush = {
    strokeStyle: "",
    fillStyle: "",
    lineWidth: 1,
    globalAlpha: 1,
    beginPath: () => {
      shapes = [];
    },
    rect: (...corners) => shapes.push(corners),
    ellipse: (...round) => shapes.push(round.slice(0, 4) as number[]),
    moveTo: (...corner) => shapes.push(corner),
    lineTo: (...corner) => shapes.push(corner),
    closePath: () => {},
    fill: () => {},
    stroke: () => strokes.push({ style: brush.strokeStyle, dash, shapes }),
    setLineDash: (lengths) => {
      dash = [...lengths];
    },
  };
  return { brush, strokes };
}

test("percent become pixels of the picture", () => {
  const { brush, strokes } = fakeBrush();

  paintShapes(brush, [box("a", 10, 50)], { size, scale: 1 });

  expect(strokes[0]?.shapes).toEqual([[20, 50, 20, 20]]);
});

test("boxes that look alike are one stroke, however many they are", () => {
  const { brush, strokes } = fakeBrush();
  const many = Array.from({ length: 3_000 }, (_value, at) =>
    box(`b${at}`, at % 90, 0, { colour: at % 3 === 0 ? "#111111" : "#222222" }),
  );

  paintShapes(brush, many, { size, scale: 1 });

  expect(strokes).toHaveLength(2);
  expect(strokes.reduce((sum, { shapes }) => sum + shapes.length, 0)).toBe(3_000);
});

test("agreeing, differing and lonely boxes have different lines, as wide at every zoom", () => {
  const { brush, strokes } = fakeBrush();
  const boxes = [
    box("a", 0, 0, { standing: "agreeing" }),
    box("b", 0, 0, { standing: "disagreeing" }),
    box("c", 0, 0, { standing: "missing" }),
  ];

  paintShapes(brush, boxes, { size, scale: 2 });

  expect(strokes.map(({ dash }) => dash)).toEqual([[], [4, 2.5], [1, 2]]);
});

test("a turned box is turned about its own corner, clockwise", () => {
  const { brush, strokes } = fakeBrush();
  const turned = box("a", 50, 0);

  paintShapes(brush, [{ ...turned, shape: { ...turned.shape, rotation: 90 } as ImageGeometry }], {
    size,
    scale: 1,
  });

  const corners = strokes[0]?.shapes.map((corner) => corner.map((side) => Math.round(side)));
  expect(corners).toEqual([
    [100, 0],
    [100, 20],
    [80, 20],
    [80, 0],
  ]);
});

const paint = (shape: ImageGeometry, scale = 1) => {
  const { brush, strokes } = fakeBrush();
  paintShapes(brush, [{ ...box("a", 0, 0), shape }], { size, scale });
  return strokes[0]?.shapes;
};

test("an ellipse has its radii in percent of both sides", () => {
  const ellipse = { x: 50, y: 50, radiusX: 10, radiusY: 20, rotation: 0 };

  expect(paint({ kind: "ellipse", ...ellipse })?.at(-1)).toEqual([100, 50, 20, 20]);
});

test("a point is as large at every zoom", () => {
  const [, , radius] = paint({ kind: "point", x: 50, y: 50, width: 1 }, 5)?.at(-1) ?? [];

  expect(radius).toBe(1);
});

test("a polygon is drawn through its points", () => {
  const points = [
    [0, 0],
    [50, 0],
    [0, 100],
  ] as const;

  expect(paint({ kind: "polygon", points, closed: true })).toEqual([
    [0, 0],
    [100, 0],
    [0, 100],
  ]);
});

const hit = (shapes: readonly PaintedShape[], x: number, y: number) =>
  hitShapes(shapes, [x, y], { size, scale: 1 }).map(({ ref }) => ref);

test("the answer in front is hit first, then the smallest shape", () => {
  const large: ImageGeometry = { kind: "box", x: 0, y: 0, width: 90, height: 90, rotation: 0 };
  const shapes = [
    { ...box("large", 0, 0), shape: large },
    box("small", 5, 5),
    box("other", 5, 5, { inFront: false }),
    box("elsewhere", 60, 60),
  ];

  expect(hit(shapes, 16, 8)).toEqual(["small", "large", "other"]);
});

test("an ellipse is hit inside, not in the corners around it", () => {
  const shape = { kind: "ellipse", x: 50, y: 50, radiusX: 10, radiusY: 20, rotation: 0 } as const;
  const round = [{ ...box("e", 0, 0), shape }];

  expect(hit(round, 112, 60)).toEqual(["e"]);
  expect(hit(round, 117, 67)).toEqual([]);
});

test("a polygon is hit inside and not in its bay", () => {
  const points = [
    [0, 0],
    [50, 0],
    [50, 100],
    [25, 20],
    [0, 100],
  ] as const;
  const bay = [{ ...box("p", 0, 0), shape: { kind: "polygon", points, closed: true } as const }];

  expect(hit(bay, 10, 50)).toEqual(["p"]);
  expect(hit(bay, 50, 70)).toEqual([]);
});

test("a line is hit beside it, and before the area that it crosses", () => {
  const vertices = [
    { x: 0, y: 50 },
    { x: 100, y: 50 },
  ];
  const shapes = [
    { ...box("area", 0, 0), shape: { ...box("b", 0, 0).shape, width: 100, height: 100 } as never },
    { ...box("line", 0, 0), shape: { kind: "path", vertices, closed: false } as const },
  ];

  expect(hit(shapes, 100, 53)).toEqual(["line", "area"]);
  expect(hit(shapes, 100, 60)).toEqual(["area"]);
});
