import { ActionIcon, Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconChevronRight, IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useMemo, useState } from "react";
import { useEditor } from "../../editor";
import { deepEqual } from "../../equality";
import { listOf, mostEntries, pathTitle } from "../answers";
import { taxonomyOptions } from "../config-children";
import classes from "../controls.module.css";
import type { FieldProps } from "../field";
import { type Branch, branchesAbove, countOptions, findBranches, openBranches } from "../tree";

/** A tree as small as this needs no button to open it. */
const SMALL = 12;

/** Rows of a search that are drawn at once. */
const MOST_FOUND = 100;

export function TaxonomyAnswer({ control, data, value, label, onChange }: FieldProps) {
  const { config } = useEditor();
  const options = useMemo(() => taxonomyOptions(config, control, data), [config, control, data]);
  const small = useMemo(() => countOptions(options) <= SMALL, [options]);
  const [open, setOpen] = useState(small);
  const paths = listOf(value);
  const most = mostEntries(control);
  const full = paths.length >= most;

  const toggle = (path: readonly string[]) => {
    const others = paths.filter((each) => !deepEqual(each, path));
    onChange(others.length < paths.length ? others : [...paths, path]);
  };

  return (
    <Stack gap={6}>
      <Group gap={6}>
        {paths.map((path) => {
          const title = pathTitle({ config, control, data }, path);
          return (
            <span key={JSON.stringify(path)} className={classes["chip"]}>
              {title}
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={`Take ${title} away`}
                onClick={() => onChange(paths.filter((each) => each !== path))}
              >
                <IconX size={12} />
              </ActionIcon>
            </span>
          );
        })}
        {!small && (
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? "Close" : (control.attrs["placeholder"] ?? "Choose…")}
          </Button>
        )}
        {full && (
          <Text size="xs" c="dimmed">
            The config allows {most === 1 ? "one answer" : `${most} answers`}.
          </Text>
        )}
      </Group>
      {open && (
        <Tree
          label={label}
          options={options}
          chosen={paths}
          leafsOnly={control.attrs["leafsOnly"] === "true"}
          searched={!small}
          full={full}
          onToggle={toggle}
        />
      )}
    </Stack>
  );
}

type TreeProps = {
  readonly label: string;
  readonly options: Parameters<typeof openBranches>[0];
  readonly leafsOnly: boolean;
  readonly searched: boolean;
  readonly chosen: readonly unknown[];
  readonly full: boolean;
  readonly onToggle: (path: readonly string[]) => void;
};

function Tree({ label, options, chosen, leafsOnly, searched, full, onToggle }: TreeProps) {
  const [query, setQuery] = useState("");
  const [opened, setOpened] = useState(() => branchesAbove(chosen));
  const searching = query.trim() !== "";
  const found = searching ? findBranches(options, query) : openBranches(options, opened);
  const rows = searching ? found.slice(0, MOST_FOUND) : found;

  const setBranch = (key: string, open: boolean) =>
    setOpened((before) => {
      const next = new Set(before);
      if (open) next.add(key);
      else next.delete(key);
      return next;
    });

  return (
    <>
      {searched && (
        <TextInput
          size="xs"
          aria-label={`Search ${label}`}
          placeholder="Search"
          leftSection={<IconSearch size={14} />}
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
      )}
      <div className={classes["tree"]}>
        {rows.length === 0 && (
          <Text size="xs" c="dimmed">
            {searching ? "Nothing found." : "The tree is empty."}
          </Text>
        )}
        {rows.map((branch) => (
          <BranchRow
            key={branch.key}
            branch={branch}
            flat={searching}
            open={opened.has(branch.key)}
            onOpen={(open) => setBranch(branch.key, open)}
            on={chosen.some((each) => deepEqual(each, branch.path))}
            fixed={leafsOnly && branch.hasChildren}
            full={full}
            onToggle={() => onToggle(branch.path)}
          />
        ))}
        {found.length > rows.length && (
          <Text size="xs" c="dimmed">
            {found.length - rows.length} more: type more of the name.
          </Text>
        )}
      </div>
    </>
  );
}

type BranchRowProps = {
  readonly branch: Branch;
  /** A hit of the search, named by its whole path. */
  readonly flat: boolean;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly on: boolean;
  /** Only what has nothing below it may be chosen. */
  readonly fixed: boolean;
  readonly full: boolean;
  readonly onToggle: () => void;
};

function BranchRow(props: BranchRowProps) {
  const { branch, flat, open, onOpen, on, fixed, full, onToggle } = props;
  const { title, titles, depth, hasChildren, hint } = branch;
  const opens = hasChildren && !flat;

  const onKeyDown = (event: KeyboardEvent) => {
    if (opens && event.key === "ArrowRight") onOpen(true);
    else if (opens && event.key === "ArrowLeft") onOpen(false);
    else if (!moveFocus(event)) return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: passes the arrow keys of its box and button on.
    <div
      className={classes["branch"]}
      style={flat ? undefined : { paddingInlineStart: depth * 20 }}
      title={hint ?? undefined}
      onKeyDown={onKeyDown}
    >
      {opens ? (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          className={classes["toggle"]}
          aria-expanded={open}
          aria-label={`Show what is in ${title}`}
          onClick={() => onOpen(!open)}
        >
          <IconChevronRight size={14} />
        </ActionIcon>
      ) : (
        <span className={classes["toggle"]} aria-hidden />
      )}
      {fixed ? (
        <Text size="sm">{flat ? titles.join(" / ") : title}</Text>
      ) : (
        <Checkbox
          size="xs"
          label={flat ? titles.join(" / ") : title}
          checked={on}
          disabled={full && !on}
          classNames={{ label: classes["optionLabel"] ?? "" }}
          onChange={onToggle}
        />
      )}
    </div>
  );
}

/** The arrow keys go up and down the rows. */
function moveFocus({ key, currentTarget }: KeyboardEvent): boolean {
  if (key !== "ArrowDown" && key !== "ArrowUp") return false;
  const row =
    key === "ArrowDown" ? currentTarget.nextElementSibling : currentTarget.previousElementSibling;
  row?.querySelector<HTMLElement>("input:not(:disabled), button")?.focus();
  return true;
}
