/** The value of a text-like object: from the task, decoded where the config says so, or loaded. */
import { useEffect, useState } from "react";
import { type DataObject, resolveValue, type TaskData } from "../config";
import { type MediaAddress, mediaAddress } from "../media/address";

export type StoredText = {
  /** A text, or whatever else the task holds; an empty text while it is loading. */
  readonly value: unknown;
  /** Where it is loaded from; null for a value that stands in the task itself. */
  readonly address: MediaAddress | null;
  readonly failed: boolean;
};

type Loaded = { readonly url: string; readonly text: string | null };

/** Longer files are no texts to read. */
const MOST_BYTES = 20_000_000;

export function useStoredText(
  object: DataObject,
  data: TaskData,
  toUrl: (url: string) => string,
): StoredText {
  const { value: template, valueType, encoding } = object.attrs;
  const stored = resolveValue(template, data);
  const address = valueType === "url" ? mediaAddress(stored, toUrl) : null;
  const url = address?.kind === "url" ? address.url : null;
  const [loaded, setLoaded] = useState<Loaded | null>(null);

  useEffect(() => {
    if (url === null) return;
    const stop = new AbortController();
    load(url, stop.signal).then(
      (text) => setLoaded({ url, text }),
      () => {
        if (!stop.signal.aborted) setLoaded({ url, text: null });
      },
    );
    return () => stop.abort();
  }, [url]);

  if (address === null) return { value: decoded(stored, encoding), address, failed: false };
  const text = loaded !== null && loaded.url === url ? loaded.text : undefined;
  return { value: decoded(text ?? "", encoding), address, failed: text === null };
}

async function load(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(url, { signal, credentials: "same-origin" });
  if (!response.ok) throw new Error(`status ${response.status}`);
  if (Number(response.headers.get("Content-Length") ?? 0) > MOST_BYTES) throw new Error("too long");
  return response.text();
}

/** `base64` holds Latin-1 letters, `base64unicode` UTF-8; what is neither is shown as it is. */
export function decoded(value: unknown, encoding: string | undefined): unknown {
  if (typeof value !== "string" || encoding === undefined || encoding === "none") return value;
  try {
    const letters = atob(value);
    if (encoding !== "base64unicode") return letters;
    return new TextDecoder().decode(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
  } catch {
    return value;
  }
}
