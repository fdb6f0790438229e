import { describe, expect, test } from "vitest";
import { applyEdit, openDocument, undo } from "../document";
import type { Result, ResultItem } from "../types";
import { takeAnswer, takeEverything, takeRegion } from "./take";

const span = (id: string, start: number, label = "PER", extra: object = {}): ResultItem => ({
  id,
  from_name: "label",
  to_name: "text",
  type: "labels",
  value: { start, end: start + 5, labels: [label] },
  ...extra,
});

const answer = (name: string, type: string, value: Record<string, unknown>, id = name) => ({
  id,
  from_name: name,
  to_name: "text",
  type,
  value,
});

const apply = (edit: ReturnType<typeof takeRegion>, mine: Result) => edit(mine, mine);

describe("taking a region", () => {
  test("adds a copy under its own id, and nothing else changes", () => {
    const mine = [span("a", 0)];
    const theirs = [span("b", 20, "ORG", { readonly: true, score: 0.4, meta: { text: ["n"] } })];
    const taken = apply(takeRegion(theirs, { theirs: "id:b", mine: null }), mine);

    expect(taken[0]).toBe(mine[0]);
    expect(taken[1]).toEqual(span("b", 20, "ORG", { meta: { text: ["n"] } }));
  });

  test("gives the copy a new id where mine has it already, one for all its items", () => {
    const theirs = [
      span("a", 20),
      answer("mood", "choices", { choices: ["calm"] }, "a") as ResultItem,
    ];
    const taken = apply(takeRegion(theirs, { theirs: "id:a", mine: null }), [span("a", 0)]);

    expect(taken).toHaveLength(3);
    expect(taken[1]?.id).not.toBe("a");
    expect(taken[2]?.id).toBe(taken[1]?.id);
  });

  test("puts its values in place of mine: same item, same keys around", () => {
    const mine = [span("z", 50), span("a", 0, "PER", { origin: "manual", odd: 1 }), span("y", 70)];
    const taken = apply(takeRegion([span("b", 2, "ORG")], { theirs: "id:b", mine: "id:a" }), mine);

    expect(taken).toEqual([mine[0], span("a", 2, "ORG", { origin: "manual", odd: 1 }), mine[2]]);
    expect(taken[0]).toBe(mine[0]);
    expect(Object.keys(taken[1] ?? {})).toEqual(Object.keys(mine[1] ?? {}));
  });

  test("changes nothing where mine is the same, or locked", () => {
    const mine = [span("a", 0)];
    expect(apply(takeRegion([span("b", 0)], { theirs: "id:b", mine: "id:a" }), mine)).toEqual(mine);
    const locked = [span("a", 0, "PER", { readonly: true })];
    expect(apply(takeRegion([span("b", 3)], { theirs: "id:b", mine: "id:a" }), locked)).toBe(
      locked,
    );
  });

  test("brings the answers for it along, and keeps mine that they do not give", () => {
    const mine = [span("a", 0), answer("note", "textarea", { text: ["mine"] }, "a") as ResultItem];
    const theirs = [
      span("b", 1),
      answer("mood", "choices", { choices: ["calm"] }, "b") as ResultItem,
    ];
    const taken = apply(takeRegion(theirs, { theirs: "id:b", mine: "id:a" }), mine);

    expect(taken).toEqual([
      span("a", 1),
      mine[1],
      answer("mood", "choices", { choices: ["calm"] }, "a"),
    ]);
  });

  test("drawn by another control becomes one of that control", () => {
    const box = { id: "b", from_name: "box", to_name: "text", type: "rectangle", value: { x: 1 } };
    const label = { ...box, from_name: "label", type: "labels", value: { x: 1, labels: ["PER"] } };
    const taken = apply(takeRegion([box, label], { theirs: "id:b", mine: "id:a" }), [
      answer("oval", "ellipse", { x: 2 }, "a") as ResultItem,
    ]);

    expect(taken).toEqual([
      { ...box, id: "a" },
      { ...label, id: "a" },
    ]);
  });
});

describe("taking everything", () => {
  const mine: Result = [
    span("a", 0),
    span("b", 20),
    answer("tone", "choices", { choices: ["Good"] }) as ResultItem,
    span("only-mine", 90),
  ];
  const theirs: Result = [
    span("x", 0),
    span("y", 20, "ORG"),
    span("z", 40),
    answer("tone", "choices", { choices: ["Bad"] }) as ResultItem,
    answer("stars", "rating", { rating: 4 }) as ResultItem,
    { type: "relation", from_id: "x", to_id: "z", direction: "left" },
  ];
  const everything = takeEverything(
    theirs,
    [
      { theirs: "id:y", mine: "id:b" },
      { theirs: "id:z", mine: null },
    ],
    new Map([["id:x", "id:a"]]),
  );

  test("replaces what differs, adds what is missing, keeps what is mine alone", () => {
    const taken = everything(mine, mine);
    expect(taken).toEqual([
      mine[0],
      span("b", 20, "ORG"),
      answer("tone", "choices", { choices: ["Bad"] }),
      mine[3],
      span("z", 40),
      answer("stars", "rating", { rating: 4 }),
      { type: "relation", from_id: "a", to_id: "z", direction: "left" },
    ]);
    expect(taken[0]).toBe(mine[0]);
  });

  test("is one step of undo, and doing it again changes nothing", () => {
    const once = applyEdit(openDocument(mine), everything);
    expect(undo(once).current).toBe(mine);
    const again = takeEverything(
      theirs,
      [],
      new Map([
        ["id:x", "id:a"],
        ["id:y", "id:b"],
        ["id:z", "id:z"],
      ]),
    );
    expect(applyEdit(once, again).current).toEqual(once.current);
  });
});

test("an answer that they did not give is taken away from mine", () => {
  const mine = [answer("tone", "choices", { choices: ["Good"] }) as ResultItem, span("a", 0)];
  expect(takeAnswer([], "tone")(mine, mine)).toEqual([mine[1]]);
  expect(takeAnswer(mine, "tone")(mine, mine)).toBe(mine);
});

describe("bringing back what was there before", () => {
  const original: Result = [
    span("a", 0),
    span("b", 20),
    answer("tone", "choices", { choices: ["Good"] }) as ResultItem,
    span("c", 40),
  ];

  test("puts a region where it was, under its own name", () => {
    const current = original.filter(({ id }) => id !== "b");
    const edit = takeRegion(original, { theirs: "id:b", mine: null });
    expect(edit(current, original)).toEqual(original);
    expect(edit([], original)).toEqual([original[1]]);
  });

  test("puts an answer where it was", () => {
    const current = original.filter(({ id }) => id !== "tone");
    expect(takeAnswer(original, "tone")(current, original)).toEqual(original);
  });
});
