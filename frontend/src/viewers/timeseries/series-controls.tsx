import { ActionIcon, Group, Text, useComputedColorScheme } from "@mantine/core";
import { IconMaximize, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
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
      <Group gap={4} ml="auto" wrap="nowrap">
        <ActionIcon variant="default" aria-label="Zoom out" onClick={() => axis.zoom(0.5)}>
          <IconZoomOut size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Zoom in" onClick={() => axis.zoom(2)}>
          <IconZoomIn size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Show the whole series" onClick={axis.fit}>
          <IconMaximize size={16} />
        </ActionIcon>
      </Group>
    </Group>
  );
}

function formatValue(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  return Number(value.toPrecision(6)).toString();
}
