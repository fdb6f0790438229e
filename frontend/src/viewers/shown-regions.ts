/** What the viewers draw: the regions of all answers, with their labels and how they compare. */
import {
  type Comparable,
  type Comparison,
  compareRegions,
  compareVersions,
  regionRef,
} from "./compare";
import { type Config, controlsOf, findLabel, type LabelOption } from "./config";
import { shownAnswers } from "./controls/shown-answers";
import { isDrawn } from "./drawn";
import { type PictureSize, PLAIN_SIZE } from "./geometry";
import { companionsOf, type Region, readRegions } from "./regions";
import { readRelations } from "./relations/relations";
import { seriesGeometry } from "./timeseries/series-times";
import type { Answer, Geometry, Result, ResultItem } from "./types";

export type ShownRegion = {
  /** Unique among all answers shown. */
  readonly ref: string;
  readonly answer: Answer;
  readonly region: Region;
  readonly geometry: Geometry;
  /** All labels in words, for lists and tooltips. */
  readonly title: string;
  /** The first label; null for a region without any. */
  readonly label: LabelOption | null;
  /** What was answered about this region beside its label. */
  readonly companions: readonly ResultItem[];
  /** Missing while only one answer is shown. */
  readonly comparison: Comparison | undefined;
};

export type Comparing = {
  /** The two answers are states of one: regions are paired by name, and every change counts. */
  readonly versions?: boolean;
};

export function showRegions(
  config: Config,
  answers: readonly Answer[],
  { versions = false }: Comparing = {},
): readonly ShownRegion[] {
  const drawn = answers.map((answer) => ({ answer, regions: drawnRegions(config, answer.result) }));
  const comparisons = compareAll(config, drawn, versions);
  return drawn.flatMap(({ answer, regions }) =>
    regions.map(({ region, geometry }) => {
      const ref = regionRef(answer.key, region.key);
      const labels = region.labels.map((label) => labelOf(config, region, label));
      return {
        ref,
        answer,
        region,
        geometry,
        title: labels.map(({ title }) => title).join(", ") || "No label",
        label: labels[0] ?? null,
        companions: companionsOf(answer.result, region),
        comparison: comparisons.get(ref),
      };
    }),
  );
}

/** Items that no viewer draws: they are shown as they are stored. */
export function rawItems(config: Config, result: Result): readonly ResultItem[] {
  const drawn = new Set(drawnRegions(config, result).flatMap(({ region }) => region.indices));
  const answers = shownAnswers(config, result);
  const related = new Set(readRelations(result).map(({ index }) => index));
  return result.filter(
    (item, index) => !drawn.has(index) && !answers.has(item) && !related.has(index),
  );
}

/** Size of an object's picture as the results state it; null when none does. */
export function statedSize(answers: readonly Answer[], object: string): PictureSize | null {
  for (const { result } of answers) {
    for (const item of result) {
      const width = item["original_width"];
      const height = item["original_height"];
      if (item.to_name !== object || typeof width !== "number" || typeof height !== "number") {
        continue;
      }
      if (width > 0 && height > 0) return { width, height };
    }
  }
  return null;
}

type Drawn = { readonly region: Region; readonly geometry: Geometry };

function drawnRegions(config: Config, result: Result): readonly Drawn[] {
  return readRegions(result).flatMap((region) => {
    const object = config.objects.get(region.object);
    if (object === undefined) return [];
    const geometry = object.tag === "TimeSeries" ? seriesGeometry(object, region) : region.geometry;
    if (geometry === null || !isDrawn(object.tag, geometry.kind)) return [];
    return [{ region, geometry }];
  });
}

function compareAll(
  config: Config,
  drawn: readonly { answer: Answer; regions: readonly Drawn[] }[],
  versions: boolean,
): ReadonlyMap<string, Comparison> {
  const answers = drawn.map(({ answer }) => answer);
  const all = [...config.objects.keys()].flatMap((object) => {
    const contestants = drawn.map(({ answer, regions }) => ({
      key: answer.key,
      regions: regions.filter(({ region }) => region.object === object).map(toComparable),
    }));
    const [after, before] = contestants;
    if (versions && after !== undefined && before !== undefined) {
      return [...compareVersions(before, after)];
    }
    return [...compareRegions(contestants, { size: statedSize(answers, object) ?? PLAIN_SIZE })];
  });
  return new Map(all);
}

function toComparable({ region, geometry }: Drawn): Comparable {
  const { item, key, labels } = region;
  const { item_index: layer, original_width: width, original_height: height } = item;
  const frames = item.value?.["framesCount"];
  return {
    key,
    labels,
    geometry,
    size:
      typeof width === "number" && typeof height === "number" && width > 0 && height > 0
        ? { width, height }
        : undefined,
    layer: typeof layer === "number" && layer > 0 ? String(layer) : "",
    frames: typeof frames === "number" ? frames : 0,
  };
}

/** A shape without labels of its own has those of another control of its object. */
function labelOf(config: Config, region: Region, value: string): LabelOption {
  const own = config.controls.get(region.control);
  if (own === undefined || own.labels.length > 0) return findLabel(own, value);
  const other = controlsOf(config, region.object).find(({ labels }) =>
    labels.some((label) => label.value === value),
  );
  return findLabel(other ?? own, value);
}
