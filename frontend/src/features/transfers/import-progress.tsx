import { Alert, Anchor, Button, Code, Group, List, Progress, Stack, Text } from "@mantine/core";
import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { ImportJob } from "@/api/types";
import { formatCount, formatDuration, plural } from "@/lib/format";
import { isRunning } from "./api";
import { tasksPerSecond } from "./rate";

const SHOWN_NOTES = 10;
const CLOCK_MS = 500;

type Props = { job: ImportJob; projectId: number; onCancel: () => void; cancelling: boolean };

/** One import: how far it is, or how it ended. */
export function ImportProgress({ job, projectId, onCancel, cancelling }: Props) {
  const name = job.file_name ?? `Import ${job.id}`;
  if (isRunning(job)) {
    return <Running job={job} name={name} onCancel={onCancel} cancelling={cancelling} />;
  }
  if (job.status === "failed") {
    return <Failed job={job} name={name} />;
  }
  if (job.status === "cancelled") {
    return (
      <Alert color="gray" role="status" title={`${name}: cancelled`}>
        Nothing of this file was imported.
      </Alert>
    );
  }
  return (
    <Alert color="teal" icon={<IconCheck size={18} />} title={`${name}: imported`} role="status">
      <Stack gap="xs">
        <Text size="sm">
          {counts(job)}
          {job.duration !== null && ` in ${formatDuration(job.duration)}`}.
        </Text>
        <Notes notes={job.notes} />
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link {...props} to="/projects/$projectId/data" params={{ projectId }} />
          )}
        >
          Open the data
        </Anchor>
      </Stack>
    </Alert>
  );
}

function counts(job: ImportJob): string {
  return [
    plural(job.task_count, "task"),
    plural(job.annotation_count, "annotation"),
    plural(job.prediction_count, "prediction"),
  ].join(", ");
}

function Running({ job, name, onCancel, cancelling }: Omit<Props, "projectId"> & { name: string }) {
  const now = useNow();
  const rate = tasksPerSecond(job, now);
  const waiting = job.status === "created";
  return (
    <Alert color="blue" role="group" title={`Importing ${name}`}>
      <Progress
        value={waiting ? 100 : job.percent}
        animated={waiting}
        striped={waiting}
        aria-label="Imported"
        mb={6}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" style={{ fontVariantNumeric: "tabular-nums" }}>
          {waiting
            ? "Waiting for a worker"
            : `${Math.floor(job.percent)}% · ${counts(job)}${
                rate === null ? "" : ` · ${formatCount(Math.round(rate))} tasks a second`
              }`}
        </Text>
        <Button size="xs" variant="default" onClick={onCancel} loading={cancelling}>
          Cancel import
        </Button>
      </Group>
    </Alert>
  );
}

function Failed({ job, name }: { job: ImportJob; name: string }) {
  return (
    <Alert
      color="red"
      icon={<IconAlertCircle size={18} />}
      title={`${name}: not imported`}
      role="alert"
    >
      <Stack gap={6}>
        {job.error_path !== null && job.error_path !== "" && (
          <Text size="sm">
            At <Code>{job.error_path}</Code>
            {recordOf(job.error_path)}
          </Text>
        )}
        <Text size="sm" style={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}>
          {job.error ?? "The import failed."}
        </Text>
        <Text size="sm">
          Nothing of this file was imported. Correct the record, then import the file again.
        </Text>
      </Stack>
    </Alert>
  );
}

/** "$[17].annotations[0]" counts from 0; people count from 1. */
export function recordOf(path: string): string {
  const index = /^\$\[(\d+)\]/.exec(path)?.[1];
  return index === undefined ? "" : `, record ${formatCount(Number(index) + 1)} of the file`;
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) {
    return null;
  }
  return (
    <List size="sm">
      {notes.slice(0, SHOWN_NOTES).map((note) => (
        <List.Item key={note}>{note}</List.Item>
      ))}
      {notes.length > SHOWN_NOTES && (
        <List.Item>and {plural(notes.length - SHOWN_NOTES, "more note")}</List.Item>
      )}
    </List>
  );
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
