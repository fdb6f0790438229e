/** The editor's commands: one list that feeds the keys, the buttons and the help sheet. */
import type { Action } from "@/lib/use-shortcuts";
import { choiceRows, toggleChoice } from "./choices";
import type { TaskData } from "./config";
import { type AnnotationDocument, redo, undo } from "./document";
import { type DocumentUpdate, type Editor, isEditable } from "./editor";

const GROUP = "Annotation";

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

/** Keys of choices; one asked for each region or picture would not say for which. */
function choiceActions(editor: Editor, data: TaskData): readonly Action[] {
  return [...editor.config.controls.values()]
    .filter(({ tag, attrs }) => tag === "Choices" && !isAskedOften(attrs))
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

function isAskedOften(attrs: Readonly<Record<string, string>>): boolean {
  return attrs["perRegion"] === "true" || attrs["perItem"] === "true";
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
