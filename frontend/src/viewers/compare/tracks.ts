/** How far two boxes that move through a video cover the same place at the same time. */
import { boxIou, type PictureSize } from "../geometry";
import { boxAt, type Sequence, stretchesOf } from "../video/sequence";

export type Track = {
  readonly sequence: Sequence;
  /** How many frames the video has; 0 where that is not known, and tracks end with their keyframes. */
  readonly length: number;
};

/** Longer tracks are compared at so many frames, spread evenly. */
const MOST_FRAMES = 2_000;

/** Mean overlap over the frames in which either is shown. Two tracks that are never shown are one. */
export function trackIou(left: Track, right: Track, size: PictureSize): number {
  const stretches = [left, right].map(({ sequence, length }) => stretchesOf(sequence, length));
  const [first = [], other = []] = stretches;
  if (first.length === 0 || other.length === 0) return first.length === other.length ? 1 : 0;
  const all = [...first, ...other];
  const start = Math.min(...all.map((each) => each.start));
  const end = Math.max(...all.map((each) => each.end));
  const step = Math.max(1, Math.ceil((end - start + 1) / MOST_FRAMES));
  const shownAt = (track: Track, own: typeof first, frame: number) =>
    own.some((each) => each.start <= frame && frame <= each.end)
      ? boxAt(track.sequence, frame)
      : null;
  let total = 0;
  let frames = 0;
  for (let frame = start; frame <= end; frame += step) {
    const [a, b] = [shownAt(left, first, frame), shownAt(right, other, frame)];
    if (a === null && b === null) continue;
    frames += 1;
    if (a !== null && b !== null) {
      total += boxIou({ kind: "box", ...a }, { kind: "box", ...b }, size);
    }
  }
  return frames === 0 ? 0 : total / frames;
}
