import { expect, test } from "vitest";
import { applyEdit, openDocument } from "../document";
import type { Result } from "../types";
import {
  addRelation,
  copiedRelations,
  readRelations,
  relationLabels,
  removeRelation,
  setDirection,
  setRelationLabels,
} from "./relations";

const region = (id: string): Result[0] => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start: 0, end: 1, labels: ["PER"] },
});

const arrow = (from: string, to: string, extra: object = {}): Result[0] => ({
  from_id: from,
  to_id: to,
  type: "relation",
  direction: "right",
  ...extra,
});

const RESULT: Result = [region("a"), arrow("a", "b", { labels: ["owns"], odd: 1 }), region("b")];

test("relations are read with their direction and labels", () => {
  expect(readRelations([...RESULT, arrow("a", "c", { direction: "sideways" })])).toEqual([
    { index: 1, from: "a", to: "b", direction: "right", labels: ["owns"] },
    { index: 3, from: "a", to: "c", direction: "right", labels: [] },
  ]);
  expect(readRelations([{ type: "relation", from_id: 3 }])).toEqual([]);
});

test("a relation is added once, between two regions that exist", () => {
  const result = [region("a"), region("b")];
  const related = addRelation("a", "b")(result, result);
  expect(related).toEqual([...result, arrow("a", "b")]);
  expect(addRelation("b", "a")(related, result)).toBe(related);
  expect(addRelation("a", "a")(result, result)).toBe(result);
  expect(addRelation("a", "gone")(result, result)).toBe(result);
});

test("editing one changes nothing else, and undone by hand leaves no trace", () => {
  const turned = setDirection(1, "bi")(RESULT, RESULT);
  expect(turned).toEqual([RESULT[0], { ...RESULT[1], direction: "bi" }, RESULT[2]]);
  expect(turned[0]).toBe(RESULT[0]);
  expect(removeRelation(0)(RESULT, RESULT)).toBe(RESULT);
  expect(removeRelation(1)(RESULT, RESULT)).toEqual([RESULT[0], RESULT[2]]);

  const plain = [region("a"), region("b"), arrow("a", "b")];
  const document = applyEdit(openDocument(plain), setRelationLabels(2, ["owns"]));
  expect(document.current[2]).toEqual(arrow("a", "b", { labels: ["owns"] }));
  expect(applyEdit(document, setRelationLabels(2, [])).current).toBe(plain);
});

test("labels come from the config, wherever it has them", () => {
  const leaf = (value: string) => ({ tag: "Relation", attrs: { value }, children: [] });
  const relations = { tag: "Relations", attrs: {}, children: [leaf("owns"), leaf("knows")] };
  expect(relationLabels({ tag: "View", attrs: {}, children: [relations] })).toEqual([
    "owns",
    "knows",
  ]);
});

test("copies go between the regions that stand for theirs", () => {
  const ids = new Map([
    ["a", "x"],
    ["b", "y"],
  ]);
  const copy = copiedRelations(RESULT, [], (id) => ids.get(id));
  expect(copy).toEqual([arrow("x", "y", { labels: ["owns"], odd: 1 })]);
  expect(copiedRelations(RESULT, [arrow("y", "x")], (id) => ids.get(id))).toEqual([]);
  expect(copiedRelations(RESULT, [], () => undefined)).toEqual([]);
});
