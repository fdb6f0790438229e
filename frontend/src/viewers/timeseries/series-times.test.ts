import { expect, test } from "vitest";
import { readRegions } from "../regions";
import { momentPatch, readMoment, seriesGeometry, writeMoment } from "./series-times";

const FORMAT = "%d.%m.%Y %H:%M";

test("numbers, texts of numbers, formatted and ISO times are read", () => {
  expect(readMoment(12.5, undefined)).toBe(12.5);
  expect(readMoment("12.5", undefined)).toBe(12.5);
  expect(readMoment("02.01.2020 03:04", FORMAT)).toBe(Date.UTC(2020, 0, 2, 3, 4));
  expect(readMoment("2020-01-02 03:04", FORMAT)).toBe(Date.UTC(2020, 0, 2, 3, 4));
  expect(readMoment("soon", FORMAT)).toBeNull();
  expect(readMoment(null, FORMAT)).toBeNull();
});

test("times are written in the form of their like", () => {
  const ms = Date.UTC(2021, 5, 7, 8, 9);
  expect(writeMoment(3.25, { format: undefined, like: 1 })).toBe(3.25);
  expect(writeMoment(3.25, { format: undefined, like: "1" })).toBe("3.25");
  expect(writeMoment(ms, { format: FORMAT, like: "02.01.2020 03:04" })).toBe("07.06.2021 08:09");
  expect(writeMoment(ms, { format: undefined, like: "2020-01-02" })).toBe("2021-06-07");
});

test("an edit writes the end that moved, in the form of the region", () => {
  const item = { value: { start: "02.01.2020 03:04", end: "02.01.2020 05:00", instant: false } };
  const start = Date.UTC(2020, 0, 2, 3, 4);
  const end = Date.UTC(2020, 0, 2, 5);
  const options = {
    format: FORMAT,
    write: (value: number, like: unknown) => writeMoment(value, { format: FORMAT, like }),
  };
  expect(
    momentPatch(
      item,
      [
        { start, end },
        { start, end: end + 60_000 },
      ],
      options,
    ),
  ).toEqual({
    end: "02.01.2020 05:01",
  });
  expect(
    momentPatch(
      item,
      [
        { start, end },
        { start, end },
      ],
      options,
    ),
  ).toEqual({});
});

test("the format of a series tells where its regions lie", () => {
  const [region] = readRegions([
    {
      id: "r",
      type: "timeserieslabels",
      from_name: "label",
      to_name: "ts",
      value: { start: "13.01.2020", end: "14.01.2020", timeserieslabels: ["Run"] },
    },
  ]);
  if (region === undefined) throw new Error("no region");
  expect(
    seriesGeometry({ name: "ts", tag: "TimeSeries", attrs: { timeFormat: "%d.%m.%Y" } }, region),
  ).toEqual({
    kind: "time",
    start: Date.UTC(2020, 0, 13),
    end: Date.UTC(2020, 0, 14),
    channel: null,
  });
});
