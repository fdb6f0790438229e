/** The brush and the difference of masks, as buttons beside the picture. */
import { Button, Group, Select, Slider, Text } from "@mantine/core";
import { IconBrush, IconEraser, IconLayersDifference } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { KeyHint } from "@/components/key-hint";
import { plural } from "@/lib/format";
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import { useEditor } from "../editor";
import { brushEscape, maskActions } from "./brush-commands";
import type { MaskPair, ShownMask } from "./difference";
import classes from "./masks.module.css";
import type { Brush } from "./use-brush";
import type { Difference, Masks } from "./use-masks";

type Props = {
  readonly masks: Masks;
  /** This picture has the keys; false for the others of a grid. */
  readonly atHand: boolean;
};

export function MaskBar({ masks, atHand }: Props) {
  const editor = useEditor();
  const actions = maskActions(masks, editor, atHand);
  useShortcuts([...Object.values(actions), brushEscape(masks, editor)]);
  if (masks.absent) return null;
  const { brush, difference } = masks;
  return (
    <div className={classes["bar"]}>
      <Group gap="xs" role="group" aria-label="Masks">
        {editor.canEdit && (
          <>
            <Toggle action={actions.paint} on={brush.chosen === "paint"} icon={<IconBrush />} />
            <Toggle action={actions.erase} on={brush.chosen === "erase"} icon={<IconEraser />} />
            <BrushSize brush={brush} larger={actions.larger} smaller={actions.smaller} />
          </>
        )}
        {(difference.on || difference.possible) && (
          <Toggle
            action={{ ...actions.difference, label: "Difference" }}
            on={difference.on}
            icon={<IconLayersDifference />}
          />
        )}
        <Rivals difference={difference} />
      </Group>
      {difference.pair !== null && <Apart pair={difference.pair} />}
      <Notes masks={masks} />
    </div>
  );
}

type ToggleProps = {
  readonly action: Action;
  readonly on: boolean;
  readonly icon: ReactNode;
};

function Toggle({ action, on, icon }: ToggleProps) {
  const [key = ""] = action.keys;
  return (
    <Button
      size="compact-sm"
      variant={on ? "filled" : "default"}
      aria-pressed={on}
      disabled={!action.enabled}
      onClick={action.run}
      leftSection={<span className={classes["icon"]}>{icon}</span>}
      rightSection={<KeyHint keyText={key} />}
    >
      {action.label}
    </Button>
  );
}

type SizeProps = { readonly brush: Brush; readonly larger: Action; readonly smaller: Action };

function BrushSize({ brush, larger, smaller }: SizeProps) {
  return (
    <Group gap={6} wrap="nowrap">
      <Text size="sm" component="span" id="brush-size">
        Size
      </Text>
      <Slider
        className={classes["size"]}
        size="sm"
        min={1}
        max={Math.min(brush.largest, Math.max(100, brush.diameter))}
        value={brush.diameter}
        onChange={brush.setDiameter}
        label={null}
        thumbLabel="Brush size in pixels of the image"
      />
      <Text size="xs" c="dimmed" component="span" className={classes["pixels"]}>
        {brush.diameter} px
      </Text>
      <KeyHint keyText={smaller.keys[0] ?? ""} />
      <KeyHint keyText={larger.keys[0] ?? ""} />
    </Group>
  );
}

function Rivals({ difference: { on, rivals, pair, choose } }: { difference: Difference }) {
  if (!on || pair === null || rivals.length < 2) return null;
  return (
    <Select
      size="xs"
      aria-label="Mask to compare with"
      allowDeselect={false}
      value={pair.right.shown.ref}
      onChange={(ref) => ref !== null && choose(ref)}
      data={rivals.map(({ shown }, index) => ({
        value: shown.ref,
        label: `${nameOf({ shown })} · ${index + 1}`,
      }))}
    />
  );
}

const nameOf = ({ shown }: Pick<ShownMask, "shown">) => `${shown.title}, ${shown.answer.name}`;

function Apart({ pair: { left, right, overlap, onlyLeft, onlyRight } }: { pair: MaskPair }) {
  return (
    <Text size="xs" component="p" className={classes["apart"]} role="status">
      <span>Overlap {(overlap * 100).toFixed(1)}%</span>
      <Part colour={left.shown.answer.colour} kind="left">
        only {left.shown.answer.name}: {plural(onlyLeft, "pixel")}
      </Part>
      <Part colour={right.shown.answer.colour} kind="right">
        only {right.shown.answer.name}: {plural(onlyRight, "pixel")}
      </Part>
    </Text>
  );
}

type PartProps = {
  readonly colour: string;
  readonly kind: "left" | "right";
  readonly children: ReactNode;
};

function Part({ colour, kind, children }: PartProps) {
  return (
    <span>
      <span className={classes["swatch"]} data-kind={kind} style={{ color: colour }} aria-hidden />
      {children}
    </span>
  );
}

function Notes({ masks: { brush, difference, loading, problems } }: Pick<Props, "masks">) {
  const notes = [
    ...problems,
    ...(loading > 0 ? [`Loading ${plural(loading, "mask")}…`] : []),
    ...(brush.problem === null ? [] : [brush.problem]),
    ...(brush.chosen === "paint" && brush.tool === null
      ? ["Choose a label to paint a new mask, or select a mask to add to it."]
      : []),
    ...(brush.chosen === "erase" && brush.tool === null ? ["There is no mask to erase from."] : []),
    ...(difference.on && difference.pair === null
      ? ["Nobody else has a mask of this size to compare with."]
      : []),
  ];
  return notes.map((note) => (
    <Text key={note} size="xs" c="dimmed" component="p" role="status">
      {note}
    </Text>
  ));
}
