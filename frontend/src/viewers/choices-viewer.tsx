/** A Choices control: what each answer ticked, and the boxes to tick for the one being edited. */
import { Checkbox, Group, Radio, Stack, Text } from "@mantine/core";
import { allowsMany, type ChoiceOption, type Control, choicesFor, type TaskData } from "./config";
import { findAnswer, setChoices } from "./document";
import { useEditor } from "./editor";
import { deepEqual } from "./equality";
import { Swatch } from "./legend";
import type { Answer } from "./types";
import classes from "./viewers.module.css";

type Props = { readonly control: Control; readonly data: TaskData };

/** One line of the list: an option, its place in the tree, and what is stored when it is ticked. */
type Row = { readonly title: string; readonly depth: number; readonly stored: unknown };

export function ChoicesViewer({ control, data }: Props) {
  const editor = useEditor();
  const many = allowsMany(control);
  const ticked = new Map(editor.answers.map((each) => [each.key, tickedBy(each, control)]));
  const mine = editor.focus === null ? [] : (ticked.get(editor.focus) ?? []);
  const rows = withStrays(toRows(choicesFor(control, data), control), [...ticked.values()].flat());
  const shown = control.attrs["title"] ?? control.name;

  const toggle = (stored: unknown) => {
    const has = mine.some((each) => deepEqual(each, stored));
    const others = mine.filter((each) => !deepEqual(each, stored));
    const object = control.objects[0] ?? "";
    const next = has ? others : many ? [...mine, stored] : [stored];
    editor.edit(setChoices({ control: control.name, object }, next));
  };

  return (
    <Stack gap={2} role="group" aria-label={shown} className={classes["choices"]}>
      {rows.map(({ title, depth, stored }) => {
        const voters = editor.answers.filter(({ key }) =>
          ticked.get(key)?.some((each) => deepEqual(each, stored)),
        );
        const split = voters.length > 0 && voters.length < editor.answers.length;
        const Box = many ? Checkbox : Radio;
        return (
          <Group
            key={JSON.stringify(stored)}
            gap="sm"
            wrap="nowrap"
            className={classes["choice"]}
            data-split={split || undefined}
            style={{ paddingInlineStart: depth * 22 + 8 }}
          >
            <Box
              size="sm"
              label={title}
              checked={mine.some((each) => deepEqual(each, stored))}
              disabled={!editor.canEdit}
              classNames={{ label: classes["choiceLabel"] ?? "" }}
              onChange={() => toggle(stored)}
              // A ticked radio is taken back by clicking it again.
              onClick={many ? undefined : () => isOnly(mine, stored) && toggle(stored)}
            />
            {editor.answers.length > 1 && <Voters voters={voters} />}
          </Group>
        );
      })}
    </Stack>
  );
}

function Voters({ voters }: { voters: readonly Answer[] }) {
  return (
    <Group gap={4}>
      {voters.map(({ key, name, colour }) => (
        <Text key={key} component="span" size="xs" className={classes["voter"]}>
          <Swatch colour={colour} />
          {name}
        </Text>
      ))}
    </Group>
  );
}

function tickedBy(answer: Answer, control: Control): readonly unknown[] {
  const item = answer.result[findAnswer(answer.result, control.name)];
  const choices = item?.value?.["choices"];
  return Array.isArray(choices) ? choices : [];
}

/** Nested choices are stored as paths where the config says so, else by their value. */
function toRows(options: readonly ChoiceOption[], control: Control): readonly Row[] {
  const asPath = control.attrs["allowNested"] === "true";
  const visit = (option: ChoiceOption, parents: readonly string[]): readonly Row[] => {
    const path = [...parents, option.value];
    const stored = asPath ? path : option.value;
    const row = { title: option.title, depth: parents.length, stored };
    return [row, ...option.children.flatMap((child) => visit(child, path))];
  };
  return options.flatMap((option) => visit(option, []));
}

/** Answers that the config does not offer (any more) are shown after the others. */
function withStrays(rows: readonly Row[], ticked: readonly unknown[]): readonly Row[] {
  const all = [...rows];
  for (const stored of ticked) {
    if (all.some((row) => deepEqual(row.stored, stored))) continue;
    const words = Array.isArray(stored) ? stored.map(String).join(" › ") : String(stored);
    all.push({ title: `${words} (not in the config)`, depth: 0, stored });
  }
  return all;
}

function isOnly(mine: readonly unknown[], stored: unknown): boolean {
  return mine.length === 1 && deepEqual(mine[0], stored);
}
