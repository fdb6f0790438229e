import { expect, test } from "vitest";
import { PLAIN_SIZE } from "../geometry";
import { trackIou } from "./tracks";

const key = (frame: number, x: number, enabled = true) => ({
  frame,
  x,
  y: 0,
  width: 10,
  height: 10,
  rotation: 0,
  enabled,
});

const track = (sequence: readonly ReturnType<typeof key>[], length = 0) => ({ sequence, length });

test("tracks share what their boxes share, frame by frame", () => {
  const moving = track([key(1, 0), key(11, 50)]);
  expect(trackIou(moving, moving, PLAIN_SIZE)).toBe(1);
  // The same way with a keyframe between is the same track.
  const written = track([key(1, 0), key(6, 25), key(11, 50)]);
  expect(trackIou(moving, written, PLAIN_SIZE)).toBeCloseTo(1);
  expect(trackIou(moving, track([key(1, 80)], 11), PLAIN_SIZE)).toBe(0);
});

test("frames in which only one is shown count against both", () => {
  const long = track([key(1, 0)], 10);
  const half = track([key(1, 0), key(5, 0, false)], 10);
  expect(trackIou(long, half, PLAIN_SIZE)).toBeCloseTo(5 / 10);
});

test("tracks without a box are the same, and no other", () => {
  expect(trackIou(track([]), track([]), PLAIN_SIZE)).toBe(1);
  expect(trackIou(track([]), track([key(1, 0)]), PLAIN_SIZE)).toBe(0);
});

test("long tracks are compared in no time to notice", () => {
  const long = track([key(1, 0), key(500_000, 50)]);
  const started = performance.now();
  expect(trackIou(long, track([key(1, 0), key(500_000, 52)]), PLAIN_SIZE)).toBeGreaterThan(0.7);
  expect(performance.now() - started).toBeLessThan(200);
});
