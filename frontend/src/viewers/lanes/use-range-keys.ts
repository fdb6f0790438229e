/** Keys that move and resize the selected range of a time board. */
import type { Action } from "@/lib/use-shortcuts";
import { useShortcuts } from "@/lib/use-shortcuts";
import { isEditable, useEditor } from "../editor";
import type { BoardMark } from "./board-marks";
import { dragRange, type Part, type Range, type RangeRules } from "./ranges";

type Input = {
  readonly object: string;
  readonly marks: readonly BoardMark[];
  readonly rules: RangeRules;
  /** How far one press goes from a place; the sign of `direction` says which way. */
  readonly step: (from: number, direction: 1 | -1) => number;
  /** `merge` makes a row of presses one step of undo. */
  readonly onChange: (mark: BoardMark, range: Range, merge: string) => void;
};

type Command = {
  readonly id: string;
  readonly label: string;
  readonly keys: readonly string[];
  readonly part: Part;
  readonly direction: 1 | -1;
};

const COMMANDS: readonly Command[] = [
  {
    id: "earlier",
    label: "Move the region back",
    keys: ["ArrowLeft"],
    part: "whole",
    direction: -1,
  },
  { id: "later", label: "Move the region on", keys: ["ArrowRight"], part: "whole", direction: 1 },
  {
    id: "end.earlier",
    label: "End the region earlier",
    keys: ["Shift+ArrowLeft", "Ctrl+ArrowLeft"],
    part: "end",
    direction: -1,
  },
  {
    id: "end.later",
    label: "End the region later",
    keys: ["Shift+ArrowRight", "Ctrl+ArrowRight"],
    part: "end",
    direction: 1,
  },
  {
    id: "start.earlier",
    label: "Start the region earlier",
    keys: ["Ctrl+Shift+ArrowLeft"],
    part: "start",
    direction: -1,
  },
  {
    id: "start.later",
    label: "Start the region later",
    keys: ["Ctrl+Shift+ArrowRight"],
    part: "start",
    direction: 1,
  },
];

export function useRangeKeys({ object, marks, rules, step, onChange }: Input): void {
  const editor = useEditor();
  const { selected } = editor;
  const mark =
    selected?.region.object === object && isEditable(editor, selected)
      ? marks.find(({ shown }) => shown.ref === selected.ref)
      : undefined;

  const actions = COMMANDS.map(
    ({ id, label, keys, part, direction }): Action => ({
      id: `time.${object}.${id}`,
      label,
      keys,
      group: "Time",
      repeats: true,
      enabled: mark !== undefined,
      run: () => {
        if (mark === undefined) return;
        const delta = direction * step(part === "end" ? mark.end : mark.start, direction);
        onChange(mark, dragRange(mark, part, delta, rules), `${id} ${mark.id}`);
      },
    }),
  );
  useShortcuts(actions);
}
