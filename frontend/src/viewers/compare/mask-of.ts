/** The painted pixels of regions, and a count that grows when more of them could be read. */
import { useSyncExternalStore } from "react";
import type { PictureSize } from "../geometry";
import { loadMask, readMask } from "../masks/read-masks";
import type { Mask } from "../masks/runs";
import type { MaskGeometry, ResultItem } from "../types";

/** Null for a mask that is not unpacked yet, or cannot be read. */
export function maskOf(geometry: MaskGeometry, size: PictureSize): Mask | null {
  const item = itemOf(geometry, size);
  const reading = readMask(item);
  if (reading.status === "pending") unpack(item);
  return reading.status === "ready" ? reading.mask : null;
}

/** Changes whenever a mask was unpacked: what was compared without it is compared again. */
export function useUnpackedMasks(): number {
  return useSyncExternalStore(subscribe, () => unpacked);
}

let unpacked = 0;
const waiting = new Set<string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function unpack(item: ResultItem): void {
  const url = String(item.value?.["imageDataURL"]);
  if (waiting.has(url)) return;
  waiting.add(url);
  void loadMask(item).then(() => {
    waiting.delete(url);
    unpacked += 1;
    for (const listener of listeners) listener();
  });
}

function itemOf(geometry: MaskGeometry, { width, height }: PictureSize): ResultItem {
  const value = geometry.format === "rle" ? { rle: geometry.rle } : { imageDataURL: geometry.url };
  return { value, original_width: width, original_height: height };
}
