import { Button, Code, Group, Modal, Select, Stack, Table, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { ErrorAlert } from "@/components/error-alert";
import { undefinedReason } from "@/lib/agreement";
import { useAddDimension, useTestPath } from "./api";
import type { JsonPath, PathKind, PathTestResult } from "./types";

const KINDS: readonly { value: PathKind; label: string }[] = [
  { value: "items", label: "Classes: a set of names" },
  { value: "paths", label: "Paths: names below each other" },
  { value: "numbers", label: "Numbers" },
  { value: "texts", label: "Written text" },
];

const SHOWN_VALUES = 200;

type Props = { projectId: number; opened: boolean; onClose: () => void };

/** A dimension that takes its values from the results by a JSON path. */
export function AddDimension({ projectId, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a dimension" size="lg">
      {opened && <Form projectId={projectId} onClose={onClose} />}
    </Modal>
  );
}

function Form({ projectId, onClose }: Omit<Props, "opened">) {
  const [name, setName] = useState("");
  const [extraction, setExtraction] = useState<JsonPath>({ path: "", kind: "items" });
  const add = useAddDimension(projectId);
  const test = useTestPath(projectId);
  const change = (part: Partial<JsonPath>) => {
    setExtraction({ ...extraction, ...part });
    test.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { name: name.trim(), extraction_method_params: extraction, metric_type: "exact_match" },
      {
        onSuccess: (dimension) => {
          notifications.show({ message: `Dimension ${dimension.name} added` });
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          For what the config's controls do not cover: a path picks values out of each annotation's
          result, and they are compared like any other answer.
        </Text>
        <TextInput
          label="Name"
          required
          maxLength={200}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="JSON path"
          description="RFC 9535; its root $ is the list of the result's items"
          placeholder="$[?@.from_name == 'topic'].value.choices[*]"
          required
          maxLength={1000}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          error={(add.error ?? test.error)?.fieldError("extraction_method_params") ?? null}
          value={extraction.path}
          onChange={(event) => change({ path: event.currentTarget.value })}
        />
        <Select
          label="What it finds"
          data={[...KINDS]}
          value={extraction.kind}
          allowDeselect={false}
          onChange={(kind) => change({ kind: (kind as PathKind | null) ?? "items" })}
        />
        <Group>
          <Button
            variant="default"
            disabled={extraction.path.trim() === ""}
            loading={test.isPending}
            onClick={() => test.mutate({ extraction_method_params: extraction })}
          >
            Test the path
          </Button>
        </Group>
        {test.error !== null && <ErrorAlert error={test.error} title="The path does not work" />}
        {test.data !== undefined && <Found result={test.data} />}
        {add.error !== null && <ErrorAlert error={add.error} title="Not added" />}
        <Text size="sm" c="dimmed">
          Adding it computes the figures of the project anew; the old ones stay visible until the
          new ones are whole. The metric is exact match at first; choose another in the list.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={add.isPending}
            disabled={name.trim() === "" || extraction.path.trim() === ""}
          >
            Add dimension
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Found({ result }: { result: PathTestResult }) {
  if (result.task === null || result.found.length === 0) {
    return (
      <Text size="sm" role="status">
        There is no annotation yet that the path could be tried on.
      </Text>
    );
  }
  return (
    <section aria-label="What the path finds" aria-live="polite">
      <Text size="sm" mb={4}>
        In task {result.task}:
      </Text>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {result.found.map(({ annotation, values, undefined: reason }) => (
            <Table.Tr key={annotation}>
              <Table.Td w={140}>Annotation {annotation}</Table.Td>
              <Table.Td style={{ overflowWrap: "anywhere" }}>
                {values === null || values.length === 0 ? (
                  <Text size="sm" c="dimmed">
                    {reason === null ? "Nothing" : undefinedReason(reason)}
                  </Text>
                ) : (
                  <Code>{shown(values)}</Code>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function shown(values: readonly unknown[]): string {
  const text = values
    .map((value) => (typeof value === "string" ? value : JSON.stringify(value)))
    .join(", ");
  return text.length > SHOWN_VALUES ? `${text.slice(0, SHOWN_VALUES)} …` : text;
}
