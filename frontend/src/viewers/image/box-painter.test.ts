import { expect, test } from "vitest";
import { type Brush, hitBoxes, type PaintedBox, paintBoxes } from "./box-painter";

const size = { width: 200, height: 100 };

const box = (ref: string, x: number, y: number, more: Partial<PaintedBox> = {}): PaintedBox => ({
  ref,
  box: { kind: "box", x, y, width: 10, height: 20, rotation: 0 },
  colour: "#111111",
  title: ref,
  standing: null,
  inFront: true,
  lane: 0,
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

  paintBoxes(brush, [box("a", 10, 50)], { size, scale: 1 });

  expect(strokes[0]?.shapes).toEqual([[20, 50, 20, 20]]);
});

test("boxes that look alike are one stroke, however many they are", () => {
  const { brush, strokes } = fakeBrush();
  const many = Array.from({ length: 3_000 }, (_value, at) =>
    box(`b${at}`, at % 90, 0, { colour: at % 3 === 0 ? "#111111" : "#222222" }),
  );

  paintBoxes(brush, many, { size, scale: 1 });

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

  paintBoxes(brush, boxes, { size, scale: 2 });

  expect(strokes.map(({ dash }) => dash)).toEqual([[], [4, 2.5], [1, 2]]);
});

test("a turned box is turned about its own corner, clockwise", () => {
  const { brush, strokes } = fakeBrush();
  const turned = box("a", 50, 0);

  paintBoxes(brush, [{ ...turned, box: { ...turned.box, rotation: 90 } }], { size, scale: 1 });

  const corners = strokes[0]?.shapes.map((corner) => corner.map((side) => Math.round(side)));
  expect(corners).toEqual([
    [100, 0],
    [100, 20],
    [80, 20],
    [80, 0],
  ]);
});

test("the answer in front is hit first, then the smallest box", () => {
  const large = box("large", 0, 0);
  const boxes = [
    { ...large, box: { ...large.box, width: 90, height: 90 } },
    box("small", 5, 5),
    box("other", 5, 5, { inFront: false }),
    box("elsewhere", 60, 60),
  ];

  expect(hitBoxes(boxes, size, [16, 8]).map(({ ref }) => ref)).toEqual(["small", "large", "other"]);
});
