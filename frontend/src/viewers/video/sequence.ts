/**
 * A box that moves through a video: its keyframes, read as the agreement engine reads them.
 *
 * Frames count from 1. The box moves in straight lines between keyframes; a keyframe with
 * `enabled: false` is the last frame of a stretch; after the last keyframe the box stays.
 */

/** Keyframes exactly as they are stored; keys that are not read here pass through every edit. */
export type Sequence = readonly Readonly<Record<string, unknown>>[];

export type FrameBox = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
};

export type Keyframe = FrameBox & { readonly frame: number; readonly enabled: boolean };

/** Frames in a row, both ends included. */
export type Stretch = { readonly start: number; readonly end: number };

const MEASURES = ["x", "y", "width", "height", "rotation"] as const;

const cache = new WeakMap<Sequence, readonly Keyframe[]>();

/** The usable keyframes in the order of their frames; of two for one frame the later one counts. */
export function keyframesOf(sequence: Sequence): readonly Keyframe[] {
  const known = cache.get(sequence);
  if (known !== undefined) return known;
  const byFrame = new Map<number, Keyframe>();
  for (const stored of sequence) {
    const keyframe = readKeyframe(stored);
    if (keyframe !== null) byFrame.set(keyframe.frame, keyframe);
  }
  const keyframes = [...byFrame.values()].sort((a, b) => a.frame - b.frame);
  cache.set(sequence, keyframes);
  return keyframes;
}

/** The box at a frame, null where it is not shown. */
export function boxAt(sequence: Sequence, frame: number): FrameBox | null {
  const keyframes = keyframesOf(sequence);
  const at = lastUpTo(keyframes, frame);
  const before = keyframes[at];
  if (before === undefined) return null;
  if (before.frame === frame) return pick(before);
  if (!before.enabled) return null;
  const after = keyframes[at + 1];
  return after === undefined ? pick(before) : between(before, after, frame);
}

/** Where the box would be at a frame, shown or not; null for a sequence without keyframes. */
export function placeAt(sequence: Sequence, frame: number): FrameBox | null {
  const keyframes = keyframesOf(sequence);
  const nearest = keyframes[lastUpTo(keyframes, frame)] ?? keyframes[0];
  return boxAt(sequence, frame) ?? (nearest === undefined ? null : pick(nearest));
}

export function keyframeAt(sequence: Sequence, frame: number): Keyframe | null {
  const keyframes = keyframesOf(sequence);
  const found = keyframes[lastUpTo(keyframes, frame)];
  return found?.frame === frame ? found : null;
}

/** The keyframe before (-1) or behind (1) a frame. */
export function neighbour(sequence: Sequence, frame: number, step: -1 | 1): Keyframe | null {
  const keyframes = keyframesOf(sequence);
  const found =
    step > 0
      ? keyframes.find((each) => each.frame > frame)
      : keyframes.findLast((each) => each.frame < frame);
  return found ?? null;
}

/** The frames in which the box is shown; `length` is the number of frames of the video. */
export function stretchesOf(sequence: Sequence, length: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let start: number | null = null;
  for (const { frame, enabled } of keyframesOf(sequence)) {
    start ??= frame;
    if (enabled) continue;
    stretches.push({ start, end: frame });
    start = null;
  }
  if (start !== null) {
    const last = keyframesOf(sequence).at(-1)?.frame ?? start;
    stretches.push({ start, end: Math.max(length, last) });
  }
  return stretches;
}

function lastUpTo(keyframes: readonly Keyframe[], frame: number): number {
  let low = 0;
  let high = keyframes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keyframes[middle]?.frame ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function between(before: Keyframe, after: Keyframe, frame: number): FrameBox {
  const share = (frame - before.frame) / (after.frame - before.frame);
  const at = (key: (typeof MEASURES)[number]) => before[key] + (after[key] - before[key]) * share;
  return {
    x: at("x"),
    y: at("y"),
    width: at("width"),
    height: at("height"),
    rotation: at("rotation"),
  };
}

function pick({ x, y, width, height, rotation }: FrameBox): FrameBox {
  return { x, y, width, height, rotation };
}

function readKeyframe(stored: Readonly<Record<string, unknown>>): Keyframe | null {
  const { frame, x, y, width, height, rotation, enabled } = stored;
  if (!isNumber(frame) || !isNumber(x) || !isNumber(y)) return null;
  if (!isNumber(width) || !isNumber(height)) return null;
  return {
    frame: Math.round(frame),
    x,
    y,
    width,
    height,
    rotation: isNumber(rotation) ? rotation : 0,
    enabled: enabled !== false,
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
