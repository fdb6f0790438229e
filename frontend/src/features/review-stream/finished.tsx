import { Button, Group, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Project, Verdict } from "@/api/types";
import { EmptyState } from "@/components/empty-state";
import { VERDICT_NAMES } from "@/components/verdict-badge";
import { formatCount, plural } from "@/lib/format";
import type { Action } from "@/lib/use-shortcuts";
import { ActionButton } from "./action-button";
import type { StreamState } from "./stream";

type Props = {
  readonly project: Project;
  readonly stream: StreamState;
  readonly back: Action | undefined;
  readonly onRefresh: () => void;
};

const RECHECK_SECONDS = 15;

/** The end of the stream, for good or until others let go of what they hold. */
export function Finished({ project, stream, back, onRefresh }: Props) {
  const waiting = stream.heldByOthers > 0;

  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(onRefresh, RECHECK_SECONDS * 1000);
    return () => clearInterval(timer);
  }, [waiting, onRefresh]);

  return (
    <EmptyState
      title={waiting ? "Nothing to review at the moment" : "Review finished"}
      action={
        <Group justify="center" gap="xs">
          {back?.enabled && <ActionButton action={back} variant="default" />}
          <Button variant="default" onClick={onRefresh}>
            Look for more
          </Button>
          <Button component={Link} to={`/projects/${project.id}`}>
            Back to the project
          </Button>
        </Group>
      }
    >
      {waiting ? (
        <p>
          {plural(stream.heldByOthers, "annotation is", "annotations are")} with other reviewers.
          What they leave comes here by itself.
        </p>
      ) : (
        <p>There are no more annotations to review for you in this project.</p>
      )}
      <Counts stream={stream} />
    </EmptyState>
  );
}

const VERDICTS: readonly Verdict[] = ["accepted", "fixed_and_accepted", "rejected"];

function Counts({ stream }: { readonly stream: StreamState }) {
  const given = stream.path.filter(({ verdict }) => verdict !== null);
  if (given.length === 0) return null;
  return (
    <Table w="auto" mx="auto" aria-label="Your verdicts in this stream" withRowBorders={false}>
      <Table.Tbody>
        {VERDICTS.map((verdict) => (
          <Table.Tr key={verdict}>
            <Table.Th>{VERDICT_NAMES[verdict]}</Table.Th>
            <Table.Td ta="right">
              {formatCount(given.filter((stop) => stop.verdict === verdict).length)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
