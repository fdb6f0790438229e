/** Of several views of a kind on a page, one gets the keys: the last that was touched, else the first. */
import { type RefObject, useEffect, useId, useSyncExternalStore } from "react";

type Group = { readonly mounted: string[]; touched: string | null };

export type ViewKind = "picture" | "pages";

const groups: Readonly<Record<ViewKind, Group>> = {
  picture: { mounted: [], touched: null },
  pages: { mounted: [], touched: null },
};

const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function atHand({ touched, mounted }: Group): string | null {
  return touched !== null && mounted.includes(touched) ? touched : (mounted[0] ?? null);
}

export function useAtHand(frame: RefObject<HTMLElement | null>, kind: ViewKind): boolean {
  const id = useId();
  const group = groups[kind];
  useEffect(() => {
    const element = frame.current;
    group.mounted.push(id);
    tell();
    const touch = () => {
      if (group.touched === id) return;
      group.touched = id;
      tell();
    };
    element?.addEventListener("pointerenter", touch);
    element?.addEventListener("focusin", touch);
    return () => {
      group.mounted.splice(group.mounted.indexOf(id), 1);
      element?.removeEventListener("pointerenter", touch);
      element?.removeEventListener("focusin", touch);
      tell();
    };
  }, [id, frame, group]);
  return useSyncExternalStore(subscribe, () => atHand(group)) === id;
}
