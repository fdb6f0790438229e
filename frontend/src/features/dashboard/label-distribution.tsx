import { SegmentedControl, Select, Table } from "@mantine/core";
import { useCallback, useMemo, useState } from "react";
import type { Dashboard } from "@/api/types";
import type { ChartColors } from "@/components/chart/echarts";
import { FigureCard } from "@/components/chart/figure-card";
import { formatCount, formatPercent } from "@/lib/format";
import { controlNames, type Slice, slices } from "./series";

const SHOWN_SLICES = 10;
/** In pixels, such as on a phone. */
const NARROW = 420;
/** Distinct in both schemes and to colour-blind eyes (after Okabe and Ito, darkened). */
const COLORS = [
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#8b6bb1",
  "#a6761d",
  "#6b8e23",
  "#868e96",
];

/** A ring with its names in a legend: around it those of small slices would cover each other. */
export function donutOption(parts: readonly Slice[], colors: ChartColors) {
  const texts = new Map(parts.map(({ name, share }) => [name, `${formatPercent(share)} ${name}`]));
  const sized = (radius: [number, number], width: number) => ({
    legend: { textStyle: { width } },
    series: [{ radius }],
  });
  return {
    media: [
      { query: { maxWidth: NARROW }, option: sized([38, 62], 125) },
      { option: sized([62, 94], 220) },
    ],
    color: COLORS,
    tooltip: {
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const part = parts[dataIndex];
        return part === undefined
          ? ""
          : `${escapeHtml(part.name)}: ${formatCount(part.count)} (${formatPercent(part.share)})`;
      },
      backgroundColor: colors.background,
      borderColor: colors.line,
      textStyle: { color: colors.text },
    },
    legend: {
      type: "scroll",
      orient: "vertical",
      left: "48%",
      top: "middle",
      selectedMode: false,
      itemWidth: 12,
      itemHeight: 12,
      formatter: (name: string) => texts.get(name) ?? name,
      textStyle: { color: colors.text, overflow: "truncate" },
      pageTextStyle: { color: colors.text },
    },
    series: [
      {
        type: "pie",
        center: ["24%", "50%"],
        itemStyle: { borderColor: colors.background, borderWidth: 2 },
        label: { show: false },
        data: parts.map(({ name, count }) => ({ name, value: count })),
      },
    ],
  };
}

/** Tooltips of the chart are HTML, and labels come from users. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

export function LabelDistribution({ labels }: { labels: Dashboard["labels"] }) {
  const [source, setSource] = useState<"annotations" | "predictions">("annotations");
  const names = controlNames([...labels.annotations, ...labels.predictions]);
  const [chosen, setChosen] = useState<string | null>(null);
  const control = chosen !== null && names.includes(chosen) ? chosen : (names[0] ?? "");
  const counted = labels[source];
  const parts = useMemo(() => slices(counted, control, SHOWN_SLICES), [counted, control]);
  const all = useMemo(() => slices(counted, control, Number.POSITIVE_INFINITY), [counted, control]);
  const option = useCallback((colors: ChartColors) => donutOption(parts, colors), [parts]);

  return (
    <FigureCard
      title="Label distribution"
      description={`How often each label is used in the ${source}`}
      empty={names.length === 0 ? "No label has been used yet." : null}
      controls={
        <>
          {names.length > 1 && (
            <Select
              size="xs"
              w={130}
              aria-label="Control"
              allowDeselect={false}
              data={names}
              value={control}
              onChange={setChosen}
            />
          )}
          {labels.predictions.length > 0 && (
            <SegmentedControl
              size="xs"
              aria-label="Counted in"
              data={[
                { value: "annotations", label: "Annotations" },
                { value: "predictions", label: "Predictions" },
              ]}
              value={source}
              onChange={(value) =>
                setSource(value === "predictions" ? "predictions" : "annotations")
              }
            />
          )}
        </>
      }
      chart={{
        option,
        label: `Labels of ${control}: ${parts
          .map(({ name, share }) => `${name} ${formatPercent(share)}`)
          .join(", ")}`,
      }}
      table={
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Label</Table.Th>
              <Table.Th ta="right">Count</Table.Th>
              <Table.Th ta="right">Share</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map(({ name, count, share }) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="right">{formatCount(count)}</Table.Td>
                <Table.Td ta="right">{formatPercent(share)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      }
    />
  );
}
