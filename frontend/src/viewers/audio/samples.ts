/** The samples of a recording, from which its waveform is drawn. */
import { apiOrigin } from "@/lib/runtime-config";

export type Samples = {
  readonly channels: readonly Float32Array[];
  /** Seconds. */
  readonly duration: number;
};

/** Samples per second that are decoded: a waveform needs no more. */
const RATE = 8_000;

/** More samples than this are thinned out: a long recording would fill the memory. */
const MOST_SAMPLES = 4_000_000;

/** Larger files are played but not decoded. */
export const LARGEST_FILE = 80 * 1_048_576;

/** Files of other servers can be played, but the page may not read them. */
export function isReadable(url: string): boolean {
  if (url.startsWith("data:") || url.startsWith("blob:")) return true;
  const origin = new URL(url, window.location.href).origin;
  return [window.location.origin, apiOrigin()].includes(origin);
}

export async function loadSamples(url: string, signal: AbortSignal): Promise<Samples> {
  const bytes = url.startsWith("data:") ? bytesOfData(url) : await download(url, signal);
  const buffer = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  const count = Math.min(2, buffer.numberOfChannels);
  const channels = Array.from({ length: count }, (_each, index) =>
    thin(buffer.getChannelData(index), MOST_SAMPLES),
  );
  return { channels, duration: buffer.duration };
}

/** Keeps the loudest sample of each stretch, so that short noises stay visible. */
export function thin(samples: Float32Array, most: number): Float32Array {
  if (samples.length <= most) return samples;
  const size = Math.ceil(samples.length / most);
  const thinned = new Float32Array(Math.ceil(samples.length / size));
  for (let at = 0; at < samples.length; at += 1) {
    const place = Math.floor(at / size);
    const sample = samples[at] ?? 0;
    if (Math.abs(sample) > Math.abs(thinned[place] ?? 0)) thinned[place] = sample;
  }
  return thinned;
}

/** The content of a data: address, which the content policy does not let the page fetch. */
export function bytesOfData(url: string): ArrayBuffer {
  const comma = url.indexOf(",");
  const body = url.slice(comma + 1);
  const isBase64 = /;\s*base64\s*$/i.test(url.slice(0, comma));
  const text = isBase64 ? atob(decodeURIComponent(body)) : decodeURIComponent(body);
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff).buffer;
}

async function download(url: string, signal: AbortSignal): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal, credentials: "include" });
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  if (Number(response.headers.get("Content-Length") ?? 0) > LARGEST_FILE) {
    await response.body?.cancel();
    throw new Error("The file is too large to draw its waveform");
  }
  return response.arrayBuffer();
}
