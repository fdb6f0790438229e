import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { PictureSize } from "../geometry";

export type Media = {
  readonly element: RefObject<HTMLVideoElement | null>;
  readonly status: "loading" | "ready" | "failed";
  /** Seconds; null while unknown. */
  readonly duration: number | null;
  readonly size: PictureSize | null;
  /** For the video element, also when it learns how long it is. */
  readonly onLoadedMetadata: () => void;
  readonly onError: () => void;
};

type Known = {
  readonly url: string;
  readonly failed: boolean;
  readonly duration: number | null;
  readonly size: PictureSize | null;
};

/** What is known of the file of a video element. Failing is an answer like any other. */
export function useMedia(url: string | null): Media {
  const element = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<Known | null>(null);
  const known = state !== null && state.url === url ? state : null;

  const onLoadedMetadata = useCallback(() => {
    const video = element.current;
    if (video === null || url === null) return;
    const { duration, videoWidth: width, videoHeight: height } = video;
    if (duration === Number.POSITIVE_INFINITY) {
      // Recordings of browsers do not state how long they are; the end has to be looked for.
      video.currentTime = Number.MAX_SAFE_INTEGER;
      return;
    }
    setState({
      url,
      failed: false,
      duration: Number.isFinite(duration) ? duration : null,
      size: width > 0 && height > 0 ? { width, height } : null,
    });
  }, [url]);
  const onError = useCallback(() => {
    if (url !== null) setState({ url, failed: true, duration: null, size: null });
  }, [url]);

  // A file from the cache is there before React puts the element on the page and hears of it.
  useEffect(() => {
    const video = element.current;
    if (video === null) return;
    if (video.error != null) onError();
    else if (video.readyState >= video.HAVE_METADATA) onLoadedMetadata();
  }, [onError, onLoadedMetadata]);

  const status =
    url === null || known?.failed === true ? "failed" : known === null ? "loading" : "ready";
  return {
    element,
    status,
    duration: known?.duration ?? null,
    size: known?.size ?? null,
    onLoadedMetadata,
    onError,
  };
}
