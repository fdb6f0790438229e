import { ActionIcon, Button, Group, Stack, Textarea } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { textsOf } from "../answers";
import type { FieldProps } from "../field";

/** One field for each text; the last empty one is no answer until something is typed. */
export function TextAnswer({ control, value, label, onChange }: FieldProps) {
  const texts = textsOf(value);
  const [adding, setAdding] = useState(false);
  const before = useRef("");
  const { maxSubmissions, placeholder, rows } = control.attrs;
  const most = maxSubmissions === undefined ? Infinity : Number(maxSubmissions);
  const shown = texts.length === 0 || adding ? [...texts, ""] : texts;

  const write = (at: number, text: string) => {
    setAdding(false);
    const next = at < texts.length ? texts.with(at, text) : [...texts, text];
    onChange(next, `text ${control.name} ${at}`);
  };
  const remove = (at: number) => {
    if (at >= texts.length) setAdding(false);
    else onChange(texts.toSpliced(at, 1));
  };

  return (
    <Stack gap={6}>
      {shown.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text has no other name, and keeps the cursor by its place.
        <Group key={at} gap={4} wrap="nowrap" align="flex-start">
          <Textarea
            size="sm"
            flex={1}
            rows={rowsFor(text, Number(rows) || 1)}
            resize="vertical"
            autoFocus={adding && at === texts.length}
            aria-label={shown.length > 1 ? `${label}, text ${at + 1}` : label}
            placeholder={placeholder}
            value={text}
            onFocus={() => {
              before.current = text;
            }}
            onChange={({ currentTarget }) => write(at, currentTarget.value)}
            onBlur={() => {
              // A text that was emptied by hand is taken away; one that was stored empty stays.
              if (text === "" && before.current !== "" && texts.length > 1) remove(at);
            }}
          />
          {(texts.length > 0 || adding) && (
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Delete text ${at + 1} of ${label}`}
              onClick={() => remove(at)}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {texts.length > 0 && !adding && texts.length < most && (
        <Button
          size="compact-xs"
          variant="subtle"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => setAdding(true)}
        >
          Add a text
        </Button>
      )}
    </Stack>
  );
}

/** About as many lines as the text takes, and no more than fit on the screen. */
function rowsFor(text: string, least: number): number {
  const lines = text.split("\n").reduce((sum, line) => sum + Math.ceil(line.length / 80 || 1), 0);
  return Math.min(Math.max(lines, least, 1), 16);
}
