import { useEffect, useState } from "react";

export type Picture =
  | { readonly status: "loading" | "failed"; readonly element: null }
  | { readonly status: "ready"; readonly element: HTMLImageElement };

const LOADING: Picture = { status: "loading", element: null };
const FAILED: Picture = { status: "failed", element: null };

/** Load a picture. Failing is an answer like any other: boxes are then drawn without it. */
export function usePicture(url: string | null): Picture {
  const [state, setState] = useState<{ url: string | null; picture: Picture }>(() => ({
    url,
    picture: url === null ? FAILED : LOADING,
  }));

  useEffect(() => {
    if (url === null) {
      setState({ url, picture: FAILED });
      return;
    }
    const element = new Image();
    const settle = () => {
      const loaded = element.naturalWidth > 0;
      setState({ url, picture: loaded ? { status: "ready", element } : FAILED });
    };
    element.onload = settle;
    element.onerror = settle;
    element.src = url;
    // A picture that was fetched ahead is there at once: no frame without it.
    if (element.complete) settle();
    else setState({ url, picture: LOADING });
    return () => {
      element.onload = null;
      element.onerror = null;
    };
  }, [url]);

  return state.url === url ? state.picture : LOADING;
}
