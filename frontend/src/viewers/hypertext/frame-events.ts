/** What happens inside of the frame, told to the page around it. */
import { useEffect, useRef } from "react";

export type FrameHandlers = {
  /** Points are those of the frame's window. */
  readonly onMove: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onClick: (x: number, y: number) => void;
  readonly onPointerUp: () => void;
  /** Enter; true when it did something. */
  readonly onEnter: () => boolean;
  /** The caret or the mark was moved by keys. */
  readonly onCaret: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  /** With Ctrl and an arrow, the ends of a selected passage move instead of the caret. */
  readonly keepsCtrl: boolean;
};

type Step = { readonly direction: "forward" | "backward"; readonly unit: "character" | "line" };

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: { direction: "backward", unit: "character" },
  ArrowRight: { direction: "forward", unit: "character" },
  ArrowUp: { direction: "backward", unit: "line" },
  ArrowDown: { direction: "forward", unit: "line" },
};

export function useFrameEvents(
  inside: Document | null,
  frame: React.RefObject<HTMLIFrameElement | null>,
  handlers: FrameHandlers,
): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (inside === null) return;
    const now = () => latest.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Enter" && now().onEnter()) {
        event.preventDefault();
        return;
      }
      if (moveCaret(inside, event, now().keepsCtrl)) {
        event.preventDefault();
        now().onCaret();
        return;
      }
      // The keys of the page work here too: the event goes on at the frame's place in the page.
      const passedOn = new KeyboardEvent("keydown", copyOf(event));
      if (frame.current?.dispatchEvent(passedOn) === false) event.preventDefault();
    };
    const listeners: readonly [EventTarget | null, string, (event: never) => void][] = [
      [inside, "keydown", onKeyDown],
      [inside, "pointermove", (event: PointerEvent) => now().onMove(event.clientX, event.clientY)],
      [inside.documentElement, "pointerleave", () => now().onLeave()],
      [inside, "click", (event: MouseEvent) => now().onClick(event.clientX, event.clientY)],
      [inside, "pointerup", () => now().onPointerUp()],
      // A picture or a marked text must not be dragged out, nor anything dropped here.
      [inside, "dragstart", (event: DragEvent) => event.preventDefault()],
      [inside.defaultView, "focus", () => now().onFocus()],
      [inside.defaultView, "blur", () => now().onBlur()],
    ];
    for (const [target, name, listener] of listeners) {
      target?.addEventListener(name, listener as EventListener);
    }
    return () => {
      for (const [target, name, listener] of listeners) {
        target?.removeEventListener(name, listener as EventListener);
      }
    };
  }, [inside, frame]);
}

function moveCaret(inside: Document, event: KeyboardEvent, keepsCtrl: boolean): boolean {
  const step = STEPS[event.key];
  if (step === undefined || event.altKey || event.metaKey) return false;
  if (event.ctrlKey && keepsCtrl) return false;
  const selection = inside.getSelection();
  if (selection === null || typeof selection.modify !== "function") return false;
  if (selection.rangeCount === 0) {
    const first = inside.createTreeWalker(inside.body, NodeFilter.SHOW_TEXT).nextNode();
    if (first !== null) selection.collapse(first, 0);
  }
  const word = event.ctrlKey && step.unit === "character";
  selection.modify(event.shiftKey ? "extend" : "move", step.direction, word ? "word" : step.unit);
  return true;
}

function copyOf(event: KeyboardEvent): KeyboardEventInit {
  const { key, code, ctrlKey, altKey, shiftKey, metaKey, repeat, isComposing } = event;
  return {
    key,
    code,
    ctrlKey,
    altKey,
    shiftKey,
    metaKey,
    repeat,
    isComposing,
    bubbles: true,
    cancelable: true,
  };
}
