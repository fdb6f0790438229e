/** Frames and seconds of a video. Frame 1 is the first; a browser only knows seconds. */
import { type DataObject, resolveValue, type TaskData } from "../config";
import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import { keyframesOf } from "./sequence";

const USUAL_RATE = 24;
const FASTEST = 1000;

/** Frames a second: written in the config, or in the task's data; below 1 it is the time of a frame. */
export function frameRateOf({ attrs }: DataObject, data: TaskData): number {
  const written = resolveValue(attrs["frameRate"] ?? attrs["framerate"], data);
  const rate = Number(written);
  if (!Number.isFinite(rate) || rate <= 0) return USUAL_RATE;
  return Math.min(FASTEST, rate < 1 ? 1 / rate : rate);
}

/** How many frames there are: by the video itself, else as the answers state it. */
export function countFrames(
  duration: number | null,
  rate: number,
  answers: readonly Answer[],
  regions: readonly ShownRegion[],
): number {
  if (duration !== null && duration > 0) {
    // 5 seconds at 24 frames are 120 frames, also when the file says 5.0000001.
    return Math.max(1, Math.ceil(duration * rate - 0.01));
  }
  const stated = answers.flatMap(({ result }) =>
    result.map(({ value }) => value?.["framesCount"]).filter((count) => isCount(count)),
  );
  const reached = regions.map(({ geometry }) => lastFrameOf(geometry));
  return Math.max(1, ...stated, ...reached);
}

/** The middle of a frame's time, so that rounding never shows its neighbour. */
export function timeOf(frame: number, rate: number): number {
  return (frame - 0.5) / rate;
}

export function frameAt(time: number, rate: number): number {
  return Math.floor(time * rate + 1e-6) + 1;
}

export function heldFrame(frame: number, count: number): number {
  return Math.min(Math.max(1, Math.round(frame)), count);
}

/** A frame as people read it: minutes, seconds and hundredths. */
export function clock(frame: number, rate: number): string {
  const seconds = Math.max(0, frame - 1) / rate;
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, "0");
  const rest = (seconds % 60).toFixed(2).padStart(5, "0");
  return hours > 0 ? `${hours}:${minutes}:${rest}` : `${minutes}:${rest}`;
}

function lastFrameOf(geometry: ShownRegion["geometry"]): number {
  if (geometry.kind === "track") return keyframesOf(geometry.sequence).at(-1)?.frame ?? 1;
  if (geometry.kind !== "frames") return 1;
  return geometry.ranges.reduce((last, { start, end }) => Math.max(last, start, end), 1);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 1;
}
