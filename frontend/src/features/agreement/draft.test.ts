import { expect, test } from "vitest";
import { EXACT, JACCARD, makeDimension, TEXTS } from "@/test/agreement";
import {
  changesOf,
  countFaults,
  countsNothing,
  type Draft,
  drafted,
  faultsOf,
  movesFigures,
  NO_DRAFT,
  paramFault,
  paramValue,
  rangeOf,
  type Settings,
  shareOfScore,
  usualThreshold,
  withEdit,
  withMetric,
} from "./draft";

const makeSettings = (overrides: Partial<Settings> = {}): Settings => ({
  methodology: "pairwise",
  threshold: null,
  dimensions: [makeDimension(1), makeDimension(2, { weight: 0.5 })],
  ...overrides,
});

test("what is changed back again is not a change", () => {
  const settings = makeSettings();
  const changed = withEdit(NO_DRAFT, 1, { weight: 0.3 });
  expect(changesOf(settings, changed)).toEqual({ dimensions: [{ id: 1, weight: 0.3 }] });
  expect(changesOf(settings, withEdit(changed, 1, { weight: 1 }))).toBeNull();
  expect(changesOf(settings, { ...NO_DRAFT, methodology: "pairwise", threshold: null })).toBeNull();
});

test("the order of left out classes, and a parameter that stays off, are no change", () => {
  const settings = makeSettings({
    dimensions: [makeDimension(1, { excluded_classes: ["a", "b"], metric_params: {} })],
  });
  const draft = withEdit(NO_DRAFT, 1, {
    excluded_classes: ["b", "a"],
    metric_params: { threshold: null },
  });
  expect(changesOf(settings, draft)).toBeNull();
});

test("another metric comes with its own defaults, and both are sent", () => {
  const dimension = makeDimension(1, { allowed_metrics_with_params: { text_similarity: TEXTS } });
  const draft = withMetric(NO_DRAFT, dimension, "text_similarity");
  expect(changesOf(makeSettings({ dimensions: [dimension] }), draft)?.dimensions).toEqual([
    {
      id: 1,
      metric_type: "text_similarity",
      metric_params: { algorithm: "levenshtein" },
    },
  ]);
});

test("edits lie over what the server has by now", () => {
  const draft = withEdit(NO_DRAFT, 1, { weight: 0.2 });
  const later = makeSettings({ dimensions: [makeDimension(1, { metric_type: "jaccard" })] });
  expect(drafted(later, draft).dimensions[0]).toMatchObject({
    weight: 0.2,
    metric_type: "jaccard",
  });
});

test("a name and the mark of low agreement move no figure; a weight does", () => {
  expect(movesFigures({ threshold: 0.5, dimensions: [{ id: 1, name: "x" }] })).toBe(false);
  expect(movesFigures({ dimensions: [{ id: 1, weight: 0 }] })).toBe(true);
  expect(movesFigures({ methodology: "consensus", dimensions: [] })).toBe(true);
});

test("a threshold that nobody chose is the usual one under consensus, and is never sent", () => {
  const dimension = makeDimension(1, { metric_type: "jaccard" });
  const usual = (name: string, methodology: Settings["methodology"]) =>
    usualThreshold(name, JACCARD, methodology);
  expect(usual("threshold", "consensus")).toBe(0.5);
  expect(usual("threshold", "pairwise")).toBeNull();
  expect(usual("matching", "consensus")).toBeNull();
  expect(usualThreshold("threshold", EXACT, "consensus")).toBeNull();

  const threshold = JACCARD.params["threshold"];
  if (threshold === undefined) throw new Error("fixtures");
  expect(paramValue(dimension, "threshold", { ...threshold, default: 0.5 })).toBeNull();
  const settings = makeSettings({ dimensions: [dimension] });
  const consensus: Draft = { ...NO_DRAFT, methodology: "consensus" };
  expect(countFaults(drafted(settings, consensus))).toBe(0);
  expect(changesOf(settings, consensus)).toEqual({ methodology: "consensus", dimensions: [] });
});

test("nothing counts where every dimension is off or weighs nothing", () => {
  const off = makeDimension(1, { is_active: false });
  expect(countsNothing([off, makeDimension(2, { weight: 0 })])).toBe(true);
  expect(countsNothing([off, makeDimension(2, { weight: 0.1 })])).toBe(false);
  expect(countsNothing([])).toBe(false);
});

test("numbers out of range, unknown choices and lost metrics are named", () => {
  const threshold = JACCARD.params["threshold"];
  const algorithm = TEXTS.params["algorithm"];
  if (threshold === undefined || algorithm === undefined) throw new Error("fixtures");
  expect(paramFault(1.2, threshold, false)).toBe("Must be 0 to 1.");
  expect(paramFault(0, threshold, false)).toBeNull();
  expect(paramFault(null, threshold, false)).toBeNull();
  expect(paramFault("soundex", algorithm, true)).toBe("Choose one.");
  expect(rangeOf({ ...threshold, maximum: null })).toBe("0 or more");
  expect(faultsOf(makeDimension(1, { metric_type: "gone" }))).toHaveProperty("metric_type");
  const settings = makeSettings({
    dimensions: [makeDimension(1, { weight: Number.NaN }), makeDimension(2, { name: " " })],
  });
  expect(countFaults(settings)).toBe(2);
});

test("shares of the task's figure follow the weights of what is switched on", () => {
  const [first, second, off] = [
    makeDimension(1),
    makeDimension(2, { weight: 0.5 }),
    makeDimension(3, { is_active: false }),
  ];
  const all = [first, second, off];
  expect(all.map((each) => shareOfScore(all, each))).toEqual([2 / 3, 1 / 3, 0]);
  expect(shareOfScore([off], off)).toBe(0);
});
