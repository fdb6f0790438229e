import { describe, expect, test } from "vitest";
import {
  applyEdit,
  type Edit,
  findAnswer,
  findRegionAnswer,
  isChanged,
  openDocument,
  setAnswer,
  setGeometry,
  setRegionAnswer,
} from "./document";
import type { Result, ResultItem } from "./types";

const edit = (result: Result, ...edits: Edit[]) =>
  edits.reduce((document, each) => applyEdit(document, each), openDocument(result));

const item = (type: string, value: Record<string, unknown>, id = "i"): ResultItem => ({
  value,
  id,
  from_name: "c",
  to_name: "text",
  type,
  lead_time: 1.25,
});

const target = (type: string) => ({ control: "c", object: "text", type });

/** One answer of each type, another one, and the key of the value that holds it. */
const ANSWERS: readonly [string, unknown, unknown, string][] = [
  ["choices", ["a"], ["b", "c"], "choices"],
  ["choices", [["a", "b"]], [["a"]], "choices"],
  ["taxonomy", [["a", "b"]], [["a"], ["c", "d"]], "taxonomy"],
  ["rating", 4, 2, "rating"],
  ["number", 0, 12.5, "number"],
  ["datetime", "2026-02-03", "2026-02-04T10:00", "datetime"],
  ["textarea", ["one"], ["one", "two"], "text"],
  ["pairwise", "left", "right", "selected"],
  ["ranker", { c: ["x", "y"] }, { c: ["y", "x"] }, "ranker"],
];

describe.each(ANSWERS)("an answer of type %s (%j)", (type, answer, other, key) => {
  test("is changed in its item, and only there", () => {
    const stored = item(type, { before: 1, [key]: answer, after: [2] });
    const result = [item("mystery", { x: 1 }, "m"), stored];

    const { current } = edit(result, setAnswer(target(type), other));

    expect(current[0]).toBe(result[0]);
    expect(JSON.stringify(current[1])).toBe(
      JSON.stringify(stored).replace(
        `${JSON.stringify(key)}:${JSON.stringify(answer)}`,
        `${JSON.stringify(key)}:${JSON.stringify(other)}`,
      ),
    );
  });

  test("leaves no trace when it is changed back, or taken away and given again", () => {
    const result = [item(type, { [key]: answer }), item("mystery", { x: 1 }, "m")];
    const put = (value: unknown) => setAnswer(target(type), value);

    expect(isChanged(edit(result, put(other), put(answer)))).toBe(false);
    const away = edit(result, put(null));
    expect(away.current).toEqual([result[1]]);
    expect(applyEdit(away, put(answer)).current).toBe(result);
  });

  test("that is the first becomes a new item at the end", () => {
    const result = [item("mystery", { x: 1 }, "m")];

    const { current } = edit(result, setAnswer(target(type), answer));

    expect(current[1]).toEqual({
      id: expect.stringMatching(/^[\w-]{10}$/),
      from_name: "c",
      to_name: "text",
      type,
      origin: "manual",
      value: { [key]: answer },
    });
    expect(findAnswer(current, "c", type)).toBe(1);
  });
});

test("an answer that was stored empty is stored empty again", () => {
  const result = [item("choices", { choices: [] }), item("textarea", { text: [""] }, "t")];
  const put = (type: string, value: unknown) => setAnswer(target(type), value);

  const document = edit(
    result,
    put("choices", ["a"]),
    put("textarea", ["x"]),
    put("choices", []),
    put("textarea", []),
  );

  expect(isChanged(document)).toBe(false);
});

test("one text that was stored bare stays bare, several become a list", () => {
  const result = [item("textarea", { text: "one" })];
  const put = (value: unknown) => setAnswer(target("textarea"), value);

  expect(edit(result, put(["two"])).current[0]?.value).toEqual({ text: "two" });
  expect(edit(result, put(["two", "three"])).current[0]?.value).toEqual({ text: ["two", "three"] });
  expect(edit(result, put(["two"]), put(["one"])).current).toBe(result);
});

test("the order of a text's entries and of a ranking counts, that of a set does not", () => {
  const put = (type: string, value: unknown) => setAnswer(target(type), value);
  const texts = [item("textarea", { text: ["a", "b"] })];
  const paths = [item("taxonomy", { taxonomy: [["a"], ["b"]] })];

  expect(isChanged(edit(texts, put("textarea", ["b", "a"])))).toBe(true);
  expect(isChanged(edit(paths, put("taxonomy", [["b"], ["a"]])))).toBe(false);
});

describe("an answer about a region", () => {
  const box: ResultItem = {
    original_width: 640,
    original_height: 480,
    image_rotation: 0,
    item_index: 2,
    value: { x: 1, y: 2, width: 10, height: 20, rotation: 0, rectanglelabels: ["Car"] },
    id: "b",
    from_name: "box",
    to_name: "image",
    type: "rectanglelabels",
    meta: { text: ["seen"] },
  };
  const companion = (type: string, value: Record<string, unknown>, control = type): ResultItem => ({
    value: { x: 1, y: 2, width: 10, ...value },
    id: "b",
    from_name: control,
    to_name: "image",
    type,
  });
  const span: ResultItem = {
    value: { start: 0, end: 3, text: "Bob", labels: ["Person"] },
    id: "s",
    from_name: "label",
    to_name: "text",
    type: "labels",
  };
  const put = (type: string, answer: unknown, key = "id:b") =>
    setRegionAnswer(key, { control: type, type }, answer);

  test("stands after its region and repeats the place of the region, not its label", () => {
    const { current } = edit([box, span], put("rating", 3));

    expect(current).toEqual([
      box,
      {
        original_width: 640,
        original_height: 480,
        image_rotation: 0,
        item_index: 2,
        id: "b",
        from_name: "rating",
        to_name: "image",
        type: "rating",
        origin: "manual",
        value: { x: 1, y: 2, width: 10, height: 20, rotation: 0, rating: 3 },
      },
      span,
    ]);
    expect(findRegionAnswer(current, "id:b", "rating", "rating")).toBe(1);
    expect(findAnswer(current, "rating", "rating")).toBe(-1);
  });

  test("does not repeat masks and key frames", () => {
    const mask: ResultItem = {
      ...box,
      type: "brushlabels",
      value: { format: "rle", rle: [1, 2, 3], brushlabels: ["Car"] },
    };

    expect(edit([mask], put("rating", 3)).current[1]?.value).toEqual({ rating: 3 });
  });

  test("is changed in its item, removed, and comes back to its place among the others", () => {
    const result = [
      box,
      companion("choices", { choices: ["a"] }),
      companion("rating", { rating: 1 }),
      companion("textarea", { text: ["why"] }),
      span,
    ];

    const changed = edit(result, put("rating", 5));
    expect(changed.current[2]?.value).toEqual({ x: 1, y: 2, width: 10, rating: 5 });
    expect(changed.current.filter((each, at) => each === result[at])).toHaveLength(4);

    const removed = edit(result, put("rating", null), put("textarea", []));
    expect(removed.current).toEqual([result[0], result[1], result[4]]);
    const back = applyEdit(applyEdit(removed, put("textarea", ["why"])), put("rating", 1));
    expect(back.current).toBe(result);
  });

  test("comes back to where its region is now", () => {
    const result = [box, companion("rating", { rating: 1 })];

    const { current } = edit(
      result,
      put("rating", null),
      setGeometry("id:b", { x: 9 }),
      put("rating", 1),
    );

    expect(current[1]?.value).toEqual({ x: 9, y: 2, width: 10, rating: 1 });
  });

  test("keeps what was typed when the text of its span changes", () => {
    const note: ResultItem = {
      value: { start: 0, end: 3, text: ["a note"] },
      id: "s",
      from_name: "textarea",
      to_name: "text",
      type: "textarea",
    };

    const { current } = edit([span, note], setGeometry("id:s", { end: 4, text: "Bobb" }));

    expect(current[0]?.value).toMatchObject({ end: 4, text: "Bobb" });
    expect(current[1]?.value).toEqual({ start: 0, end: 4, text: ["a note"] });
  });

  test("cannot be given to a region without an id, or to none", () => {
    const { id: _id, ...nameless } = span;
    const result = [nameless];

    expect(edit(result, put("rating", 3, "at:0")).current).toBe(result);
    expect(edit(result, put("rating", 3, "id:gone")).current).toBe(result);
  });
});
