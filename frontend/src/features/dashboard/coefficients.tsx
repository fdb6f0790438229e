import { Card, Group, SegmentedControl, Select, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { AgreementReport, Coefficient, LabelAgreement, OverallFigure } from "@/api/agreement";
import { undefinedReason } from "@/lib/agreement";
import { formatCount, formatPercent, plural } from "@/lib/format";
import { AsOf } from "./as-of";
import { coefficientWords } from "./coefficient-words";
import {
  coefficientInterval,
  dimensionChoices,
  formatCoefficient,
  percentInterval,
} from "./interval";
import { IntervalBar } from "./interval-bar";

const ALL = "all";
const SHOWN_LABELS = 100;

/** How much of the agreement is more than luck, and which labels are hard. */
export function Coefficients({ report }: { report: AgreementReport }) {
  const choices = [...dimensionChoices(report), { value: ALL, label: "All together" }];
  const [chosen, setChosen] = useState<string | null>(null);
  const [view, setView] = useState<"coefficients" | "labels">("coefficients");
  const value = choices.some((each) => each.value === chosen) ? chosen : (choices[0]?.value ?? ALL);
  const figure: OverallFigure =
    report.dimensions.find(({ id }) => String(id) === value) ?? report.overall;
  const raw = percentInterval(figure.low, figure.high);

  return (
    <Card withBorder component="section" aria-label="Beyond chance">
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs">
        <div style={{ flex: "1 1 280px" }}>
          <Title order={2} size="h4">
            Beyond chance
          </Title>
          <Text size="sm" c="dimmed">
            People who guess agree now and then. These coefficients take that out: 1 is perfect, 0
            no better than guessing, below 0 worse.
          </Text>
        </div>
        <AsOf report={report} />
      </Group>
      <Group gap="xs" mb="xs">
        <Select
          size="xs"
          w={180}
          aria-label="Dimension"
          allowDeselect={false}
          data={choices}
          value={value}
          onChange={setChosen}
        />
        <SegmentedControl
          size="xs"
          aria-label="Show"
          data={[
            { value: "coefficients", label: "Coefficients" },
            { value: "labels", label: "By label" },
          ]}
          value={view}
          onChange={(next) => setView(next === "labels" ? "labels" : "coefficients")}
        />
        <Text size="sm">
          Raw agreement:{" "}
          {figure.mean === null ? (
            undefinedReason(figure.undefined)
          ) : (
            <b>
              {formatPercent(figure.mean)}
              {raw !== null && ` (${raw})`}
            </b>
          )}
        </Text>
      </Group>
      {view === "coefficients" ? (
        <CoefficientTable rows={figure.coefficients} isComputed={report.computed_at !== null} />
      ) : (
        <LabelTable
          figure={figure}
          isConsensus={report.methodology === "consensus"}
          isComputed={report.computed_at !== null}
        />
      )}
    </Card>
  );
}

function Nothing({ isComputed, children }: { isComputed: boolean; children: string }) {
  return (
    <Text size="sm" c="dimmed" py="lg">
      {isComputed ? children : "Being computed. This needs all tasks and takes a moment."}
    </Text>
  );
}

type TableProps = { rows: readonly Coefficient[]; isComputed: boolean };

function CoefficientTable({ rows, isComputed }: TableProps) {
  if (rows.length === 0) {
    return (
      <Nothing isComputed={isComputed}>
        No coefficient fits the answers of this dimension: they are neither classes nor numbers nor
        spans.
      </Nothing>
    );
  }
  return (
    <Table.ScrollContainer minWidth={560} type="native">
      <Table verticalSpacing={6} aria-label="Coefficients">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Coefficient</Table.Th>
            <Table.Th w="18%" aria-label="Drawn" />
            <Table.Th ta="right">Value</Table.Th>
            <Table.Th ta="right">95% interval</Table.Th>
            <Table.Th ta="right">From</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <CoefficientRow key={row.key} row={row} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function CoefficientRow({ row }: { row: Coefficient }) {
  const { key, title, value, low, high } = row;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Text size="sm" fw={500}>
          {title}
        </Text>
        <Text size="xs" c="dimmed">
          {coefficientWords(key)}
        </Text>
      </Table.Th>
      {value === null ? (
        <Table.Td colSpan={3}>
          <Text size="sm" c="dimmed">
            No value: {undefinedReason(row.undefined)}
          </Text>
        </Table.Td>
      ) : (
        <>
          <Table.Td>
            <IntervalBar value={value} low={low} high={high} />
          </Table.Td>
          <Table.Td ta="right">
            {key === "percent" ? formatPercent(value) : formatCoefficient(value)}
          </Table.Td>
          <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
            {(key === "percent" ? percentInterval(low, high) : coefficientInterval(low, high)) ??
              "–"}
          </Table.Td>
        </>
      )}
      <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
        <Text size="xs" c="dimmed">
          {plural(row.n_units, "unit")}, {plural(row.n_ratings, "rating")}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

/** The label on which people differ most comes first. */
export function hardestFirst(
  byLabel: Readonly<Record<string, LabelAgreement>>,
): [string, LabelAgreement][] {
  return Object.entries(byLabel).sort(
    ([a, left], [b, right]) =>
      Number(left.mean === null) - Number(right.mean === null) ||
      (left.mean ?? 0) - (right.mean ?? 0) ||
      a.localeCompare(b),
  );
}

type LabelTableProps = { figure: OverallFigure; isConsensus: boolean; isComputed: boolean };

function LabelTable({ figure, isConsensus, isComputed }: LabelTableProps) {
  const rows = hardestFirst(figure.by_label);
  if (rows.length === 0) {
    return <Nothing isComputed={isComputed}>This dimension has no labels.</Nothing>;
  }
  const hidden = Math.max(rows.length - SHOWN_LABELS, 0) + figure.labels_left_out;
  return (
    <>
      {isConsensus && (
        <Text size="sm" c="dimmed" mb="xs">
          Labels are always compared pair by pair, not by the largest group that agrees. Where the
          dimension has a threshold, each pair counts as 1 or 0 here too.
        </Text>
      )}
      <Table.ScrollContainer minWidth={520} mah={420} type="native">
        <Table verticalSpacing={6} aria-label="Agreement by label">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Label</Table.Th>
              <Table.Th w="24%">Agreement</Table.Th>
              <Table.Th ta="right">Mean</Table.Th>
              <Table.Th ta="right">95% interval</Table.Th>
              <Table.Th ta="right">Tasks with it</Table.Th>
              <Table.Th ta="right">Alpha: used or not</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, SHOWN_LABELS).map(([label, row]) => (
              <LabelRow key={label} label={label} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {hidden > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {plural(hidden, "rarer label")} left out.
        </Text>
      )}
    </>
  );
}

function LabelRow({ label, row }: { label: string; row: LabelAgreement }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} miw={110} maw={240} style={{ overflowWrap: "anywhere" }}>
        {label}
      </Table.Th>
      {row.mean === null ? (
        <Table.Td colSpan={3}>
          <Text size="sm" c="dimmed">
            No figure: {undefinedReason(row.undefined ?? null)}
          </Text>
        </Table.Td>
      ) : (
        <>
          <Table.Td>
            <IntervalBar value={row.mean} low={row.low} high={row.high} />
          </Table.Td>
          <Table.Td ta="right">{formatPercent(row.mean)}</Table.Td>
          <Table.Td ta="right">{percentInterval(row.low, row.high) ?? "–"}</Table.Td>
        </>
      )}
      <Table.Td ta="right">{formatCount(row.n_tasks)}</Table.Td>
      <Table.Td ta="right">
        {row.alpha === null || row.alpha.value === null ? "–" : formatCoefficient(row.alpha.value)}
      </Table.Td>
    </Table.Tr>
  );
}
