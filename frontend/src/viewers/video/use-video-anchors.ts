/** Where the regions of a video stand on screen: their boxes on the picture, else their bars in time. */
import type { RefObject } from "react";
import { boundsOf, cornersOf, type PictureSize } from "../geometry";
import type { ViewTransform } from "../image/view-transform";
import { inSight, useRegionAnchors } from "../relations/anchors";
import type { StageBox } from "./stage-boxes";

type Input = {
  readonly viewer: RefObject<HTMLElement | null>;
  readonly surface: RefObject<HTMLElement | null>;
  readonly boxes: readonly StageBox[];
  readonly size: PictureSize;
  readonly view: ViewTransform;
};

export function useVideoAnchors({ viewer, surface, boxes, size, view }: Input): void {
  useRegionAnchors((ref) => {
    const stage = surface.current?.getBoundingClientRect();
    const drawn = boxes.find((each) => each.ref === ref);
    if (drawn === undefined || stage === undefined) return barOf(viewer.current, ref);
    const { left, top, right, bottom } = boundsOf(cornersOf(drawn.box, size));
    const rect = {
      left: stage.left + left * view.scale + view.x,
      right: stage.left + right * view.scale + view.x,
      top: stage.top + top * view.scale + view.y,
      bottom: stage.top + bottom * view.scale + view.y,
    };
    return inSight(rect, stage);
  });
}

function barOf(viewer: HTMLElement | null, ref: string) {
  const bars = [...(viewer?.querySelectorAll("[data-mark]") ?? [])];
  const bar = bars.find((each) => each.getAttribute("data-mark")?.startsWith(`${ref}\u0000`));
  const lanes = bar?.closest("[data-lanes]")?.getBoundingClientRect() ?? null;
  return bar === undefined ? null : inSight(bar.getBoundingClientRect(), lanes);
}
