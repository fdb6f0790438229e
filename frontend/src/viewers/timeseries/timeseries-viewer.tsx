/** A time series with the regions of all answers in lanes, and the tools to change those of one. */
import { Text } from "@mantine/core";
import { useCallback, useMemo } from "react";
import { safeColour } from "../colours";
import { setGeometry } from "../document";
import { useEditor } from "../editor";
import { type BoardMark, useBoardMarks } from "../lanes/board-marks";
import { drawingControl } from "../lanes/drawing-control";
import type { Range } from "../lanes/ranges";
import { TimeBoard } from "../lanes/time-board";
import { lengthOf } from "../lanes/time-window";
import { useRangeKeys } from "../lanes/use-range-keys";
import { useTimeAxis } from "../lanes/use-time-axis";
import { useLinkedState } from "../linked";
import { MediaProblem } from "../media/media-problem";
import type { ObjectViewerProps } from "../object-props";
import { newRegion } from "../region-controls";
import type { ShownRegion } from "../shown-regions";
import { Chart } from "./chart";
import { plotsOf } from "./series";
import { seriesAxis } from "./series-axis";
import { SeriesControls } from "./series-controls";
import { momentFormat, momentPatch, momentRange, writeMoment } from "./series-times";
import classes from "./timeseries-viewer.module.css";
import { useSeries } from "./use-series";
import { useSeriesKeys } from "./use-series-keys";

/** Pixels for the numbers at the left. */
const GUTTER = 56;

export function TimeSeriesViewer({ object, data, toUrl }: ObjectViewerProps) {
  const editor = useEditor();
  const { status, series, address } = useSeries({ object, data, toUrl });
  const format = momentFormat(object);
  const rangesOf = useCallback(
    ({ region }: ShownRegion) => {
      const range = momentRange(region.item, format);
      return range === null ? [] : [range];
    },
    [format],
  );
  const marks = useBoardMarks(object.name, rangesOf);
  const own = useMemo(() => {
    const stored = marks.map(({ shown }) => shown.region.item.value?.["start"]);
    return seriesAxis(object, series, { ranges: marks, stored });
  }, [object, series, marks]);
  const axis = useTimeAxis(object.name, {
    extent: own.extent,
    shortest: lengthOf(own.extent) / 20_000,
  });
  const [cursor, setCursor] = useCursor(object.name, own.extent.start);
  const control = drawingControl(editor, object.name);

  const onChange = useCallback(
    (mark: BoardMark, range: Range, merge?: string) => {
      const { key, item } = mark.shown.region;
      const patch = momentPatch(item, [mark, range], { format, write: own.write });
      editor.edit(setGeometry(key, patch), merge);
    },
    [editor, format, own],
  );
  const onDraw = (range: Range) => {
    if (control === null) return;
    const value = {
      start: own.write(own.rules.snap(range.start), undefined),
      end: own.write(own.rules.snap(range.end), undefined),
      instant: false,
    };
    editor.add(newRegion(control, editor.active?.value ?? null, object.name, value));
  };
  const seek = (time: number) => setCursor(own.rules.snap(time));
  const step = (from: number, direction: 1 | -1) => own.step(from, direction, axis.window);
  useRangeKeys({ object: object.name, marks, rules: own.rules, step, onChange });
  const keys = useSeriesKeys({ axis, step, cursor, seek, draw: control === null ? null : onDraw });
  const plots = usePlots(object.name, series);

  const like = series?.cells?.[0] ?? marks[0]?.shown.region.item.value?.["start"];
  const inWords = useCallback(
    (value: number) => String(writeMoment(value, { format, like })),
    [format, like],
  );
  return (
    <div {...keys.props}>
      <MediaProblem of="time series" address={address} failed={status === "failed"} />
      {status === "loading" && (
        <Text size="sm" role="status" p="sm">
          Loading the time series…
        </Text>
      )}
      <SeriesControls
        axis={axis}
        cursor={inWords(cursor)}
        values={series === null ? [] : plots.flatMap(({ lines }) => lines)}
        series={series}
        at={cursor}
      />
      <TimeBoard
        object={object.name}
        label={`Time series ${object.name}`}
        axis={axis}
        marks={marks}
        rules={own.rules}
        scale={own.scale}
        format={inWords}
        gutter={GUTTER}
        drawing={control !== null}
        playhead={cursor}
        onSeek={seek}
        onDraw={onDraw}
        onChange={onChange}
      >
        {series !== null &&
          plots.map(({ key, lines, height }) => (
            <div key={key} className={classes["plot"]}>
              <Chart
                series={series}
                lines={lines}
                height={height}
                gutter={GUTTER}
                window={axis.window}
                width={axis.width}
              />
              <span className={classes["plotName"]}>
                {lines
                  .map(({ title, units }) => (units === "" ? title : `${title}, ${units}`))
                  .join(" · ")}
              </span>
            </div>
          ))}
      </TimeBoard>
    </div>
  );
}

function useCursor(object: string, start: number) {
  const { identity } = useEditor();
  const [place, setPlace] = useLinkedState<{ identity: string; at: number } | null>(
    `playhead.${object}`,
    null,
  );
  const set = useCallback((at: number) => setPlace({ identity, at }), [identity, setPlace]);
  return [place?.identity === identity ? place.at : start, set] as const;
}

/** The plots with their values; a column that the table does not have is left out. */
function usePlots(object: string, series: ReturnType<typeof useSeries>["series"]) {
  const { config } = useEditor();
  return useMemo(() => {
    if (series === null) return [];
    return plotsOf(config.root, object, series).flatMap(({ channels, height }, at) => {
      const lines = channels.flatMap(({ column, title, units, colour }, place) => {
        const values = series.column(column);
        if (values === null) return [];
        return [{ values, title, units, colour: safeColour(colour), place }];
      });
      return lines.length === 0 ? [] : [{ key: `${at} ${lines[0]?.title}`, lines, height }];
    });
  }, [config.root, object, series]);
}
