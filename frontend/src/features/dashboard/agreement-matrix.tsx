import {
  Badge,
  Card,
  Group,
  SegmentedControl,
  Select,
  Switch,
  Table,
  Text,
  Title,
  Tooltip,
  VisuallyHidden,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { AgreementReport, AgreementMatrix as Matrix } from "@/api/agreement";
import { AgreementBadge } from "@/components/agreement-badge";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { formatCount, formatPercent, plural } from "@/lib/format";
import classes from "./agreement-matrix.module.css";
import { agreementMatrix } from "./api";
import { AsOf } from "./as-of";
import { ByFunction } from "./by-function";
import { DataLink } from "./data-link";
import { dimensionChoices, percentInterval } from "./interval";
import {
  type Cell,
  cellOf,
  describePair,
  pairFilters,
  pairsOf,
  type Side,
  sidesOf,
} from "./participants";

/** A larger matrix is cut: nobody reads it, and the table beside it lists more pairs. */
const MOST_SIDES = 40;
const MOST_LISTED = 200;
const MOST_PAIRS = 300;
const ALL = "all";
/** The keyboard finds it too. */
const EVENTS = { hover: true, focus: true, touch: false };

/** From red over yellow to green; the number in the cell says the same. */
export function heat(share: number): { background: string; color: string } {
  const hue = Math.round(share * 150);
  const lightness = 84 - Math.round(share * 8);
  return { background: `hsl(${hue} 62% ${lightness}%)`, color: "#1a1a1a" };
}

type Props = { projectId: number; report: AgreementReport | undefined };

/** Who agrees with whom: annotators, ground truth and models. */
export function AgreementMatrix({ projectId, report }: Props) {
  const [dimension, setDimension] = useState<string | null>(null);
  const [view, setView] = useState<"map" | "table">("map");
  const [withOthers, setWithOthers] = useState(true);
  const choices = dimensionChoices(report);
  const chosen = choices.some(({ value }) => value === dimension) ? Number(dimension) : null;
  const { data: matrix, error, refetch } = useQuery(agreementMatrix(projectId, chosen));
  const hasOthers = matrix?.participants.some(({ kind }) => kind !== "annotator") ?? false;

  return (
    <Card withBorder component="section" aria-label="Agreement matrix">
      <Group justify="space-between" align="flex-start" gap="xs" mb="xs">
        <div style={{ flex: "1 1 280px" }}>
          <Title order={2} size="h4">
            Agreement matrix
          </Title>
          <Text size="sm" c="dimmed">
            Mean agreement of each pair on the tasks that both did. Choose a cell to see the tasks.
          </Text>
          {chosen === null && <ByFunction report={report} />}
        </div>
        {report !== undefined && <AsOf report={report} />}
      </Group>
      <Group gap="xs" mb="xs">
        {choices.length > 1 && (
          <Select
            size="xs"
            w={180}
            aria-label="Dimension of the matrix"
            allowDeselect={false}
            data={[{ value: ALL, label: "All together" }, ...choices]}
            value={chosen === null ? ALL : String(chosen)}
            onChange={setDimension}
          />
        )}
        <SegmentedControl
          size="xs"
          aria-label="Agreement matrix: show as"
          data={[
            { value: "map", label: "Matrix" },
            { value: "table", label: "Table" },
          ]}
          value={view}
          onChange={(next) => setView(next === "table" ? "table" : "map")}
        />
        {hasOthers && (
          <Switch
            size="xs"
            label="With models and ground truth"
            checked={withOthers}
            onChange={(event) => setWithOthers(event.currentTarget.checked)}
          />
        )}
      </Group>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {matrix === undefined && error === null && <Loading label="Loading the matrix" />}
      {matrix !== undefined &&
        (view === "map" ? (
          <HeatMap projectId={projectId} matrix={matrix} withOthers={withOthers} />
        ) : (
          <PairTable projectId={projectId} matrix={matrix} withOthers={withOthers} />
        ))}
    </Card>
  );
}

type ViewProps = { projectId: number; matrix: Matrix; withOthers: boolean };

const tooFew = (
  <Text size="sm" c="dimmed" py="lg">
    At least two are needed who answered the same tasks.
  </Text>
);

function HeatMap({ projectId, matrix, withOthers }: ViewProps) {
  const sides = sidesOf(matrix, withOthers, MOST_SIDES);
  if (sides.length < 2) return tooFew;
  const hidden = matrix.participants.length - sides.length;
  return (
    <>
      <div className={classes["scroll"]}>
        <table className={classes["matrix"]}>
          <thead>
            <tr>
              <td />
              {sides.map((side) => (
                <th key={side.id} scope="col" title={side.name} data-kind={side.kind}>
                  <span aria-hidden>{side.short}</span>
                  <VisuallyHidden>{side.name}</VisuallyHidden>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sides.map((side) => (
              <tr key={side.id}>
                <th scope="row" title={side.name} data-kind={side.kind}>
                  <SideName side={side} />
                </th>
                {sides.map((other) => (
                  <PairCell
                    key={other.id}
                    projectId={projectId}
                    cell={cellOf(matrix, side, other)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend />
      {withOthers && hidden > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          The first {MOST_SIDES} of {formatCount(matrix.participants.length)} rows are shown; the
          table lists pairs of the first {MOST_LISTED}.
        </Text>
      )}
    </>
  );
}

/** Models carry the sign of their column. */
function SideName({ side }: { side: Side }) {
  if (side.kind === "annotator") return <>{side.name}</>;
  return (
    <>
      {side.name}{" "}
      <Badge size="xs" variant="light" color={side.kind === "model" ? "grape" : "yellow"} tt="none">
        {side.short}
      </Badge>
    </>
  );
}

function PairCell({ projectId, cell }: { projectId: number; cell: Cell }) {
  if (cell.left.id === cell.right.id) {
    return <td className={`${classes["cell"]} ${classes["none"]}`} aria-label="The same" />;
  }
  const words = describePair(cell);
  if (cell.share === null) {
    return (
      <td className={`${classes["cell"]} ${classes["none"]}`}>
        <span title={words}>–</span>
      </td>
    );
  }
  return (
    <td className={classes["cell"]} style={heat(cell.share)}>
      <Tooltip label={words} multiline maw={320} events={EVENTS}>
        <Link
          to="/projects/$projectId/data"
          params={{ projectId }}
          search={{ filters: pairFilters(cell) }}
          aria-label={words}
        >
          {formatPercent(cell.share)}
        </Link>
      </Tooltip>
    </td>
  );
}

function PairTable({ projectId, matrix, withOthers }: ViewProps) {
  const pairs = pairsOf(matrix, sidesOf(matrix, withOthers, MOST_LISTED));
  if (pairs.length === 0) return tooFew;
  const shown = pairs.slice(0, MOST_PAIRS);
  return (
    <>
      <Table.ScrollContainer minWidth={620} mah={480} type="native">
        <Table verticalSpacing={6} stickyHeader aria-label="Pairs by agreement">
          <Table.Thead bg="light-dark(var(--mantine-color-white), var(--mantine-color-dark-6))">
            <Table.Tr>
              <Table.Th>Pair</Table.Th>
              <Table.Th ta="right">Agreement</Table.Th>
              <Table.Th ta="right">95% interval</Table.Th>
              <Table.Th ta="right">Standard deviation</Table.Th>
              <Table.Th ta="right">Common tasks</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((cell) => (
              <Table.Tr key={`${cell.left.id} ${cell.right.id}`}>
                <Table.Td>
                  <SideName side={cell.left} /> and <SideName side={cell.right} />
                </Table.Td>
                <Table.Td ta="right">
                  <AgreementBadge share={cell.share} />
                </Table.Td>
                <Table.Td ta="right">{percentInterval(cell.low, cell.high) ?? "–"}</Table.Td>
                <Table.Td ta="right">{cell.std === null ? "–" : cell.std.toFixed(2)}</Table.Td>
                <Table.Td ta="right">
                  <DataLink
                    projectId={projectId}
                    filters={pairFilters(cell)}
                    label={`Tasks of ${cell.left.name} and ${cell.right.name}`}
                  >
                    {formatCount(cell.common)}
                  </DataLink>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pairs.length > shown.length && (
        <Text size="sm" c="dimmed" mt="xs">
          The {MOST_PAIRS} of {plural(pairs.length, "pair")} who agree least are listed.
        </Text>
      )}
    </>
  );
}

function Legend() {
  return (
    <Group gap="xs" mt="xs" aria-hidden>
      <Text size="xs" c="dimmed">
        0%
      </Text>
      <div
        style={{
          width: 120,
          height: 10,
          borderRadius: 3,
          background: `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1]
            .map((share) => heat(share).background)
            .join(", ")})`,
        }}
      />
      <Text size="xs" c="dimmed">
        100%
      </Text>
    </Group>
  );
}
