import { expect, test } from "vitest";
import { readStyleRules, styleOf } from "./style-rules";
import type { ConfigNode } from "./types";

const config = (text: string): ConfigNode => ({
  tag: "View",
  attrs: {},
  children: [{ tag: "Style", attrs: {}, children: [], text }],
});

const view = (attrs: Record<string, string>): ConfigNode => ({ tag: "View", attrs, children: [] });

test("rules of classes become styles of the elements that have them", () => {
  const rules = readStyleRules(
    config("/* two columns */ .row, .page .wide { display: flex; gap: 8px } .row { color: red }"),
  );

  expect(styleOf(view({ className: "row" }), rules)).toEqual({
    display: "flex",
    flexDirection: "row",
    gap: "8px",
    color: "red",
  });
  expect(styleOf(view({ className: "wide other" }), rules)).toEqual({
    display: "flex",
    flexDirection: "row",
    gap: "8px",
  });
});

test("an element's own style comes last", () => {
  const rules = readStyleRules(config(".a { color: red }"));

  expect(styleOf(view({ className: "a", style: "color: blue" }), rules)).toEqual({ color: "blue" });
});

test("nothing that moves out of its place or loads anything is taken over", () => {
  const rules = readStyleRules(
    config(
      "body { display: none } .a { position: fixed; top: 0; background: url(http://x/y); width: 10px } @import 'http://x'; .a:hover { color: red }",
    ),
  );

  expect([...rules.keys()]).toEqual(["a"]);
  expect(styleOf(view({ className: "a" }), rules)).toEqual({ width: "10px" });
});
