import { describe, expect, test } from "vitest";
import {
  boxAt,
  keyframeAt,
  keyframesOf,
  neighbour,
  placeAt,
  type Sequence,
  stretchesOf,
} from "./sequence";

const key = (frame: number, x: number, more: Record<string, unknown> = {}) => ({
  frame,
  x,
  y: 10,
  width: 20,
  height: 30,
  rotation: 0,
  enabled: true,
  time: frame / 24,
  ...more,
});

const MOVING: Sequence = [key(3, 0), key(13, 50, { rotation: 90 })];

describe("where the box is", () => {
  test("in a straight line between keyframes, turning on the way", () => {
    expect(boxAt(MOVING, 8)).toEqual({ x: 25, y: 10, width: 20, height: 30, rotation: 45 });
  });

  test("nowhere before the first keyframe, and in its last place after the last one", () => {
    expect(boxAt(MOVING, 2)).toBeNull();
    expect(boxAt(MOVING, 400)?.x).toBe(50);
    expect(placeAt(MOVING, 2)?.x).toBe(0);
  });

  test("a keyframe that ends a stretch still shows it; the next one begins again", () => {
    const sequence = [key(1, 0), key(5, 8, { enabled: false }), key(9, 16), key(11, 18)];

    expect([4, 5, 6, 8, 9, 10].map((frame) => boxAt(sequence, frame)?.x ?? null)).toEqual([
      6,
      8,
      null,
      null,
      16,
      17,
    ]);
    expect(placeAt(sequence, 7)?.x).toBe(8);
  });

  test("keyframes without `enabled` or rotation are shown and upright", () => {
    const sequence = [{ frame: 1, x: 1, y: 2, width: 3, height: 4 }];
    expect(boxAt(sequence, 1)).toEqual({ x: 1, y: 2, width: 3, height: 4, rotation: 0 });
  });
});

describe("reading keyframes", () => {
  test("they are put in order, the later of two for one frame counts, broken ones are left out", () => {
    const sequence = [key(9, 9), key(1, 1), key(9, 99), { frame: "2" }, key(4, Number.NaN)];
    expect(keyframesOf(sequence).map(({ frame, x }) => [frame, x])).toEqual([
      [1, 1],
      [9, 99],
    ]);
  });

  test("neighbours of a frame, a keyframe or not", () => {
    expect(neighbour(MOVING, 8, 1)?.frame).toBe(13);
    expect(neighbour(MOVING, 13, -1)?.frame).toBe(3);
    expect(neighbour(MOVING, 13, 1)).toBeNull();
    expect(keyframeAt(MOVING, 8)).toBeNull();
    expect(keyframeAt(MOVING, 3)?.frame).toBe(3);
  });
});

describe("stretches", () => {
  test("to the end of the video, or to the last keyframe where that is later", () => {
    expect(stretchesOf(MOVING, 40)).toEqual([{ start: 3, end: 40 }]);
    expect(stretchesOf(MOVING, 10)).toEqual([{ start: 3, end: 13 }]);
  });

  test("cut by the keyframes that end one; a box seen in one frame is a stretch of one frame", () => {
    const sequence = [
      key(2, 0),
      key(4, 0, { enabled: false }),
      key(7, 0, { enabled: false }),
      key(9, 0),
    ];
    expect(stretchesOf(sequence, 12)).toEqual([
      { start: 2, end: 4 },
      { start: 7, end: 7 },
      { start: 9, end: 12 },
    ]);
  });

  test("of nothing there are none", () => {
    expect(stretchesOf([], 12)).toEqual([]);
    expect(boxAt([], 1)).toBeNull();
    expect(placeAt([], 1)).toBeNull();
  });
});
