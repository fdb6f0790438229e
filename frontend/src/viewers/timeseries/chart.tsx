/** One plot of a time series: the part of its channels that is on the screen. */
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { TimeWindow } from "../lanes/time-window";
import type { Series } from "./series";
import classes from "./timeseries-viewer.module.css";

export type Line = {
  readonly values: Float64Array;
  /** As the config asks. */
  readonly colour: string | null;
  /** Its place among the lines of its plot. */
  readonly place: number;
};

type Props = {
  readonly series: Series;
  readonly lines: readonly Line[];
  readonly height: number;
  /** Room for the numbers at the left. Pixels. */
  readonly gutter: number;
  readonly window: TimeWindow;
  /** Of the plot without the gutter. Pixels. */
  readonly width: number;
};

const INKS = {
  light: { text: "#495057", grid: "#e9ecef" },
  dark: { text: "#c9c9c9", grid: "#3b3b3b" },
} as const;

/** Quieter than the colours of annotators, which they must not be taken for. */
const LINES = {
  light: ["#4c6a92", "#8a5a83", "#5f7a35", "#96663a"],
  dark: ["#8fb0dc", "#cf9fc8", "#a8c47c", "#dcae85"],
} as const;

export function lineColour({ colour, place }: Line, scheme: "light" | "dark"): string {
  const inks = LINES[scheme];
  return colour ?? inks[place % inks.length] ?? inks[0];
}

export function Chart({ series, lines, height, gutter, window: shown, width }: Props) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme("light");
  const view = useRef({ shown, width: width + gutter });

  useEffect(() => {
    if (container.current === null) return;
    const ink = INKS[scheme];
    const created = new uPlot(
      {
        width: view.current.width,
        height,
        padding: [6, 0, 4, 0],
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: false, auto: false } },
        axes: [
          { show: false },
          {
            size: gutter,
            gap: 4,
            stroke: ink.text,
            grid: { stroke: ink.grid, width: 1 },
            ticks: { show: false },
            font: "11px system-ui, sans-serif",
            space: 28,
          },
        ],
        series: [
          {},
          ...lines.map((line) => ({
            stroke: lineColour(line, scheme),
            width: 1.5,
            points: { size: 4 },
          })),
        ],
      },
      [series.times, ...lines.map(({ values }) => withGaps(values))],
      container.current,
    );
    created.setScale("x", scaleOf(view.current.shown));
    plot.current = created;
    return () => {
      plot.current = null;
      created.destroy();
    };
  }, [series, lines, height, gutter, scheme]);

  useEffect(() => {
    const before = view.current;
    view.current = { shown, width: width + gutter };
    if (plot.current === null) return;
    if (before.width !== width + gutter) plot.current.setSize({ width: width + gutter, height });
    plot.current.setScale("x", scaleOf(shown));
  }, [shown, width, gutter, height]);

  return (
    <div
      ref={container}
      className={classes["chart"]}
      style={{ marginInlineStart: -gutter, height }}
      aria-hidden
    />
  );
}

const scaleOf = ({ start, end }: TimeWindow) => ({ min: start, max: end });

/** uPlot leaves a gap where a value is null. */
function withGaps(values: Float64Array): Float64Array | (number | null)[] {
  return values.every((value) => Number.isFinite(value))
    ? values
    : Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
