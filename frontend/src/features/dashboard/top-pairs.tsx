import { Anchor, Button, Group, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Confusion, ConfusionMode } from "@/api/agreement";
import { ErrorAlert } from "@/components/error-alert";
import { formatCount, formatPercent, plural } from "@/lib/format";
import { type ConfusedPair, confusedTasks } from "./api";
import { labelName } from "./label-name";

/** The server counts no further. */
const MOST_COUNTED = 20_000;

type Props = { projectId: number; data: Confusion; mode: ConfusionMode };

/** The labels that are taken for each other most, each with its tasks. */
export function TopPairs({ projectId, data, mode }: Props) {
  const [opened, setOpened] = useState<string | null>(null);
  if (data.top_confusion_pairs.length === 0) {
    return <Text size="sm">Nothing was confused.</Text>;
  }
  return (
    <section aria-label="Most confused">
      <Title order={3} size="h5" mb={4}>
        Most confused
      </Title>
      <Table.ScrollContainer minWidth={330} type="native">
        <Table verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                {mode === "ground_truth" ? "Ground truth, then annotator" : "Labels"}
              </Table.Th>
              <Table.Th ta="right">Times</Table.Th>
              <Table.Th ta="right" title="Of all confusion">
                Share
              </Table.Th>
              <Table.Th w={80} aria-label="Tasks" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.top_confusion_pairs.map(({ actual, label, count, rate }) => {
              const key = JSON.stringify([actual, label]);
              return (
                <PairRows
                  key={key}
                  projectId={projectId}
                  pair={{ dimension: data.dimension ?? 0, mode, actual, label }}
                  count={count}
                  rate={rate}
                  isOpen={opened === key}
                  onToggle={() => setOpened(opened === key ? null : key)}
                />
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

type RowProps = {
  projectId: number;
  pair: ConfusedPair;
  count: number;
  rate: number;
  isOpen: boolean;
  onToggle: () => void;
};

function PairRows({ projectId, pair, count, rate, isOpen, onToggle }: RowProps) {
  const name = `${labelName(pair.actual)} ${pair.mode === "ground_truth" ? "→" : "↔"} ${labelName(pair.label)}`;
  return (
    <>
      <Table.Tr>
        <Table.Td miw={110} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Table.Td>
        <Table.Td ta="right">{formatCount(count)}</Table.Td>
        <Table.Td ta="right">{formatPercent(rate)}</Table.Td>
        <Table.Td ta="right">
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={isOpen}
            aria-label={`Tasks with ${name}`}
            onClick={onToggle}
          >
            Tasks
          </Button>
        </Table.Td>
      </Table.Tr>
      {isOpen && (
        <Table.Tr>
          <Table.Td colSpan={4}>
            <Tasks projectId={projectId} pair={pair} />
          </Table.Td>
        </Table.Tr>
      )}
    </>
  );
}

function Tasks({ projectId, pair }: { projectId: number; pair: ConfusedPair }) {
  const { data, error, refetch } = useQuery(confusedTasks(projectId, pair));
  if (error !== null) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <Text size="sm" c="dimmed" role="status">
        Loading tasks…
      </Text>
    );
  }
  const hidden = data.count - data.tasks.length;
  return (
    <Group gap="xs">
      {data.tasks.map(({ id, inner_id }) => (
        <Anchor
          key={id}
          size="sm"
          renderRoot={(props) => (
            <Link
              {...props}
              to="/projects/$projectId/data"
              params={{ projectId }}
              search={{ task: id }}
            />
          )}
        >
          Task {inner_id}
        </Anchor>
      ))}
      {hidden > 0 && (
        <Text size="sm" c="dimmed">
          and {data.count >= MOST_COUNTED && "at least "}
          {plural(hidden, "more task")}
        </Text>
      )}
      {data.tasks.length === 0 && (
        <Text size="sm" c="dimmed">
          No task is left with it.
        </Text>
      )}
    </Group>
  );
}
