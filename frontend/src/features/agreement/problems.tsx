import { Alert, Anchor, Badge, Button, Group, Pagination, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "@/components/empty-state";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { undefinedReason } from "@/lib/agreement";
import { formatCount, plural } from "@/lib/format";
import type { ProblemSearch } from "@/lib/problem-search";
import { PROBLEM_PAGE, problems } from "./api";
import type { Participant, Problem, ProblemPage } from "./types";

type Props = {
  projectId: number;
  search: ProblemSearch;
  onSearch: (search: ProblemSearch) => void;
};

/** What could not be scored, and why. */
export function Problems({ projectId, search, onSearch }: Props) {
  const { data, error, refetch, isPlaceholderData } = useQuery(problems(projectId, search));
  if (error !== null) {
    return (
      <ErrorAlert
        error={error}
        title="The list could not be loaded"
        onRetry={() => void refetch()}
      />
    );
  }
  if (data === undefined) {
    return <Loading label="Loading what could not be scored" />;
  }
  const total = Object.values(data.by_reason).reduce((sum, count) => sum + count, 0);
  if (total === 0 && data.count === 0) {
    return (
      <EmptyState title="Everything could be scored">
        Results that cannot be read or compared would be listed here, each with its reason. One such
        result never stops the others from being scored.
      </EmptyState>
    );
  }
  const pages = Math.ceil(data.count / PROBLEM_PAGE);
  return (
    <Stack aria-busy={isPlaceholderData} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      <Reasons
        byReason={data.by_reason}
        total={total}
        chosen={search.reason}
        onChoose={(reason) => onSearch({ reason })}
      />
      {data.results.length === 0 ? (
        <Alert color="gray">No comparison is left with this reason.</Alert>
      ) : (
        <ProblemTable projectId={projectId} rows={data.results} />
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={search.page ?? 1}
          onChange={(page) => onSearch({ ...search, page: page === 1 ? undefined : page })}
          getControlProps={(control) => ({ "aria-label": `${control} page` })}
          getItemProps={(page) => ({ "aria-label": `Page ${page}` })}
        />
      )}
    </Stack>
  );
}

type ReasonsProps = {
  byReason: ProblemPage["by_reason"];
  total: number;
  chosen: string | undefined;
  onChoose: (reason: string | undefined) => void;
};

function Reasons({ byReason, total, chosen, onChoose }: ReasonsProps) {
  const reasons = Object.entries(byReason).sort(([, a], [, b]) => b - a);
  const choices = [{ reason: undefined, name: "All", count: total }].concat(
    reasons.map(([reason, count]) => ({
      reason: reason as never,
      name: undefinedReason(reason),
      count,
    })),
  );
  return (
    <Group gap="xs" role="group" aria-label="By reason">
      {choices.map(({ reason, name, count }) => (
        <Button
          key={name}
          size="compact-sm"
          variant={reason === chosen ? "filled" : "default"}
          aria-pressed={reason === chosen}
          rightSection={formatCount(count)}
          onClick={() => onChoose(reason)}
        >
          {name}
        </Button>
      ))}
    </Group>
  );
}

function ProblemTable({ projectId, rows }: { projectId: number; rows: readonly Problem[] }) {
  return (
    <Table.ScrollContainer minWidth={560} type="native">
      <Table verticalSpacing="xs" aria-label="What could not be scored">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={110}>Task</Table.Th>
            <Table.Th>Dimension</Table.Th>
            <Table.Th>Between</Table.Th>
            <Table.Th>Reason</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              <Table.Td>
                <TaskLink projectId={projectId} row={row} />
              </Table.Td>
              <Table.Td>{row.dimension_name ?? "All of them"}</Table.Td>
              <Table.Td>
                <Side participant={row.left} />
                {row.right !== null && " and "}
                <Side participant={row.right} />
              </Table.Td>
              <Table.Td>
                <Text size="sm">{undefinedReason(row.reason)}</Text>
                {row.detail !== null && (
                  <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                    {row.detail}
                  </Text>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const keyOf = (row: Problem): string =>
  [row.task, row.dimension, row.left?.id, row.right?.id, row.reason].join(" ");

function TaskLink({ projectId, row }: { projectId: number; row: Problem }) {
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link
          {...props}
          to="/projects/$projectId/data"
          params={{ projectId }}
          search={{ task: row.task }}
        />
      )}
    >
      Task {row.inner_id}
    </Anchor>
  );
}

function Side({ participant }: { participant: Participant | null }) {
  if (participant === null) return null;
  return (
    <>
      {participant.name}
      {participant.kind === "model" && (
        <>
          {" "}
          <Badge size="xs" color="grape" variant="light">
            Model
          </Badge>
        </>
      )}
    </>
  );
}

/** For a heading or a link: how much there is. */
export const problemCount = (count: number): string => plural(count, "comparison");
