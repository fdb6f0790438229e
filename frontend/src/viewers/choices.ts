/** The options of a Choices control as rows, and what ticking one of them does. */
import { allowsMany, type ChoiceOption, type Control, choicesFor, type TaskData } from "./config";
import { type Edit, findAnswer, setChoices } from "./document";
import { deepEqual } from "./equality";
import type { Result } from "./types";

/** One line of the list: an option, its place in the tree, and what is stored when it is ticked. */
export type ChoiceRow = {
  readonly title: string;
  readonly depth: number;
  readonly stored: unknown;
  readonly hotkey: string | null;
  readonly hint?: string | null;
};

/** Nested choices are stored as paths where the config says so, else by their value. */
export function choiceRows(control: Control, data: TaskData): readonly ChoiceRow[] {
  const asPath = control.attrs["allowNested"] === "true";
  const visit = (option: ChoiceOption, parents: readonly string[]): readonly ChoiceRow[] => {
    const { title, hotkey, hint, children } = option;
    const path = [...parents, option.value];
    const stored = asPath ? path : option.value;
    const row = { title, depth: parents.length, stored, hotkey, hint: hint ?? null };
    return [row, ...children.flatMap((child) => visit(child, path))];
  };
  return choicesFor(control, data).flatMap((option) => visit(option, []));
}

/** Answers that the config does not offer (any more) follow the others. */
export function withStrays(
  rows: readonly ChoiceRow[],
  ticked: readonly unknown[],
): readonly ChoiceRow[] {
  const all = [...rows];
  for (const stored of ticked) {
    if (all.some((row) => deepEqual(row.stored, stored))) continue;
    const words = Array.isArray(stored) ? stored.map(String).join(" › ") : String(stored);
    all.push({ title: `${words} (not in the config)`, depth: 0, stored, hotkey: null });
  }
  return all;
}

export function tickedIn(result: Result, control: Control): readonly unknown[] {
  const choices = result[findAnswer(result, control.name)]?.value?.["choices"];
  return Array.isArray(choices) ? choices : [];
}

export function isTicked(ticked: readonly unknown[], stored: unknown): boolean {
  return ticked.some((each) => deepEqual(each, stored));
}

/** Tick an option, or take it back when it is ticked; a single choice drops the one before. */
export function toggleChoice(control: Control, stored: unknown): Edit {
  return (result, original) => {
    const ticked = tickedIn(result, control);
    const others = ticked.filter((each) => !deepEqual(each, stored));
    const next = isTicked(ticked, stored)
      ? others
      : allowsMany(control)
        ? [...ticked, stored]
        : [stored];
    const target = { control: control.name, object: control.objects[0] ?? "" };
    return setChoices(target, next)(result, original);
  };
}
