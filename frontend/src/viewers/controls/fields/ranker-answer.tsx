import { ActionIcon, Button, Group, NativeSelect, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type DragEvent, useEffect, useMemo, useRef, useState } from "react";
import { useEditor } from "../../editor";
import classes from "../controls.module.css";
import type { FieldProps } from "../field";
import {
  arrange,
  type Column,
  moveItem,
  type RankedItem,
  rankedItems,
  rankerColumns,
} from "../ranking";

type Drop = { readonly column: string; readonly at: number };

/** Columns of items that are moved by the mouse or by buttons. */
export function RankerAnswer({ control, data, value, label, onChange }: FieldProps) {
  const { config } = useEditor();
  const items = useMemo(
    () => new Map(rankedItems(config, control, data).map((item) => [item.id, item])),
    [config, control, data],
  );
  const columns = rankerColumns(config, control);
  const ranking = arrange(config, control, data, value);
  const [dragged, setDragged] = useState<string | null>(null);
  const [drop, setDrop] = useState<Drop | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const refocus = useRef<string | null>(null);

  /** A moved item is drawn anew: the button that moved it keeps the focus. */
  useEffect(() => {
    if (refocus.current === null) return;
    list.current
      ?.querySelector<HTMLElement>(`[data-move="${CSS.escape(refocus.current)}"]`)
      ?.focus();
    refocus.current = null;
  });

  const move = (id: string, { column, at }: Drop, button: string | null = null) => {
    const next = moveItem(ranking, id, column, at);
    refocus.current = button;
    if (next !== ranking) onChange(next);
  };
  const endDrag = () => {
    setDragged(null);
    setDrop(null);
  };

  return (
    <>
      <div ref={list} className={classes["columns"]}>
        {columns.map(({ key, title }) => {
          const ids = ranking[key] ?? [];
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop items; the buttons do the same.
            <div
              key={key}
              className={classes["column"]}
              data-over={drop?.column === key || undefined}
              onDragOver={(event) => {
                if (dragged === null) return;
                event.preventDefault();
                setDrop({ column: key, at: placeUnder(event, ids.length) });
              }}
              onDrop={(event) => {
                event.preventDefault();
                const others = ids.filter((id) => id !== dragged);
                const at = placeUnder(event, ids.length);
                const before = ids.slice(0, at).filter((id) => others.includes(id)).length;
                if (dragged !== null) move(dragged, { column: key, at: before });
                endDrag();
              }}
            >
              {title !== "" && (
                <Text size="xs" fw={600}>
                  {title}
                </Text>
              )}
              <ol className={classes["items"]} aria-label={title || label}>
                {ids.map((id, at) => (
                  <Item
                    key={id}
                    item={items.get(id) ?? { id, title: `${id} (not in the task)`, body: "" }}
                    place={{ column: key, at }}
                    last={ids.length - 1}
                    columns={columns}
                    below={drop?.column === key && drop.at === at && dragged !== null}
                    dragged={dragged === id}
                    onDrag={(started) => (started ? setDragged(id) : endDrag())}
                    onMove={(to, button) => move(id, to, button)}
                  />
                ))}
              </ol>
            </div>
          );
        })}
      </div>
      {value === undefined && items.size > 0 && (
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            Not answered yet.
          </Text>
          <Button size="compact-xs" variant="default" onClick={() => onChange(ranking)}>
            Answer with this order
          </Button>
        </Group>
      )}
    </>
  );
}

type ItemProps = {
  readonly item: RankedItem;
  readonly place: Drop;
  readonly last: number;
  readonly columns: readonly Column[];
  /** What is dragged would go before this one. */
  readonly below: boolean;
  readonly dragged: boolean;
  readonly onDrag: (started: boolean) => void;
  readonly onMove: (to: Drop, button: string) => void;
};

function Item({ item, place, last, columns, below, dragged, onDrag, onMove }: ItemProps) {
  const { id, title, body } = item;
  const { column, at } = place;
  return (
    <li
      className={classes["item"]}
      draggable
      data-item
      data-below={below || undefined}
      data-dragged={dragged || undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", title);
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    >
      <span className={classes["rank"]}>{at + 1}.</span>
      <span className={classes["itemText"]}>
        {title}
        {body !== "" && <span className={classes["itemBody"]}>{body}</span>}
      </span>
      <span className={classes["itemTools"]}>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`Move ${title} up`}
          aria-disabled={at === 0}
          data-move={`up ${id}`}
          onClick={() => onMove({ column, at: at - 1 }, `up ${id}`)}
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={`Move ${title} down`}
          aria-disabled={at === last}
          data-move={`down ${id}`}
          onClick={() => onMove({ column, at: at + 1 }, `down ${id}`)}
        >
          <IconArrowDown size={14} />
        </ActionIcon>
        {columns.length > 1 && (
          <NativeSelect
            size="xs"
            w={130}
            aria-label={`Column of ${title}`}
            data-move={`to ${id}`}
            value={column}
            data={columns.map((each) => ({ value: each.key, label: each.title }))}
            onChange={({ currentTarget }) =>
              onMove({ column: currentTarget.value, at: Infinity }, `to ${id}`)
            }
          />
        )}
      </span>
    </li>
  );
}

/** Before the first item whose middle is below the pointer. */
function placeUnder({ currentTarget, clientY }: DragEvent<HTMLElement>, count: number): number {
  const items = [...currentTarget.querySelectorAll("[data-item]")];
  const at = items.findIndex((item) => {
    const { top, height } = item.getBoundingClientRect();
    return clientY < top + height / 2;
  });
  return at < 0 ? count : at;
}
