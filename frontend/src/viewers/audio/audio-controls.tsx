import { Button, Group, NativeSelect, Slider, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconRepeat, IconVolume } from "@tabler/icons-react";
import { useId } from "react";
import { KeyHint } from "@/components/key-hint";
import { AxisZoom } from "../lanes/axis-zoom";
import type { Range } from "../lanes/ranges";
import { formatClock } from "../lanes/ticks";
import type { TimeAxis } from "../lanes/use-time-axis";
import classes from "./audio-viewer.module.css";
import type { Player } from "./use-player";

export const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;

type Props = {
  readonly player: Player;
  readonly axis: TimeAxis;
  readonly duration: number;
  /** The selected region. */
  readonly range: Range | null;
};

export function AudioControls({ player, axis, duration, range }: Props) {
  const speed = useId();
  const ready = player.status === "ready";
  const rates = [...new Set([...RATES, player.rate])].sort((a, b) => a - b);
  return (
    <Group gap="sm" role="group" aria-label="Playing" className={classes["controls"]}>
      <Button
        size="compact-sm"
        variant="light"
        disabled={!ready}
        leftSection={player.playing ? <IconPlayerPause size={16} /> : <IconPlayerPlay size={16} />}
        rightSection={<KeyHint keyText=" " />}
        onClick={player.toggle}
      >
        {player.playing ? "Pause" : "Play"}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!ready || range === null}
        leftSection={<IconRepeat size={16} />}
        rightSection={<KeyHint keyText="." />}
        onClick={() => range !== null && player.playRange(range)}
      >
        Play region
      </Button>
      <Text size="sm" className={classes["time"]}>
        {formatClock(player.playhead, 0.01)} / {formatClock(duration, 0.01)}
      </Text>
      <Group gap={6} wrap="nowrap">
        <Text size="xs" component="label" htmlFor={speed}>
          Speed
        </Text>
        <NativeSelect
          id={speed}
          size="xs"
          value={String(player.rate)}
          data={rates.map((rate) => ({ value: String(rate), label: `${rate}×` }))}
          onChange={({ currentTarget: { value } }) => player.setRate(Number(value))}
        />
      </Group>
      <Group gap={6} wrap="nowrap">
        <IconVolume size={16} aria-hidden />
        <Slider
          w={80}
          size="sm"
          min={0}
          max={1}
          step={0.05}
          label={(value) => `${Math.round(value * 100)} %`}
          thumbLabel="Volume"
          value={player.volume}
          onChange={player.setVolume}
        />
      </Group>
      <AxisZoom axis={axis} whole="recording" />
    </Group>
  );
}
