/** Reading regions out of a result array. */
import { geometryOf } from "./read-geometry";
import type { Geometry, Result, ResultItem } from "./types";

export type Region = {
  /** Stable address inside one result: by id, or by place for an item without a usable id. */
  readonly key: string;
  readonly id: string | null;
  /** Place of the item that draws the region. */
  readonly index: number;
  /** Places of every item that belongs to the region, `index` among them. */
  readonly indices: readonly number[];
  readonly item: ResultItem;
  readonly control: string;
  readonly object: string;
  readonly labels: readonly string[];
  /** Where the labels are written: the place of an item and the key of its value. */
  readonly labelPlace: { readonly index: number; readonly key: string } | null;
  readonly geometry: Geometry | null;
  readonly locked: boolean;
};

/** Kinds of answers that may sit beside a region under its id and draw nothing themselves. */
const COMPANIONS: ReadonlySet<string> = new Set([
  "choices",
  "datetime",
  "number",
  "pairwise",
  "ranker",
  "rating",
  "relation",
  "taxonomy",
  "textarea",
]);

const GEOMETRY_KEYS = [
  "start",
  "x",
  "points",
  "vertices",
  "sequence",
  "rle",
  "imageDataURL",
  "ranges",
];

const cache = new WeakMap<Result, readonly Region[]>();

/** The regions of a result, in its order. Computed once per array. */
export function readRegions(result: Result): readonly Region[] {
  const known = cache.get(result);
  if (known !== undefined) return known;
  const regions = collectRegions(result);
  cache.set(result, regions);
  return regions;
}

export function findRegion(result: Result, key: string): Region | undefined {
  return readRegions(result).find((region) => region.key === key);
}

/** Answers given for one region (its Choices, TextArea, Rating), without the region itself. */
export function companionsOf(result: Result, region: Region): readonly ResultItem[] {
  return region.indices
    .filter((index) => index !== region.index)
    .map((index) => result[index])
    .filter((item) => item !== undefined);
}

/** The items that neither draw a region, nor belong to one, nor relate two: answers for the task. */
export function taskAnswers(result: Result): readonly ResultItem[] {
  const taken = new Set(readRegions(result).flatMap((region) => region.indices));
  return result.filter((item, index) => !taken.has(index) && item.type !== "relation");
}

function collectRegions(result: Result): readonly Region[] {
  const places = new Map<string, { index: number; indices: number[] }>();
  const ids = idsWithRegion(result);

  result.forEach((item, index) => {
    const id = idOf(item);
    const draws = drawsRegion(item);
    if (!draws && (id === null || !ids.has(id) || item.type === "relation")) return;
    const key = id === null ? `at:${index}` : `id:${id}`;
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, { index, indices: [index] });
    } else if (draws && repeats(result[place.index], item)) {
      places.set(`at:${index}`, { index, indices: [index] });
    } else {
      place.indices.push(index);
      if (draws && !drawsRegion(result[place.index])) place.index = index;
    }
  });

  return [...places].map(([key, place]) => toRegion(result, key, place));
}

function toRegion(
  result: Result,
  key: string,
  { index, indices }: { index: number; indices: readonly number[] },
): Region {
  const item = result[index] ?? {};
  const labelPlace = findLabels(result, [index, ...indices]);
  return {
    key,
    id: key.startsWith("id:") ? key.slice(3) : null,
    index,
    indices,
    item,
    control: item.from_name ?? "",
    object: item.to_name ?? "",
    labels: labelPlace === null ? [] : labelsOf(result[labelPlace.index] ?? {}),
    labelPlace,
    geometry: geometryOf(item),
    locked: item["readonly"] === true,
  };
}

function findLabels(result: Result, indices: readonly number[]): Region["labelPlace"] {
  for (const index of indices) {
    const key = labelKeyOf(result[index] ?? {});
    if (key !== null) return { index, key };
  }
  return null;
}

function idsWithRegion(result: Result): ReadonlySet<string> {
  const ids = result.filter(drawsRegion).map(idOf);
  return new Set(ids.filter((id) => id !== null));
}

/** The same control drawing twice under one id: two regions that happen to share an id. */
function repeats(first: ResultItem | undefined, second: ResultItem): boolean {
  return first !== undefined && drawsRegion(first) && first.from_name === second.from_name;
}

function drawsRegion(item: ResultItem | undefined): boolean {
  if (typeof item?.value !== "object" || item.value === null) return false;
  if (item.type !== undefined && COMPANIONS.has(item.type)) return false;
  return GEOMETRY_KEYS.some((key) => key in (item.value ?? {}));
}

function idOf(item: ResultItem): string | null {
  return typeof item.id === "string" && item.id !== "" ? item.id : null;
}

function labelKeyOf(item: ResultItem): string | null {
  const { type, value } = item;
  if (type !== undefined && Array.isArray(value?.[type])) return type;
  return Array.isArray(value?.["labels"]) ? "labels" : null;
}

function labelsOf(item: ResultItem): readonly string[] {
  const key = labelKeyOf(item);
  const labels = key === null ? [] : (item.value?.[key] as readonly unknown[]);
  return labels.map((label) => (typeof label === "string" ? label : JSON.stringify(label)));
}
