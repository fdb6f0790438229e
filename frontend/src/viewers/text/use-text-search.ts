/** The state of a search in one text, its keys, and its hits drawn over the text. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useShortcuts } from "@/lib/use-shortcuts";
import { useSearchTurn } from "./search-turn";
import type { TextRange } from "./selection";
import { findAll, firstHitFrom } from "./text-search";

/** Ranges in the page that show a part of the text; several where it lies in several nodes. */
export type RangesOf = (hit: TextRange) => readonly Range[];

type Input = {
  /** The whole text, in UTF-16 units. */
  readonly text: string;
  readonly rangesOf: RangesOf;
  /** The window that the text is shown in: a frame has its own. */
  readonly view: () => (Window & typeof globalThis) | null;
  /** Bring a hit into sight. */
  readonly reveal: (range: Range) => void;
  /** Changes when the text is drawn anew, so that the hits have to be drawn anew as well. */
  readonly drawn?: unknown;
};

/** Only so many hits around the current one are drawn; all are counted and reached. */
const DRAWN_HITS = 1_000;

export type TextSearch = ReturnType<typeof useTextSearch>;

export function useTextSearch({ text, rangesOf, view, reveal, drawn }: Input) {
  const [isOpen, setOpen] = useState(false);
  const [isTyping, setTyping] = useState(false);
  const [query, setQuery] = useState("");
  const [matchCase, setMatchCase] = useState(false);
  const [at, setAt] = useState(0);
  const { holds, take } = useSearchTurn();
  const hits = useMemo(
    () => (isOpen ? findAll(text, query, { matchCase }) : []),
    [isOpen, text, query, matchCase],
  );
  const current = hits[at] ?? hits[0] ?? null;

  const search = (words: string, inCase: boolean) => {
    const from = current?.start ?? 0;
    setQuery(words);
    setMatchCase(inCase);
    setAt(firstHitFrom(findAll(text, words, { matchCase: inCase }), from));
  };

  const step = useCallback(
    (by: number) => {
      if (hits.length > 0) setAt((before) => (before + by + hits.length) % hits.length);
    },
    [hits.length],
  );

  const close = () => {
    setOpen(false);
    setTyping(false);
  };

  const common = { group: "Text", inFields: true };
  useShortcuts([
    {
      ...common,
      id: "text.search",
      label: "Search in the text",
      keys: ["Ctrl+f"],
      // In the search field itself, the key is left to the browser's own search.
      enabled: holds && !isTyping,
      run: () => setOpen(true),
    },
    {
      ...common,
      id: "text.search.next",
      label: "Next hit",
      keys: ["Ctrl+g"],
      repeats: true,
      enabled: holds && hits.length > 0,
      run: () => step(1),
    },
    {
      ...common,
      id: "text.search.back",
      label: "Hit before",
      keys: ["Ctrl+Shift+g"],
      repeats: true,
      enabled: holds && hits.length > 0,
      run: () => step(-1),
    },
  ]);

  useDrawnHits({ hits, current, rangesOf, view, drawn });

  const latest = useRef({ rangesOf, reveal });
  useEffect(() => {
    latest.current = { rangesOf, reveal };
  });
  useEffect(() => {
    const range = current === null ? undefined : latest.current.rangesOf(current)[0];
    if (range !== undefined) latest.current.reveal(range);
  }, [current]);

  return {
    isOpen,
    open: () => setOpen(true),
    close,
    query,
    matchCase,
    search,
    hits: hits.length,
    at: current === null ? 0 : hits.indexOf(current) + 1,
    step,
    onTyping: setTyping,
    /** Called when the text is used, so that the keys go to it. */
    take,
  };
}

type DrawnHits = Pick<Input, "rangesOf" | "view" | "drawn"> & {
  readonly hits: readonly TextRange[];
  readonly current: TextRange | null;
};

const HITS = "touchstone-hits";
const CURRENT = "touchstone-hit";

/** Highlights lie beside the page's elements: the text itself is not touched. */
function useDrawnHits({ hits, current, rangesOf, view, drawn }: DrawnHits) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `drawn` tells that the nodes are new.
  useEffect(() => {
    const page = view();
    const registry = page?.CSS?.highlights;
    if (page === null || registry === undefined || current === null) return;
    const middle = hits.indexOf(current);
    const near = hits.slice(Math.max(0, middle - DRAWN_HITS / 2), middle + DRAWN_HITS / 2);
    const ranges = (list: readonly TextRange[]) => list.flatMap((hit) => rangesOf(hit));
    const all = registry.get(HITS) ?? new page.Highlight();
    const one = registry.get(CURRENT) ?? new page.Highlight();
    const added = [ranges(near), ranges([current])] as const;
    for (const range of added[0]) all.add(range);
    for (const range of added[1]) one.add(range);
    one.priority = 1;
    registry.set(HITS, all);
    registry.set(CURRENT, one);
    return () => {
      for (const range of added[0]) all.delete(range);
      for (const range of added[1]) one.delete(range);
    };
  }, [hits, current, rangesOf, view, drawn]);
}
