import { expect, test } from "vitest";
import { isVisible } from "./conditions";
import type { ShownRegion } from "./shown-regions";
import type { Answer, ConfigNode, Result } from "./types";

const view = (attrs: Record<string, string>): ConfigNode => ({ tag: "View", attrs, children: [] });

const answer = (result: Result): Answer => ({
  key: "a",
  name: "Ada",
  kind: "annotation",
  groundTruth: false,
  colour: "#000",
  result,
});

const chose = (...choices: unknown[]) =>
  answer([{ from_name: "topic", to_name: "text", type: "choices", value: { choices } }]);

const selected = (control: string, labels: readonly string[]) =>
  ({ region: { control, labels } }) as unknown as ShownRegion;

test("a condition on a choice looks at the control that it names", () => {
  const node = view({
    visibleWhen: "choice-selected",
    whenTagName: "topic",
    whenChoiceValue: "Billing, Login",
  });

  expect(isVisible(node, { answers: [chose("Login")], selected: null })).toBe(true);
  expect(isVisible(node, { answers: [chose("Other")], selected: null })).toBe(false);
  expect(
    isVisible(
      { ...node, attrs: { ...node.attrs, whenTagName: "tone" } },
      {
        answers: [chose("Login")],
        selected: null,
      },
    ),
  ).toBe(false);
});

test("what one of several answers shows is shown", () => {
  const node = view({ visibleWhen: "choice-selected", whenTagName: "topic", whenChoiceValue: "B" });

  expect(isVisible(node, { answers: [chose("A"), chose("B")], selected: null })).toBe(true);
});

test("an unanswered choice is unselected", () => {
  const node = view({ visibleWhen: "choice-unselected", whenTagName: "topic" });

  expect(isVisible(node, { answers: [], selected: null })).toBe(true);
  expect(isVisible(node, { answers: [answer([])], selected: null })).toBe(true);
  expect(isVisible(node, { answers: [chose("A")], selected: null })).toBe(false);
});

test("a nested choice counts by each of its steps", () => {
  const node = view({ visibleWhen: "choice-selected", whenChoiceValue: "Dog" });

  expect(isVisible(node, { answers: [chose(["Animal", "Dog"])], selected: null })).toBe(true);
});

test("a condition on a region looks at its control and its label", () => {
  const node = view({
    visibleWhen: "region-selected",
    whenTagName: "label",
    whenLabelValue: "Person",
  });

  expect(isVisible(node, { answers: [], selected: null })).toBe(false);
  expect(isVisible(node, { answers: [], selected: selected("label", ["Person"]) })).toBe(true);
  expect(isVisible(node, { answers: [], selected: selected("label", ["Place"]) })).toBe(false);
  expect(isVisible(node, { answers: [], selected: selected("other", ["Person"]) })).toBe(false);
  expect(
    isVisible(view({ visibleWhen: "no-region-selected" }), { answers: [], selected: null }),
  ).toBe(true);
});

test("without a condition, and with an unknown one, everything is shown", () => {
  expect(isVisible(view({}), { answers: [], selected: null })).toBe(true);
  expect(isVisible(view({ visibleWhen: "some-day" }), { answers: [], selected: null })).toBe(true);
});
