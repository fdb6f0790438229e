/** How several answers are shown: drawn together, side by side, or the fix against what was there. */
import { useMemo, useState } from "react";
import type { Action } from "@/lib/use-shortcuts";
import { type AnnotationDocument, isChanged } from "../document";
import type { Answer } from "../types";
import { BEFORE_KEY } from "./before";

export type ViewMode = "together" | "grid" | "changes";

/** Neither of the colours of annotators; dark enough on white and light enough on black. */
const BEFORE_COLOUR = "#8a8f98";

/** Answers that can be switched by a key. */
const MOST_KEYS = 9;

type Input = {
  readonly identity: string;
  readonly answers: readonly Answer[];
  readonly focus: string | null;
  readonly document: AnnotationDocument | null;
};

export type ViewModes = {
  readonly mode: ViewMode;
  readonly setMode: (mode: ViewMode) => void;
  /** The modes there are here; the same from the first to the last moment, so that nothing moves. */
  readonly offered: readonly ViewMode[];
  /** False for a mode that there is nothing to show in now. */
  readonly isPossible: (mode: ViewMode) => boolean;
  /** What is drawn, with the edited state of the answer in focus. */
  readonly shown: readonly Answer[];
  /** Everybody who could be drawn, those left out among them. */
  readonly everybody: readonly Answer[];
  readonly isHidden: (key: string) => boolean;
  readonly toggle: (key: string) => void;
};

const NONE: ReadonlySet<string> = new Set();

type State = {
  readonly identity: string;
  readonly grid: boolean;
  readonly changes: boolean;
  readonly hidden: ReadonlySet<string>;
};

/** Side by side stays from item to item; everything else starts anew. */
export function useViewModes({ identity, answers, focus, document }: Input): ViewModes {
  const [state, setState] = useState<State>({
    identity,
    grid: false,
    changes: false,
    hidden: NONE,
  });
  const now =
    state.identity === identity
      ? state
      : { identity, grid: state.grid, changes: false, hidden: NONE };
  const changed = document !== null && isChanged(document);
  const mode =
    now.changes && changed ? "changes" : now.grid && answers.length > 1 ? "grid" : "together";

  const everybody = useMemo(
    () =>
      document === null
        ? answers
        : answers.map((each) =>
            each.key === focus ? { ...each, result: document.current } : each,
          ),
    [answers, focus, document],
  );
  const { hidden } = now;
  const shown = useMemo(() => {
    const own = everybody.find(({ key }) => key === focus);
    if (mode === "changes" && own !== undefined && document !== null) {
      return [own, beforeOf(own, document)];
    }
    return hidden.size === 0
      ? everybody
      : everybody.filter(({ key }) => key === focus || !hidden.has(key));
  }, [everybody, focus, hidden, mode, document]);

  const offered: ViewMode[] = ["together"];
  if (answers.length > 1) offered.push("grid");
  if (document !== null) offered.push("changes");

  return {
    isPossible: (each) => each !== "changes" || changed,
    mode,
    setMode: (next) => setState({ ...now, grid: next === "grid", changes: next === "changes" }),
    offered,
    shown,
    everybody,
    isHidden: (key) => key !== focus && hidden.has(key),
    toggle: (key) => {
      const next = new Set(hidden);
      if (!next.delete(key)) next.add(key);
      setState({ ...now, hidden: next });
    },
  };
}

function beforeOf(own: Answer, document: AnnotationDocument): Answer {
  return {
    ...own,
    key: BEFORE_KEY,
    name: "Before",
    groundTruth: false,
    colour: BEFORE_COLOUR,
    result: document.original,
  };
}

export function viewActions(modes: ViewModes, focus: string | null): readonly Action[] {
  const { mode, setMode, offered, isPossible, everybody, toggle } = modes;
  const group = "Comparing";
  const others = mode === "changes" || everybody.length < 2 ? [] : everybody.slice(0, MOST_KEYS);
  return [
    {
      id: "view.grid",
      label: "Side by side or together",
      keys: ["Shift+g"],
      group,
      enabled: offered.includes("grid"),
      run: () => setMode(mode === "grid" ? "together" : "grid"),
    },
    {
      id: "view.changes",
      label: "Before and after my changes",
      keys: ["Shift+c"],
      group,
      enabled: offered.includes("changes") && isPossible("changes"),
      run: () => setMode(mode === "changes" ? "together" : "changes"),
    },
    ...others.map(({ key, name }, at) => ({
      id: `view.answer.${key}`,
      label: `Show or hide ${name}`,
      keys: [`Alt+${at + 1}`],
      group,
      enabled: key !== focus,
      run: () => toggle(key),
    })),
  ];
}
