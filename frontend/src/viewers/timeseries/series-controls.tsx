import { Group, Text, useComputedColorScheme } from "@mantine/core";
import { AxisZoom } from "../lanes/axis-zoom";
import type { TimeAxis } from "../lanes/use-time-axis";
import { Swatch } from "../legend";
import { type Line, lineColour } from "./chart";
import { nearestSample, type Series } from "./series";
import classes from "./timeseries-viewer.module.css";

type Props = {
  readonly axis: TimeAxis;
  /** The time of the cursor in words, and as a number. */
  readonly cursor: string;
  readonly at: number;
  readonly series: Series | null;
  readonly values: readonly (Line & { readonly title: string; readonly units: string })[];
};

/** What the channels read at the cursor, and the zoom. */
export function SeriesControls({ axis, cursor, at, series, values }: Props) {
  const scheme = useComputedColorScheme("light");
  const place = series === null ? 0 : nearestSample(series.times, at);
  return (
    <Group gap="md" role="group" aria-label="Values at the cursor" className={classes["controls"]}>
      <Text size="sm" className={classes["cursor"]}>
        {cursor}
      </Text>
      {values.map((line) => (
        <Text key={line.title} size="xs" component="span" className={classes["cursor"]}>
          <Swatch colour={lineColour(line, scheme)} />
          {line.title} {formatValue(line.values[place])} {line.units}
        </Text>
      ))}
      <AxisZoom axis={axis} whole="series" />
    </Group>
  );
}

function formatValue(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  return Number(value.toPrecision(6)).toString();
}
