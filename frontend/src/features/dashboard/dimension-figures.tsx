import { Card, Group, Table, Text, Title } from "@mantine/core";
import type { AgreementReport, DimensionFigure, OverallFigure } from "@/api/agreement";
import { undefinedReason } from "@/lib/agreement";
import { formatCount, formatPercent } from "@/lib/format";
import { AsOf } from "./as-of";
import { ByFunction } from "./by-function";
import { formatCoefficient, percentInterval } from "./interval";
import { IntervalBar } from "./interval-bar";

/** The coefficient that fits most: of those computed, the first here. */
const HEADLINE = [
  "alpha_unitizing",
  "alpha_similarity",
  "alpha_interval",
  "alpha_ordinal",
  "alpha_nominal",
];

/** Each dimension: raw, and beyond chance. */
export function DimensionFigures({ report }: { report: AgreementReport }) {
  return (
    <Card withBorder component="section" aria-label="Agreement by dimension">
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs">
        <div style={{ flex: "1 1 280px" }}>
          <Title order={2} size="h4">
            Agreement by dimension
          </Title>
          <Text size="sm" c="dimmed">
            Mean over tasks with its 95% interval, and what is left of it beyond chance.
          </Text>
          <ByFunction report={report} />
        </div>
        <AsOf report={report} />
      </Group>
      {report.dimensions.length === 0 ? (
        <Text size="sm" c="dimmed" py="lg">
          Nothing is compared in this project: no dimension is switched on.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={680} type="native">
          <Table verticalSpacing="xs" aria-label="Agreement by dimension">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Dimension</Table.Th>
                <Table.Th w="26%">Agreement</Table.Th>
                <Table.Th ta="right">Mean</Table.Th>
                <Table.Th ta="right">95% interval</Table.Th>
                <Table.Th ta="right">Tasks</Table.Th>
                <Table.Th ta="right">Beyond chance</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.dimensions.map((each) => (
                <FigureRow key={each.id} name={each.name} figure={each} />
              ))}
              {(report.dimensions.length > 1 || report.by_function) && (
                <FigureRow name="All together" figure={report.overall} strong />
              )}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  );
}

type RowProps = { name: string; figure: DimensionFigure | OverallFigure; strong?: boolean };

function FigureRow({ name, figure, strong = false }: RowProps) {
  const { mean, low, high } = figure;
  return (
    <Table.Tr fw={strong ? 600 : undefined}>
      <Table.Th scope="row" fw={strong ? 600 : 400} maw={220} style={{ overflowWrap: "anywhere" }}>
        {name}
      </Table.Th>
      {mean === null ? (
        <Table.Td colSpan={3}>
          <Text size="sm" c="dimmed">
            No figure: {undefinedReason(figure.undefined)}
          </Text>
        </Table.Td>
      ) : (
        <>
          <Table.Td>
            <IntervalBar value={mean} low={low} high={high} />
          </Table.Td>
          <Table.Td ta="right">{formatPercent(mean)}</Table.Td>
          <Table.Td ta="right">{percentInterval(low, high) ?? "–"}</Table.Td>
        </>
      )}
      <Table.Td ta="right">{formatCount(figure.n_tasks)}</Table.Td>
      <Table.Td ta="right">
        <Headline figure={figure} />
      </Table.Td>
    </Table.Tr>
  );
}

function Headline({ figure }: { figure: OverallFigure }) {
  const one = HEADLINE.map((key) => figure.coefficients.find((each) => each.key === key)).find(
    (each) => each !== undefined,
  );
  if (one === undefined) return "–";
  if (one.value === null) {
    const why = undefinedReason(one.undefined);
    return (
      <span role="img" title={why} aria-label={`No ${one.title}: ${why}`}>
        –
      </span>
    );
  }
  return (
    <>
      {formatCoefficient(one.value)}
      <Text size="xs" c="dimmed" fw={400} style={{ whiteSpace: "nowrap" }}>
        {one.title}
      </Text>
    </>
  );
}
