import { describe, expect, test } from "vitest";
import { readIso, timeFormat, writeIso } from "./time-format";

const utc = Date.UTC;

describe("formats", () => {
  test.each([
    ["%Y-%m-%d %H:%M:%S.%f", "2020-02-29 23:59:58.123456", utc(2020, 1, 29, 23, 59, 58) + 123.456],
    ["%Y-%m-%d %H:%M:%S.%L", "2020-02-29 23:59:58.120", utc(2020, 1, 29, 23, 59, 58, 120)],
    ["%d.%m.%Y", "01.12.1999", utc(1999, 11, 1)],
    ["%m/%d/%y %I:%M %p", "07/04/21 12:30 AM", utc(2021, 6, 4, 0, 30)],
    ["%a %b %d %Y", "Sat Feb 29 2020", utc(2020, 1, 29)],
    ["%B %e, %Y", "May  3, 2024", utc(2024, 4, 3)],
    ["%Y-%jT%T", "2020-060T01:02:03", utc(2020, 1, 29, 1, 2, 3)],
    ["%Q", "1582934400000", 1_582_934_400_000],
    ["%s", "1582934400", 1_582_934_400_000],
    ["%H:%M%%", "03:04%", utc(1900, 0, 1, 3, 4)],
  ])("%s reads and writes %s", (format, text, ms) => {
    const compiled = timeFormat(format);
    expect(compiled?.read(text)).toBeCloseTo(ms, 3);
    expect(compiled?.write(ms)).toBe(text);
  });

  test("zones are read, and written as UTC", () => {
    const format = timeFormat("%Y-%m-%dT%H:%M%Z");
    expect(format?.read("2020-01-01T02:00+02:00")).toBe(utc(2020, 0, 1));
    expect(format?.write(utc(2020, 0, 1))).toBe("2020-01-01T00:00+0000");
  });

  test("what does not fit is not read", () => {
    expect(timeFormat("%Y-%m-%d")?.read("2020-02-30")).toBeNull();
    expect(timeFormat("%Y-%m-%d")?.read("29.02.2020")).toBeNull();
    expect(timeFormat("%d.%m.%Y")?.read("29x02x2020")).toBeNull();
    expect(timeFormat("%Y %K")).toBeNull();
    expect(timeFormat("no directive")).toBeNull();
  });

  test("every millisecond comes back from its own text", () => {
    const format = timeFormat("%Y-%m-%d %H:%M:%S.%L");
    for (let at = 0; at < 400; at += 1) {
      const ms = utc(1965, 5, 1) + at * 11_234_567_891;
      expect(format?.read(format.write(ms))).toBe(ms);
    }
  });
});

test("times without a format are ISO 8601, in UTC without a zone", () => {
  expect(readIso("2020-01-02 03:04")).toBe(utc(2020, 0, 2, 3, 4));
  expect(readIso("2020-01-02T03:04:05.5Z")).toBe(utc(2020, 0, 2, 3, 4, 5, 500));
  expect(readIso("2020-01-02T03:04:05+01:00")).toBe(utc(2020, 0, 2, 2, 4, 5));
  expect(readIso("2020-01")).toBe(utc(2020, 0, 1));
  expect(readIso("12")).toBeNull();
  expect(readIso("soon")).toBeNull();
});

test.each([
  ["2020-01-02", "2021-06-07"],
  ["2020-01-02 03:04", "2021-06-07 08:09"],
  ["2020-01-02T03:04:05", "2021-06-07T08:09:10"],
  ["2020-01-02T03:04:05.12Z", "2021-06-07T08:09:10.25Z"],
])("written like %s", (like, text) => {
  expect(writeIso(utc(2021, 5, 7, 8, 9, 10, 250), like)).toBe(text);
});
