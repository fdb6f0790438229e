import { ActionIcon, Button, Group, Text, TextInput, Tooltip } from "@mantine/core";
import {
  IconChevronDown,
  IconChevronUp,
  IconLetterCase,
  IconSearch,
  IconX,
} from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { KeyHint } from "@/components/key-hint";
import classes from "./search-bar.module.css";
import { MOST_HITS } from "./text-search";
import type { TextSearch } from "./use-text-search";

type Props = {
  readonly search: TextSearch;
  /** The name of the text, for those who do not see where the bar stands. */
  readonly name: string;
  /** Where the cursor goes when the search is put away. */
  readonly onClose: () => void;
};

/** Shorter texts are seen at a glance: no button for a search, but its key works. */
export const SEARCHED = 600;

export function SearchBar({ search, name, onClose }: Props) {
  if (!search.isOpen) {
    return (
      <div className={classes["opener"]}>
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconSearch size={13} />}
          rightSection={<KeyHint keyText="Ctrl+f" />}
          aria-label={`Search in ${name}`}
          onClick={search.open}
        >
          Search
        </Button>
      </div>
    );
  }
  return <OpenBar search={search} name={name} onClose={onClose} />;
}

function OpenBar({ search, name, onClose }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const close = () => {
    search.close();
    onClose();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") search.step(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const none = search.hits === 0;
  return (
    <Group gap={4} className={classes["bar"]} role="search" aria-label={`Search in ${name}`}>
      <TextInput
        ref={field}
        size="xs"
        className={classes["field"]}
        aria-label="Words to search for"
        placeholder="Search in the text"
        leftSection={<IconSearch size={14} />}
        value={search.query}
        onChange={(event) => search.search(event.currentTarget.value, search.matchCase)}
        onKeyDown={onKeyDown}
        onFocus={() => {
          search.take();
          search.onTyping(true);
        }}
        onBlur={() => search.onTyping(false)}
      />
      <Text size="xs" c="dimmed" className={classes["count"]} role="status">
        {countInWords(search)}
      </Text>
      <Tip label="Hit before (Shift+Enter)">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label="Hit before"
          disabled={none}
          onClick={() => search.step(-1)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
      </Tip>
      <Tip label="Next hit (Enter)">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label="Next hit"
          disabled={none}
          onClick={() => search.step(1)}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
      </Tip>
      <Tip label="Capitals count">
        <ActionIcon
          size="sm"
          variant={search.matchCase ? "light" : "subtle"}
          color={search.matchCase ? undefined : "gray"}
          aria-label="Capitals count"
          aria-pressed={search.matchCase}
          onClick={() => search.search(search.query, !search.matchCase)}
        >
          <IconLetterCase size={16} />
        </ActionIcon>
      </Tip>
      <Tip label="Put the search away (Esc)">
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label="Put the search away"
          onClick={close}
        >
          <IconX size={16} />
        </ActionIcon>
      </Tip>
    </Group>
  );
}

function Tip({
  label,
  children,
}: {
  readonly label: string;
  readonly children: React.ReactElement;
}) {
  return (
    <Tooltip label={label} openDelay={400} withArrow>
      {children}
    </Tooltip>
  );
}

function countInWords({ query, hits, at }: TextSearch): string {
  if (query.trim() === "") return "";
  if (hits === 0) return "Not found";
  return `${at} of ${hits}${hits >= MOST_HITS ? " or more" : ""}`;
}
