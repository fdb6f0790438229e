/** What can be taken from another annotator into the answer that is edited, and taking it. */
import type { Action } from "@/lib/use-shortcuts";
import { regionRef } from "../compare";
import type { Editor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import { BEFORE_KEY } from "./before";
import { type Taking, takeAnswer, takeEverything, takeRegion } from "./take";

type State = Pick<Editor, "regions" | "focus" | "canEdit" | "edit" | "select">;

/** True for a region of somebody else that the fix does not have in just this way. */
export function canTake(state: State, shown: ShownRegion): boolean {
  if (!state.canEdit || shown.answer.key === state.focus) return false;
  const mine = counterpartOf(state, shown);
  return mine === null || (mine.differs && !mine.region.region.locked);
}

export function takeOne(state: State, shown: ShownRegion): void {
  if (!canTake(state, shown)) return;
  const mine = counterpartOf(state, shown)?.region.region.key ?? null;
  state.edit(takeRegion(shown.answer.result, { theirs: shown.region.key, mine }));
  if (mine !== null && state.focus !== null) state.select(regionRef(state.focus, mine));
}

/** Their answer of one control for the whole task. */
export function takeTheirAnswer(state: State, answer: Answer, control: string): void {
  if (state.canEdit && answer.key !== state.focus) state.edit(takeAnswer(answer.result, control));
}

/** All that they have otherwise or alone, as one step of undo. */
export function takeAll(state: State, answer: Answer): void {
  if (!state.canEdit || answer.key === state.focus) return;
  const takings: Taking[] = [];
  const same = new Map<string, string>();
  for (const shown of state.regions) {
    if (shown.answer.key !== answer.key) continue;
    const mine = counterpartOf(state, shown);
    const key = mine?.region.region.key ?? null;
    if (mine !== null && key !== null && !mine.differs) same.set(shown.region.key, key);
    else takings.push({ theirs: shown.region.key, mine: key });
  }
  state.edit(takeEverything(answer.result, takings, same));
}

function counterpartOf({ regions, focus }: State, { comparison }: ShownRegion) {
  for (const { ref, difference } of comparison?.links ?? []) {
    const region = regions.find((each) => each.ref === ref);
    if (region?.answer.key === focus) return { region, differs: difference !== null };
  }
  return null;
}

/** Keys for the region that is selected, and for all of its author. */
export function takeActions(editor: Editor): readonly Action[] {
  const { selected, canEdit, focus, answers } = editor;
  const others = answers.filter(({ key }) => key !== focus && key !== BEFORE_KEY);
  const author = others.find(({ key }) => key === selected?.answer.key);
  const whose = author ?? (others.length === 1 ? others[0] : null) ?? null;
  const group = "Comparing";
  return [
    {
      id: "take.region",
      label: "Take the selected region of another annotator",
      keys: ["Shift+t"],
      group,
      enabled: selected !== null && canTake(editor, selected),
      run: () => {
        if (selected !== null) takeOne(editor, selected);
      },
    },
    {
      id: "take.all",
      label: whose === null ? "Take all of the selected annotator" : `Take all of ${whose.name}`,
      keys: ["Shift+a"],
      group,
      enabled: canEdit && whose !== null,
      run: () => {
        if (whose !== null) takeAll(editor, whose);
      },
    },
  ];
}
