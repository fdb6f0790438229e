/** State that views standing side by side share: what one zooms, scrolls or plays, all do. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useState,
  useSyncExternalStore,
} from "react";

class LinkedStore {
  private readonly values = new Map<string, unknown>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  has(name: string): boolean {
    return this.values.has(name);
  }

  get(name: string): unknown {
    return this.values.get(name);
  }

  set(name: string, value: unknown): void {
    if (this.values.has(name) && Object.is(this.values.get(name), value)) return;
    this.values.set(name, value);
    for (const listener of this.listeners) listener();
  }
}

const LinkedContext = createContext<LinkedStore | null>(null);

export function LinkedViews({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => new LinkedStore());
  return <LinkedContext value={store}>{children}</LinkedContext>;
}

export type SetLinked<T> = (next: T | ((before: T) => T)) => void;

const noStore = () => () => {};

/** `useState`, shared under its name by all views inside one `LinkedViews`. */
export function useLinkedState<T>(name: string, initial: T): readonly [T, SetLinked<T>] {
  const store = useContext(LinkedContext);
  const [own, setOwn] = useState<T>(initial);
  const shared = useSyncExternalStore(store?.subscribe ?? noStore, () => store?.get(name));
  const value = store?.has(name) === true ? (shared as T) : own;
  const set = useCallback<SetLinked<T>>(
    (next) => {
      if (store === null) {
        setOwn(next);
        return;
      }
      const before = (store.has(name) ? store.get(name) : initial) as T;
      store.set(name, typeof next === "function" ? (next as (before: T) => T)(before) : next);
    },
    [store, name, initial],
  );
  return [value, set] as const;
}
