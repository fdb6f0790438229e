/** Going through what the answers on screen disagree about. */
import { type RefObject, useDeferredValue, useMemo, useState } from "react";
import type { Action } from "@/lib/use-shortcuts";
import type { Editor } from "../editor";
import type { TaskData } from "../task-data";
import { type Disagreement, findDisagreements } from "./disagreements";

export type Disagreements = {
  readonly list: readonly Disagreement[];
  /** False for the moment before they are found. */
  readonly ready: boolean;
  /** The one at hand, -1 for none. */
  readonly at: number;
  readonly go: (at: number) => void;
  readonly step: (by: 1 | -1) => void;
};

const NONE: readonly Disagreement[] = [];

export function useDisagreements(
  editor: Editor,
  data: TaskData,
  frame: RefObject<HTMLElement | null>,
): Disagreements {
  const { identity, config, answers, regions, focus, selected, select } = editor;
  const seen = useMemo(
    () => ({ identity, config, data, answers, regions, focus }),
    [identity, config, data, answers, regions, focus],
  );
  // The task is drawn first; what they disagree about is found right after.
  const settled = useDeferredValue(seen, null);
  const ready = settled?.identity === identity;
  const list = useMemo(
    () => (settled !== null && ready ? findDisagreements(settled) : NONE),
    [settled, ready],
  );
  const [visited, setVisited] = useState<string | null>(null);
  const at = placeOf(list, visited, selected?.ref ?? null);

  const go = (to: number) => {
    const next = list[to];
    if (next === undefined) return;
    setVisited(next.key);
    const own = next.sides.find(({ answer, refs }) => answer.key === focus && refs.length > 0);
    const ref = (own ?? next.sides.find(({ refs }) => refs.length > 0))?.refs[0] ?? null;
    select(ref);
    if (ref === null) showControl(frame.current, next);
  };
  const step = (by: 1 | -1) => {
    if (list.length === 0) return;
    const from = at < 0 && by < 0 ? 0 : at;
    go((from + by + list.length) % list.length);
  };
  return { list, ready, at, go, step };
}

export function disagreementActions({ list, step }: Disagreements): readonly Action[] {
  const group = "Comparing";
  const enabled = list.length > 0;
  return [
    {
      id: "disagreement.next",
      label: "Next disagreement",
      keys: ["F8"],
      group,
      enabled,
      repeats: true,
      run: () => step(1),
    },
    {
      id: "disagreement.previous",
      label: "Previous disagreement",
      keys: ["Shift+F8"],
      group,
      enabled,
      repeats: true,
      run: () => step(-1),
    },
  ];
}

/** That of the selected region; without one, the one that was visited last. */
function placeOf(
  list: readonly Disagreement[],
  visited: string | null,
  selected: string | null,
): number {
  const holds = ({ sides }: Disagreement) =>
    selected !== null && sides.some(({ refs }) => refs.includes(selected));
  const last = list.findIndex(({ key }) => key === visited);
  const lastFits = last >= 0 && (selected === null || holds(list[last] as Disagreement));
  return lastFits ? last : list.findIndex(holds);
}

/** Brings the place where a question is answered into sight. */
function showControl(frame: HTMLElement | null, { control, subject }: Disagreement): void {
  const groups = [...(frame?.querySelectorAll<HTMLElement>("fieldset, [role=group]") ?? [])];
  const names = [control, subject];
  const found = groups.find((group) => {
    const name = group.getAttribute("aria-label") ?? group.dataset["control"] ?? "";
    return name !== "" && names.includes(name);
  });
  found?.scrollIntoView({ block: "center", behavior: "smooth" });
}
