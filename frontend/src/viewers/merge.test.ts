import { describe, expect, test } from "vitest";
import { diffResults, rebase } from "./merge";
import type { ResultItem } from "./types";

const item = (id: string | undefined, label: string, start = 0): ResultItem => ({
  ...(id === undefined ? {} : { id }),
  from_name: "label",
  type: "labels",
  value: { start, end: start + 3, labels: [label] },
});

const a = item("a", "PER");
const b = item("b", "ORG", 5);
const loose = item(undefined, "LOC", 9);

describe("a difference", () => {
  test("names what was added, removed and changed", () => {
    const after = [item("a", "LOC"), loose, item("c", "PER")];

    expect(diffResults([a, b, loose], after)).toEqual({
      added: [after[2]],
      removed: [b],
      changed: [{ before: a, after: after[0] }],
    });
  });

  test("is empty for the same items in another order", () => {
    expect(diffResults([a, b, loose], [loose, b, a])).toEqual({
      added: [],
      removed: [],
      changed: [],
    });
  });

  test("keeps items apart that are alike", () => {
    expect(diffResults([loose, loose], [loose]).removed).toEqual([loose]);
  });
});

describe("rebasing", () => {
  test("does the reviewer's changes to the new state and leaves the rest of it", () => {
    const mine = [item("a", "LOC"), item("new", "PER", 20)];
    const theirs = [a, b, item("theirs", "ORG", 30)];

    expect(rebase([a, b], mine, theirs)).toEqual({
      result: [mine[0], theirs[2], mine[1]],
      clashes: 0,
    });
  });

  test("without changes gives the new state", () => {
    const theirs = [item("a", "X"), item("z", "Y")];

    expect(rebase([a, b], [a, b], theirs)).toEqual({ result: theirs, clashes: 0 });
  });

  test("keeps the reviewer's version of what both changed, and counts it", () => {
    const mine = [item("a", "MINE"), b];

    expect(rebase([a, b], mine, [item("a", "THEIRS"), b])).toEqual({ result: mine, clashes: 1 });
    // Deleted there, changed here.
    expect(rebase([a, b], mine, [b])).toEqual({ result: [b, mine[0]], clashes: 1 });
    // Changed there, deleted here.
    expect(rebase([a, b], [b], [item("a", "THEIRS"), b])).toEqual({ result: [b], clashes: 1 });
  });

  test("the same change on both sides is no clash", () => {
    const same = [item("a", "LOC"), b];

    expect(rebase([a, b], same, same)).toEqual({ result: same, clashes: 0 });
  });
});
