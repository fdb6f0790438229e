import { expect, test } from "vitest";
import { readTable } from "./rows";

test("one record is shown as keys and values, in its order", () => {
  expect(readTable({ b: 1, a: "x", c: { d: [2] }, e: null })).toEqual({
    kind: "pairs",
    rows: [
      ["b", "1"],
      ["a", "x"],
      ["c", '{"d":[2]}'],
      ["e", ""],
    ],
  });
});

test("records are rows under the columns that any of them has", () => {
  expect(readTable([{ a: 1 }, { b: false, a: 2 }])).toEqual({
    kind: "grid",
    columns: ["a", "b"],
    rows: [
      ["1", ""],
      ["2", "false"],
    ],
  });
  expect(readTable([[1, 2], [3]])).toMatchObject({
    columns: ["1", "2"],
    rows: [
      ["1", "2"],
      ["3", ""],
    ],
  });
});

test("lists of plain values are numbered, JSON in a text is read, markup stays text", () => {
  expect(readTable(["x", "y"])).toEqual({
    kind: "pairs",
    rows: [
      ["1", "x"],
      ["2", "y"],
    ],
  });
  expect(readTable('{"a": 1}')).toMatchObject({ rows: [["a", "1"]] });
  expect(readTable("{broken")).toEqual({ kind: "text", text: "{broken" });
  expect(readTable("<b>x</b>")).toEqual({ kind: "text", text: "<b>x</b>" });
  expect(readTable(null)).toEqual({ kind: "text", text: "" });
});
