import { useEffect, useMemo, useState } from "react";

export type Picture =
  | { readonly status: "loading" | "failed"; readonly element: null }
  | { readonly status: "ready"; readonly element: HTMLImageElement };

const LOADING: Picture = { status: "loading", element: null };
const FAILED: Picture = { status: "failed", element: null };

/**
 * Load a picture. Failing is an answer like any other: boxes are then drawn without it. A picture
 * that was fetched ahead is ready in the same moment, so there is no frame without it.
 */
export function usePicture(url: string | null): Picture {
  const element = useMemo(() => {
    if (url === null) return null;
    const image = new Image();
    image.src = url;
    return image;
  }, [url]);
  const [settled, setSettled] = useState<HTMLImageElement | null>(null);

  useEffect(() => {
    if (element === null) return;
    const settle = () => setSettled(element);
    element.addEventListener("load", settle);
    element.addEventListener("error", settle);
    if (element.complete) settle();
    return () => {
      element.removeEventListener("load", settle);
      element.removeEventListener("error", settle);
    };
  }, [element]);

  if (element === null) return FAILED;
  if (element.complete && element.naturalWidth > 0) return { status: "ready", element };
  return settled === element ? FAILED : LOADING;
}
