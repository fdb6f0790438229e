/** Where regions stand on screen, as the viewers that draw them say it: arrows start and end there. */
import { createContext, useContext, useEffect, useLayoutEffect, useRef } from "react";

/** In pixels of the window. */
export type AnchorRect = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

/** Null for a region that is not drawn here, or is out of sight. */
export type AnchorOf = (ref: string) => AnchorRect | null;

export class AnchorStore {
  private readonly sources = new Set<{ readonly current: AnchorOf }>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  add(source: { readonly current: AnchorOf }): () => void {
    this.sources.add(source);
    this.changed();
    return () => {
      this.sources.delete(source);
      this.changed();
    };
  }

  find(ref: string): AnchorRect | null {
    for (const { current } of this.sources) {
      const rect = current(ref);
      if (rect !== null) return rect;
    }
    return null;
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }
}

export const AnchorContext = createContext<AnchorStore | null>(null);

/** A viewer says where its regions stand; asked again after each of its renders. */
export function useRegionAnchors(anchorOf: AnchorOf): void {
  const store = useContext(AnchorContext);
  const latest = useRef(anchorOf);
  useLayoutEffect(() => {
    latest.current = anchorOf;
    store?.changed();
  });
  useEffect(() => store?.add(latest), [store]);
}

/** The part of a rectangle inside a frame that scrolls; null when nothing of it is in sight. */
export function inSight(rect: AnchorRect, frame: AnchorRect | null): AnchorRect | null {
  if (frame === null) return rect;
  const left = Math.max(rect.left, frame.left);
  const right = Math.min(rect.right, frame.right);
  const top = Math.max(rect.top, frame.top);
  const bottom = Math.min(rect.bottom, frame.bottom);
  return left > right || top > bottom ? null : { left, right, top, bottom };
}
