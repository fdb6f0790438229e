import { describe, expect, test } from "vitest";
import { type Sequence, stretchesOf } from "./sequence";
import { axisRanges, changeStretch, fromAxis } from "./track-edits";

const key = (frame: number, enabled = true) => ({
  frame,
  x: frame,
  y: 0,
  width: 5,
  height: 5,
  rotation: 0,
  enabled,
  time: frame / 10,
});

const LENGTH = 50;
const SEQUENCE: Sequence = [key(5), key(9), key(12, false), key(20), key(30)];

const changed = (
  before: { start: number; end: number },
  after: { start: number; end: number },
  sequence = SEQUENCE,
) => changeStretch(before, after, LENGTH, 10)(sequence, SEQUENCE);

const frames = (sequence: Sequence) => sequence.map((stored) => stored["frame"]);

describe("changing when a box is shown", () => {
  test("an end that a keyframe makes is moved with it, not past the keyframe before", () => {
    expect(frames(changed({ start: 5, end: 12 }, { start: 5, end: 15 }))).toEqual([
      5, 9, 15, 20, 30,
    ]);
    expect(frames(changed({ start: 5, end: 12 }, { start: 5, end: 6 }))).toEqual([
      5, 9, 10, 20, 30,
    ]);
  });

  test("an open end is made where there was none, and only the new keyframe is new", () => {
    const next = changed({ start: 20, end: 50 }, { start: 20, end: 40 });
    expect(stretchesOf(next, LENGTH)).toEqual([
      { start: 5, end: 12 },
      { start: 20, end: 40 },
    ]);
    expect(next.slice(0, 5)).toEqual(SEQUENCE);
    const atLast = changed({ start: 20, end: 50 }, { start: 20, end: 25 });
    expect(stretchesOf(atLast, LENGTH).at(-1)).toEqual({ start: 20, end: 30 });
  });

  test("a beginning is moved with its keyframe", () => {
    expect(frames(changed({ start: 20, end: 50 }, { start: 3, end: 50 }))).toEqual([
      5, 9, 12, 13, 30,
    ]);
  });

  test("a whole stretch is moved as far as there is room, with the times of its keyframes", () => {
    const next = changed({ start: 5, end: 12 }, { start: 9, end: 16 });
    expect(frames(next)).toEqual([9, 13, 16, 20, 30]);
    expect(next[0]).toEqual({ ...key(9), x: 5 });
    expect(next[3]).toBe(SEQUENCE[3]);
    expect(frames(changed({ start: 5, end: 12 }, { start: 25, end: 32 }))).toEqual([
      12, 16, 19, 20, 30,
    ]);
    expect(frames(changed({ start: 5, end: 12 }, { start: -25, end: -18 }))).toEqual([
      1, 5, 8, 20, 30,
    ]);
  });

  test("nothing changes without a change", () => {
    expect(changed({ start: 5, end: 12 }, { start: 5, end: 12 })).toBe(SEQUENCE);
    expect(changed({ start: 20, end: 50 }, { start: 20, end: 50 })).toBe(SEQUENCE);
  });
});

test("on the axis, a frame is as long as one", () => {
  expect(axisRanges(SEQUENCE, LENGTH)).toEqual([
    { start: 4, end: 12 },
    { start: 19, end: 50 },
  ]);
  expect(fromAxis({ start: 4, end: 12 })).toEqual({ start: 5, end: 12 });
});
