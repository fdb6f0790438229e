import { expect, test } from "vitest";
import { CLOCK, clockStep, DATES, decimalStep, formatClock, PLAIN, ticksOf } from "./ticks";

test("steps are round numbers", () => {
  expect([0.003, 0.02, 0.6, 3, 7].map(decimalStep)).toEqual([0.005, 0.02, 1, 5, 10]);
  expect([0.03, 3, 11, 40, 1_000, 90_000].map(clockStep)).toEqual([
    0.05, 5, 15, 60, 1_800, 172_800,
  ]);
});

test("times are written as people read them", () => {
  expect(formatClock(62.5, 0.5)).toBe("1:02.5");
  expect(formatClock(5, 1)).toBe("0:05");
  expect(formatClock(3_725, 1)).toBe("1:02:05");
  expect(formatClock(59.9996, 0.001)).toBe("1:00.000");
  expect(formatClock(-1.5, 0.1)).toBe("-0:01.5");
});

test("ticks lie inside the window at multiples of the step", () => {
  expect(ticksOf({ start: 1, end: 9 }, 420, CLOCK).map(({ text }) => text)).toEqual([
    "0:02",
    "0:04",
    "0:06",
    "0:08",
  ]);
  expect(ticksOf({ start: 0, end: 1 }, 500, PLAIN).map(({ text }) => text)).toEqual([
    "0.0",
    "0.2",
    "0.4",
    "0.6",
    "0.8",
    "1.0",
  ]);
  expect(ticksOf({ start: 3, end: 3 }, 500, PLAIN)).toEqual([]);
});

test("dates are shown in UTC", () => {
  const day = Date.UTC(2024, 1, 28);
  const texts = (length: number) =>
    ticksOf({ start: day, end: day + length }, 300, DATES).map(({ text }) => text);
  expect(texts(3 * 86_400_000)).toEqual(["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"]);
  expect(texts(7_200_000)).toEqual(["2024-02-28", "01:00", "02:00"]);
});
