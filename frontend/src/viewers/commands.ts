/** The editor's commands: one list that feeds the keys, the buttons and the help sheet. */
import type { Action } from "@/lib/use-shortcuts";
import { choiceRows, toggleChoice } from "./choices";
import type { TaskData } from "./config";
import { type AnnotationDocument, redo, setGeometry, undo } from "./document";
import { type DocumentUpdate, type Editor, isEditable } from "./editor";
import type { BoxGeometry } from "./types";

const GROUP = "Annotation";

/** Percent of the picture per press of an arrow key. */
const STEP = 0.25;

type Input = {
  readonly editor: Editor;
  readonly data: TaskData;
  readonly document: AnnotationDocument | null;
  readonly onUpdate: DocumentUpdate;
};

export function editorActions({ editor, data, document, onUpdate }: Input): readonly Action[] {
  if (document === null) return [clearSelection(editor)];
  return [
    ...labelActions(editor),
    ...choiceActions(editor, data),
    ...boxActions(editor),
    {
      id: "region.delete",
      label: "Delete the selected region",
      keys: ["Delete", "Backspace"],
      group: GROUP,
      enabled: editor.selected !== null && isEditable(editor, editor.selected),
      run: editor.removeSelected,
    },
    {
      id: "document.undo",
      label: "Undo",
      keys: ["Ctrl+z"],
      group: GROUP,
      repeats: true,
      enabled: document.past.length > 0,
      run: () => onUpdate(undo),
    },
    {
      id: "document.redo",
      label: "Redo",
      keys: ["Ctrl+Shift+z", "Ctrl+y"],
      group: GROUP,
      repeats: true,
      enabled: document.future.length > 0,
      run: () => onUpdate(redo),
    },
    clearSelection(editor),
  ];
}

/** Keys of labels: the first of a control that has the key. */
function labelActions(editor: Editor): readonly Action[] {
  return [...editor.config.controls.values()].flatMap((control) =>
    control.labels
      .filter(({ hotkey }) => hotkey !== null)
      .map((label) => ({
        id: `label.${control.name}.${label.value}`,
        label: `Label: ${label.title}`,
        keys: [label.hotkey ?? ""],
        group: "Labels",
        enabled: editor.canEdit,
        run: () => editor.pickLabel(control, label),
      })),
  );
}

/** Keys of choices; those of single regions have no place on the page to be answered. */
function choiceActions(editor: Editor, data: TaskData): readonly Action[] {
  return [...editor.config.controls.values()]
    .filter(({ tag, attrs }) => tag === "Choices" && attrs["perRegion"] !== "true")
    .flatMap((control) =>
      choiceRows(control, data)
        .filter(({ hotkey }) => hotkey !== null)
        .map(({ title, stored, hotkey }) => ({
          id: `choice.${control.name}.${JSON.stringify(stored)}`,
          label: `${control.name}: ${title}`,
          keys: [hotkey ?? ""],
          group: "Choices",
          enabled: editor.canEdit,
          run: () => editor.edit(toggleChoice(control, stored)),
        })),
    );
}

function boxActions(editor: Editor): readonly Action[] {
  const { selected } = editor;
  const box =
    selected !== null && isEditable(editor, selected) && selected.geometry.kind === "box"
      ? { key: selected.region.key, geometry: selected.geometry }
      : null;
  return NUDGES.map(({ id, label, key, patch }) => ({
    id,
    label,
    keys: [key],
    group: GROUP,
    repeats: true,
    enabled: box !== null,
    run: () => {
      if (box !== null) editor.edit(setGeometry(box.key, patch(box.geometry)), `${id} ${box.key}`);
    },
  }));
}

type Nudge = {
  readonly id: string;
  readonly label: string;
  readonly key: string;
  readonly patch: (box: BoxGeometry) => Readonly<Record<string, number>>;
};

/** Boxes stay in the picture; one that stuck out before may stay where it is. */
const NUDGES: readonly Nudge[] = [
  move("left", "ArrowLeft", ({ x }) => ({ x: Math.max(Math.min(x, 0), x - STEP) })),
  move("right", "ArrowRight", ({ x, width }) => ({
    x: Math.min(Math.max(x, 100 - width), x + STEP),
  })),
  move("up", "ArrowUp", ({ y }) => ({ y: Math.max(Math.min(y, 0), y - STEP) })),
  move("down", "ArrowDown", ({ y, height }) => ({
    y: Math.min(Math.max(y, 100 - height), y + STEP),
  })),
  resize("narrower", "ArrowLeft", ({ width }) => ({
    width: Math.max(Math.min(width, STEP), width - STEP),
  })),
  resize("wider", "ArrowRight", ({ x, width }) => ({
    width: Math.min(Math.max(width, 100 - x), width + STEP),
  })),
  resize("lower", "ArrowUp", ({ height }) => ({
    height: Math.max(Math.min(height, STEP), height - STEP),
  })),
  resize("higher", "ArrowDown", ({ y, height }) => ({
    height: Math.min(Math.max(height, 100 - y), height + STEP),
  })),
];

function move(where: string, key: string, patch: Nudge["patch"]): Nudge {
  return { id: `box.move.${where}`, label: `Move the box ${where}`, key, patch };
}

function resize(how: string, key: string, patch: Nudge["patch"]): Nudge {
  return { id: `box.resize.${how}`, label: `Make the box ${how}`, key: `Shift+${key}`, patch };
}

function clearSelection(editor: Editor): Action {
  return {
    id: "region.clear",
    label: "Clear the selection",
    keys: ["Escape"],
    group: GROUP,
    enabled: editor.selected !== null || editor.active !== null || editor.pending !== null,
    run: () => {
      editor.select(null);
      editor.dropLabel();
    },
  };
}
