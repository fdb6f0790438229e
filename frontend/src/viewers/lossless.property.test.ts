/** Whatever a result holds, looking at it changes nothing and an edit changes one item. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ANSWERS, results } from "@/test/arbitrary-results";
import {
  addItem,
  applyEdit,
  type Edit,
  findAnswer,
  isChanged,
  openDocument,
  removeRegion,
  setAnswer,
  setGeometry,
  setLabels,
  undo,
} from "./document";
import { rebase } from "./merge";
import { type Region, readRegions, taskAnswers } from "./regions";
import type { Result, ResultItem } from "./types";

const text = (result: unknown) => JSON.stringify(result);

/** Indices at which two results differ, byte by byte. */
function differences(before: Result, after: Result): readonly number[] {
  expect(after.length).toBe(before.length);
  return before.flatMap((item, at) => (text(item) === text(after[at]) ? [] : [at]));
}

/** Everything of an item but the named keys of its value, with all keys in order. */
function without(item: ResultItem | undefined, keys: readonly string[]): string {
  const entries = Object.entries(item?.value ?? {}).map(([key, value]) =>
    keys.includes(key) ? [key] : [key, value],
  );
  return text({ ...item, value: entries });
}

function edited(result: Result, edit: Edit): Result {
  const document = applyEdit(openDocument(result), edit);
  const back = undo(document).current;
  expect(text(back)).toBe(text(result));
  return document.current;
}

const PLACE_KEYS = [
  ...["x", "y", "width", "height", "rotation", "radiusX", "radiusY", "points", "vertices"],
  ...["start", "end", "startOffset", "endOffset", "globalOffsets", "sequence", "ranges"],
];

/** What moves a region of any kind: new numbers for the numbers of its place. */
function moved({ item, geometry }: Region): Record<string, unknown> {
  const value = item.value ?? {};
  const keys = geometry === null ? [] : ["x", "y", "start", "end"];
  const numbers = keys.filter((key) => typeof value[key] === "number");
  return Object.fromEntries(numbers.map((key) => [key, (value[key] as number) + 1.5]));
}

function checkResult(result: Result): void {
  const before = text(result);
  const opened = openDocument(result);
  const regions = readRegions(opened.current);
  taskAnswers(opened.current);
  expect(opened.current).toBe(result);
  expect(isChanged(opened)).toBe(false);
  expect(rebase(result, result, result).result.map(text)).toEqual(result.map(text));

  for (const region of regions) {
    checkLabels(result, region);
    checkGeometry(result, region);
    checkRemoval(result, region);
  }
  const added = edited(result, addItem({ id: "new", type: "labels", value: { start: 0, end: 1 } }));
  expect(added.slice(0, -1).map(text)).toEqual(result.map(text));
  expect(text(result)).toBe(before);
}

function checkLabels(result: Result, { key, labelPlace }: Region): void {
  const changed = edited(result, setLabels(key, ["Another label"]));
  if (labelPlace === null) {
    expect(changed).toBe(result);
    return;
  }
  expect(differences(result, changed)).toEqual([labelPlace.index]);
  const at = labelPlace.index;
  expect(without(changed[at], [labelPlace.key])).toBe(without(result[at], [labelPlace.key]));
}

function checkGeometry(result: Result, region: Region): void {
  const value = region.item.value ?? {};
  const same = Object.fromEntries(
    PLACE_KEYS.filter((key) => key in value).map((key) => [key, value[key]]),
  );
  expect(edited(result, setGeometry(region.key, same))).toBe(result);

  const patch = moved(region);
  if (Object.keys(patch).length === 0) return;
  const changed = edited(result, setGeometry(region.key, patch));
  const places = differences(result, changed);
  expect(places).toContain(region.index);
  for (const at of places) {
    expect(region.indices).toContain(at);
    expect(without(changed[at], Object.keys(patch))).toBe(without(result[at], Object.keys(patch)));
  }
}

function checkRemoval(result: Result, region: Region): void {
  const changed = edited(result, removeRegion(region.key));
  const gone = new Set(region.indices);
  const points = (item: ResultItem) =>
    item.type === "relation" && [item["from_id"], item["to_id"]].includes(region.id);
  const kept = result.filter((item, at) => !gone.has(at) && !points(item));
  expect(changed.map(text)).toEqual(kept.map(text));
}

describe("a result of any types", () => {
  test("is the same after looking, and differs in one item after an edit", () => {
    fc.assert(fc.property(results, checkResult), { numRuns: 150 });
  }, 60_000);

  test("is the same after an answer was changed and changed back", () => {
    const change = fc
      .constantFrom(...Object.keys(ANSWERS))
      .chain((type) => fc.tuple(fc.constant(type), ANSWERS[type]?.[1] ?? fc.constant(null)));
    fc.assert(
      fc.property(results, change, (result, [type, given]) => {
        const target = { control: `the ${type}`, object: "object", type };
        // Of two answers to one question the first counts; there is no changing it back alone.
        fc.pre(result.filter(({ from_name }) => from_name === target.control).length <= 1);
        const at = findAnswer(result, target.control, type);
        const key = ANSWERS[type]?.[0] ?? "";
        const first = result[at]?.value?.[key];

        let document = applyEdit(openDocument(result), setAnswer(target, given));
        if (at >= 0) {
          const places = differences(result, document.current);
          expect(places.filter((place) => place !== at)).toEqual([]);
          expect(without(document.current[at], [key])).toBe(without(result[at], [key]));
        } else {
          expect(document.current.slice(0, result.length).map(text)).toEqual(result.map(text));
        }
        document = applyEdit(document, setAnswer(target, null));
        document = applyEdit(document, setAnswer(target, first));
        expect(text(document.current)).toBe(text(result));
        expect(isChanged(document)).toBe(false);
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

/** A folder of Label Studio exports to hold to the same rules. */
const EXPORTS = process.env["TOUCHSTONE_EXPORTS"] ?? "";

describe.skipIf(!existsSync(EXPORTS))("real exports", () => {
  const files = existsSync(EXPORTS)
    ? readdirSync(EXPORTS, { recursive: true, encoding: "utf8" })
        .map((name) => join(EXPORTS, name))
        .filter((path) => path.endsWith(".json") && statSync(path).isFile())
    : [];
  test.each(files)(
    "%s",
    (path) => {
      const tasks = JSON.parse(readFileSync(path, "utf8")) as {
        annotations?: { result?: Result }[];
        predictions?: { result?: Result }[];
      }[];
      const found = tasks.flatMap(({ annotations = [], predictions = [] }) => [
        ...annotations,
        ...predictions,
      ]);
      for (const { result } of found) if (result !== undefined) checkResult(result);
    },
    120_000,
  );
});
