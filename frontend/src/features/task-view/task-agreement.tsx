import { Button, List, Stack, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import type { TaskAgreement as Agreement } from "@/api/agreement";
import type { TaskDetail } from "@/api/types";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { undefinedReason } from "@/lib/agreement";
import { formatPercent, plural } from "@/lib/format";
import { taskAgreement } from "./api";
import { type PairRow, pairRows } from "./pair-rows";
import classes from "./task-view.module.css";

const FIRST_PAIRS = 10;
const MOST_PAIRS = 200;

type Props = { readonly projectId: number; readonly task: TaskDetail };

/** How far the answers of a task agree: each dimension, each pair, and what could not be scored. */
export function TaskAgreement({ projectId, task }: Props) {
  const { data, error, refetch } = useQuery({
    ...taskAgreement(projectId, task),
    enabled: !task.scoring_pending,
  });
  return (
    <Stack gap="xs" component="section" aria-label="Agreement by dimension">
      <Title order={3} size="h5">
        Agreement by dimension
      </Title>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading label="Loading the agreement" />}
      {data !== undefined && <Loaded data={data} />}
    </Stack>
  );
}

function Loaded({ data }: { readonly data: Agreement }) {
  const [opened, all] = useDisclosure(false);
  const pairs = pairRows(data);
  if (pairs.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {undefinedReason(data.overall.undefined)}.
      </Text>
    );
  }
  const shown = pairs.slice(0, opened ? MOST_PAIRS : FIRST_PAIRS);
  const isSingle = data.dimensions.length === 1;
  return (
    <>
      <Table.ScrollContainer minWidth={360} type="native">
        <Table verticalSpacing={4} horizontalSpacing="xs" aria-label="Agreement of each pair">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Between</Table.Th>
              {!isSingle && <Table.Th ta="right">All</Table.Th>}
              {data.dimensions.map(({ id, name }) => (
                <Table.Th key={id} ta="right" maw={140} title={name}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr fw={600}>
              <Table.Th scope="row">Task</Table.Th>
              {!isSingle && (
                <ScoreCell share={data.overall.agreement} reason={data.overall.undefined} />
              )}
              {data.dimensions.map((each) => (
                <ScoreCell key={each.id} share={each.agreement} reason={each.undefined} />
              ))}
            </Table.Tr>
            {shown.map((row) => (
              <PairLine key={row.key} row={row} isSingle={isSingle} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pairs.length > FIRST_PAIRS && (
        <Button size="compact-xs" variant="subtle" w="fit-content" onClick={all.toggle}>
          {opened ? "Show fewer pairs" : moreOf(pairs.length)}
        </Button>
      )}
      <Problems data={data} />
    </>
  );
}

function moreOf(count: number): string {
  return count > MOST_PAIRS
    ? `Show ${MOST_PAIRS} of ${plural(count, "pair")}`
    : `Show all ${plural(count, "pair")}`;
}

function PairLine({ row, isSingle }: { readonly row: PairRow; readonly isSingle: boolean }) {
  return (
    <Table.Tr c={row.isHuman ? undefined : "dimmed"}>
      <Table.Th scope="row" fw={400}>
        {row.name}
      </Table.Th>
      {!isSingle && <ScoreCell share={row.overall} />}
      {row.scores.map(({ dimension, share, reason }) => (
        <ScoreCell key={dimension} share={share} reason={reason} />
      ))}
    </Table.Tr>
  );
}

type CellProps = { readonly share: number | null; readonly reason?: string | null | undefined };

function ScoreCell({ share, reason }: CellProps) {
  if (share === null) {
    const why = reason ? undefinedReason(reason) : "Not compared";
    return (
      <Table.Td ta="right">
        <span role="img" className={classes["none"]} title={why} aria-label={`No score: ${why}`}>
          –
        </span>
      </Table.Td>
    );
  }
  return <Table.Td ta="right">{formatPercent(share)}</Table.Td>;
}

function Problems({ data }: { readonly data: Agreement }) {
  if (data.problems.length === 0) return null;
  const nameOf = new Map(data.participants.map(({ id, name }) => [id, name]));
  const dimensionOf = new Map(data.dimensions.map(({ id, name }) => [id, name]));
  return (
    <div>
      <Text size="sm" fw={500}>
        Could not be scored
      </Text>
      <List size="sm">
        {data.problems.map(({ dimension, left_id, right_id, reason, detail }) => (
          <List.Item key={`${dimension} ${left_id} ${right_id} ${reason}`}>
            {dimensionOf.get(dimension) ?? "All dimensions"}, {nameOf.get(left_id) ?? "somebody"}{" "}
            and {nameOf.get(right_id) ?? "somebody"}: {undefinedReason(reason)}
            {detail !== null && ` (${detail})`}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
