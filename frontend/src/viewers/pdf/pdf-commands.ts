/** The keys of a document, from which its buttons and the help sheet come too. */
import type { Action } from "@/lib/use-shortcuts";

type View = {
  readonly page: number;
  readonly pages: number;
  readonly zoom: number;
  readonly turn: number;
  /** This document has the keys for zooming; false for the others that are shown. */
  readonly zooms: boolean;
  /** This document has the keys for going from page to page. */
  readonly turns: boolean;
  readonly change: (changes: { page?: number; zoom?: number; turn?: number }) => void;
};

export type PdfActions = Readonly<
  Record<"previous" | "next" | "first" | "last" | "in" | "out" | "fit" | "turn", Action>
>;

const LARGEST = 8;
const SMALLEST = 0.25;
const STEP = 1.25;

export function pdfActions({ page, pages, zoom, turn, zooms, turns, change }: View): PdfActions {
  const open = zooms && pages > 0;
  const action = (
    id: string,
    label: string,
    rest: Pick<Action, "keys" | "enabled" | "run"> & { readonly repeats?: boolean },
  ): Action => ({ id: `pdf.${id}`, label, group: "PDF", ...rest });
  return {
    previous: action("previous", "Previous page", {
      keys: ["PageUp"],
      enabled: turns && page > 1,
      repeats: true,
      run: () => change({ page: page - 1 }),
    }),
    next: action("next", "Next page", {
      keys: ["PageDown"],
      enabled: turns && page < pages,
      repeats: true,
      run: () => change({ page: page + 1 }),
    }),
    first: action("first", "First page", {
      keys: ["Shift+PageUp"],
      enabled: turns && page > 1,
      run: () => change({ page: 1 }),
    }),
    last: action("last", "Last page", {
      keys: ["Shift+PageDown"],
      enabled: turns && page < pages,
      run: () => change({ page: pages }),
    }),
    in: action("in", "Zoom in", {
      keys: ["+", "="],
      enabled: open && zoom < LARGEST,
      repeats: true,
      run: () => change({ zoom: Math.min(LARGEST, zoom * STEP) }),
    }),
    out: action("out", "Zoom out", {
      keys: ["-"],
      enabled: open && zoom > SMALLEST,
      repeats: true,
      run: () => change({ zoom: Math.max(SMALLEST, zoom / STEP) }),
    }),
    fit: action("fit", "Usual size", {
      keys: ["0"],
      enabled: open,
      run: () => change({ zoom: 1 }),
    }),
    turn: action("turn", "Turn the pages", {
      keys: ["Shift+q"],
      enabled: open,
      run: () => change({ turn: (turn + 1) % 4 }),
    }),
  };
}
