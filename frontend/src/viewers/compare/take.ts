/** Copying what another annotator did into the answer that is edited. */
import { type Edit, newRegionId } from "../document";
import { deepEqual } from "../equality";
import { findRegion, type Region, taskAnswers } from "../regions";
import { copiedRelations } from "../relations/relations";
import type { Result, ResultItem } from "../types";

/** Their region, and the one of mine that it replaces; null adds it. */
export type Taking = { readonly theirs: string; readonly mine: string | null };

/** Keys of an item that say something about its author's view of it, not about the region. */
const OWN_KEYS: ReadonlySet<string> = new Set(["readonly", "locked", "selected", "score"]);

/** Companions answer for a region; everything else draws or names it. */
const ANSWERS: ReadonlySet<string> = new Set([
  "choices",
  "datetime",
  "number",
  "pairwise",
  "ranker",
  "rating",
  "taxonomy",
  "textarea",
]);

/** One region with its labels and the answers given for it. */
export function takeRegion(theirs: Result, taking: Taking): Edit {
  return (result, original) => take(result, original, theirs, taking).result;
}

/**
 * Everything of theirs that differs: regions that I have otherwise or not at all, answers for the
 * task, and the relations between regions that both have now. What only I have stays.
 */
export function takeEverything(
  theirs: Result,
  takings: readonly Taking[],
  same: ReadonlyMap<string, string>,
): Edit {
  return (result, original) => {
    const ids = new Map<string, string>();
    for (const [theirKey, myKey] of same) {
      const [their, my] = [findRegion(theirs, theirKey)?.id, findRegion(result, myKey)?.id];
      if (their != null && my != null) ids.set(their, my);
    }
    let edited = result;
    for (const taking of takings) {
      const taken = take(edited, original, theirs, taking);
      edited = taken.result;
      const their = findRegion(theirs, taking.theirs)?.id;
      if (their != null && taken.id !== null) ids.set(their, taken.id);
    }
    for (const control of controlsOf(theirs)) {
      edited = takeAnswer(theirs, control)(edited, original);
    }
    const relations = copiedRelations(theirs, edited, (id) => ids.get(id));
    return relations.length === 0 ? edited : [...edited, ...relations];
  };
}

/** Their answer of one control for the whole task, in place of mine. */
export function takeAnswer(theirs: Result, control: string): Edit {
  return (result, original) => {
    const wanted = answersOf(theirs, control);
    const known = answersOf(result, control);
    if (sameValues(wanted, known)) return result;
    const kept = known.slice(0, wanted.length);
    const gone = new Set(known.slice(wanted.length));
    const edited = result
      .filter((item) => !gone.has(item))
      .map((item) => {
        const source = wanted[kept.indexOf(item)];
        return source === undefined || deepEqual(source.value, item.value)
          ? item
          : { ...item, type: source.type, value: source.value };
      });
    const added = wanted.slice(known.length);
    if (theirs === original) {
      return added.reduce<Result>(
        (all, item) => putBack(all, original, original.indexOf(item)),
        edited,
      );
    }
    return [...edited, ...added.map((item) => copied(item, freeId(item, result)))];
  };
}

/** An item of the original where it was among those that still exist. */
function putBack(result: Result, original: Result, index: number): Result {
  const item = original[index];
  if (item === undefined || result.includes(item)) return result;
  for (let at = index - 1; at >= 0; at -= 1) {
    const before = original[at];
    const found = result.findLastIndex(
      (each) =>
        each === before ||
        (before !== undefined && each.id === before.id && isSameKind(each, before)),
    );
    if (found >= 0) return result.toSpliced(found + 1, 0, item);
  }
  return [item, ...result];
}

type Taken = { readonly result: Result; readonly id: string | null };

function take(
  result: Result,
  original: Result,
  theirs: Result,
  { theirs: key, mine }: Taking,
): Taken {
  const region = findRegion(theirs, key);
  if (region === undefined) return { result, id: null };
  const own = mine === null ? undefined : findRegion(result, mine);
  if (own?.locked === true) return { result, id: own.id };
  const items = itemsOf(theirs, region);
  if (own === undefined && theirs === original) {
    const back = region.indices.reduce<Result>(
      (edited, index) => putBack(edited, original, index),
      result,
    );
    return { result: back, id: region.id };
  }
  if (own !== undefined) return { result: replaced(result, own, items), id: own.id };
  const id = freeId(region.item, result, original);
  return { result: [...result, ...items.map((item) => copied(item, id))], id };
}

/** Their values in my items; what I have no item for follows the region. */
function replaced(result: Result, own: Region, items: readonly ResultItem[]): Result {
  const used = new Set<ResultItem>();
  const changed = new Map<number, ResultItem | null>();
  for (const index of own.indices) {
    const item = result[index];
    if (item === undefined) continue;
    const source =
      items.find((each) => !used.has(each) && isSameKind(each, item)) ??
      // Drawn by another control: the region becomes one of that control.
      (index === own.index ? items.find((each) => !used.has(each) && !isAnswer(each)) : undefined);
    if (source !== undefined) {
      used.add(source);
      changed.set(index, withValueOf(item, source));
    } else if (!isAnswer(item)) changed.set(index, null);
  }
  const rest = items
    .filter((item) => !used.has(item))
    .map((item) => (own.id === null ? copied(item, null) : copied(item, own.id)));
  const last = Math.max(...own.indices);
  return result.flatMap((item, index) => {
    const next = changed.get(index);
    const kept = next === undefined ? [item] : next === null ? [] : [next];
    return index === last ? [...kept, ...rest] : kept;
  });
}

function withValueOf(item: ResultItem, source: ResultItem): ResultItem {
  const { from_name, to_name, type, value } = source;
  if (isSameKind(item, source) && deepEqual(item.value, value)) return item;
  return { ...item, from_name, to_name, type, value };
}

function isSameKind(left: ResultItem, right: ResultItem): boolean {
  return left.from_name === right.from_name && left.type === right.type;
}

function isAnswer({ type }: ResultItem): boolean {
  return type !== undefined && ANSWERS.has(type);
}

function itemsOf(result: Result, region: Region): readonly ResultItem[] {
  return region.indices.map((index) => result[index]).filter((item) => item !== undefined);
}

function copied(item: ResultItem, id: string | null): ResultItem {
  const kept = Object.fromEntries(Object.entries(item).filter(([key]) => !OWN_KEYS.has(key)));
  return id === null ? kept : { ...kept, id };
}

/** Their own id while nothing of mine has or had it, so that taking it again gives the same. */
function freeId(item: ResultItem, ...results: readonly Result[]): string {
  const id = typeof item.id === "string" && item.id !== "" ? item.id : null;
  const isTaken = results.some((result) => result.some((each) => each.id === id));
  return id === null || isTaken ? newRegionId() : id;
}

function answersOf(result: Result, control: string): readonly ResultItem[] {
  return taskAnswers(result).filter(({ from_name }) => from_name === control);
}

function controlsOf(result: Result): readonly string[] {
  const names = taskAnswers(result).map(({ from_name }) => from_name);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function sameValues(left: readonly ResultItem[], right: readonly ResultItem[]): boolean {
  return deepEqual(
    left.map(({ type, value }) => [type, value]),
    right.map(({ type, value }) => [type, value]),
  );
}
