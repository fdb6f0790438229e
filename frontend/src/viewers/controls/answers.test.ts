import { describe, expect, test } from "vitest";
import { readConfig } from "../config";
import type { Answer } from "../types";
import { inWords, isSameAnswer } from "./answers";
import { taxonomyOptions } from "./config-children";
import { arrange, moveItem, rankedItems, rankerColumns } from "./ranking";
import { allAgree, tally, tallyEntries } from "./tally";
import { findBranches, openBranches } from "./tree";
import { wordDifference } from "./word-difference";

const node = (
  tag: string,
  attrs: Record<string, string>,
  children: ReturnType<typeof make>[] = [],
) => make(tag, attrs, children);
function make(tag: string, attrs: Record<string, string>, children: unknown[]) {
  return { tag, attrs, children: children as never[] };
}

const setup = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ReturnType<typeof make>[] = [],
) => {
  const config = readConfig(
    node("View", {}, [
      node("List", { name: "list", value: "$items", title: "Pages" }),
      node(tag, { name: "c", toName: "list", ...attrs }, children),
    ]),
  );
  const control = config.controls.get("c");
  if (control === undefined) throw new Error("no control");
  return { config, control };
};

const items = [
  { id: "x", title: "Xylophone", body: "<i>music</i>" },
  { id: "y", title: "Yacht" },
  "Zebra",
];
const data = { items };

describe("a ranking", () => {
  test("without buckets has one column of all items", () => {
    const { config, control } = setup("Ranker");

    expect(rankerColumns(config, control)).toEqual([{ key: "c", title: "Pages" }]);
    expect(rankedItems(config, control, data).map(({ id }) => id)).toEqual(["x", "y", "2"]);
    expect(arrange(config, control, data, undefined)).toEqual({ c: ["x", "y", "2"] });
    expect(inWords({ config, control, data }, { c: ["y", "x"] })).toEqual([
      "1. Yacht  2. Xylophone",
    ]);
  });

  test("with buckets keeps what nobody picked beside them", () => {
    const buckets = [
      node("Bucket", { name: "best", title: "Best" }),
      node("Bucket", { name: "ads" }),
    ];
    const { config, control } = setup("Ranker", {}, buckets);

    expect(rankerColumns(config, control).map(({ key }) => key)).toEqual(["_", "best", "ads"]);
    expect(arrange(config, control, data, { best: ["y"], old: ["2"] })).toEqual({
      _: ["x"],
      best: ["y"],
      ads: [],
      old: ["2"],
    });
  });

  test("with a default bucket has no other column", () => {
    const buckets = [
      node("Bucket", { name: "best" }),
      node("Bucket", { name: "rest", default: "true" }),
    ];
    const { config, control } = setup("Ranker", {}, buckets);

    expect(rankerColumns(config, control).map(({ key }) => key)).toEqual(["best", "rest"]);
    expect(arrange(config, control, data, undefined)).toEqual({ best: [], rest: ["x", "y", "2"] });
  });

  test("moves an item within its column and to another", () => {
    const ranking = { a: ["1", "2", "3"], b: [] };

    expect(moveItem(ranking, "1", "a", 1)).toEqual({ a: ["2", "1", "3"], b: [] });
    expect(moveItem(ranking, "3", "b", Infinity)).toEqual({ a: ["1", "2"], b: ["3"] });
    expect(moveItem(ranking, "1", "a", -1)).toBe(ranking);
    expect(moveItem(ranking, "3", "a", 9)).toBe(ranking);
  });
});

describe("a taxonomy", () => {
  const tree = [
    node("Choice", { value: "Animal" }, [
      node("Choice", { value: "Dog", alias: "dog" }),
      node("Choice", { value: "Wild dog" }),
    ]),
    node("Choice", { value: "Plant" }),
  ];

  test("is read from the config and from the task", () => {
    const { config, control } = setup("Taxonomy", { value: "$more" }, tree);
    const more = [{ value: "Fungus", alias: "f", children: [{ value: "Yeast" }] }, "Stone", 4];

    const options = taxonomyOptions(config, control, { more });

    expect(openBranches(options, new Set(["f"])).map(({ path }) => path)).toEqual([
      ["Animal"],
      ["Plant"],
      ["f"],
      ["f", "Yeast"],
      ["Stone"],
    ]);
    expect(
      inWords({ config, control, data: { more } }, [
        ["Animal", "dog"],
        ["gone", "x"],
      ]),
    ).toEqual(["Animal / Dog", "gone / x"]);
  });

  test("is searched by words of the title", () => {
    const { config, control } = setup("Taxonomy", {}, tree);
    const options = taxonomyOptions(config, control, {});

    expect(findBranches(options, " DOG ").map(({ titles }) => titles.join("/"))).toEqual([
      "Animal/Dog",
      "Animal/Wild dog",
    ]);
    expect(findBranches(options, "dog wild")).toHaveLength(1);
    expect(findBranches(options, "cat")).toEqual([]);
  });
});

describe("answers", () => {
  const given = (values: readonly unknown[]) =>
    values.map((value, at) => ({ answer: { key: `${at}`, name: `P${at}` } as Answer, value }));
  const names = (rows: ReturnType<typeof tally>) =>
    rows.map(({ value, voters }) => [value, voters.map(({ name }) => name).join(" ")]);

  test("of sets are the same in any order, of lists only in the same", () => {
    expect(isSameAnswer("taxonomy", [["a"], ["b"]], [["b"], ["a"]])).toBe(true);
    expect(isSameAnswer("choices", ["a"], ["a", "b"])).toBe(false);
    expect(isSameAnswer("textarea", ["a", "b"], ["b", "a"])).toBe(false);
    expect(isSameAnswer("textarea", "a", ["a"])).toBe(true);
    expect(isSameAnswer("number", 0, undefined)).toBe(false);
    expect(isSameAnswer("textarea", [""], undefined)).toBe(true);
  });

  test("are counted, the most frequent first and none last", () => {
    expect(names(tally("number", given([undefined, 3, 4, 4])))).toEqual([
      [4, "P2 P3"],
      [3, "P1"],
      [undefined, "P0"],
    ]);
    expect(names(tallyEntries(given([[["a"], ["b"]], [["b"]], undefined])))).toEqual([
      [[["b"]], "P0 P1"],
      [[["a"]], "P0"],
      [undefined, "P2"],
    ]);
  });

  test("agree or differ only where there are two", () => {
    expect(allAgree("number", given([3]))).toBeUndefined();
    expect(allAgree("number", given([3, 3]))).toBe(true);
    expect(allAgree("number", given([3, undefined]))).toBe(false);
    expect(allAgree("number", given([undefined, undefined]))).toBeUndefined();
  });
});

describe("the difference of two texts", () => {
  const marked = (text: string, other: string) =>
    wordDifference(text, other)
      .map(({ words, differs }) => (differs ? `[${words}]` : words))
      .join("");

  test.each([
    ["a red car", "a red car", "a red car"],
    ["a red car", "a blue car", "a [red] car"],
    ["a car", "a red car", "a car"],
    ["Straße, nein!", "Strasse, nein.", "[Straße], nein[!]"],
    ["", "x", ""],
    ["x", "", "[x]"],
  ])("%j against %j", (text, other, expected) => {
    expect(marked(text, other)).toBe(expected);
  });

  test("of very long texts is not looked for", () => {
    const long = "word ".repeat(2_000);
    expect(wordDifference(long, `${long}!`)).toEqual([{ words: long, differs: true }]);
  });
});
