import { describe, expect, test } from "vitest";
import { readConfig } from "../config";
import { showRegions } from "../shown-regions";
import type { Answer, ConfigNode, Result } from "../types";
import { findDisagreements } from "./disagreements";

const node = (
  tag: string,
  attrs: Record<string, string> = {},
  children: ConfigNode[] = [],
): ConfigNode => ({ tag, attrs, children });

const CONFIG = readConfig(
  node("View", {}, [
    node("Labels", { name: "label", toName: "text" }, [
      node("Label", { value: "PER" }),
      node("Label", { value: "ORG" }),
    ]),
    node("Text", { name: "text", value: "$text" }),
    node("Choices", { name: "tone", toName: "text", title: "Tone" }, [
      node("Choice", { value: "Good" }),
      node("Choice", { value: "Bad" }),
    ]),
    node("Choices", { name: "mood", toName: "text", perRegion: "true" }, [
      node("Choice", { value: "calm" }),
    ]),
    node("Mystery", { name: "odd", toName: "text" }),
  ]),
);

const item = (name: string, type: string, value: object, id = name) => ({
  id,
  from_name: name,
  to_name: "text",
  type,
  value,
});

const span = (id: string, start: number, end: number, label = "PER") =>
  item(
    "label",
    "labels",
    { start, end, text: `${start}-${end}`, labels: [label] },
    id,
  ) as Result[0];

const tone = (...choices: string[]) => item("tone", "choices", { choices }) as Result[0];

const find = (results: Result[], focus: string | null = "a") => {
  const answers: Answer[] = results.map((result, at) => ({
    key: "abc"[at] ?? "",
    name: ["Ada", "Bea", "Cem"][at] ?? "",
    kind: "annotation",
    groundTruth: false,
    colour: "#000",
    result,
  }));
  const data = { text: "x".repeat(100) };
  const regions = showRegions(CONFIG, answers);
  return findDisagreements({ config: CONFIG, data, answers, regions, focus });
};

const told = (results: Result[], focus?: string | null) =>
  find(results, focus).map(({ kind, subject, sides }) => [
    kind,
    subject,
    ...sides.map(({ answer, words }) => `${answer.name}: ${words}`),
  ]);

describe("what they disagree about", () => {
  test("is nothing with one answer, and nothing where all agree", () => {
    expect(find([[span("s", 0, 10)]])).toEqual([]);
    expect(
      find([
        [span("s", 0, 10), tone("Good")],
        [span("x", 0, 10), tone("Good")],
      ]),
    ).toEqual([]);
  });

  test("names label, place, what is missing and what is extra, in the order of the text", () => {
    const mine = [span("l", 20, 30), span("p", 40, 50), span("e", 80, 90)];
    const theirs = [span("l2", 20, 30, "ORG"), span("p2", 47, 70), span("m", 0, 5)];
    expect(told([mine, theirs])).toEqual([
      ["missing", "“0-5”", "Ada: nothing", "Bea: PER"],
      ["label", "“20-30”", "Ada: PER", "Bea: ORG"],
      ["place", "“40-50”", "Ada: PER", "Bea: PER “47-70”"],
      ["extra", "“80-90”", "Ada: PER", "Bea: nothing"],
    ]);
  });

  test("says of three answers who has what", () => {
    const results = [[span("a", 0, 10)], [span("b", 0, 10)], []];
    expect(told(results)).toEqual([
      ["not by all", "“0-10”", "Ada: PER", "Bea: PER", "Cem: nothing"],
    ]);
    expect(told(results, "c")[0]?.[0]).toBe("missing");
    expect(told(results, null)[0]?.[0]).toBe("not by all");
  });

  test("holds the regions of every side, to jump to", () => {
    const [found] = find([[], [span("b", 0, 10)]]);
    expect(found?.sides.map(({ refs }) => refs)).toEqual([[], ["b\u0000id:b"]]);
  });

  test("holds answers for the task, whatever the order of what was ticked", () => {
    expect(told([[tone("Good", "Bad")], [tone("Bad", "Good")]])).toEqual([]);
    expect(told([[tone("Good")], []])).toEqual([["answer", "Tone", "Ada: Good", "Bea: nothing"]]);
  });

  test("holds answers for regions that agree otherwise", () => {
    const mood = item("mood", "choices", { choices: ["calm"] }, "s") as Result[0];
    expect(told([[span("s", 0, 10), mood], [span("t", 0, 10)]])).toEqual([
      ["answer for a region", "mood of “0-10”", "Ada: calm", "Bea: nothing"],
    ]);
  });

  test("holds relations between regions that stand for the same things", () => {
    const relation = (from: string, to: string, extra: object = {}) =>
      ({ type: "relation", from_id: from, to_id: to, direction: "right", ...extra }) as Result[0];
    const mine = [span("a", 0, 10), span("b", 20, 30)];
    const theirs = [span("x", 0, 10), span("y", 20, 30)];
    expect(
      told([
        [...mine, relation("a", "b")],
        [...theirs, relation("x", "y")],
      ]),
    ).toEqual([]);
    // Turned round and pointing back is the same arrow.
    const turned = relation("y", "x", { direction: "left" });
    expect(
      told([
        [...mine, relation("a", "b")],
        [...theirs, turned],
      ]),
    ).toEqual([]);
    const named = relation("x", "y", { labels: ["owns"] });
    expect(
      told([
        [...mine, relation("a", "b")],
        [...theirs, named],
      ]),
    ).toEqual([["relation", "“0-10” and “20-30”", "Ada: →", "Bea: → owns"]]);
    expect(told([mine, [...theirs, named]])[0]?.slice(2)).toEqual(["Ada: nothing", "Bea: → owns"]);
  });

  test("holds what no viewer knows, as it is stored", () => {
    const odd = (value: object) => item("odd", "mystery", value) as Result[0];
    expect(told([[odd({ deep: [1] })], [odd({ deep: [1] })]])).toEqual([]);
    expect(told([[odd({ deep: "x" })], [odd({ deep: "y" })]])).toEqual([
      ["answer", "odd", "Ada: x", "Bea: y"],
    ]);
  });
});
