/** The relations in words: who related what, and the tools for those of the answer that is edited. */
import { ActionIcon, Button, Group, MultiSelect, Text, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { KeyHint } from "@/components/key-hint";
import { plural } from "@/lib/format";
import { placeWords } from "../compare/words";
import { type Editor, useEditor } from "../editor";
import { Swatch } from "../legend";
import { type ShownRegion, statedSize } from "../shown-regions";
import viewers from "../viewers.module.css";
import {
  DIRECTIONS,
  relationLabels,
  removeRelation,
  setDirection,
  setRelationLabels,
} from "./relations";
import classes from "./relations.module.css";
import {
  DIRECTION_SIGNS,
  DIRECTION_WORDS,
  type ShownRelation,
  showRelations,
} from "./shown-relations";
import type { Relating } from "./use-relating";

export function RelationList({ relating }: { readonly relating: Relating }) {
  const editor = useEditor();
  const { answers, regions, config, canEdit } = editor;
  const relations = useMemo(() => showRelations({ answers, regions }), [answers, regions]);
  const offered = useMemo(() => relationLabels(config.root), [config.root]);
  const { from, possible, start, stop } = relating;
  if (relations.length === 0 && !(canEdit && (possible || from !== null))) return null;
  return (
    <section className={viewers["list"]} aria-label="Relations">
      <Group justify="space-between" px="xs" pb={6} wrap="nowrap">
        <Text size="sm" fw={600}>
          {plural(relations.length, "relation")}
        </Text>
        {canEdit && (possible || from !== null) && (
          <Button
            size="compact-xs"
            variant={from === null ? "default" : "light"}
            onClick={from === null ? start : stop}
            rightSection={<KeyHint keyText="Shift+r" />}
          >
            {from === null ? "Relate" : "Stop"}
          </Button>
        )}
      </Group>
      {from !== null && (
        <Text size="xs" px="xs" pb={6} role="status">
          Select the region that {inWords(from, editor)} relates to. Esc stops.
        </Text>
      )}
      {relations.length > 0 && (
        <ul className={classes["relations"]}>
          {relations.map((each) => (
            <Row key={each.key} shown={each} editor={editor} offered={offered} />
          ))}
        </ul>
      )}
    </section>
  );
}

type RowProps = {
  readonly shown: ShownRelation;
  readonly editor: Editor;
  readonly offered: readonly string[];
};

function Row({ shown, editor, offered }: RowProps) {
  const { answer, relation, from, to } = shown;
  const mine = editor.canEdit && answer.key === editor.focus;
  const several = editor.answers.length > 1;
  const options = [...new Set([...offered, ...relation.labels])];
  const ends = `${nameOf(from, relation.from, editor)} and ${nameOf(to, relation.to, editor)}`;
  return (
    <li className={classes["relation"]}>
      {several && (
        <>
          <Swatch colour={answer.colour} />
          <Text span size="xs" c="dimmed">
            {answer.name}
          </Text>
        </>
      )}
      <End shown={from} id={relation.from} editor={editor} />
      <DirectionSign shown={shown} mine={mine} editor={editor} />
      <End shown={to} id={relation.to} editor={editor} />
      {mine && options.length > 0 ? (
        <MultiSelect
          size="xs"
          aria-label={`Labels of the relation of ${ends}`}
          placeholder={relation.labels.length === 0 ? "Label" : ""}
          data={options}
          value={[...relation.labels]}
          onChange={(labels) => editor.edit(setRelationLabels(relation.index, labels))}
          w="100%"
        />
      ) : (
        relation.labels.length > 0 && (
          <Text span size="xs" fw={600}>
            {relation.labels.join(", ")}
          </Text>
        )
      )}
      {mine && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="red"
          ml="auto"
          aria-label={`Delete the relation of ${ends}`}
          onClick={() => editor.edit(removeRelation(relation.index))}
        >
          <IconTrash size={14} />
        </ActionIcon>
      )}
    </li>
  );
}

type DirectionProps = {
  readonly shown: ShownRelation;
  readonly mine: boolean;
  readonly editor: Editor;
};

function DirectionSign({ shown: { relation }, mine, editor }: DirectionProps) {
  const { direction, index } = relation;
  const words = DIRECTION_WORDS[direction];
  if (!mine) {
    return (
      <span role="img" aria-label={words}>
        {DIRECTION_SIGNS[direction]}
      </span>
    );
  }
  const next = DIRECTIONS[(DIRECTIONS.indexOf(direction) + 1) % DIRECTIONS.length] ?? "right";
  return (
    <Tooltip label={`Points ${words}. Press to change.`}>
      <ActionIcon
        size="sm"
        variant="default"
        aria-label={`Direction: ${words}`}
        onClick={() => editor.edit(setDirection(index, next))}
      >
        {DIRECTION_SIGNS[direction]}
      </ActionIcon>
    </Tooltip>
  );
}

type EndProps = {
  readonly shown: ShownRegion | undefined;
  readonly id: string;
  readonly editor: Editor;
};

function End({ shown, id, editor }: EndProps) {
  if (shown === undefined) {
    return <span className={classes["missing"]}>region {id}, not drawn</span>;
  }
  return (
    <button
      type="button"
      className={classes["end"]}
      onClick={() => editor.select(shown.ref)}
      onPointerEnter={() => editor.hover(shown.ref)}
      onPointerLeave={() => editor.hover(null)}
    >
      {inWords(shown, editor)}
    </button>
  );
}

function nameOf(shown: ShownRegion | undefined, id: string, editor: Editor): string {
  return shown === undefined ? `region ${id}` : inWords(shown, editor);
}

function inWords(shown: ShownRegion, { answers }: Editor): string {
  const size = statedSize([shown.answer, ...answers], shown.region.object);
  return `${shown.title} ${placeWords(shown, size)}`;
}
