import { describe, expect, test } from "vitest";
import type { ConfigNode } from "../types";
import { nearestSample, plotsOf, seriesOf } from "./series";
import { readTable, tableOf } from "./table";

const read = (text: string, separator?: string) =>
  Object.fromEntries(readTable(text, separator) ?? []);

describe("tables", () => {
  test("CSV with names, without names, and with other separators", () => {
    expect(read("t,a\n0,1\n1,2\n")).toEqual({ t: ["0", "1"], a: ["1", "2"] });
    expect(read("0,1\r\n1,2\r\n")).toEqual({ "0": ["0", "1"], "1": ["1", "2"] });
    expect(read("t;a\n0;1,5", ";")).toEqual({ t: ["0"], a: ["1,5"] });
    expect(read("t\ta\n0\t1", ",")).toEqual({ t: ["0"], a: ["1"] });
  });

  test("fields in quotes hold separators, line breaks and quotes", () => {
    expect(read('t,note\n0,"a, ""b""\nc"\n1,d\n')).toEqual({
      t: ["0", "1"],
      note: ['a, "b"\nc', "d"],
    });
  });

  test("JSON as columns and as rows", () => {
    expect(read('{"t":[0,1],"a":[5,6],"title":"x"}')).toEqual({ t: [0, 1], a: [5, 6] });
    expect(Object.fromEntries(tableOf([{ t: 0, a: 5 }, { t: 1 }]) ?? [])).toEqual({
      t: [0, 1],
      a: [5, null],
    });
    expect(readTable("{broken", undefined)).toBeNull();
    expect(readTable("  \n", undefined)).toBeNull();
    expect(tableOf("text")).toBeNull();
  });
});

describe("series", () => {
  const table = new Map<string, readonly unknown[]>([
    ["Time", ["2020-01-03", "2020-01-01", "", "2020-01-02"]],
    ["speed", ["3", "1", "9", ""]],
  ]);

  test("stand in the order of time; rows without a time are left out", () => {
    const series = seriesOf(table, { name: "time", format: "%Y-%m-%d" });
    expect([...(series?.times ?? [])]).toEqual([1, 2, 3].map((day) => Date.UTC(2020, 0, day)));
    expect(series?.dates).toBe(true);
    expect(series?.cells).toEqual(["2020-01-01", "2020-01-02", "2020-01-03"]);
    expect([...(series?.column("1") ?? [])]).toEqual([1, Number.NaN, 3]);
    expect(series?.column("none")).toBeNull();
    expect(series?.names).toEqual(["speed"]);
  });

  test("count their rows without a time column, and are nothing without any time", () => {
    expect([...(seriesOf(table, { name: undefined, format: undefined })?.times ?? [])]).toEqual([
      0, 1, 2, 3,
    ]);
    expect(seriesOf(table, { name: "speed", format: "%Y" })?.dates).toBe(false);
    expect(seriesOf(new Map([["t", ["x", "y"]]]), { name: "t", format: undefined })).toBeNull();
  });

  test("the nearest sample is found, also beyond the ends", () => {
    const times = Float64Array.from([0, 10, 20]);
    expect([-5, 4, 6, 14.9, 15.1, 99].map((value) => nearestSample(times, value))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  test("plots are those of the config, else one for each column of numbers", () => {
    const channel = (attrs: Record<string, string>): ConfigNode => ({
      tag: "Channel",
      attrs,
      children: [],
    });
    const series = seriesOf(table, { name: "time", format: undefined });
    if (series === null) throw new Error("no series");
    const root = (children: readonly ConfigNode[]): ConfigNode => ({
      tag: "View",
      attrs: {},
      children: [{ tag: "TimeSeries", attrs: { name: "ts" }, children }],
    });
    expect(plotsOf(root([]), "ts", series).map(({ channels }) => channels[0]?.title)).toEqual([
      "speed",
    ]);
    const plots = plotsOf(
      root([
        channel({ column: "speed", legend: "Speed", units: "km/h", height: "60" }),
        {
          tag: "MultiChannel",
          attrs: {},
          children: [channel({ column: "a" }), channel({ column: "b" })],
        },
      ]),
      "ts",
      series,
    );
    expect(plots.map(({ channels }) => channels.map(({ title }) => title))).toEqual([
      ["Speed"],
      ["a", "b"],
    ]);
    expect(plots[0]).toMatchObject({ height: 60, channels: [{ units: "km/h" }] });
  });
});
