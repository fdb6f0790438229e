import { useEffect, useRef } from "react";
import type { ReviewItem } from "@/api/types";
import { mediaUrl } from "@/lib/media-url";
import { type Config, configFor, resolveValue } from "@/viewers/config";
import { mediaAddress } from "@/viewers/media/address";
import { preloadImageViewer } from "@/viewers/object-viewers";

/** Pictures kept: the browser may drop a fetched picture that nobody refers to. */
const KEPT = 8;

/** Fetch and decode the pictures of the items that come next. */
export function usePreloadedImages(config: Config, upcoming: readonly ReviewItem[]): void {
  const kept = useRef(new Map<string, HTMLImageElement>());

  useEffect(() => {
    for (const { task } of upcoming) {
      const objects = [...configFor(config, task.data).objects.values()];
      const pictures = objects.filter(({ tag }) => tag === "Image");
      if (pictures.length > 0) preloadImageViewer();
      for (const { attrs } of pictures) {
        const address = mediaAddress(resolveValue(attrs["value"], task.data), mediaUrl);
        if (address.kind !== "url" || kept.current.has(address.url)) continue;
        const image = new Image();
        image.src = address.url;
        // A picture that fails says so when it is shown.
        image.decode?.().catch(() => undefined);
        kept.current.set(address.url, image);
      }
    }
    for (const address of [...kept.current.keys()].slice(0, -KEPT)) kept.current.delete(address);
  }, [config, upcoming]);
}
