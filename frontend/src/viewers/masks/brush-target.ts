/** What the brush would paint: the selected mask, or a new one with the label at hand. */
import { type Control, controlsOf, type DataObject } from "../config";
import { type Editor, isEditable } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { Tool } from "./mask-edits";

export type BrushTarget =
  | { readonly kind: "region"; readonly shown: ShownRegion }
  | {
      readonly kind: "new";
      readonly control: Control;
      readonly label: string | null;
      /** A separate control that the label belongs to: `<Labels>` beside `<Brush>`. */
      readonly labels: Control | null;
    };

const PICTURE_TAGS: ReadonlySet<string> = new Set(["Bitmask", "BitmaskLabels"]);
const MASK_TAGS: ReadonlySet<string> = new Set([...PICTURE_TAGS, "Brush", "BrushLabels"]);

/** Kept as a PNG; the others are kept in run-length form. */
export function storesPicture({ tag }: Pick<Control, "tag">): boolean {
  return PICTURE_TAGS.has(tag);
}

export function maskControls({ config }: Pick<Editor, "config">, object: DataObject) {
  return controlsOf(config, object.name).filter(({ tag }) => MASK_TAGS.has(tag));
}

/** The tool in the hand: a label of a brush is one too. */
export function toolInHand(editor: Editor, object: DataObject, chosen: Tool | null): Tool | null {
  if (!editor.canEdit) return null;
  const paints = maskControls(editor, object).some(({ name }) => name === editor.active?.control);
  return chosen ?? (paints ? "paint" : null);
}

/** `here` are the regions on the picture. */
export function brushTarget(
  editor: Editor,
  object: DataObject,
  here: readonly ShownRegion[],
): BrushTarget | null {
  const shown = here.find(({ ref }) => ref === editor.selected?.ref);
  if (shown !== undefined && isPaintable(editor, shown)) return { kind: "region", shown };
  const controls = maskControls(editor, object);
  const { active } = editor;
  if (active === null) {
    const plain = controls.find(({ labels }) => labels.length === 0);
    return plain === undefined ? null : { kind: "new", control: plain, label: null, labels: null };
  }
  const own = controls.find(({ name }) => name === active.control);
  if (own !== undefined) return { kind: "new", control: own, label: active.value, labels: null };
  const labels = editor.config.controls.get(active.control);
  const plain = controls.find((control) => control.labels.length === 0);
  if (labels?.tag !== "Labels" || plain === undefined) return null;
  return { kind: "new", control: plain, label: active.value, labels };
}

export function isPaintable(editor: Editor, shown: ShownRegion): boolean {
  return shown.geometry.kind === "mask" && isEditable(editor, shown);
}
