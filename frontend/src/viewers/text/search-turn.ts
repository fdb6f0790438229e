/** Which of several texts on the page the search keys belong to: the one used last, else the first. */
import { useCallback, useEffect, useId, useSyncExternalStore } from "react";

const mounted: string[] = [];
let last: string | null = null;
const listeners = new Set<() => void>();

function publish(): void {
  for (const listener of listeners) listener();
}

const holder = (): string | null =>
  last !== null && mounted.includes(last) ? last : (mounted[0] ?? null);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function useSearchTurn() {
  const id = useId();
  const holds = useSyncExternalStore(subscribe, () => holder() === id);

  useEffect(() => {
    mounted.push(id);
    publish();
    return () => {
      mounted.splice(mounted.indexOf(id), 1);
      publish();
    };
  }, [id]);

  const take = useCallback(() => {
    if (last === id) return;
    last = id;
    publish();
  }, [id]);

  return { holds, take };
}
