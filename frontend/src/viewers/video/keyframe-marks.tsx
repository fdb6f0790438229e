/**
 * The keyframes of a track, drawn in its bar on the time axis. Trackers write one for every frame:
 * where they stand too close to be told apart, a dotted line stands for them until one zooms in.
 */
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

/** Pixels that a keyframe needs on average. */
const ROOM = 14;

export function KeyframeMarks({ mark, left, window, width, onGrab }: Props) {
  const { geometry } = mark.shown;
  if (geometry.kind !== "track") return null;
  const at = (frame: number) => toPixels(window, width, frame - 0.5) - left;
  const keyframes = inside(keyframesOf(geometry.sequence), mark, window);
  const [first, last] = [keyframes[0], keyframes.at(-1)];
  if (first === undefined || last === undefined) return null;
  const length = at(last.frame) - at(first.frame);
  if (keyframes.length > 2 && length < keyframes.length * ROOM) {
    return (
      <span className={classes["keys"]} aria-hidden>
        <span className={classes["dense"]} style={{ left: at(first.frame), width: length }} />
      </span>
    );
  }
  return (
    <span className={classes["keys"]} aria-hidden>
      {keyframes.map(({ frame, enabled }) => (
        <span
          key={frame}
          className={classes["key"]}
          style={{ left: at(frame) }}
          data-keyframe={frame}
          data-end={!enabled || undefined}
          onPointerDown={(event) => onGrab(event, mark, frame)}
        />
      ))}
    </span>
  );
}

/** Keyframes of the stretch of a bar that are on the screen. */
function inside(keyframes: readonly Keyframe[], mark: BoardMark, window: TimeWindow) {
  return keyframes.filter(
    ({ frame }) =>
      frame > mark.start && frame <= mark.end && frame >= window.start && frame <= window.end + 1,
  );
}
