import { Alert, Button, Card, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { errorMessage } from "@/api/errors";
import { keys } from "@/api/keys";
import type { ImportJob } from "@/api/types";
import { type Upload, uploadFile } from "@/api/upload";
import { ErrorAlert } from "@/components/error-alert";
import { formatBytes, formatPercent } from "@/lib/format";
import { randomUuid } from "@/lib/random-uuid";
import { importJob, importList, isRunning, uploadLimit, useCancelImport } from "./api";
import { FileDrop } from "./file-drop";
import { ImportHistory } from "./import-history";
import { ImportProgress } from "./import-progress";

function tooLarge(file: File, limit: number): Error {
  return new Error(
    `The file has ${formatBytes(file.size)}; the server takes up to ${formatBytes(limit)}. Split it into smaller files.`,
  );
}

type Sending = { file: File; share: number; cancel: () => void };

/** Sends a file and follows the job that imports it. */
export function ImportPanel({ projectId }: { projectId: number }) {
  const queryClient = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<{ file: File; error: unknown } | null>(null);
  const [startedId, setStartedId] = useState<number | null>(null);
  const history = useQuery(importList(projectId));
  const limit = useQuery(uploadLimit).data ?? null;
  const cancel = useCancelImport(projectId);
  const upload = useRef<Upload<unknown> | null>(null);
  useEffect(() => () => upload.current?.cancel(), []);

  // A reload of the page finds the job that still runs.
  const runningId = history.data?.find(isRunning)?.id ?? null;
  const jobId = startedId ?? runningId;
  const job = useQuery({ ...importJob(projectId, jobId ?? 0), enabled: jobId !== null });
  useRefreshAtEnd(projectId, job.data);
  const ended = (history.data ?? []).filter((entry) => !isRunning(entry));
  const busy = sending !== null || (job.data !== undefined && isRunning(job.data));

  const send = async (file: File) => {
    setFailure(null);
    setStartedId(null);
    // A server that refuses a file while it arrives can only cut the connection.
    if (limit !== null && file.size > limit) {
      setFailure({ file, error: tooLarge(file, limit) });
      return;
    }
    const current = uploadFile<{ import: number }>({
      path: `/api/projects/${projectId}/import`,
      file,
      idempotencyKey: randomUuid(),
      onProgress: (share) => setSending((state) => (state === null ? null : { ...state, share })),
    });
    upload.current = current;
    setSending({ file, share: 0, cancel: current.cancel });
    try {
      const answer = await current.answer;
      setStartedId(answer.import);
      await queryClient.invalidateQueries({ queryKey: keys.imports(projectId) });
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        setFailure({ file, error });
      }
    } finally {
      setSending(null);
    }
  };

  return (
    <Stack>
      <Card withBorder component="section" aria-labelledby="import-title">
        <Stack>
          <Title order={2} size="h4" id="import-title">
            Import
          </Title>
          <FileDrop disabled={busy} limitBytes={limit} onFile={(file) => void send(file)} />
          {sending !== null && <SendingProgress sending={sending} />}
          {failure !== null && (
            <ErrorAlert
              title={`${failure.file.name} was not sent`}
              error={new Error(errorMessage(failure.error))}
              onRetry={() => void send(failure.file)}
            />
          )}
          {job.error !== null && <ErrorAlert error={job.error} />}
          {cancel.error !== null && <ErrorAlert error={cancel.error} title="Not cancelled" />}
          {job.data !== undefined && sending === null && (
            <ImportProgress
              job={job.data}
              projectId={projectId}
              onCancel={() => cancel.mutate(job.data.id)}
              cancelling={cancel.isPending}
            />
          )}
        </Stack>
      </Card>
      {ended.length > 0 && <ImportHistory jobs={ended} />}
    </Stack>
  );
}

function SendingProgress({ sending }: { sending: Sending }) {
  return (
    <Alert color="gray" role="group" title={`Sending ${sending.file.name}`}>
      <Progress value={sending.share * 100} aria-label="Sent" mb={6} />
      <Group justify="space-between">
        <Text size="sm">
          {formatPercent(sending.share)} of {formatBytes(sending.file.size)}
        </Text>
        <Button size="xs" variant="default" onClick={sending.cancel}>
          Cancel
        </Button>
      </Group>
    </Alert>
  );
}

/** When a job ends, everything that counts tasks is out of date. */
function useRefreshAtEnd(projectId: number, job: ImportJob | undefined): void {
  const queryClient = useQueryClient();
  const wasRunning = useRef(false);
  const running = job !== undefined && isRunning(job);
  useEffect(() => {
    if (wasRunning.current && !running) {
      void queryClient.invalidateQueries({ queryKey: keys.project(projectId) });
      void queryClient.invalidateQueries({ queryKey: keys.projectList });
    }
    wasRunning.current = running;
  }, [projectId, queryClient, running]);
}
