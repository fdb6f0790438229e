/** Of several pictures on a page, one gets the keys: the last that was touched, else the first. */
import { type RefObject, useEffect, useId, useSyncExternalStore } from "react";

const mounted: string[] = [];
const listeners = new Set<() => void>();
let touched: string | null = null;

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function atHand(): string | null {
  return touched !== null && mounted.includes(touched) ? touched : (mounted[0] ?? null);
}

export function useAtHand(frame: RefObject<HTMLElement | null>): boolean {
  const id = useId();
  useEffect(() => {
    const element = frame.current;
    mounted.push(id);
    tell();
    const touch = () => {
      if (touched === id) return;
      touched = id;
      tell();
    };
    element?.addEventListener("pointerenter", touch);
    element?.addEventListener("focusin", touch);
    return () => {
      mounted.splice(mounted.indexOf(id), 1);
      element?.removeEventListener("pointerenter", touch);
      element?.removeEventListener("focusin", touch);
      tell();
    };
  }, [id, frame]);
  return useSyncExternalStore(subscribe, atHand) === id;
}
