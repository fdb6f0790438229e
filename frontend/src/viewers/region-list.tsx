/** Every region in words: the way to reach them without a mouse, and the overview of differences. */
import { ActionIcon, Group, SegmentedControl, Text } from "@mantine/core";
import { IconLock, IconTrash } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { plural } from "@/lib/format";
import { type Editor, isEditable, useEditor } from "./editor";
import { STANDING_NAMES, Swatch } from "./legend";
import { type ShownRegion, statedSize } from "./shown-regions";
import type { Geometry } from "./types";
import classes from "./viewers.module.css";

const ROW_HEIGHT = 34;

/** Longer lists are virtual. */
const LONG = 100;

type Show = "all" | "differences";

export function RegionList() {
  const editor = useEditor();
  const [show, setShow] = useState<Show>("all");
  const several = editor.answers.length > 1;
  const rows =
    several && show === "differences"
      ? editor.regions.filter(({ comparison }) => comparison?.standing !== "agreeing")
      : editor.regions;
  if (editor.regions.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="xs">
        No regions.
      </Text>
    );
  }
  return (
    <div className={classes["list"]}>
      <Group justify="space-between" px="xs" pb={6} wrap="nowrap">
        <Text size="sm" fw={600} className={classes["count"]}>
          {plural(rows.length, "region")}
        </Text>
        {editor.selected !== null && isEditable(editor, editor.selected) && (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="red"
            ml="auto"
            aria-label={`Delete ${editor.selected.title}`}
            onClick={editor.removeSelected}
          >
            <IconTrash size={14} />
          </ActionIcon>
        )}
        {several && (
          <SegmentedControl
            size="xs"
            aria-label="Regions to list"
            value={show}
            onChange={(value) => setShow(value as Show)}
            data={[
              { value: "all", label: "All" },
              { value: "differences", label: "Differences" },
            ]}
          />
        )}
      </Group>
      <Rows key={editor.identity} rows={rows} editor={editor} />
    </div>
  );
}

type RowsProps = { readonly rows: readonly ShownRegion[]; readonly editor: Editor };

function Rows({ rows, editor }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const selectedAt = rows.findIndex(({ ref }) => ref === editor.selected?.ref);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = targetRow(event.key, selectedAt, rows.length);
    if (to === null || event.ctrlKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    editor.select(rows[to]?.ref ?? null);
  };

  const Body = rows.length > LONG ? LongBody : ShortBody;
  return (
    <div
      ref={scroller}
      className={classes["rows"]}
      role="listbox"
      aria-label="Regions"
      tabIndex={0}
      aria-activedescendant={selectedAt >= 0 ? rowId(selectedAt) : undefined}
      onKeyDown={onKeyDown}
    >
      <Body rows={rows} editor={editor} scroller={scroller} selectedAt={selectedAt} />
    </div>
  );
}

type BodyProps = RowsProps & {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly selectedAt: number;
};

function ShortBody({ rows, editor, selectedAt }: BodyProps) {
  useEffect(() => {
    document.getElementById(rowId(selectedAt))?.scrollIntoView({ block: "nearest" });
  }, [selectedAt]);
  return (
    <div style={{ height: rows.length * ROW_HEIGHT, position: "relative" }}>
      {rows.map((shown, index) => (
        <Row key={shown.ref} index={index} top={index * ROW_HEIGHT} shown={shown} editor={editor} />
      ))}
    </div>
  );
}

/** Thousands of regions: only the rows in sight are in the page. */
function LongBody({ rows, editor, scroller, selectedAt }: BodyProps) {
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    initialRect: { width: 300, height: 400 },
  });

  useEffect(() => {
    if (selectedAt >= 0) virtual.scrollToIndex(selectedAt, { align: "auto" });
  }, [selectedAt, virtual]);

  return (
    <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
      {virtual.getVirtualItems().map(({ index, start }) => {
        const shown = rows[index];
        return shown === undefined ? null : (
          <Row key={shown.ref} index={index} top={start} shown={shown} editor={editor} />
        );
      })}
    </div>
  );
}

type RowProps = {
  readonly index: number;
  readonly top: number;
  readonly shown: ShownRegion;
  readonly editor: Editor;
};

function Row({ index, top, shown, editor }: RowProps) {
  const { ref, answer, region, label, title, comparison } = shown;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself handles the keys.
    <div
      id={rowId(index)}
      role="option"
      tabIndex={-1}
      aria-selected={editor.selected?.ref === ref}
      className={classes["row"]}
      data-lit={isLit(shown, editor) || undefined}
      style={{ transform: `translateY(${top}px)`, height: ROW_HEIGHT }}
      onClick={() => editor.select(ref)}
      onPointerEnter={() => editor.hover(ref)}
      onPointerLeave={() => editor.hover(null)}
    >
      <Swatch
        colour={editor.answers.length > 1 ? answer.colour : (label?.colour ?? answer.colour)}
      />
      <span className={classes["rowText"]}>
        <span className={classes["rowTitle"]}>{title}</span>{" "}
        <span className={classes["rowDetail"]}>{detailOf(shown, editor)}</span>
      </span>{" "}
      {comparison !== undefined && (
        <span className={classes["standing"]} data-standing={comparison.standing}>
          {STANDING_NAMES[comparison.standing]}
        </span>
      )}
      {region.locked && <IconLock size={14} aria-label="Locked" />}
    </div>
  );
}

/** Under the pointer somewhere, or the counterpart of what is. */
function isLit({ ref, comparison }: ShownRegion, { hovered }: Editor): boolean {
  return (
    hovered !== null && (hovered === ref || comparison?.counterparts.includes(hovered) === true)
  );
}

function detailOf(shown: ShownRegion, editor: Editor): string {
  const { geometry, region, answer, companions } = shown;
  const parts = [placeOf(shown, editor)];
  if (editor.answers.length > 1) parts.push(answer.name);
  if (geometry.kind === "box" && geometry.rotation !== 0) {
    parts.push(`turned ${Math.round(geometry.rotation)}°`);
  }
  for (const { from_name, type, value } of companions) {
    parts.push(`${from_name ?? type}: ${JSON.stringify(value?.[type ?? ""] ?? value)}`);
  }
  if (region.item["hidden"] === true) parts.push("hidden by its author");
  return parts.join(" · ");
}

const NAMES: Readonly<Record<Geometry["kind"], string>> = {
  span: "text",
  box: "box",
  ellipse: "ellipse",
  polygon: "polygon",
  point: "point",
  path: "line",
  mask: "painted area",
  time: "time",
  frames: "frames",
  track: "moving box",
  passage: "text",
};

function placeOf({ geometry, region, answer }: ShownRegion, editor: Editor): string {
  if (geometry.kind === "span") {
    const text = region.item.value?.["text"];
    return typeof text === "string" ? `“${text}”` : `${geometry.start}–${geometry.end}`;
  }
  if (geometry.kind !== "box") return NAMES[geometry.kind];
  const size = statedSize([answer, ...editor.answers], region.object);
  if (size === null) return `${geometry.width.toFixed(1)} × ${geometry.height.toFixed(1)} %`;
  const width = Math.round((geometry.width / 100) * size.width);
  const height = Math.round((geometry.height / 100) * size.height);
  return `${width} × ${height} px`;
}

function targetRow(key: string, at: number, count: number): number | null {
  switch (key) {
    case "ArrowDown":
      return Math.min(count - 1, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

const rowId = (index: number) => `region-row-${index}`;
