import { Table } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { Dashboard } from "@/api/types";
import type { ChartColors } from "@/components/chart/echarts";
import { FigureCard } from "@/components/chart/figure-card";
import { agreementBand } from "@/lib/agreement";
import { formatCount, plural } from "@/lib/format";
import { DataLink } from "./data-link";
import { type Bucket, bucketFilters, buckets } from "./series";

const BAND_FILLS = { low: "#e03131", moderate: "#f08c00", high: "#0ca678" } as const;

function barOption(bars: readonly Bucket[], colors: ChartColors) {
  return {
    grid: {
      left: 8,
      right: 8,
      top: 12,
      bottom: 24,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    tooltip: {
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const bar = bars[dataIndex];
        return bar === undefined ? "" : `${bar.name}: ${plural(bar.count, "task")}`;
      },
      backgroundColor: colors.background,
      borderColor: colors.line,
      textStyle: { color: colors.text },
    },
    xAxis: {
      type: "category",
      data: bars.map(({ name }) => name.replace("%", "")),
      axisLabel: { color: colors.dimmed, fontSize: 11 },
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: { color: colors.dimmed },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        type: "bar",
        barCategoryGap: "12%",
        cursor: "pointer",
        data: bars.map(({ from, to, count }) => ({
          value: count,
          itemStyle: { color: BAND_FILLS[agreementBand((from + to) / 2)] },
        })),
      },
    ],
  };
}

type Props = { projectId: number; agreement: Dashboard["agreement"] };

export function AgreementDistribution({ projectId, agreement }: Props) {
  const navigate = useNavigate();
  const bars = useMemo(() => buckets(agreement.histogram), [agreement.histogram]);
  const option = useCallback((colors: ChartColors) => barOption(bars, colors), [bars]);
  const open = useCallback(
    (index: number) => {
      const bar = bars[index];
      if (bar !== undefined) {
        void navigate({
          to: "/projects/$projectId/data",
          params: { projectId },
          search: { filters: bucketFilters(bar) },
        });
      }
    },
    [bars, navigate, projectId],
  );
  return (
    <FigureCard
      title="Agreement distribution"
      description="Tasks by agreement in percent. Choose a bar to see them."
      empty={agreement.tasks === 0 ? "No task has an agreement figure yet." : null}
      chart={{
        option,
        label: `Tasks by agreement: ${bars
          .map(({ name, count }) => `${name} ${formatCount(count)}`)
          .join(", ")}`,
        onSelect: open,
      }}
      table={
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Agreement</Table.Th>
              <Table.Th ta="right">Tasks</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bars.map((bar) => (
              <Table.Tr key={bar.name}>
                <Table.Td>{bar.name}</Table.Td>
                <Table.Td ta="right">
                  <DataLink
                    projectId={projectId}
                    filters={bucketFilters(bar)}
                    label={`${plural(bar.count, "task")} with ${bar.name} agreement`}
                  >
                    {formatCount(bar.count)}
                  </DataLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      }
    />
  );
}
