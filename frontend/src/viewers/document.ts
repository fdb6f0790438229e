/**
 * The document under review: the original `result` array and what the reviewer made of it.
 *
 * Lossless by construction: an edit replaces one item by its place in the array and keeps every
 * key it does not change, in order; items of unknown kinds are never looked into. Without an edit
 * `current` is the very array that came in.
 */
import { canonicalChoices, deepEqual } from "./equality";
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

/** Floats that differ by less come from adding and taking away the same step. */
const NOISE = 1e-9;

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

/**
 * Answer a Choices control for the whole task. An empty answer removes the item; answering again
 * brings the annotator's own item back, so a change undone by hand leaves no trace.
 */
export function setChoices(target: ChoiceTarget, choices: readonly unknown[]): Edit {
  return (result, original) => {
    const index = findAnswer(result, target.control);
    const before = findAnswer(original, target.control);
    const originalItem = original[before];
    const values = canonicalChoices(choices, originalItem?.value?.["choices"]);
    if (index >= 0) {
      if (values.length > 0) return patchValue(result, index, { choices: values });
      return result.filter((_item, at) => at !== index);
    }
    if (values.length === 0) return result;
    if (originalItem !== undefined) {
      const restored = { ...originalItem, value: { ...originalItem.value, choices: values } };
      const place = placeOf(result, original, before);
      return [...result.slice(0, place), restored, ...result.slice(place)];
    }
    return [
      ...result,
      {
        id: newRegionId(),
        from_name: target.control,
        to_name: target.object,
        type: "choices",
        origin: "manual",
        value: { choices: values },
      },
    ];
  };
}

/** The index of a control's answer for the whole task, -1 without one. */
export function findAnswer(result: Result, control: string): number {
  const answer = taskAnswers(result).find(
    (item) => item.from_name === control && item.type === "choices",
  );
  return answer === undefined ? -1 : result.indexOf(answer);
}

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

/** The part of a patch whose keys the item already has. */
function keysOf(item: ResultItem | undefined, patch: Readonly<Record<string, unknown>>) {
  const value = item?.value ?? {};
  return Object.fromEntries(Object.entries(patch).filter(([key]) => key in value));
}

function snap(value: unknown, before: unknown): unknown {
  if (typeof value !== "number" || typeof before !== "number") return value;
  return Math.abs(value - before) < NOISE ? before : value;
}

function isRelationOf(item: ResultItem, id: string): boolean {
  return item.type === "relation" && (item["from_id"] === id || item["to_id"] === id);
}

/** Where an item of the original belongs among those of its predecessors that still exist. */
function placeOf(result: Result, original: Result, index: number): number {
  for (let at = index - 1; at >= 0; at -= 1) {
    const earlier = original[at];
    const found = result.findIndex(
      (item) => item === earlier || (item.id !== undefined && item.id === earlier?.id),
    );
    if (found >= 0) return found + 1;
  }
  return 0;
}
