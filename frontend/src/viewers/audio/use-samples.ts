import { useEffect, useState } from "react";
import { isReadable } from "../media/read-file";
import { loadSamples, type Samples } from "./samples";

export type SamplesState =
  | { readonly status: "loading" | "elsewhere" | "failed"; readonly samples: null }
  | { readonly status: "ready"; readonly samples: Samples };

const LOADING: SamplesState = { status: "loading", samples: null };

/** Decodes a recording for its waveform; playing does not wait for it. */
export function useSamples(url: string | null): SamplesState {
  const [found, setFound] = useState<{ url: string; state: SamplesState } | null>(null);

  useEffect(() => {
    if (url === null || !isReadable(url)) return;
    const abort = new AbortController();
    loadSamples(url, abort.signal).then(
      (samples) => {
        if (!abort.signal.aborted) setFound({ url, state: { status: "ready", samples } });
      },
      () => {
        if (!abort.signal.aborted) setFound({ url, state: { status: "failed", samples: null } });
      },
    );
    return () => abort.abort();
  }, [url]);

  if (url === null) return { status: "failed", samples: null };
  if (!isReadable(url)) return { status: "elsewhere", samples: null };
  return found?.url === url ? found.state : LOADING;
}
