/** A Choices control: what each answer ticked, and the boxes to tick for the one being edited. */
import { Checkbox, Group, Kbd, Radio, Text } from "@mantine/core";
import { IconCheck, IconPoint } from "@tabler/icons-react";
import { choiceRows, isTicked, tickedIn, toggleChoice, withStrays } from "./choices";
import { allowsMany, type Control, type TaskData } from "./config";
import { useEditor } from "./editor";
import { Swatch } from "./legend";
import type { Answer } from "./types";
import classes from "./viewers.module.css";

type Props = { readonly control: Control; readonly data: TaskData };

export function ChoicesViewer({ control, data }: Props) {
  const editor = useEditor();
  const many = allowsMany(control);
  const Box = many ? Checkbox : Radio;
  const ticked = new Map(editor.answers.map(({ key, result }) => [key, tickedIn(result, control)]));
  const mine = ticked.get(editor.focus ?? "") ?? [];
  const rows = withStrays(choiceRows(control, data), [...ticked.values()].flat());
  const { showInline, layout, title: heading } = control.attrs;
  const isInline = showInline === "true" || layout === "inline";

  const toggle = (stored: unknown) => editor.edit(toggleChoice(control, stored));

  return (
    <fieldset
      aria-label={heading ?? control.name}
      className={classes["choices"]}
      data-inline={isInline || undefined}
    >
      {rows.map(({ title, depth, stored, hotkey }) => {
        const voters = editor.answers.filter(({ key }) => isTicked(ticked.get(key) ?? [], stored));
        const split = voters.length > 0 && voters.length < editor.answers.length;
        const isMine = isTicked(mine, stored);
        return (
          <Group
            key={JSON.stringify(stored)}
            gap="sm"
            wrap="nowrap"
            className={classes["choice"]}
            data-split={split || undefined}
            style={{ paddingInlineStart: depth * 22 + 8 }}
          >
            {editor.canEdit ? (
              <Box
                size="sm"
                label={title}
                checked={isMine}
                classNames={{ label: classes["choiceLabel"] ?? "" }}
                onChange={() => toggle(stored)}
                // A ticked radio does not change: clicking it again takes it back.
                onClick={!many && isMine ? () => toggle(stored) : undefined}
              />
            ) : (
              <Mark on={isMine}>{title}</Mark>
            )}
            {hotkey !== null && editor.canEdit && <Kbd size="xs">{hotkey.toUpperCase()}</Kbd>}
            {editor.answers.length > 1 && <Voters voters={voters} />}
          </Group>
        );
      })}
    </fieldset>
  );
}

/** An option that can only be looked at: greyed-out boxes are hard to read. */
function Mark({ on, children }: { on: boolean; children: string }) {
  const Icon = on ? IconCheck : IconPoint;
  return (
    <Group gap={8} wrap="nowrap" className={classes["mark"]} data-on={on || undefined}>
      <Icon size={16} aria-label={on ? "Chosen:" : "Not chosen:"} />
      <span>{children}</span>
    </Group>
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
