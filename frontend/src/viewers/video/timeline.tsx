/** The time axis of a video: when boxes are shown, their keyframes, and ranges of frames. */
import { useCallback, useMemo } from "react";
import { isEditable, useEditor } from "../editor";
import { type BoardMark, useBoardMarks } from "../lanes/board-marks";
import type { Range, RangeRules } from "../lanes/ranges";
import { clockStep, formatClock, type Scale } from "../lanes/ticks";
import { TimeBoard } from "../lanes/time-board";
import { useRangeKeys } from "../lanes/use-range-keys";
import { type TimeAxis, useTimeAxis } from "../lanes/use-time-axis";
import type { ShownRegion } from "../shown-regions";
import { setRange, stretchesOfRanges } from "./frame-ranges";
import { KeyframeMarks } from "./keyframe-marks";
import type { Stretch } from "./sequence";
import { editSequence } from "./sequence-edits";
import { axisRanges, changeStretch, fromAxis, toAxis } from "./track-edits";
import { useKeyframeDrag } from "./use-keyframe-drag";
import type { Player } from "./use-player";
import { rangeNear } from "./video-actions";
import classes from "./video-viewer.module.css";

/** Frames that may fill the screen at least. */
const SHORTEST_WINDOW = 12;

/** On the axis, frame 1 goes from 0 to 1. */
export function useVideoAxis(object: string, count: number): TimeAxis {
  const extent = useMemo(() => ({ start: 0, end: count }), [count]);
  return useTimeAxis(object, { extent, shortest: Math.min(SHORTEST_WINDOW, count) });
}

type Props = {
  readonly object: string;
  readonly player: Player;
  readonly axis: TimeAxis;
  readonly holds: boolean;
  /** True while a label for ranges is at hand. */
  readonly drawing: boolean;
  readonly addRange: (range: Stretch) => void;
};

export function Timeline({ object, player, axis, holds, drawing, addRange }: Props) {
  const editor = useEditor();
  const { frame, count, rate, seek } = player;
  const rangesOf = useCallback(
    ({ geometry }: ShownRegion): readonly Range[] => {
      if (geometry.kind === "track") return axisRanges(geometry.sequence, count);
      if (geometry.kind !== "frames") return [];
      return stretchesOfRanges(geometry.ranges).map(toAxis);
    },
    [count],
  );
  const marks = useBoardMarks(object, rangesOf);
  const rules: RangeRules = useMemo(
    () => ({ extent: axis.extent, shortest: 1, snap: Math.round }),
    [axis.extent],
  );
  const scale = useMemo(() => frameScale(rate), [rate]);
  const format = useCallback((at: number) => formatClock(at / rate, 0.01), [rate]);

  const onChange = (mark: BoardMark, range: Range, merge?: string) => {
    const { geometry, region } = mark.shown;
    if (!isEditable(editor, mark.shown)) return;
    const next = fromAxis(range);
    if (geometry.kind === "track") {
      const change = changeStretch(fromAxis(mark), next, count, rate);
      editor.edit(editSequence(region.key, change), merge);
    } else if (geometry.kind === "frames") {
      const before = geometry.ranges[mark.part];
      const turned = before !== undefined && before.start > before.end;
      const stored = turned ? { start: next.end, end: next.start } : next;
      editor.edit(setRange(region.key, mark.part, stored), merge);
    }
  };

  // Arrow keys move the range at the playhead; boxes have them for the picture.
  const near = useMemo(() => {
    const { selected } = editor;
    if (selected?.geometry.kind !== "frames") return [];
    const part = rangeNear(selected.geometry.ranges, frame);
    return marks.filter((mark) => mark.shown.ref === selected.ref && mark.part === part);
  }, [marks, editor, frame]);
  useRangeKeys({ object, marks: holds ? near : [], rules, step: () => 1, onChange });

  const onGrab = useKeyframeDrag(axis, player);
  const { window, width } = axis;
  const inside = useCallback(
    (mark: BoardMark, left: number) => (
      <KeyframeMarks mark={mark} left={left} window={window} width={width} onGrab={onGrab} />
    ),
    [window, width, onGrab],
  );

  return (
    <div className={classes["lanes"]} data-lanes>
      <TimeBoard
        object={object}
        label={`Time axis of ${object}`}
        axis={axis}
        marks={marks}
        rules={rules}
        scale={scale}
        format={format}
        drawing={drawing}
        playhead={frame - 0.5}
        onSeek={(at) => seek(Math.floor(at) + 1)}
        onDraw={(range) => addRange(fromAxis(range))}
        onChange={onChange}
        inside={inside}
      />
    </div>
  );
}

/** Frames on the axis, minutes and seconds in words. */
function frameScale(rate: number): Scale {
  return {
    step: (atLeast) => clockStep(atLeast / rate) * rate,
    format: (at, step) => formatClock(at / rate, step / rate),
  };
}
