/** The bytes that a data URL holds; reading it by `fetch` would need an exception in the policy. */
export function bytesOfDataUrl(url: string): Uint8Array<ArrayBuffer> {
  const comma = url.indexOf(",");
  const body = url.slice(comma + 1);
  if (/;base64$/i.test(url.slice(0, comma))) {
    const text = atob(decodeURIComponent(body).replace(/\s/g, ""));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  }
  return unescaped(body);
}

function unescaped(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [part] of text.matchAll(/%[\da-f]{2}|[^%]+|%/gi)) {
    if (/^%[\da-f]{2}$/i.test(part)) bytes.push(Number.parseInt(part.slice(1), 16));
    else bytes.push(...encoder.encode(part));
  }
  return Uint8Array.from(bytes);
}
