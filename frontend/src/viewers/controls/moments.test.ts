import { describe, expect, test } from "vitest";
import type { Control } from "../config";
import { formatOf, partsOf, readMoment, writeMoment } from "./moments";

const control = (attrs: Record<string, string>) => ({ attrs }) as unknown as Control;

describe("the format of a control", () => {
  test.each([
    [{}, "%Y-%m-%dT%H:%M"],
    [{ only: "date" }, "%Y-%m-%d"],
    [{ only: "time" }, "%H:%M"],
    [{ only: "time", format: "%I %p" }, "%H:%M"],
    [{ only: "date,time", format: "%d %B %Y, %H:%M" }, "%d %B %Y, %H:%M"],
    [{ only: "month,year" }, "%Y-%m-%d"],
  ])("%j is %s", (attrs, format) => {
    expect(formatOf(control(attrs as Record<string, string>))).toBe(format);
  });

  test("the date comes before month and year", () => {
    expect(partsOf(control({ only: "year, date" }))).toEqual({
      date: true,
      month: false,
      year: false,
      time: false,
    });
  });
});

describe("moments are read and written back", () => {
  test.each([
    ["2026-02-03T04:05", "%Y-%m-%dT%H:%M"],
    ["03.02.26", "%d.%m.%y"],
    ["3 February 1999 at 11:59 PM", "%e %B %Y at %I:%M %p"],
    ["Feb 03, 2026", "%b %d, %Y"],
    ["12:00 AM 01/01/2000", "%I:%M %p %m/%d/%Y"],
    ["23:59", "%H:%M"],
    ["100% 2026", "100%% %Y"],
  ])("%s as %s", (text, format) => {
    const moment = readMoment(text, format);
    expect(moment).not.toBeNull();
    const written = moment === null ? null : writeMoment(moment, format);
    expect(written?.trim()).toBe(text);
  });

  test("ISO is read whatever the format is", () => {
    expect(readMoment("2026-02-03 04:05:06", "%d.%m.%Y")).toEqual({
      year: 2026,
      month: 2,
      day: 3,
      time: "04:05:06",
    });
    expect(readMoment("2026", "%d.%m.%Y")).toMatchObject({ year: 2026, month: null });
    expect(readMoment("2026-02", "%d.%m.%Y")).toMatchObject({ month: 2, day: null });
  });

  test.each(["", "soon", "2026-13-01", "2026-02-32", "25:00", "12:61"])(
    "%j is no moment",
    (text) => {
      expect(readMoment(text, "%Y-%m-%d")).toBeNull();
    },
  );

  test("what a format needs and nobody gave is not invented", () => {
    const time = { year: null, month: null, day: null, time: "10:00" };

    expect(writeMoment(time, "%Y-%m-%d")).toBeNull();
    expect(writeMoment(time, "%H:%M:%S")).toBe("10:00:00");
    expect(writeMoment({ ...time, year: 2026 }, "%Y week %U")).toBeNull();
  });
});
