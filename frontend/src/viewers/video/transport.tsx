/** Play, step, seek and speed; and what can be changed at the frame on the screen. */
import { ActionIcon, Button, Group, NativeSelect, Text, Tooltip } from "@mantine/core";
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerTrackNext,
  IconPlayerTrackPrev,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { KeyHint } from "@/components/key-hint";
import type { Action } from "@/lib/use-shortcuts";
import type { TimeAxis } from "../lanes/use-time-axis";
import { clock } from "./frames";
import type { Player } from "./use-player";
import classes from "./video-viewer.module.css";

type Props = {
  readonly name: string;
  readonly player: Player;
  readonly axis: TimeAxis;
  /** The commands by their ids: buttons are made of them. */
  readonly actions: Readonly<Record<string, Action>>;
};

export const SPEEDS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4] as const;

export function Transport({ name, player, axis, actions }: Props) {
  const { frame, count, rate, playing, speed } = player;
  const said = `Frame ${frame} of ${count}, ${clock(frame, rate)}`;
  return (
    <div className={classes["bar"]}>
      <Group gap={4} wrap="nowrap">
        <IconButton action={actions["before"]}>
          <IconPlayerTrackPrev size={16} />
        </IconButton>
        <IconButton action={actions["back"]}>
          <IconChevronLeft size={18} />
        </IconButton>
        <IconButton action={actions["play"]}>
          {playing ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
        </IconButton>
        <IconButton action={actions["on"]}>
          <IconChevronRight size={18} />
        </IconButton>
        <IconButton action={actions["behind"]}>
          <IconPlayerTrackNext size={16} />
        </IconButton>
      </Group>
      <input
        type="range"
        className={classes["seek"]}
        aria-label={`Frame of ${name}`}
        aria-valuetext={said}
        min={1}
        max={count}
        step={1}
        value={frame}
        onChange={(event) => player.seek(event.currentTarget.valueAsNumber)}
      />
      <Text size="sm" className={classes["clock"]}>
        {frame} / {count}{" "}
        <Text span c="dimmed" size="xs">
          {clock(frame, rate)}
        </Text>
      </Text>
      <NativeSelect
        size="xs"
        aria-label={`Speed of ${name}`}
        value={String(speed)}
        onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}
        data={SPEEDS.map((each) => ({ value: String(each), label: `${each}×` }))}
      />
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          aria-label="Longer stretch of time"
          disabled={!axis.zoomed}
          onClick={() => axis.zoom(0.5)}
        >
          <IconZoomOut size={16} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          aria-label="Shorter stretch of time"
          onClick={() => axis.zoom(2, frame - 0.5)}
        >
          <IconZoomIn size={16} />
        </ActionIcon>
      </Group>
    </div>
  );
}

type ToolsProps = Pick<Props, "name" | "actions"> & {
  readonly boxes: boolean;
  readonly ranges: boolean;
};

/** What can be changed; the buttons keep their places whether they can be used now or not. */
export function EditTools({ name, actions, boxes, ranges }: ToolsProps) {
  const shown = [...(boxes ? ["keyframe"] : []), ...(ranges ? ["begin"] : []), "end", "add"];
  return (
    <Group gap={4} role="group" aria-label={`Changes of ${name}`}>
      {shown.map((each) => (
        <WordButton key={each} action={actions[each]} />
      ))}
    </Group>
  );
}

type ButtonProps = { readonly action: Action | undefined };

function IconButton({ action, children }: ButtonProps & { readonly children: ReactNode }) {
  if (action === undefined) return null;
  return (
    <Tooltip
      label={
        <Group gap={6}>
          {action.label} <KeyOf action={action} />
        </Group>
      }
      openDelay={400}
    >
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={action.label}
        disabled={!action.enabled}
        onClick={action.run}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

function WordButton({ action }: ButtonProps) {
  if (action === undefined) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      fw={500}
      disabled={!action.enabled}
      onClick={action.run}
      rightSection={<KeyOf action={action} />}
    >
      {action.label}
    </Button>
  );
}

function KeyOf({ action: { keys } }: { readonly action: Action }) {
  return keys[0] === undefined ? null : <KeyHint keyText={keys[0]} />;
}
