import { useEffect, useRef } from "react";
import type { ReviewItem } from "@/api/types";
import { mediaUrl } from "@/lib/media-url";
import { type Config, resolveValue } from "@/viewers/config";
import { preloadImageViewer } from "@/viewers/object-viewers";

/** Pictures kept: the browser may drop a fetched picture that nobody refers to. */
const KEPT = 8;

/** Fetch and decode the pictures of the items that come next. */
export function usePreloadedImages(config: Config, upcoming: readonly ReviewItem[]): void {
  const kept = useRef(new Map<string, HTMLImageElement>());

  useEffect(() => {
    const objects = [...config.objects.values()].filter(({ tag }) => tag === "Image");
    if (objects.length > 0) preloadImageViewer();
    for (const { task } of upcoming) {
      for (const object of objects) {
        const value = resolveValue(object.attrs["value"], task.data);
        if (typeof value !== "string" || kept.current.has(mediaUrl(value))) continue;
        const image = new Image();
        image.src = mediaUrl(value);
        // A picture that fails says so when it is shown.
        image.decode?.().catch(() => undefined);
        kept.current.set(mediaUrl(value), image);
      }
    }
    for (const address of [...kept.current.keys()].slice(0, -KEPT)) kept.current.delete(address);
  }, [config, upcoming]);
}
