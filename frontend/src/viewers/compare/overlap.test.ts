import { describe, expect, test } from "vitest";
import type { PictureSize } from "../geometry";
import { encodePixels } from "../masks/rle";
import type { Geometry } from "../types";
import { overlapOf, shapeOf } from "./overlap";

const WIDE: PictureSize = { width: 200, height: 100 };

const overlap = (
  left: Geometry,
  right: Geometry,
  { size = WIDE, layers = ["", ""], frames = 0 } = {},
) => {
  const [first = "", other = ""] = layers;
  return overlapOf(
    shapeOf({ geometry: left, size, layer: first, frames }),
    shapeOf({ geometry: right, size, layer: other, frames }),
  );
};

const box = (x: number, y: number, width: number, height: number, rotation = 0): Geometry => ({
  kind: "box",
  x,
  y,
  width,
  height,
  rotation,
});

const polygon = (...points: (readonly [number, number])[]): Geometry => ({
  kind: "polygon",
  points,
  closed: true,
});

const point = (x: number, y: number): Geometry => ({ kind: "point", x, y, width: 1 });

const passage = (start: string, end: string, offsets: number[], page?: number[]): Geometry => ({
  kind: "passage",
  start,
  end,
  startOffset: offsets[0] ?? 0,
  endOffset: offsets[1] ?? 0,
  globalStart: page?.[0] ?? null,
  globalEnd: page?.[1] ?? null,
});

const mask = (...painted: number[]): Geometry => {
  const pixels = new Uint32Array(32);
  for (const at of painted) pixels[at] = 0xffffffff;
  return { kind: "mask", format: "rle", rle: encodePixels(pixels) };
};

describe("overlap", () => {
  test("of areas does not depend on how they are drawn", () => {
    const drawn = polygon([10, 10], [30, 10], [30, 30], [10, 30]);
    expect(overlap(drawn, box(10, 10, 20, 20))).toBeCloseTo(1);
    expect(overlap(drawn, box(20, 10, 20, 20))).toBeCloseTo(1 / 3);
    expect(overlap(box(20, 10, 20, 20), box(10, 10, 20, 20))).toBeCloseTo(1 / 3);
    const ellipse: Geometry = {
      kind: "ellipse",
      x: 20,
      y: 20,
      radiusX: 10,
      radiusY: 10,
      rotation: 0,
    };
    expect(overlap(ellipse, drawn)).toBeCloseTo(Math.PI / 4, 2);
    expect(overlap(ellipse, { ...ellipse, rotation: 0 })).toBeCloseTo(1);
  });

  test("of points falls with their distance in the picture, not in percent", () => {
    expect(overlap(point(50, 50), point(50, 50))).toBe(1);
    // One percent of 200 pixels across is two pixels, the limit; as much of 100 down is one.
    expect(overlap(point(50, 50), point(51, 50))).toBeCloseTo(0.5);
    expect(overlap(point(50, 50), point(50, 51))).toBeCloseTo(0.75);
    expect(overlap(point(50, 50), point(53, 50))).toBeLessThan(0.5);
    expect(overlap(point(50, 50), point(65, 50))).toBe(0);
    expect(overlap(point(50, 50), box(49, 49, 2, 2))).toBe(0);
  });

  test("of lines is that of their course, whatever their vertices", () => {
    const line = (...points: (readonly [number, number])[]): Geometry => ({
      kind: "path",
      vertices: points.map(([x, y], id) => ({ id: String(id), x, y })),
      closed: false,
    });
    const straight = line([0, 50], [100, 50]);
    expect(overlap(straight, line([0, 50], [20, 50], [100, 50]))).toBeGreaterThan(0.9);
    expect(overlap(straight, line([0, 50], [50, 90], [100, 50]))).toBeLessThan(0.5);
    expect(overlap(straight, line([0, 50], [20, 50]))).toBeLessThan(0.5);
  });

  test("of masks counts pixels, also with a box that cannot be compared", () => {
    const size = { width: 8, height: 4 };
    expect(overlap(mask(0, 1, 2), mask(1, 2, 3), { size })).toBeCloseTo(2 / 4);
    expect(overlap(mask(), mask(), { size })).toBe(1);
    expect(overlap(mask(0), box(0, 0, 100, 100), { size })).toBe(0);
    expect(overlap(mask(0), mask(0), { size: WIDE })).toBe(0);
  });

  test("of times heeds the channel, of pictures the layer", () => {
    const time = (start: number, end: number, channel: number | null): Geometry => ({
      kind: "time",
      start,
      end,
      channel,
    });
    expect(overlap(time(0, 2, 0), time(1, 2, null))).toBeCloseTo(0.5);
    expect(overlap(time(0, 2, 1), time(0, 2, 0))).toBe(0);
    expect(overlap(box(0, 0, 9, 9), box(0, 0, 9, 9), { layers: ["0", "1"] })).toBe(0);
  });

  test("of ranges of frames counts both their ends", () => {
    const frames = (...ranges: { start: number; end: number }[]): Geometry => ({
      kind: "frames",
      ranges,
    });
    expect(
      overlap(frames({ start: 1, end: 10 }), frames({ start: 6, end: 10 }, { start: 11, end: 15 })),
    ).toBeCloseTo(5 / 15);
  });

  test("of passages goes by the page, else by the paragraphs, else by the node", () => {
    const long = passage("/p[1]/text()[1]", "/p[2]/text()[1]", [4, 6], [4, 40]);
    const short = passage("/p[1]/text()[1]", "/p[1]/text()[1]", [4, 22], [4, 22]);
    expect(overlap(long, short)).toBeCloseTo(18 / 36);
    expect(overlap(passage("0", "1", [5, 2]), passage("0", "0", [5, 10]))).toBeGreaterThan(0);
    expect(overlap(passage("0", "0", [5, 10]), passage("1", "1", [5, 10]))).toBe(0);
    expect(overlap(passage("/p/text()", "/p/text()", [0, 4]), long)).toBe(0);
  });

  test("of moving boxes is that of their frames", () => {
    const track = (x: number): Geometry => ({
      kind: "track",
      sequence: [{ frame: 1, x, y: 0, width: 10, height: 10, rotation: 0, enabled: true }],
    });
    expect(overlap(track(0), track(5), { frames: 20 })).toBeCloseTo(1 / 3);
  });

  test("of what has no extent is nothing", () => {
    expect(overlap(polygon(), polygon([0, 0], [1, 1], [2, 0]))).toBe(0);
    expect(overlap({ kind: "track", sequence: [] }, { kind: "track", sequence: [] })).toBe(1);
  });
});
