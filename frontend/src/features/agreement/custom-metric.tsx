import {
  Alert,
  Button,
  Card,
  Collapse,
  Group,
  Stack,
  Table,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { confirmDanger } from "@/components/confirm";
import { ErrorAlert } from "@/components/error-alert";
import { Loading } from "@/components/loading";
import { formatDateTime, formatPercent } from "@/lib/format";
import {
  customFunction,
  customLogs,
  useCheckFunction,
  useRemoveFunction,
  useSaveFunction,
} from "./api";
import classes from "./custom-metric.module.css";
import type { CustomCheck } from "./types";

const TEMPLATE = `def agreement(annotation_1, annotation_2, per_label=False):
    """How alike two annotations of one task are, from 0 to 1."""
    first = [item["value"] for item in annotation_1["result"]]
    second = [item["value"] for item in annotation_2["result"]]
    return 1.0 if first == second else 0.0
`;

const INDENT = "    ";

/** The project's own agreement function; where the server runs none, how it could. */
export function CustomMetric({ projectId }: { projectId: number }) {
  const { data, error, refetch } = useQuery(customFunction(projectId));
  if (data !== undefined && !data.allowed && data.code === "") {
    return (
      <Text size="sm" c="dimmed">
        A project's own function can be used here when the operator sets TOUCHSTONE_CUSTOM_METRICS.
      </Text>
    );
  }
  return (
    <Card withBorder component="section" aria-label="A function of your own">
      <Stack>
        <div>
          <Title order={2} size="h4">
            A function of your own
          </Title>
          <Text size="sm" c="dimmed">
            Python that compares two annotations as a whole. It runs in a process of its own without
            network and files, and within limits of time and memory. While it is there, it makes the
            figure of a task; the dimensions keep theirs.
          </Text>
        </div>
        {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Loading label="Loading the function" />}
        {data !== undefined && (
          <>
            {!data.allowed && (
              <Alert color="orange" title="The function is not run">
                {data.reason ?? "The operator of this server does not allow functions."} Until then
                the dimensions make the figure of a task.
              </Alert>
            )}
            <Editor projectId={projectId} saved={data.code} readOnly={!data.allowed} />
          </>
        )}
      </Stack>
    </Card>
  );
}

type EditorProps = { projectId: number; saved: string; readOnly: boolean };

function Editor({ projectId, saved, readOnly }: EditorProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [logsOpened, logs] = useDisclosure(false);
  const save = useSaveFunction(projectId);
  const remove = useRemoveFunction(projectId);
  const check = useCheckFunction(projectId);
  const code = typed ?? saved;
  const change = (text: string) => {
    setTyped(text);
    check.reset();
    save.reset();
  };
  const isChanged = code !== saved;
  const isEmpty = code.trim() === "";
  const store = () =>
    save.mutate(code, {
      onSuccess: () => {
        setTyped(null);
        notifications.show({ message: "The function is saved" });
      },
    });
  const askRemove = () =>
    confirmDanger({
      title: "Remove the function?",
      children:
        "Its code is deleted, and the figures are computed anew from the dimensions. The old figures stay until the new are ready.",
      confirmLabel: "Remove function",
      onConfirm: () => remove.mutate(undefined, { onSuccess: () => setTyped(null) }),
    });

  return (
    <>
      <Textarea
        label="Code"
        description="Tab indents; press Escape, then Tab to leave the field."
        classNames={{ input: classes["code"] ?? "" }}
        rows={14}
        spellCheck={false}
        autoCapitalize="off"
        readOnly={readOnly}
        value={code}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => !readOnly && indent(event, change)}
      />
      {check.error !== null && <ErrorAlert error={check.error} title="Not checked" />}
      {check.data !== undefined && <CheckResult result={check.data} />}
      {save.error !== null && <ErrorAlert error={save.error} title="Not saved" />}
      {remove.error !== null && <ErrorAlert error={remove.error} title="Not removed" />}
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          {!readOnly && (
            <Button
              variant="default"
              disabled={isEmpty}
              loading={check.isPending}
              onClick={() => check.mutate(code)}
            >
              Check
            </Button>
          )}
          {!readOnly && isEmpty && (
            <Button variant="subtle" onClick={() => change(TEMPLATE)}>
              Start from an example
            </Button>
          )}
          <Button variant="subtle" aria-expanded={logsOpened} onClick={logs.toggle}>
            {logsOpened ? "Hide the log" : "Show the log"}
          </Button>
        </Group>
        <Group gap="xs">
          {saved !== "" && (
            <Button
              variant="outline"
              color="red"
              loading={remove.isPending}
              aria-haspopup="dialog"
              onClick={askRemove}
            >
              Remove function
            </Button>
          )}
          {!readOnly && (
            <>
              {isChanged && (
                <Button variant="default" onClick={() => setTyped(null)}>
                  Discard
                </Button>
              )}
              <Button disabled={!isChanged || isEmpty} loading={save.isPending} onClick={store}>
                Save function
              </Button>
            </>
          )}
        </Group>
      </Group>
      <Collapse expanded={logsOpened}>{logsOpened && <Logs projectId={projectId} />}</Collapse>
    </>
  );
}

/** Tab indents, unless Escape came before it: the keyboard must find its way out. */
function indent(event: KeyboardEvent<HTMLTextAreaElement>, change: (text: string) => void): void {
  const field = event.currentTarget;
  if (event.key === "Escape") {
    field.dataset["leaving"] = "yes";
    return;
  }
  const isLeaving = field.dataset["leaving"] === "yes";
  if (event.key !== "Shift") delete field.dataset["leaving"];
  if (event.key !== "Tab" || event.shiftKey || isLeaving) return;
  event.preventDefault();
  const { selectionStart: start, selectionEnd: end, value } = field;
  change(value.slice(0, start) + INDENT + value.slice(end));
  requestAnimationFrame(() => field.setSelectionRange(start + 4, start + 4));
}

function CheckResult({ result }: { result: CustomCheck }) {
  if (!result.ok) {
    return (
      <Alert color="red" role="alert" title="The function does not work">
        <pre className={classes["output"]}>{result.error}</pre>
        <Printed result={result} />
      </Alert>
    );
  }
  return (
    <Alert color="teal" role="status" title="The function works">
      {result.score === null
        ? "There are no two annotations of one task yet that it could be tried on."
        : `For annotations ${result.annotations.join(" and ")} of task ${result.task} it gives ${formatPercent(result.score)}.`}
      {result.notes.map((note) => (
        <Text key={note} size="sm">
          {note}
        </Text>
      ))}
      <Printed result={result} />
    </Alert>
  );
}

function Printed({ result: { stdout } }: { result: CustomCheck }) {
  if (stdout === "") return null;
  return (
    <>
      <Text size="sm" mt="xs">
        It printed:
      </Text>
      <pre className={classes["output"]}>{stdout}</pre>
    </>
  );
}

function Logs({ projectId }: { projectId: number }) {
  const { data, error, refetch } = useQuery(customLogs(projectId));
  if (error !== null) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading label="Loading the log" />;
  if (data.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The log is empty: the function has neither printed nor failed.
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={420} mah={280} type="native">
      <Table verticalSpacing={4} aria-label="Log of the function">
        <Table.Tbody>
          {data.map(({ id, task, message, created_at }) => (
            <Table.Tr key={id}>
              <Table.Td w={170}>{formatDateTime(created_at)}</Table.Td>
              <Table.Td w={90}>{task === null ? "" : `Task ${task}`}</Table.Td>
              <Table.Td>
                <pre className={classes["output"]}>{message}</pre>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
