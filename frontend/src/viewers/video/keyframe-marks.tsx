/** The keyframes of a track, drawn in its bar on the time axis. */
import type { PointerEvent as ReactPointerEvent } from "react";
import type { BoardMark } from "../lanes/board-marks";
import { type TimeWindow, toPixels } from "../lanes/time-window";
import { type Keyframe, keyframesOf } from "./sequence";
import classes from "./video-viewer.module.css";

type Props = {
  readonly mark: BoardMark;
  /** Where the bar begins. Pixels of the track. */
  readonly left: number;
  readonly window: TimeWindow;
  readonly width: number;
  readonly onGrab: (event: ReactPointerEvent, mark: BoardMark, frame: number) => void;
};

/** Closer ones would only be a smear. */
const ROOM = 7;

export function KeyframeMarks({ mark, left, window, width, onGrab }: Props) {
  const { geometry } = mark.shown;
  if (geometry.kind !== "track") return null;
  const at = (keyframe: Keyframe) => toPixels(window, width, keyframe.frame - 0.5) - left;
  return (
    <span className={classes["keys"]} aria-hidden>
      {spaced(inside(keyframesOf(geometry.sequence), mark, window), at).map((keyframe) => (
        <span
          key={keyframe.frame}
          className={classes["key"]}
          style={{ left: at(keyframe) }}
          data-keyframe={keyframe.frame}
          data-end={!keyframe.enabled || undefined}
          onPointerDown={(event) => onGrab(event, mark, keyframe.frame)}
        />
      ))}
    </span>
  );
}

function inside(keyframes: readonly Keyframe[], mark: BoardMark, window: TimeWindow) {
  return keyframes.filter(
    ({ frame }) =>
      frame > mark.start && frame <= mark.end && frame >= window.start && frame <= window.end + 1,
  );
}

/** Trackers write a keyframe for every frame; drawn are as many as can be told apart. */
export function spaced(
  keyframes: readonly Keyframe[],
  at: (keyframe: Keyframe) => number,
): readonly Keyframe[] {
  let last = Number.NEGATIVE_INFINITY;
  return keyframes.filter((keyframe) => {
    const place = at(keyframe);
    if (place - last < ROOM) return false;
    last = place;
    return true;
  });
}
