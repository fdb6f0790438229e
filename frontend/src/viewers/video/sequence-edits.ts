/**
 * Changes of keyframes. Each takes the stored sequence and gives back the same one when there is
 * nothing to change; keyframes that a change does not concern stay the very same objects.
 */
import { type Edit, setGeometry } from "../document";
import { findRegion } from "../regions";
import type { Result } from "../types";
import {
  boxAt,
  type FrameBox,
  keyframeAt,
  keyframesOf,
  neighbour,
  placeAt,
  type Sequence,
} from "./sequence";

export type SequenceChange = (sequence: Sequence, original: Sequence) => Sequence;

type Stored = Sequence[number];

/** Floats that differ by less come from adding and taking away the same step. */
const NOISE = 1e-9;

/** A change of the keyframes of one region, as an edit of the document. */
export function editSequence(key: string, change: SequenceChange): Edit {
  return (result, original) => {
    const sequence = sequenceOf(result, key);
    if (sequence === null) return result;
    const changed = change(sequence, sequenceOf(original, key) ?? []);
    return changed === sequence
      ? result
      : setGeometry(key, { sequence: changed })(result, original);
  };
}

/** Put the box somewhere else at a frame. Between keyframes this makes a new one. */
export function moveAt(frame: number, patch: Partial<FrameBox>, rate: number): SequenceChange {
  return (sequence, original) => {
    const stored = storedAt(sequence, frame);
    if (stored !== undefined) {
      return replace(sequence, stored, snapped(stored, patch, storedAt(original, frame)));
    }
    const place = placeAt(sequence, frame);
    if (place === null) return sequence;
    return insert(sequence, firstKeyframe(frame, { ...place, ...patch }, rate));
  };
}

/** Fix where the box is at a frame, without moving it; at a frame without a box it begins there. */
export function addKeyframe(frame: number, rate: number): SequenceChange {
  return (sequence) => {
    const place = placeAt(sequence, frame);
    if (place === null || keyframeAt(sequence, frame) !== null) return sequence;
    return insert(sequence, firstKeyframe(frame, place, rate));
  };
}

/** The last keyframe of a region cannot go: without one there is no box. */
export function removeKeyframe(frame: number): SequenceChange {
  return (sequence) => {
    if (keyframesOf(sequence).length < 2 || keyframeAt(sequence, frame) === null) return sequence;
    return sequence.filter((stored) => frameOf(stored) !== frame);
  };
}

/**
 * End the box at a frame, which is the last that shows it; or let it go on where it ended there;
 * or let it begin again where it is not shown.
 */
export function toggleEnd(frame: number, rate: number): SequenceChange {
  return (sequence, original) => {
    const stored = storedAt(sequence, frame);
    if (stored !== undefined) {
      const before = storedAt(original, frame);
      return replace(sequence, stored, withEnabled(stored, stored["enabled"] === false, before));
    }
    const place = placeAt(sequence, frame);
    if (place === null) return sequence;
    const enabled = boxAt(sequence, frame) === null;
    return insert(sequence, { ...firstKeyframe(frame, place, rate), enabled });
  };
}

/** Move a keyframe in time, between its neighbours. */
export function shiftKeyframe(from: number, to: number, rate: number): SequenceChange {
  return (sequence, original) => {
    const stored = storedAt(sequence, from);
    if (stored === undefined) return sequence;
    const low = (neighbour(sequence, from, -1)?.frame ?? 0) + 1;
    const high = (neighbour(sequence, from, 1)?.frame ?? Number.POSITIVE_INFINITY) - 1;
    const frame = Math.min(Math.max(to, low), high);
    if (frame === from) return sequence;
    const before = storedAt(original, frame);
    const time = before?.["time"] ?? frame / rate;
    const moved = { ...stored, frame, ...("time" in stored ? { time } : {}) };
    return replace(sequence, stored, moved);
  };
}

/** A region's first keyframe. */
export function firstKeyframe(frame: number, box: FrameBox, rate: number): Stored {
  return { ...box, frame, enabled: true, time: frame / rate };
}

function sequenceOf(result: Result, key: string): Sequence | null {
  const geometry = findRegion(result, key)?.geometry;
  return geometry?.kind === "track" ? geometry.sequence : null;
}

/** The stored keyframe that counts for a frame. */
function storedAt(sequence: Sequence, frame: number): Stored | undefined {
  return sequence.findLast((stored) => frameOf(stored) === frame);
}

function frameOf(stored: Stored): number | null {
  const frame = stored["frame"];
  return typeof frame === "number" ? Math.round(frame) : null;
}

function replace(sequence: Sequence, stored: Stored, next: Stored): Sequence {
  if (next === stored) return sequence;
  return sequence.with(sequence.lastIndexOf(stored), next);
}

/** Before the first keyframe of a later frame; keyframes out of order stay where they are. */
function insert(sequence: Sequence, keyframe: Stored): Sequence {
  const frame = frameOf(keyframe) ?? 0;
  const place = sequence.findIndex((stored) => (frameOf(stored) ?? 0) > frame);
  return sequence.toSpliced(place < 0 ? sequence.length : place, 0, keyframe);
}

/** The keyframe with the numbers that differ; one put back gets the exact number it had. */
function snapped(stored: Stored, patch: Partial<FrameBox>, original: Stored | undefined): Stored {
  const changes = Object.entries(patch).flatMap(([key, value]) => {
    const before = original?.[key];
    const next = isSame(value, before) ? before : value;
    return isSame(next, stored[key]) || isAbsentZero(key, next, stored) ? [] : [[key, next]];
  });
  return changes.length === 0 ? stored : { ...stored, ...Object.fromEntries(changes) };
}

function isSame(value: unknown, other: unknown): boolean {
  return typeof value === "number" && typeof other === "number" && Math.abs(value - other) < NOISE;
}

/** Not to be turned is stored as 0 or not at all. */
function isAbsentZero(key: string, value: unknown, stored: Stored): boolean {
  return key === "rotation" && value === 0 && !(key in stored);
}

function withEnabled(stored: Stored, enabled: boolean, original: Stored | undefined): Stored {
  if (enabled && original !== undefined && !("enabled" in original)) {
    const { enabled: _gone, ...rest } = stored;
    return rest;
  }
  return { ...stored, enabled };
}
