/** What the form has changed and not saved: an overlay over the settings that the server has. */
import type { Dimension, Methodology, MetricInfo, MetricParameter, ParamValue } from "./types";

export type DimensionEdit = Partial<
  Pick<
    Dimension,
    "name" | "metric_type" | "metric_params" | "weight" | "is_active" | "excluded_classes"
  >
>;

export type Settings = {
  methodology: Methodology;
  /** Tasks below it count as low agreement. */
  threshold: number | null;
  dimensions: readonly Dimension[];
};

export type Draft = {
  methodology?: Methodology;
  threshold?: number | null;
  dimensions: Readonly<Record<number, DimensionEdit>>;
};

export const NO_DRAFT: Draft = { dimensions: {} };

export type Changes = {
  methodology?: Methodology;
  threshold?: number | null;
  dimensions: readonly ({ id: number } & DimensionEdit)[];
};

/** The threshold that consensus gives a metric which has none, by the metric's key. */
export type UsualThresholds = Readonly<Record<string, number>>;

/** The settings as they would be after saving. */
export function drafted(settings: Settings, draft: Draft, usual: UsualThresholds): Settings {
  const methodology = draft.methodology ?? settings.methodology;
  return {
    methodology,
    threshold: draft.threshold === undefined ? settings.threshold : draft.threshold,
    dimensions: settings.dimensions.map((each) => {
      const edit = draft.dimensions[each.id];
      const merged = edit === undefined ? each : { ...each, ...edit };
      return methodology === "consensus" ? withThreshold(merged, edit, usual) : merged;
    }),
  };
}

/** As the server does it: a threshold that nobody chose is the usual one. */
function withThreshold(
  dimension: Dimension,
  edit: DimensionEdit | undefined,
  usual: UsualThresholds,
): Dimension {
  const metric = dimension.allowed_metrics_with_params[dimension.metric_type];
  const isCleared = edit?.metric_params?.["threshold"] === null;
  const isSet = (dimension.metric_params["threshold"] ?? null) !== null;
  const threshold = usual[dimension.metric_type];
  if (metric === undefined || metric.binary || isCleared || isSet || threshold === undefined) {
    return dimension;
  }
  return { ...dimension, metric_params: { ...dimension.metric_params, threshold } };
}

export function withEdit(draft: Draft, id: number, edit: DimensionEdit): Draft {
  return {
    ...draft,
    dimensions: { ...draft.dimensions, [id]: { ...draft.dimensions[id], ...edit } },
  };
}

/** Another metric starts with its own defaults; what is off by default is not set. */
export function withMetric(draft: Draft, dimension: Dimension, key: string): Draft {
  const params = dimension.allowed_metrics_with_params[key]?.params ?? {};
  const defaults = Object.entries(params)
    .filter(([name, one]) => one.default !== null && name !== "threshold")
    .map(([name, one]) => [name, one.default] as const);
  return withEdit(draft, dimension.id, {
    metric_type: key,
    metric_params: Object.fromEntries(defaults),
  });
}

const same = (left: unknown, right: unknown): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

const sortedParams = (params: Record<string, ParamValue>) =>
  Object.entries(params)
    .filter(([, value]) => value !== null)
    .sort(([a], [b]) => a.localeCompare(b));

function differs(key: keyof DimensionEdit, before: Dimension, edit: DimensionEdit): boolean {
  if (edit[key] === undefined) return false;
  if (key === "metric_params") {
    return !same(sortedParams(before.metric_params), sortedParams(edit.metric_params ?? {}));
  }
  if (key === "excluded_classes") {
    return !same([...before.excluded_classes].sort(), [...(edit.excluded_classes ?? [])].sort());
  }
  return edit[key] !== before[key];
}

/** What saving would send, without what was changed back again; null when that is nothing. */
export function changesOf(settings: Settings, draft: Draft): Changes | null {
  const dimensions = settings.dimensions.flatMap((before) => {
    const edit = draft.dimensions[before.id] ?? {};
    const keys = (Object.keys(edit) as (keyof DimensionEdit)[]).filter((key) =>
      differs(key, before, edit),
    );
    if (keys.length === 0) return [];
    // A new metric without its parameters would get the server's defaults.
    if (keys.includes("metric_type") && edit.metric_params !== undefined) {
      keys.push("metric_params");
    }
    return [{ id: before.id, ...Object.fromEntries(keys.map((key) => [key, edit[key]])) }];
  });
  const changes: Changes = {
    ...(draft.methodology !== undefined && draft.methodology !== settings.methodology
      ? { methodology: draft.methodology }
      : {}),
    ...(draft.threshold !== undefined && draft.threshold !== settings.threshold
      ? { threshold: draft.threshold }
      : {}),
    dimensions,
  };
  const isEmpty = Object.keys(changes).length === 1 && dimensions.length === 0;
  return isEmpty ? null : changes;
}

/** Whether figures follow from it; names and the mark of low agreement move none. */
export function movesFigures({ methodology, dimensions }: Changes): boolean {
  return (
    methodology !== undefined ||
    dimensions.some((edit) => Object.keys(edit).some((key) => key !== "id" && key !== "name"))
  );
}

/** Consensus counts matches, so a metric of more than yes and no needs a threshold there. */
export function isRequired(
  name: string,
  parameter: MetricParameter,
  metric: MetricInfo,
  methodology: Methodology,
): boolean {
  if (name === "threshold") return methodology === "consensus" && !metric.binary;
  return parameter.required || parameter.default !== null;
}

/** The value that counts: a parameter that was never set has its default. */
export function paramValue(
  dimension: Dimension,
  name: string,
  parameter: MetricParameter,
): ParamValue {
  const value = dimension.metric_params[name];
  return value === undefined ? parameter.default : value;
}

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });

/** The allowed numbers in words, such as "0 to 1" or "0 or more". */
export function rangeOf({ minimum, maximum }: MetricParameter): string {
  if (minimum !== null && maximum !== null) {
    return `${number.format(minimum)} to ${number.format(maximum)}`;
  }
  if (minimum !== null) return `${number.format(minimum)} or more`;
  return maximum !== null ? `${number.format(maximum)} or less` : "any number";
}

/** Why a value cannot be saved, or null. */
export function paramFault(
  value: ParamValue,
  parameter: MetricParameter,
  required: boolean,
): string | null {
  if (value === null) {
    if (!required) return null;
    return parameter.choices === null ? `Enter a number: ${rangeOf(parameter)}.` : "Choose one.";
  }
  if (parameter.choices !== null) {
    return parameter.choices.includes(String(value)) ? null : "Choose one.";
  }
  const low = parameter.minimum ?? Number.NEGATIVE_INFINITY;
  const high = parameter.maximum ?? Number.POSITIVE_INFINITY;
  const isFine = typeof value === "number" && value >= low && value <= high;
  return isFine ? null : `Must be ${rangeOf(parameter)}.`;
}

/** Mistakes of one dimension by field; inactive ones are checked too, as the server does. */
export function faultsOf(dimension: Dimension, methodology: Methodology): Record<string, string> {
  const faults: Record<string, string> = {};
  if (dimension.name.trim() === "") faults["name"] = "Give it a name.";
  if (!(dimension.weight >= 0 && dimension.weight <= 1)) {
    faults["weight"] = "Must be 0 to 1.";
  }
  const metric = dimension.allowed_metrics_with_params[dimension.metric_type];
  if (metric === undefined) {
    faults["metric_type"] = "Choose a metric that can compare these answers.";
    return faults;
  }
  for (const [name, parameter] of Object.entries(metric.params)) {
    const fault = paramFault(
      paramValue(dimension, name, parameter),
      parameter,
      isRequired(name, parameter, metric, methodology),
    );
    if (fault !== null) faults[name] = fault;
  }
  return faults;
}

export const isThresholdFine = (threshold: number | null): boolean =>
  threshold === null || (threshold >= 0 && threshold <= 1);

export function countFaults(settings: Settings): number {
  return settings.dimensions.reduce(
    (sum, each) => sum + Object.keys(faultsOf(each, settings.methodology)).length,
    isThresholdFine(settings.threshold) ? 0 : 1,
  );
}

/** How much of the task's score comes from a dimension, where all have a figure. */
export function shareOfScore(dimensions: readonly Dimension[], dimension: Dimension): number {
  const total = dimensions.reduce((sum, each) => sum + (each.is_active ? each.weight : 0), 0);
  return dimension.is_active && total > 0 ? dimension.weight / total : 0;
}
