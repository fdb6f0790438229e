import { expect, test } from "vitest";
import { JACCARD, makeDimension, TEXTS } from "@/test/agreement";
import {
  changesOf,
  countFaults,
  type Draft,
  drafted,
  faultsOf,
  movesFigures,
  NO_DRAFT,
  paramFault,
  rangeOf,
  type Settings,
  shareOfScore,
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
  expect(drafted(later, draft, {}).dimensions[0]).toMatchObject({
    weight: 0.2,
    metric_type: "jaccard",
  });
});

test("a name and the mark of low agreement move no figure; a weight does", () => {
  expect(movesFigures({ threshold: 0.5, dimensions: [{ id: 1, name: "x" }] })).toBe(false);
  expect(movesFigures({ dimensions: [{ id: 1, weight: 0 }] })).toBe(true);
  expect(movesFigures({ methodology: "consensus", dimensions: [] })).toBe(true);
});

test("consensus needs a threshold where a metric gives more than yes and no", () => {
  const dimension = makeDimension(1, { metric_type: "jaccard" });
  expect(faultsOf(dimension, "pairwise")).toEqual({});
  expect(faultsOf(dimension, "consensus")).toEqual({ threshold: "Enter a number: 0 to 1." });
  expect(faultsOf(makeDimension(2), "consensus")).toEqual({});
});

test("consensus shows the usual threshold until one is chosen or cleared", () => {
  const settings = makeSettings({
    dimensions: [makeDimension(1, { metric_type: "jaccard" }), makeDimension(2)],
  });
  const usual = { jaccard: 0.5, exact_match: 0.5 };
  const consensus: Draft = { ...NO_DRAFT, methodology: "consensus" };
  const thresholds = (draft: Draft) =>
    drafted(settings, draft, usual).dimensions.map((each) => each.metric_params["threshold"]);

  expect(thresholds(consensus)).toEqual([0.5, undefined]);
  expect(thresholds(withEdit(consensus, 1, { metric_params: { threshold: 0.8 } }))).toEqual([
    0.8,
    undefined,
  ]);
  const cleared = withEdit(consensus, 1, { metric_params: { threshold: null } });
  expect(thresholds(cleared)).toEqual([null, undefined]);
  expect(countFaults(drafted(settings, cleared, usual))).toBe(1);
  // The server fills it in by itself, and pairwise must not keep it.
  expect(changesOf(settings, consensus)).toEqual({ methodology: "consensus", dimensions: [] });
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
  expect(faultsOf(makeDimension(1, { metric_type: "gone" }), "pairwise")).toHaveProperty(
    "metric_type",
  );
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
