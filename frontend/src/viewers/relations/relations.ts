/** Relations between regions: reading them, and the edits. */
import { type Edit, newRegionId } from "../document";
import { readRegions } from "../regions";
import type { ConfigNode, Result, ResultItem } from "../types";

/** Which way the arrow points: from first to second, back, or both. */
export type Direction = "right" | "left" | "bi";

export type Relation = {
  /** Place of the item in its result. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
  readonly labels: readonly string[];
};

export const DIRECTIONS: readonly Direction[] = ["right", "left", "bi"];

/** Relations in the order of the result; those without two ends are left to the raw view. */
export function readRelations(result: Result): readonly Relation[] {
  return result.flatMap((item, index) => {
    const { from_id: from, to_id: to, direction, labels } = item;
    if (item.type !== "relation" || typeof from !== "string" || typeof to !== "string") return [];
    return [
      {
        index,
        from,
        to,
        direction: DIRECTIONS.find((each) => each === direction) ?? "right",
        labels: Array.isArray(labels) ? labels.map(String) : [],
      },
    ];
  });
}

/** The labels that the config offers for relations. */
export function relationLabels(root: ConfigNode): readonly string[] {
  return root.children.flatMap((child) =>
    child.tag === "Relation"
      ? [child.attrs["value"] ?? ""].filter((value) => value !== "")
      : relationLabels(child),
  );
}

/** Relate two regions; what is related already, either way round, stays as it is. */
export function addRelation(from: string, to: string): Edit {
  return (result) => {
    const known = readRelations(result).some(
      (relation) =>
        (relation.from === from && relation.to === to) ||
        (relation.from === to && relation.to === from),
    );
    const ids = new Set(readRegions(result).map(({ id }) => id));
    if (known || from === to || !ids.has(from) || !ids.has(to)) return result;
    return [...result, { from_id: from, to_id: to, type: "relation", direction: "right" }];
  };
}

export function removeRelation(index: number): Edit {
  return (result) =>
    result[index]?.type === "relation" ? result.filter((_item, at) => at !== index) : result;
}

export function setDirection(index: number, direction: Direction): Edit {
  return patchRelation(index, { direction });
}

/** No label at all takes the key away where the original had none. */
export function setRelationLabels(index: number, labels: readonly string[]): Edit {
  return (result, original) => {
    const item = result[index];
    if (item === undefined) return result;
    const before = original.find((each) => isSameRelation(each, item));
    if (labels.length === 0 && !("labels" in (before ?? {}))) {
      const { labels: _dropped, ...rest } = item;
      return "labels" in item ? result.with(index, rest) : result;
    }
    return patchRelation(index, { labels })(result, original);
  };
}

/** Relations of another result, between regions that have other ids here. */
export function copiedRelations(
  theirs: Result,
  mine: Result,
  idOf: (theirId: string) => string | undefined,
): readonly ResultItem[] {
  const known = new Set(
    readRelations(mine).flatMap(({ from, to }) => [`${from} ${to}`, `${to} ${from}`]),
  );
  return readRelations(theirs).flatMap(({ index, from, to }) => {
    const [start, end] = [idOf(from), idOf(to)];
    const item = theirs[index];
    if (item === undefined || start === undefined || end === undefined) return [];
    if (start === end || known.has(`${start} ${end}`)) return [];
    const copy = { ...item, from_id: start, to_id: end };
    return "id" in copy ? [{ ...copy, id: newRegionId() }] : [copy];
  });
}

function patchRelation(index: number, patch: Readonly<Record<string, unknown>>): Edit {
  return (result) => {
    const item = result[index];
    if (item?.type !== "relation") return result;
    return result.with(index, { ...item, ...patch });
  };
}

function isSameRelation(left: ResultItem, right: ResultItem): boolean {
  return (
    left.type === "relation" &&
    left["from_id"] === right["from_id"] &&
    left["to_id"] === right["to_id"]
  );
}
