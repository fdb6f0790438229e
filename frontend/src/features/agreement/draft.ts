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

/** The settings as they would be after saving. */
export function drafted(settings: Settings, draft: Draft): Settings {
  return {
    methodology: draft.methodology ?? settings.methodology,
    threshold: draft.threshold === undefined ? settings.threshold : draft.threshold,
    dimensions: settings.dimensions.map((each) => {
      const edit = draft.dimensions[each.id];
      return edit === undefined ? each : { ...each, ...edit };
    }),
  };
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

/** A threshold may be left empty: it is then off, and under consensus the usual one. */
export const isRequired = (name: string, parameter: MetricParameter): boolean =>
  name !== "threshold" && (parameter.required || parameter.default !== null);

/** Consensus counts matches: the threshold that counts where the field is empty, else null. */
export const usualThreshold = (
  name: string,
  metric: MetricInfo,
  methodology: Methodology,
): number | null =>
  name === "threshold" && methodology === "consensus" ? metric.usual_threshold : null;

/** A parameter that was never set has its default; a threshold is shown only where it is set. */
export function paramValue(
  dimension: Dimension,
  name: string,
  parameter: MetricParameter,
): ParamValue {
  const value = dimension.metric_params[name];
  if (value !== undefined) return value;
  return name === "threshold" ? null : parameter.default;
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
export function faultsOf(dimension: Dimension): Record<string, string> {
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
      isRequired(name, parameter),
    );
    if (fault !== null) faults[name] = fault;
  }
  return faults;
}

export const isThresholdFine = (threshold: number | null): boolean =>
  threshold === null || (threshold >= 0 && threshold <= 1);

export function countFaults(settings: Settings): number {
  return settings.dimensions.reduce(
    (sum, each) => sum + Object.keys(faultsOf(each)).length,
    isThresholdFine(settings.threshold) ? 0 : 1,
  );
}

/** Something must weigh, as long as there is anything that can; the server asks for it too. */
export const countsNothing = (dimensions: readonly Dimension[]): boolean =>
  dimensions.length > 0 && dimensions.every((each) => !each.is_active || each.weight === 0);

/** How much of the task's score comes from a dimension, where all have a figure. */
export function shareOfScore(dimensions: readonly Dimension[], dimension: Dimension): number {
  const total = dimensions.reduce((sum, each) => sum + (each.is_active ? each.weight : 0), 0);
  return dimension.is_active && total > 0 ? dimension.weight / total : 0;
}
