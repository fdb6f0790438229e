/** Where the shapes of a picture stand on screen. */
import type { RefObject } from "react";
import type { PictureSize } from "../geometry";
import { isImageGeometry, shapeBounds } from "../image/outline";
import { toScreen, type ViewTransform } from "../image/view-transform";
import type { ShownRegion } from "../shown-regions";
import { inSight, useRegionAnchors } from "./anchors";

type Input = {
  readonly frame: RefObject<HTMLElement | null>;
  readonly regions: readonly ShownRegion[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
};

export function useShapeAnchors({ frame, regions, size, view }: Input): void {
  useRegionAnchors((ref) => {
    const shown = regions.find((each) => each.ref === ref);
    const stage = frame.current?.getBoundingClientRect();
    if (shown === undefined || stage === undefined || !isImageGeometry(shown.geometry)) return null;
    const { left, top, right, bottom } = shapeBounds(shown.geometry, size);
    // The picture may be turned: its left is not always on the left of the screen.
    const [x1, y1] = toScreen(view, [left, top]);
    const [x2, y2] = toScreen(view, [right, bottom]);
    const rect = {
      left: stage.left + Math.min(x1, x2),
      right: stage.left + Math.max(x1, x2),
      top: stage.top + Math.min(y1, y2),
      bottom: stage.top + Math.max(y1, y2),
    };
    return inSight(rect, stage);
  });
}
