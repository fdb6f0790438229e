import { useEffect, useRef } from "react";
import type { PictureSize } from "../geometry";
import type { ShownRegion } from "../shown-regions";
import { isImageGeometry, shapeBounds } from "./outline";
import type { SetView } from "./use-view";
import { reveal } from "./view-transform";

type Input = {
  readonly size: PictureSize;
  readonly screen: PictureSize;
  readonly setView: SetView;
};

/** A region that was selected elsewhere, as in the list, comes into view on a zoomed picture. */
export function useReveal(selected: ShownRegion | null, input: Input): void {
  const latest = useRef({ selected, ...input });
  useEffect(() => {
    latest.current = { selected, ...input };
  });
  const ref = selected?.ref ?? null;
  useEffect(() => {
    const { selected: shown, size, screen, setView } = latest.current;
    if (ref === null || shown === null || !isImageGeometry(shown.geometry)) return;
    const { left, top, right, bottom } = shapeBounds(shown.geometry, size);
    const middle = [(left + right) / 2, (top + bottom) / 2] as const;
    setView((view) => reveal(view, middle, screen));
  }, [ref]);
}
