/**
 * The document under review: the original `result` array and what the reviewer made of it.
 *
 * Lossless by construction: an edit replaces one item by its place in the array and keeps every
 * key it does not change, in order; items of unknown kinds are never looked into. Without an edit
 * `current` is the very array that came in.
 */
import { asBefore, placeInValue, placeOf, snap } from "./document-items";
import { deepEqual } from "./equality";
import { findRegion, taskAnswers } from "./regions";
import type { Result, ResultItem } from "./types";

export type AnnotationDocument = {
  readonly original: Result;
  readonly current: Result;
  readonly past: readonly Result[];
  readonly future: readonly Result[];
  /** Set while consecutive edits (a row of arrow keys) count as one step of undo. */
  readonly merging: string | null;
};

/** An edit: takes the current result, returns the same array when there is nothing to change. */
export type Edit = (result: Result, original: Result) => Result;

const HISTORY_LIMIT = 200;

export function openDocument(result: Result): AnnotationDocument {
  return { original: result, current: result, past: [], future: [], merging: null };
}

/** Apply an edit. Edits that carry the same `merge` name in a row become one step of undo. */
export function applyEdit(
  document: AnnotationDocument,
  edit: Edit,
  merge: string | null = null,
): AnnotationDocument {
  const edited = edit(document.current, document.original);
  if (edited === document.current) return document;
  const current = deepEqual(edited, document.original) ? document.original : edited;
  const merged = merge !== null && merge === document.merging;
  const past = merged ? document.past : [...document.past, document.current].slice(-HISTORY_LIMIT);
  return { original: document.original, current, past, future: [], merging: merge };
}

export function undo(document: AnnotationDocument): AnnotationDocument {
  const previous = document.past.at(-1);
  if (previous === undefined) return document;
  return {
    ...document,
    current: previous,
    past: document.past.slice(0, -1),
    future: [document.current, ...document.future],
    merging: null,
  };
}

export function redo(document: AnnotationDocument): AnnotationDocument {
  const [next, ...future] = document.future;
  if (next === undefined) return document;
  return {
    ...document,
    current: next,
    past: [...document.past, document.current],
    future,
    merging: null,
  };
}

/** Back to what the annotator wrote; itself a step of undo. */
export function revert(document: AnnotationDocument): AnnotationDocument {
  return applyEdit(document, (_current, original) => original);
}

/** True when the result means something else than the original, whatever way led there. */
export function isChanged(document: AnnotationDocument): boolean {
  return document.current !== document.original && !deepEqual(document.current, document.original);
}

/** Move or resize a region; its per-region items that repeat the geometry follow. */
export function setGeometry(key: string, patch: Readonly<Record<string, unknown>>): Edit {
  return (result, original) => {
    const region = findRegion(result, key);
    if (region === undefined) return result;
    const before = findRegion(original, key);
    const snapped = Object.fromEntries(
      Object.entries(patch).map(([name, value]) => [name, snap(value, before?.item.value?.[name])]),
    );
    return region.indices.reduce((edited, index) => {
      const isMain = index === region.index;
      return patchValue(edited, index, isMain ? snapped : keysOf(edited[index], snapped));
    }, result);
  };
}

export function setLabels(key: string, labels: readonly string[]): Edit {
  return (result) => {
    const place = findRegion(result, key)?.labelPlace ?? null;
    return place === null ? result : patchValue(result, place.index, { [place.key]: labels });
  };
}

/**
 * Label a region by any control: where its labels stand, else beside its shape under the same id,
 * else (a moving box) in the shape's own value.
 */
export function giveLabels(
  key: string,
  control: { readonly name: string; readonly type: string },
  labels: readonly string[],
): Edit {
  return (result, original) => {
    const region = findRegion(result, key);
    if (region === undefined) return result;
    if (region.labelPlace !== null) return setLabels(key, labels)(result, original);
    if (region.control === control.name) {
      return patchValue(result, region.index, { [control.type]: labels });
    }
    if (region.id === null || region.geometry?.kind === "track") {
      return patchValue(result, region.index, { labels });
    }
    const beside: ResultItem = {
      ...region.item,
      from_name: control.name,
      type: control.type,
      value: { ...region.item.value, [control.type]: labels },
    };
    return result.toSpliced(region.index + 1, 0, beside);
  };
}

/** Delete several regions at once. */
export function removeRegions(keys: readonly string[]): Edit {
  // Regions known by their place go first, the last ones before the others: places move.
  const placeOf = (key: string) => (key.startsWith("at:") ? Number(key.slice(3)) : -1);
  const inOrder = keys.toSorted((left, right) => placeOf(right) - placeOf(left));
  return (result, original) =>
    inOrder.reduce((edited, key) => removeRegion(key)(edited, original), result);
}

/** Delete a region with its per-region answers and the relations that point to it. */
export function removeRegion(key: string): Edit {
  return (result) => {
    const region = findRegion(result, key);
    if (region === undefined) return result;
    const gone = new Set(region.indices);
    const { id } = region;
    return result.filter(
      (item, index) => !gone.has(index) && !(id !== null && isRelationOf(item, id)),
    );
  };
}

export function addItem(item: ResultItem): Edit {
  return (result) => [...result, item];
}

export type ChoiceTarget = { readonly control: string; readonly object: string };

export type AnswerTarget = ChoiceTarget & {
  /** The `type` of the item: the control's tag in lower case. */
  readonly type: string;
  /** Which of several pictures it is about, for a control that asks about each. */
  readonly itemIndex?: number | undefined;
};

/** Types that keep their answer under another name than their own. */
const ANSWER_KEYS: Readonly<Record<string, string>> = { textarea: "text", pairwise: "selected" };

/** Under which key of its value an item keeps what was answered. */
export function answerKey(type: string): string {
  return ANSWER_KEYS[type] ?? type;
}

/** Answer a Choices control for the whole task. */
export function setChoices(target: ChoiceTarget, choices: readonly unknown[]): Edit {
  return setAnswer({ ...target, type: "choices" }, choices);
}

/**
 * Answer a control for the whole task. An empty answer removes the item; answering again brings
 * the annotator's own item back, so a change undone by hand leaves no trace.
 */
export function setAnswer(target: AnswerTarget, answer: unknown): Edit {
  const { control, object, type, itemIndex } = target;
  const frame = itemIndex === undefined ? {} : { item_index: itemIndex };
  const names = { from_name: control, to_name: object, type, origin: "manual" };
  return (result, original) =>
    writeAnswer(result, original, answer, {
      type,
      found: findAnswer(result, control, type, itemIndex),
      before: findAnswer(original, control, type, itemIndex),
      end: result.length,
      fresh: { ...frame, id: newRegionId(), ...names },
      place: {},
    });
}

/**
 * Answer a control for one region: the answer is an item of its own under the region's id, right
 * after the region's other items. A region without an id can have none.
 */
export function setRegionAnswer(
  key: string,
  { control, type }: Pick<AnswerTarget, "control" | "type">,
  answer: unknown,
): Edit {
  return (result, original) => {
    const region = findRegion(result, key);
    if (region === undefined || region.id === null) return result;
    const { id, object, item } = region;
    const frame = Object.fromEntries(
      FRAME_KEYS.filter((name) => name in item).map((name) => [name, item[name]]),
    );
    return writeAnswer(result, original, answer, {
      type,
      found: findRegionAnswer(result, key, control, type),
      before: findRegionAnswer(original, key, control, type),
      end: Math.max(...region.indices) + 1,
      fresh: { ...frame, id, from_name: control, to_name: object, type, origin: "manual" },
      place: placeInValue(item),
    });
  };
}

/** The index of a control's answer for the whole task, -1 without one. */
export function findAnswer(
  result: Result,
  control: string,
  type = "choices",
  itemIndex?: number,
): number {
  const answer = taskAnswers(result).find(
    (item) =>
      item.from_name === control &&
      item.type === type &&
      (itemIndex === undefined || item["item_index"] === itemIndex),
  );
  return answer === undefined ? -1 : result.indexOf(answer);
}

/** The index of a control's answer for one region, -1 without one. */
export function findRegionAnswer(
  result: Result,
  key: string,
  control: string,
  type: string,
): number {
  const region = findRegion(result, key);
  const index = region?.indices.find(
    (at) => at !== region.index && result[at]?.from_name === control && result[at]?.type === type,
  );
  return index ?? -1;
}

type Writing = {
  readonly type: string;
  /** Index of the item that holds the answer now, -1 without one. */
  readonly found: number;
  /** The same in the original. */
  readonly before: number;
  /** Where a first answer goes. */
  readonly end: number;
  readonly fresh: ResultItem;
  /** What the item repeats of its region. */
  readonly place: Readonly<Record<string, unknown>>;
};

function writeAnswer(
  result: Result,
  original: Result,
  answer: unknown,
  { type, found, before, end, fresh, place }: Writing,
): Result {
  const key = answerKey(type);
  const earlier = original[before];
  const first = earlier?.value?.[key];
  const empty = isEmptyAnswer(answer);
  if (empty && (first === undefined || !isEmptyAnswer(first))) {
    return found < 0 ? result : result.filter((_item, at) => at !== found);
  }
  const value = empty ? first : asBefore(type, answer, first);
  if (found >= 0) return patchValue(result, found, { [key]: value });
  if (earlier !== undefined) {
    const restored = {
      ...earlier,
      value: { ...earlier.value, ...keysOf(earlier, place), [key]: value },
    };
    return result.toSpliced(placeOf(result, original, before), 0, restored);
  }
  return result.toSpliced(end, 0, { ...fresh, value: { ...place, [key]: value } });
}

/** Nothing was answered: no value, no text, no entry. */
export function isEmptyAnswer(answer: unknown): boolean {
  if (answer === undefined || answer === null || answer === "") return true;
  return typeof answer === "object" && Object.values(answer).every(isEmptyAnswer);
}

/** Keys beside `value` that every item of a region repeats. */
const FRAME_KEYS = ["original_width", "original_height", "image_rotation", "item_index"];

const ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/** A short random id in the manner of Label Studio's own. */
export function newRegionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => ID_ALPHABET[byte % ID_ALPHABET.length]).join("");
}

/** Replace keys of one item's value; the same array when they already hold those values. */
function patchValue(
  result: Result,
  index: number,
  patch: Readonly<Record<string, unknown>>,
): Result {
  const item = result[index];
  if (item === undefined) return result;
  const value = item.value ?? {};
  const same = Object.entries(patch).every(([key, next]) => deepEqual(value[key], next));
  if (same) return result;
  return result.with(index, { ...item, value: { ...value, ...patch } });
}

/** The part of a patch whose keys the item already has; what was answered is no part of a place. */
function keysOf(item: ResultItem | undefined, patch: Readonly<Record<string, unknown>>) {
  const value = item?.value ?? {};
  const own = answerKey(item?.type ?? "");
  return Object.fromEntries(Object.entries(patch).filter(([key]) => key in value && key !== own));
}

function isRelationOf(item: ResultItem, id: string): boolean {
  return item.type === "relation" && (item["from_id"] === id || item["to_id"] === id);
}
