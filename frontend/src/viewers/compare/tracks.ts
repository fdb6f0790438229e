/** How far two boxes that move through a video cover the same place at the same time. */
import { boxIou, type PictureSize } from "../geometry";
import type { BoxGeometry } from "../types";

export type Keyframe = {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  /** False at the keyframe after which the box is not shown. */
  readonly enabled: boolean;
};

export type Track = {
  readonly keyframes: readonly Keyframe[];
  /** The last frame of the video; where it is not known, a track ends with its last keyframe. */
  readonly length: number | null;
};

/** Longer tracks are compared at so many frames, spread evenly. */
const MOST_FRAMES = 2_000;

type Stage = { readonly from: Keyframe; readonly to: Keyframe | null; readonly until: number };

/** Mean overlap over the frames in which either is shown. Two tracks that are never shown are one. */
export function trackIou(left: Track, right: Track, size: PictureSize): number {
  const [a, b] = [stagesOf(left), stagesOf(right)];
  if (a.length === 0 && b.length === 0) return 1;
  if (a.length === 0 || b.length === 0) return 0;
  const start = Math.min(startOf(a), startOf(b));
  const end = Math.max(endOf(a), endOf(b));
  const step = Math.max(1, Math.ceil((end - start) / MOST_FRAMES));
  let total = 0;
  let frames = 0;
  for (let frame = start; frame < end; frame += step) {
    const [one, other] = [boxAt(a, frame), boxAt(b, frame)];
    if (one === null && other === null) continue;
    frames += 1;
    if (one !== null && other !== null) total += boxIou(one, other, size);
  }
  return frames === 0 ? 0 : total / frames;
}

/** The frames in which a track is shown: first and one behind the last; null for never. */
export function framesOf(track: Track): { readonly start: number; readonly end: number } | null {
  const stages = stagesOf(track);
  return stages.length === 0 ? null : { start: startOf(stages), end: endOf(stages) };
}

/** What each keyframe begins: the frames up to the next one while the box is shown. */
function stagesOf({ keyframes, length }: Track): readonly Stage[] {
  const byFrame = new Map(keyframes.map((keyframe) => [keyframe.frame, keyframe]));
  const ordered = [...byFrame.values()].sort((a, b) => a.frame - b.frame);
  return ordered.map((from, at) => {
    const to = ordered[at + 1] ?? null;
    // The keyframe that ends a stretch is still shown itself.
    if (!from.enabled) return { from, to: null, until: from.frame + 1 };
    return { from, to, until: to?.frame ?? Math.max(length ?? 0, from.frame) + 1 };
  });
}

const startOf = (stages: readonly Stage[]): number => stages[0]?.from.frame ?? 0;

const endOf = (stages: readonly Stage[]): number => stages.at(-1)?.until ?? 0;

function boxAt(stages: readonly Stage[], frame: number): BoxGeometry | null {
  let low = 0;
  let high = stages.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((stages[middle]?.from.frame ?? 0) <= frame) low = middle;
    else high = middle - 1;
  }
  const stage = stages[low];
  if (stage === undefined || frame < stage.from.frame || frame >= stage.until) return null;
  const { from, to } = stage;
  if (to === null) return box(from, from, 0);
  return box(from, to, (frame - from.frame) / (to.frame - from.frame));
}

function box(from: Keyframe, to: Keyframe, share: number): BoxGeometry {
  const between = (a: number, b: number) => a + (b - a) * share;
  return {
    kind: "box",
    x: between(from.x, to.x),
    y: between(from.y, to.y),
    width: between(from.width, to.width),
    height: between(from.height, to.height),
    rotation: between(from.rotation, to.rotation),
  };
}
