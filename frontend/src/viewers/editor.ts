/** The state of one view of a task: what is selected, which label is at hand, and the edits. */
import { createContext, useCallback, useContext, useMemo, useState } from "react";
import { regionRef } from "./compare";
import { useUnpackedMasks } from "./compare/mask-of";
import type { Config, Control, LabelOption } from "./config";
import {
  type AnnotationDocument,
  addItem,
  applyEdit,
  type Edit,
  giveLabels,
  removeRegions,
} from "./document";
import { newRegion } from "./region-controls";
import { type Region, readRegions } from "./regions";
import { type ShownRegion, showRegions } from "./shown-regions";
import type { Answer, ResultItem } from "./types";

/** What is drawn next; the label is null for a control without labels. */
export type ActiveLabel = { readonly control: string; readonly value: string | null };

/** Text marked with the mouse or the keyboard that has no label yet. */
export type PendingSpan = {
  readonly object: string;
  /** Code points of the text as it is shown. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where it lies, as a result item says it. */
  readonly value: Readonly<Record<string, unknown>>;
};

export type Editor = {
  readonly identity: string;
  readonly config: Config;
  readonly answers: readonly Answer[];
  readonly regions: readonly ShownRegion[];
  /** The answer that is worked on or, without editing, looked at first. */
  readonly focus: string | null;
  readonly canEdit: boolean;
  readonly selected: ShownRegion | null;
  readonly select: (ref: string | null) => void;
  /** All that is selected at once, `selected` among them. */
  readonly picked: ReadonlySet<string>;
  /** Take a region among the picked ones, or out of them. */
  readonly pick: (ref: string) => void;
  readonly hovered: string | null;
  readonly hover: (ref: string | null) => void;
  readonly active: ActiveLabel | null;
  readonly pending: PendingSpan | null;
  readonly setPending: (pending: PendingSpan | null) => void;
  /** Use a label: on the marked text, else on the selected region, else for what is drawn next. */
  readonly pickLabel: (control: Control, label: LabelOption) => void;
  /** Take up a control that draws without labels, or put it away. */
  readonly pickTool: (control: Control) => void;
  readonly dropLabel: () => void;
  readonly edit: (edit: Edit, merge?: string) => void;
  readonly add: (item: ResultItem) => void;
  readonly removeSelected: () => void;
};

export type DocumentUpdate = (update: (document: AnnotationDocument) => AnnotationDocument) => void;

type EditorInput = {
  /** What is on screen: when it changes, selection and label start anew. */
  readonly identity: string;
  readonly config: Config;
  readonly answers: readonly Answer[];
  readonly focus: string | null;
  readonly document: AnnotationDocument | null;
  readonly onUpdate: DocumentUpdate;
  /** The two answers are the fix and what was there before. */
  readonly versions?: boolean;
};

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error("useEditor needs an AnnotationView around it");
  return editor;
}

/** True for a region that the reviewer may change here. */
export function isEditable(editor: Pick<Editor, "canEdit" | "focus">, shown: ShownRegion): boolean {
  return editor.canEdit && shown.answer.key === editor.focus && !shown.region.locked;
}

type Pointed = {
  readonly identity: string;
  /** The last one is the selected one. */
  readonly picked: readonly string[];
  readonly hovered: string | null;
  readonly active: ActiveLabel | null;
  readonly pending: PendingSpan | null;
};

const nothingPointed = (identity: string): Pointed => ({
  identity,
  picked: [],
  hovered: null,
  active: null,
  pending: null,
});

/** State of what is on screen. The viewers stay mounted from item to item: that is much faster. */
function usePointed(identity: string) {
  const [state, setState] = useState(() => nothingPointed(identity));
  const pointed = state.identity === identity ? state : nothingPointed(identity);
  const point = useCallback(
    (changes: Partial<Pointed> | ((now: Pointed) => Partial<Pointed>)) =>
      setState((before) => {
        const now = before.identity === identity ? before : nothingPointed(identity);
        return { ...now, ...(typeof changes === "function" ? changes(now) : changes) };
      }),
    [identity],
  );
  return [pointed, point] as const;
}

export function useEditorState({
  identity,
  config,
  answers,
  focus,
  document,
  onUpdate,
  versions = false,
}: EditorInput): Editor {
  const [{ picked: refs, hovered, active, pending }, point] = usePointed(identity);
  const hover = useCallback((ref: string | null) => point({ hovered: ref }), [point]);
  const setPending = useCallback((span: PendingSpan | null) => point({ pending: span }), [point]);
  const unpacked = useUnpackedMasks();
  // biome-ignore lint/correctness/useExhaustiveDependencies: masks that were unpacked are compared again.
  const regions = useMemo(
    () => showRegions(config, answers, { versions }),
    [config, answers, versions, unpacked],
  );
  const selected = regions.find(({ ref }) => ref === refs.at(-1)) ?? null;
  const picked = useMemo(() => new Set(refs), [refs]);
  const canEdit = document !== null;

  const select = useCallback(
    (ref: string | null) => point({ picked: ref === null ? [] : [ref], pending: null }),
    [point],
  );

  const pick = useCallback(
    (ref: string) =>
      point(({ picked: before }) => {
        const others = before.filter((each) => each !== ref);
        return { picked: others.length < before.length ? others : [...before, ref], pending: null };
      }),
    [point],
  );

  const edit = useCallback(
    (change: Edit, merge?: string) => {
      if (canEdit) onUpdate((current) => applyEdit(current, change, merge ?? null));
    },
    [canEdit, onUpdate],
  );

  const add = useCallback(
    (item: ResultItem) => {
      edit(addItem(item));
      select(focus === null ? null : regionRef(focus, `id:${item.id ?? ""}`));
    },
    [edit, select, focus],
  );

  const editable =
    canEdit && selected?.answer.key === focus && !selected.region.locked ? selected : null;

  const pickLabel = (control: Control, label: LabelOption) => {
    if (!canEdit) return;
    if (pending !== null && control.objects.includes(pending.object)) {
      add(newSpan(control, label.value, pending));
      return;
    }
    if (editable !== null && takesLabelsOf(config, editable.region, control)) {
      const labels = nextLabels(control, editable.region.labels, label);
      edit(giveLabels(editable.region.key, control, labels));
      return;
    }
    const again = active?.control === control.name && active.value === label.value;
    point({ active: again ? null : { control: control.name, value: label.value } });
  };

  const pickTool = (control: Control) => {
    if (!canEdit) return;
    if (pending !== null && control.objects.includes(pending.object)) {
      add(newSpan(control, null, pending));
      return;
    }
    point({
      active: active?.control === control.name ? null : { control: control.name, value: null },
    });
  };

  const removeSelected = () => {
    if (editable === null || document === null) return;
    const gone = new Set(
      regions
        .filter(
          ({ ref, answer, region }) => picked.has(ref) && answer.key === focus && !region.locked,
        )
        .map(({ region }) => region.key),
    );
    const rows = readRegions(document.current);
    const at = rows.findIndex(({ key }) => key === editable.region.key);
    const stays = ({ key }: { readonly key: string }) => !gone.has(key);
    const next = (rows.slice(at + 1).find(stays) ?? rows.slice(0, at).findLast(stays))?.key ?? "";
    edit(removeRegions([...gone]));
    // A region known by its place has another place now.
    select(next.startsWith("id:") && focus !== null ? regionRef(focus, next) : null);
  };

  return {
    identity,
    config,
    answers,
    regions,
    focus,
    canEdit,
    selected,
    select,
    picked,
    pick,
    hovered,
    hover,
    active,
    pending,
    setPending,
    pickLabel,
    pickTool,
    dropLabel: () => point({ active: null }),
    edit,
    add,
    removeSelected,
  };
}

export function newSpan(control: Control, label: string | null, span: PendingSpan): ResultItem {
  return newRegion(control, label, span.object, span.value);
}

/** Its own control's labels, or for a region without labels of its own those of another control. */
function takesLabelsOf(config: Config, region: Region, control: Control): boolean {
  if (region.control === control.name) return true;
  const own = config.controls.get(region.control);
  return own?.labels.length === 0 && control.objects.includes(region.object);
}

/** A control with `choice="multiple"` gives a region several labels; any other exactly one. */
function nextLabels(
  control: Control,
  labels: readonly string[],
  { value }: LabelOption,
): readonly string[] {
  if (control.attrs["choice"] !== "multiple") return [value];
  const others = labels.filter((label) => label !== value);
  if (others.length === labels.length) return [...labels, value];
  return others.length === 0 ? labels : others;
}
