/** Writing what was drawn or changed on a picture into the document: each time one step of undo. */
import { regionRef } from "../compare";
import { addItem, type Edit, setGeometry } from "../document";
import type { Editor } from "../editor";
import { deepEqual } from "../equality";
import type { ResultItem } from "../types";
import type { ImageGeometry } from "./outline";
import type { Patch } from "./reshape";
import type { EditableShape } from "./use-editable-shapes";

/** Several edits as one. */
function inOneStep(edits: readonly Edit[]): Edit {
  return (result, original) => edits.reduce((current, edit) => edit(current, original), result);
}

/** Replace the geometry of shapes by what they became; keys that did not change are not written. */
export function changeShapes(
  editor: Editor,
  shapes: readonly EditableShape[],
  next: ReadonlyMap<string, ImageGeometry>,
  merge?: string,
): void {
  const edits = shapes.flatMap(({ ref, key, shape }) => {
    const after = next.get(ref);
    return after === undefined ? [] : [setGeometry(key, changedKeys(shape, after))];
  });
  if (edits.length > 0) editor.edit(inOneStep(edits), merge);
}

const NOISE = 1e-9;

/** The keys of a geometry that hold something else now. */
export function changedKeys(before: ImageGeometry, after: ImageGeometry): Patch {
  const old: Readonly<Record<string, unknown>> = { ...before };
  const entries = Object.entries(after).filter(([key, value]) => {
    const previous = old[key];
    if (typeof value === "number" && typeof previous === "number") {
      return Math.abs(value - previous) > NOISE;
    }
    return !deepEqual(value, previous);
  });
  return Object.fromEntries(entries);
}

/** Add the items of one new region and select it. */
export function addItems(editor: Editor, items: readonly ResultItem[]): void {
  const [first, ...others] = items;
  if (first === undefined) return;
  if (others.length === 0) {
    editor.add(first);
    return;
  }
  editor.edit(inOneStep(items.map(addItem)));
  if (editor.focus !== null) editor.select(regionRef(editor.focus, `id:${first.id ?? ""}`));
}

/** Add regions to those that are picked, or take one away that was picked already. */
export function pick(editor: Editor, refs: readonly string[]): void {
  const [only, ...others] = refs;
  if (only === undefined) return;
  if (others.length === 0) {
    editor.pick(only);
    return;
  }
  for (const ref of refs) if (!editor.picked.has(ref)) editor.pick(ref);
}
