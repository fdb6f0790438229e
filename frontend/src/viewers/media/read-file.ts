/** Reading files that a task names, beside showing them. */
import { apiOrigin } from "@/lib/runtime-config";

/** Files of other servers can be played or shown, but the page may not read them. */
export function isReadable(url: string): boolean {
  if (url.startsWith("data:") || url.startsWith("blob:")) return true;
  const origin = new URL(url, window.location.href).origin;
  return [window.location.origin, apiOrigin()].includes(origin);
}

/** The bytes of a file; refuses one that says it is larger than `largest`. */
export async function readFile(
  url: string,
  { signal, largest }: { readonly signal: AbortSignal; readonly largest: number },
): Promise<ArrayBuffer> {
  if (url.startsWith("data:")) return bytesOfData(url);
  const response = await fetch(url, { signal, credentials: isReadable(url) ? "include" : "omit" });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  if (Number(response.headers.get("Content-Length") ?? 0) > largest) {
    await response.body?.cancel();
    throw new Error("The file is too large");
  }
  return response.arrayBuffer();
}

/** The content of a data: address, which the content policy does not let the page fetch. */
export function bytesOfData(url: string): ArrayBuffer {
  const comma = url.indexOf(",");
  const body = decodeURIComponent(url.slice(comma + 1));
  const isBase64 = /;\s*base64\s*$/i.test(url.slice(0, comma));
  if (!isBase64) return new TextEncoder().encode(body).buffer;
  return Uint8Array.from(atob(body), (character) => character.charCodeAt(0)).buffer;
}
