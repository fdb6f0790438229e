/** Every region in words: the way to reach them without a mouse, and the overview of differences. */
import { ActionIcon, Group, SegmentedControl, Text } from "@mantine/core";
import { IconLock, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { plural } from "@/lib/format";
import { RowList } from "./compare/row-list";
import { companionWords, placeWords } from "./compare/words";
import { type Editor, isEditable, useEditor } from "./editor";
import { STANDING_NAMES, Swatch } from "./legend";
import { type ShownRegion, statedSize } from "./shown-regions";
import classes from "./viewers.module.css";

const ROW_HEIGHT = 34;

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

/** Shift or Ctrl with a click, or Shift with an arrow key, selects several. */
function Rows({ rows, editor }: RowsProps) {
  const current = rows.findIndex(({ ref }) => ref === editor.selected?.ref);
  return (
    <RowList
      label="Regions"
      count={rows.length}
      height={ROW_HEIGHT}
      current={current}
      several
      isSelected={(at) => editor.picked.has(rows[at]?.ref ?? "")}
      isLit={(at) => isLit(rows[at], editor)}
      keyOf={(at) => rows[at]?.ref ?? String(at)}
      onSelect={(at, more) => {
        const ref = rows[at]?.ref ?? null;
        if (more && ref !== null) editor.pick(ref);
        else editor.select(ref);
      }}
      onHover={(at) => editor.hover(at === null ? null : (rows[at]?.ref ?? null))}
    >
      {(at) => {
        const shown = rows[at];
        return shown === undefined ? null : <Row shown={shown} editor={editor} />;
      }}
    </RowList>
  );
}

type RowProps = { readonly shown: ShownRegion; readonly editor: Editor };

function Row({ shown, editor }: RowProps) {
  const { answer, region, label, title, comparison } = shown;
  return (
    <>
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
    </>
  );
}

/** Under the pointer somewhere, or the counterpart of what is. */
function isLit(shown: ShownRegion | undefined, { hovered }: Editor): boolean {
  if (shown === undefined || hovered === null) return false;
  return shown.ref === hovered || shown.comparison?.counterparts.includes(hovered) === true;
}

function detailOf(shown: ShownRegion, editor: Editor): string {
  const { geometry, region, answer, companions } = shown;
  const parts = [placeWords(shown, statedSize([answer, ...editor.answers], region.object))];
  if (editor.answers.length > 1) parts.push(answer.name);
  if (geometry.kind === "box" && geometry.rotation !== 0) {
    parts.push(`turned ${Math.round(geometry.rotation)}°`);
  }
  parts.push(...companionWords(companions));
  if (region.item["hidden"] === true) parts.push("hidden by its author");
  return parts.join(" · ");
}
