/** The samples of a recording, from which its waveform is drawn. */
import { readFile } from "../media/read-file";

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
const LARGEST_FILE = 80 * 1_048_576;

export async function loadSamples(url: string, signal: AbortSignal): Promise<Samples> {
  const bytes = await readFile(url, { signal, largest: LARGEST_FILE });
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
