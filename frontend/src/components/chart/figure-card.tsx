import { Box, Card, Group, SegmentedControl, Skeleton, Text, Title } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useId, useState } from "react";
import type { ChartColors, ChartOption } from "./echarts";

const EChart = lazy(() => import("./echarts"));
const CHART_HEIGHT = 260;

export type ChartSpec = {
  option: (colors: ChartColors) => ChartOption;
  /** The picture in one sentence. */
  label: string;
  onSelect?: ((index: number) => void) | undefined;
};

type Props = {
  title: string;
  description?: ReactNode;
  /** Controls such as a selector of the label set. */
  controls?: ReactNode;
  chart: ChartSpec;
  table: ReactNode;
  /** Shown instead of chart and table when there is nothing to draw. */
  empty?: string | null;
};

/** A chart whose numbers can also be read as a table. */
export function FigureCard({ title, description, controls, chart, table, empty = null }: Props) {
  const [view, setView] = useState<"chart" | "table">("chart");
  const titleId = useId();
  return (
    <Card withBorder component="section" aria-labelledby={titleId}>
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs" wrap="nowrap">
        <div>
          <Title order={2} size="h4" id={titleId}>
            {title}
          </Title>
          {description !== undefined && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </div>
        {empty === null && (
          <SegmentedControl
            size="xs"
            aria-label={`${title}: show as`}
            data={[
              { value: "chart", label: "Chart" },
              { value: "table", label: "Table" },
            ]}
            value={view}
            onChange={(value) => setView(value === "table" ? "table" : "chart")}
          />
        )}
      </Group>
      {empty === null && controls !== undefined && (
        <Group gap="xs" mb="xs">
          {controls}
        </Group>
      )}
      {empty !== null && (
        <Text size="sm" c="dimmed" py="lg">
          {empty}
        </Text>
      )}
      {empty === null && view === "table" && (
        <Box mah={CHART_HEIGHT} style={{ overflow: "auto" }}>
          {table}
        </Box>
      )}
      {empty === null && view === "chart" && (
        <Suspense fallback={<Skeleton height={CHART_HEIGHT} />}>
          <EChart {...chart} height={CHART_HEIGHT} />
        </Suspense>
      )}
    </Card>
  );
}
