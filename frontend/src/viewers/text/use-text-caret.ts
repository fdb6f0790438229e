/** A caret for text that is not editable: arrow keys move it, with Shift they mark text. */
import {
  type CSSProperties,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useState,
} from "react";

type Step = { readonly direction: "forward" | "backward"; readonly unit: "character" | "line" };

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: { direction: "backward", unit: "character" },
  ArrowRight: { direction: "forward", unit: "character" },
  ArrowUp: { direction: "backward", unit: "line" },
  ArrowDown: { direction: "forward", unit: "line" },
};

type Options = {
  /** Uses the marked text with the label at hand; Enter calls it. */
  readonly apply: () => boolean;
  /** While a span is selected, Ctrl with an arrow moves its borders instead of the caret. */
  readonly spanSelected: boolean;
};

export function useTextCaret(
  container: RefObject<HTMLDivElement | null>,
  { apply, spanSelected }: Options,
) {
  const [place, setPlace] = useState<CSSProperties | null>(null);

  const show = useCallback(() => {
    setPlace(container.current === null ? null : caretPlace(container.current));
  }, [container]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Enter" && apply()) {
      event.preventDefault();
      return;
    }
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.metaKey) return;
    if (event.ctrlKey && spanSelected) return;
    event.preventDefault();
    const selection = window.getSelection();
    if (selection === null) return;
    if (!selection.containsNode(event.currentTarget, true)) startAtTop(event.currentTarget);
    const word = event.ctrlKey && step.unit === "character";
    selection.modify(event.shiftKey ? "extend" : "move", step.direction, word ? "word" : step.unit);
    show();
  };

  return { place, onKeyDown, onBlur: () => setPlace(null) };
}

function startAtTop(container: HTMLElement) {
  const first = document.createTreeWalker(container, NodeFilter.SHOW_TEXT).nextNode();
  if (first !== null) window.getSelection()?.collapse(first, 0);
}

/** Where to draw the caret, relative to the container. */
function caretPlace(container: HTMLElement): CSSProperties | null {
  const selection = window.getSelection();
  if (selection === null || selection.focusNode === null) return null;
  if (!container.contains(selection.focusNode)) return null;
  const range = document.createRange();
  range.setStart(selection.focusNode, selection.focusOffset);
  range.collapse(true);
  const rect = range.getClientRects()[0];
  if (rect === undefined) return null;
  const frame = container.getBoundingClientRect();
  return { left: rect.left - frame.left, top: rect.top - frame.top, height: rect.height };
}
