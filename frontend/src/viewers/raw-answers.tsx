/** Answers of kinds without a viewer of their own: shown as they are stored, never left out. */
import { Badge, Group, Stack, Text } from "@mantine/core";
import { useEditor } from "./editor";
import { deepEqual } from "./equality";
import { Swatch } from "./legend";
import { rawItems } from "./shown-regions";
import type { ResultItem } from "./types";
import classes from "./viewers.module.css";

type Props = {
  /** The control whose answers are shown; null for all that name no control of the config. */
  readonly control: string | null;
  readonly tag: string;
};

const LONG = 4_000;

export function RawAnswers({ control, tag }: Props) {
  const { answers, config } = useEditor();
  const rows = answers
    .map((answer) => ({
      answer,
      items: rawItems(config, answer.result).filter((item) =>
        control === null ? !config.controls.has(item.from_name ?? "") : item.from_name === control,
      ),
    }))
    .filter(({ items }) => items.length > 0);
  if (rows.length === 0) return null;
  const same =
    rows.length === answers.length &&
    rows.every(({ items }) => sameValues(items, rows[0]?.items ?? []));

  return (
    <Stack gap={4} className={classes["raw"]} role="group" aria-label={control ?? tag}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          {control ?? "Other answers"}
        </Text>
        <Text size="xs" c="dimmed">
          {tag}, shown as it is stored
        </Text>
        {answers.length > 1 && (
          <Badge size="xs" variant="light" color={same ? "teal" : "orange"}>
            {same ? "agree" : "differ"}
          </Badge>
        )}
      </Group>
      {rows.map(({ answer, items }) => (
        <div key={answer.key}>
          {answers.length > 1 && (
            <Text size="xs">
              <Swatch colour={answer.colour} />
              {answer.name}
            </Text>
          )}
          {items.map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: items may lack ids, and are never reordered here.
            <RawItem key={index} item={item} />
          ))}
        </div>
      ))}
    </Stack>
  );
}

function RawItem({ item }: { item: ResultItem }) {
  const words = inWords(item);
  if (words !== null) {
    return (
      <ul className={classes["rawList"]}>
        {words.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    );
  }
  const text = JSON.stringify(item.value ?? item, null, 2);
  return (
    <pre className={classes["rawValue"]}>
      {item.type ?? "no type"} {text.slice(0, LONG)}
      {text.length > LONG && `\n… ${text.length - LONG} more characters`}
    </pre>
  );
}

/** Texts and paths of words are easier to read as lines; null for everything else. */
function inWords(item: ResultItem): readonly string[] | null {
  const entries = Object.entries(item.value ?? {});
  const [key, list] = entries[0] ?? [];
  if (entries.length !== 1 || key !== item.type || !Array.isArray(list)) return null;
  const lines = list.map((entry: unknown) =>
    Array.isArray(entry) ? entry.map(String).join(" › ") : entry,
  );
  return lines.every((line) => typeof line === "string") ? lines : null;
}

function sameValues(left: readonly ResultItem[], right: readonly ResultItem[]): boolean {
  return deepEqual(
    left.map(({ value }) => value),
    right.map(({ value }) => value),
  );
}
