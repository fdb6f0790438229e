/** Changes of the stretch of time in which a moving box is shown. */
import { keyframeAt, keyframesOf, type Sequence, type Stretch, stretchesOf } from "./sequence";
import { type SequenceChange, shiftKeyframe, toggleEnd } from "./sequence-edits";

/** Give a stretch another beginning, another end, or both by the same number of frames. */
export function changeStretch(
  before: Stretch,
  after: Stretch,
  length: number,
  rate: number,
): SequenceChange {
  return (sequence, original) => {
    const begins = after.start - before.start;
    const ends = after.end - before.end;
    if (begins !== 0 && ends !== 0) return shifted(sequence, before, begins, rate);
    if (begins !== 0) return shiftKeyframe(before.start, after.start, rate)(sequence, original);
    if (ends === 0) return sequence;
    if (!isOpen(sequence, before)) {
      return shiftKeyframe(before.end, after.end, rate)(sequence, original);
    }
    // The box was shown to the end of the video: now it ends, after its last keyframe.
    const last = keyframesOf(sequence).at(-1)?.frame ?? before.start;
    const end = Math.max(last, after.end);
    return end >= length ? sequence : toggleEnd(end, rate)(sequence, original);
  };
}

/** True for a stretch that no keyframe ends. */
function isOpen(sequence: Sequence, { end }: Stretch): boolean {
  return keyframeAt(sequence, end)?.enabled !== false;
}

/** All keyframes of a stretch, as far as its neighbours leave room. */
function shifted(sequence: Sequence, { start, end }: Stretch, by: number, rate: number): Sequence {
  const frames = keyframesOf(sequence).map(({ frame }) => frame);
  const inside = frames.filter((frame) => frame >= start && frame <= end);
  const low = frames.findLast((frame) => frame < start) ?? 0;
  const high = frames.find((frame) => frame > end) ?? Number.POSITIVE_INFINITY;
  const last = inside.at(-1) ?? end;
  const held = Math.min(Math.max(by, low + 1 - start), high - 1 - last);
  if (held === 0) return sequence;
  return sequence.map((stored) => {
    const frame = typeof stored["frame"] === "number" ? Math.round(stored["frame"]) : null;
    if (frame === null || frame < start || frame > last) return stored;
    const time = "time" in stored ? { time: (frame + held) / rate } : {};
    return { ...stored, frame: frame + held, ...time };
  });
}

/** The stretches of a track as ranges of a time axis on which frame 1 goes from 0 to 1. */
export function axisRanges(sequence: Sequence, length: number) {
  return stretchesOf(sequence, length).map(toAxis);
}

export function toAxis({ start, end }: Stretch) {
  return { start: start - 1, end };
}

export function fromAxis({ start, end }: Stretch): Stretch {
  return { start: start + 1, end };
}
