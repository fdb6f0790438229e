/**
 * Which of several players on a page has the keys: the one that was touched or focused last, else
 * the first. A key that belonged to two of them would run neither.
 */
import { useCallback, useEffect, useId, useMemo, useSyncExternalStore } from "react";

let mounted: readonly string[] = [];
let touched: string | null = null;
const listeners = new Set<() => void>();

function publish(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function holder(): string | null {
  return touched !== null && mounted.includes(touched) ? touched : (mounted[0] ?? null);
}

/** `props` go on the outermost element of the player. */
export function useKeyHolder() {
  const id = useId();
  const holds = useSyncExternalStore(subscribe, () => holder() === id);

  useEffect(() => {
    mounted = [...mounted, id];
    publish();
    return () => {
      mounted = mounted.filter((each) => each !== id);
      publish();
    };
  }, [id]);

  const take = useCallback(() => {
    if (touched === id) return;
    touched = id;
    publish();
  }, [id]);
  const props = useMemo(() => ({ onPointerDownCapture: take, onFocusCapture: take }), [take]);
  return { holds, props } as const;
}
