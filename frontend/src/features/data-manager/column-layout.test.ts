import { expect, test } from "vitest";
import { makeColumn, makeTask } from "@/test/factories";
import { arrangeColumns, columnWidths } from "./column-layout";

const column = (id: string, type = "String") => makeColumn(id, type, ["equal"]);

const columns = [
  column("id", "Number"),
  column("inner_id", "Number"),
  column("state"),
  column("agreement", "Number"),
  column("annotators", "List"),
  column("ground_truth", "Boolean"),
  ...["text", "channel", "date", "author", "note"].map((key) => column(`data.${key}`)),
];

test("the first data column stands after the number, the figures follow, the rest is behind", () => {
  const arranged = arrangeColumns(columns);
  expect(arranged.columns.map(({ id }) => id)).toEqual([
    "id",
    "data.text",
    "state",
    "agreement",
    "annotators",
    "ground_truth",
    "data.channel",
    "data.date",
    "inner_id",
    "data.author",
    "data.note",
  ]);
  expect([...arranged.shown]).toEqual([
    "id",
    "data.text",
    "state",
    "agreement",
    "annotators",
    "ground_truth",
    "data.channel",
    "data.date",
  ]);
});

test("long text takes what the leading columns leave, short text stays narrow", () => {
  const arranged = arrangeColumns(columns);
  const sample = [1, 2, 3].map((id) =>
    makeTask(id, { data: { text: "a long sentence ".repeat(20), channel: "mail" } }),
  );
  const wide = columnWidths(arranged, sample, 1240);
  const sum = arranged.leading.reduce((total, id) => total + (wide[id] ?? 0), 0);
  expect(sum).toBe(1240);
  expect(wide["data.channel"]).toBeLessThan(150);

  const narrow = columnWidths(arranged, sample, 300);
  expect(narrow["data.text"]).toBe(280);
});
