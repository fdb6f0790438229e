import { expect, test } from "vitest";
import {
  fitWindow,
  panWindow,
  revealRange,
  toPixels,
  toTime,
  type WindowLimits,
  zoomWindow,
} from "./time-window";

const EXTENT = { start: 0, end: 100 };
const LIMITS: WindowLimits = { extent: EXTENT, shortest: 1 };

test("times and pixels are each other's inverse", () => {
  const window = { start: 20, end: 60 };
  expect(toPixels(window, 800, 30)).toBe(200);
  expect(toTime(window, 800, 200)).toBe(30);
});

test("zooming keeps the point under the pointer", () => {
  const window = zoomWindow({ start: 20, end: 60 }, 2, 30, LIMITS);
  expect(window).toEqual({ start: 25, end: 45 });
  expect(toPixels(window, 800, 30)).toBe(200);
});

test("zooming stops at the whole and at the shortest part", () => {
  expect(zoomWindow({ start: 20, end: 60 }, 0.1, 30, LIMITS)).toEqual(EXTENT);
  const near = zoomWindow({ start: 20, end: 60 }, 1_000, 30, LIMITS);
  expect(near.end - near.start).toBeCloseTo(1);
});

test("panning stops at the ends", () => {
  expect(panWindow({ start: 20, end: 60 }, 10, EXTENT)).toEqual({ start: 30, end: 70 });
  expect(panWindow({ start: 20, end: 60 }, -50, EXTENT)).toEqual({ start: 0, end: 40 });
  expect(panWindow({ start: 20, end: 60 }, 50, EXTENT)).toEqual({ start: 60, end: 100 });
});

test("a range is brought into sight, and only when it is out of it", () => {
  const window = { start: 20, end: 60 };
  expect(revealRange(window, { start: 30, end: 40 }, EXTENT)).toBe(window);
  expect(revealRange(window, { start: 10, end: 15 }, EXTENT)).toEqual({ start: 8, end: 48 });
  expect(revealRange(window, { start: 70, end: 80 }, EXTENT)).toEqual({ start: 42, end: 82 });
  expect(revealRange(window, { start: 30, end: 95 }, EXTENT)).toEqual({ start: 28, end: 68 });
});

test("a window of another recording is cut to this one", () => {
  expect(fitWindow(null, EXTENT)).toEqual(EXTENT);
  expect(fitWindow({ start: 90, end: 130 }, EXTENT)).toEqual({ start: 60, end: 100 });
  expect(fitWindow({ start: 200, end: 300 }, EXTENT)).toEqual(EXTENT);
});
