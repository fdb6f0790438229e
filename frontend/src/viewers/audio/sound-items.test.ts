import { expect, test } from "vitest";
import { readConfig } from "../config";
import { readRegions } from "../regions";
import type { Answer, ResultItem } from "../types";
import {
  extentOf,
  newSoundRegion,
  rangePatch,
  snapSeconds,
  soundRanges,
  statedDuration,
} from "./sound-items";

const item = (start: unknown, end: unknown, more: Record<string, unknown> = {}): ResultItem => ({
  id: "r",
  type: "labels",
  from_name: "label",
  to_name: "sound",
  value: { start, end, labels: ["Speech"] },
  ...more,
});

const rangesOf = (stored: ResultItem) =>
  readRegions([stored]).flatMap((region) => soundRanges({ region }));

test("regions say their place in seconds, with or without a fraction", () => {
  expect(rangesOf(item(1, 3))).toEqual([{ start: 1, end: 3 }]);
  expect(rangesOf(item(1.25, 3.5))).toEqual([{ start: 1.25, end: 3.5 }]);
  expect(rangesOf(item("1", null))).toEqual([]);
});

test("only the end that moved is written", () => {
  const stored = item(1.23456789, 2);
  const before = { start: 1.23456789, end: 2 };
  expect(rangePatch(stored, before, { start: 1.23456789, end: 2.5 })).toEqual({ end: 2.5 });
  expect(rangePatch(stored, before, before)).toEqual({});
});

test("ends stored the wrong way round stay so", () => {
  const before = { start: 1, end: 3 };
  expect(rangePatch(item(3, 1), before, { start: 1, end: 4 })).toEqual({ start: 4 });
  expect(rangePatch(item(3, 1), before, { start: 0, end: 3 })).toEqual({ end: 0 });
});

test("a new region is written as Label Studio writes it", () => {
  const config = readConfig({
    tag: "View",
    attrs: {},
    children: [
      {
        tag: "Labels",
        attrs: { name: "label", toName: "sound" },
        children: [{ tag: "Label", attrs: { value: "Speech" }, children: [] }],
      },
      { tag: "Audio", attrs: { name: "sound", value: "$audio" }, children: [] },
    ],
  });
  const control = config.controls.get("label");
  if (control === undefined) throw new Error("no control");
  expect(
    newSoundRegion(control, "Speech", "sound", { range: { start: 1, end: 2 }, duration: 8.5 }),
  ).toEqual({
    original_length: 8.5,
    value: { start: 1, end: 2, channel: 0, labels: ["Speech"] },
    id: expect.any(String),
    from_name: "label",
    to_name: "sound",
    type: "labels",
    origin: "manual",
  });
});

test("the length of a recording that does not load is that of the results", () => {
  const answers = [{ key: "a", result: [item(1, 2, { original_length: 12.5 })] }];
  expect(statedDuration(answers as unknown as Answer[], "sound")).toBe(12.5);
  expect(statedDuration(answers as unknown as Answer[], "other")).toBeNull();
});

test("the axis holds the recording and every region", () => {
  expect(extentOf(8, [{ start: 1, end: 9 }])).toEqual({ start: 0, end: 9 });
  expect(extentOf(8, [])).toEqual({ start: 0, end: 8 });
  expect(extentOf(null, [{ start: 1, end: 20 }])).toEqual({ start: 0, end: 21 });
  expect(extentOf(null, [])).toEqual({ start: 0, end: 10 });
});

test("times are cut to milliseconds but not beyond the end of the recording", () => {
  expect(snapSeconds(1.23456, { start: 0, end: 8.12345 })).toBe(1.235);
  expect(snapSeconds(9, { start: 0, end: 8.12345 })).toBe(8.12345);
});
