/** A recording with the regions of all answers in lanes, and the tools to change those of one. */
import { Text } from "@mantine/core";
import { useCallback, useEffect, useMemo } from "react";
import type { DataObject } from "../config";
import { setGeometry } from "../document";
import { isEditable, useEditor } from "../editor";
import { type BoardMark, useBoardMarks } from "../lanes/board-marks";
import { drawingControl } from "../lanes/drawing-control";
import type { Range, RangeRules } from "../lanes/ranges";
import { CLOCK, decimalStep, formatClock } from "../lanes/ticks";
import { TimeBoard } from "../lanes/time-board";
import { lengthOf } from "../lanes/time-window";
import { useRangeKeys } from "../lanes/use-range-keys";
import { type TimeAxis, useTimeAxis } from "../lanes/use-time-axis";
import type { MediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import { useKeyHolder } from "../video/key-holder";
import { AudioControls } from "./audio-controls";
import {
  extentOf,
  newSoundRegion,
  rangePatch,
  snapSeconds,
  soundRanges,
  statedDuration,
} from "./sound-items";
import { useAudioKeys } from "./use-audio-keys";
import { type Player, usePlayer } from "./use-player";
import { useSamples } from "./use-samples";
import { Waveform } from "./waveform";

type Props = { readonly object: DataObject; readonly address: MediaAddress };

/** Seconds. */
const SHORTEST_REGION = 0.01;
const SHORTEST_WINDOW = 0.1;

export function AudioViewer({ object, address }: Props) {
  const editor = useEditor();
  const url = address.kind === "url" ? address.url : null;
  const player = usePlayer(url, object.name, {
    rate: attribute(object, "defaultspeed", { otherwise: 1, low: 0.25, high: 4 }),
    volume: attribute(object, "defaultvolume", { otherwise: 1, low: 0, high: 1 }),
  });
  const { status, samples } = useSamples(player.status === "failed" ? null : url);
  const marks = useBoardMarks(object.name, soundRanges);
  const duration =
    player.duration ?? samples?.duration ?? statedDuration(editor.answers, object.name);
  const extent = useMemo(() => extentOf(duration, marks), [duration, marks]);
  const axis = useTimeAxis(object.name, { extent, shortest: SHORTEST_WINDOW });
  useFollow(player, axis);
  const keys = useKeyHolder();

  const rules: RangeRules = useMemo(
    () => ({ extent, shortest: SHORTEST_REGION, snap: (value) => snapSeconds(value, extent) }),
    [extent],
  );
  const control = drawingControl(editor, object.name);

  const onChange = useCallback(
    (mark: BoardMark, range: Range, merge?: string) => {
      const { key, item } = mark.shown.region;
      editor.edit(setGeometry(key, rangePatch(item, mark, range)), merge);
    },
    [editor],
  );
  const onDraw = (range: Range) => {
    if (control === null) return;
    const label = editor.active?.value ?? null;
    editor.add(newSoundRegion(control, label, object.name, { range, duration }));
  };

  const step = () => Math.max(0.001, decimalStep(lengthOf(axis.window) / 400));
  useRangeKeys({ object: object.name, marks, rules, step, onChange });
  const selected = marks.find(({ shown }) => shown.ref === editor.selected?.ref) ?? null;
  useAudioKeys({
    object: object.name,
    player,
    axis,
    selected,
    seeks: editor.selected === null || !isEditable(editor, editor.selected),
    enabled: keys.holds,
    draw: control === null ? null : () => onDraw(rangeAt(player.playhead, axis, rules)),
  });

  const height = attribute(object, "height", { otherwise: 96, low: 40, high: 400 });
  const split = object.attrs["splitchannels"] === "true";
  const waveHeight = split && samples?.channels.length === 2 ? height / 2 : height;
  return (
    <div {...keys.props}>
      <MediaProblem of="recording" address={address} failed={player.status === "failed"} />
      <AudioControls player={player} axis={axis} duration={extent.end} range={selected} />
      <TimeBoard
        object={object.name}
        label={`Recording ${object.name}`}
        axis={axis}
        marks={marks}
        rules={rules}
        scale={CLOCK}
        format={inMilliseconds}
        drawing={control !== null}
        playhead={player.playhead}
        onSeek={player.seek}
        onDraw={onDraw}
        onChange={onChange}
      >
        {samples !== null && (
          <Waveform samples={samples} axis={axis} height={waveHeight} split={split} />
        )}
      </TimeBoard>
      {player.status !== "failed" && status !== "ready" && (
        <Text size="xs" c="dimmed" role="status" px="sm" pt={4}>
          {NOTES[status]}
        </Text>
      )}
    </div>
  );
}

const NOTES = {
  loading: "Reading the recording to draw its waveform…",
  elsewhere: "The recording plays from another server, so its waveform cannot be drawn.",
  failed: "The waveform could not be drawn from this recording.",
} as const;

const inMilliseconds = (value: number) => formatClock(value, 0.001);

/** A range at the playhead for those who draw by keyboard; arrow keys then move its ends. */
function rangeAt(playhead: number, axis: TimeAxis, { extent, snap }: RangeRules): Range {
  const length = Math.min(lengthOf(axis.window) / 10, lengthOf(extent));
  const start = Math.min(Math.max(playhead, extent.start), extent.end - length);
  return { start: snap(start), end: snap(start + length) };
}

/** While it plays, the next page is turned to at the end of the window. */
function useFollow({ playing, playhead }: Player, { window: shown, pan }: TimeAxis) {
  const outside = playing && (playhead > shown.end || playhead < shown.start);
  const distance = playhead - shown.start - lengthOf(shown) * 0.05;
  useEffect(() => {
    if (outside) pan(distance);
  }, [outside, distance, pan]);
}

type Bounds = { readonly otherwise: number; readonly low: number; readonly high: number };

function attribute({ attrs }: DataObject, name: string, { otherwise, low, high }: Bounds): number {
  const value = Number.parseFloat(attrs[name] ?? "");
  return Number.isFinite(value) ? Math.min(Math.max(value, low), high) : otherwise;
}
