import { Button, Chip, Group, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { formatCount, plural } from "@/lib/format";
import type { Dimension } from "./types";

/** More classes than this are searched, not looked through. */
const SHOWN_CLASSES = 40;

type Props = {
  dimension: Dimension;
  readOnly: boolean;
  onChange: (excluded: string[]) => void;
};

/** Which classes count: a chip that is off takes its values out of the comparison. */
export function ClassChips({ dimension, readOnly, onChange }: Props) {
  const [search, setSearch] = useState("");
  const { values_enum: classes, excluded_classes: excluded } = dimension;
  if (classes === null) {
    return dimension.is_categorical ? (
      <TagsInput
        label="Classes left out"
        description="The config does not name the classes: type those that do not count."
        value={[...excluded]}
        disabled={readOnly}
        onChange={onChange}
        maw={536}
      />
    ) : null;
  }
  const wanted = search.trim().toLowerCase();
  const matching = classes.filter((each) => each.toLowerCase().includes(wanted));
  const shown = matching.slice(0, SHOWN_CLASSES);
  const included = classes.filter((each) => !excluded.includes(each));
  // A class that the config no longer has stays left out.
  const gone = excluded.filter((each) => !classes.includes(each));

  return (
    <Stack gap={6} role="group" aria-label={`Classes of ${dimension.name}`}>
      <Group gap="xs" justify="space-between">
        <Text size="sm" fw={500}>
          Classes that count: {formatCount(included.length)} of {formatCount(classes.length)}
        </Text>
        {!readOnly && (
          <Group gap={4}>
            <Button
              size="compact-xs"
              variant="default"
              disabled={excluded.length === gone.length}
              onClick={() => onChange(gone)}
            >
              All
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              disabled={included.length === 0}
              onClick={() => onChange([...gone, ...classes])}
            >
              None
            </Button>
          </Group>
        )}
      </Group>
      {classes.length > SHOWN_CLASSES && (
        <TextInput
          type="search"
          size="xs"
          maw={260}
          aria-label={`Search classes of ${dimension.name}`}
          placeholder="Search classes"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <Chip.Group
        multiple
        value={included}
        onChange={(values) =>
          onChange([...gone, ...classes.filter((one) => !values.includes(one))])
        }
      >
        <Group gap={6}>
          {shown.map((each) => (
            <Chip key={each} value={each} size="xs" radius="sm" disabled={readOnly}>
              {each}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {matching.length > shown.length && (
        <Text size="xs" c="dimmed">
          The first {shown.length} of {plural(matching.length, "class", "classes")} are shown.
          Search to find the others.
        </Text>
      )}
      {matching.length === 0 && (
        <Text size="xs" c="dimmed">
          No class is called “{search}”.
        </Text>
      )}
      {included.length === 0 && (
        <Text size="sm" role="alert">
          No class counts, so this dimension gets no figure. Switch it off instead.
        </Text>
      )}
    </Stack>
  );
}
