/** Keys of a recording: play, seek, speed, volume, zoom, and drawing at the playhead. */
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import type { BoardMark } from "../lanes/board-marks";
import type { TimeAxis } from "../lanes/use-time-axis";
import { RATES } from "./audio-controls";
import type { Player } from "./use-player";

type Input = {
  readonly object: string;
  readonly player: Player;
  readonly axis: TimeAxis;
  readonly selected: BoardMark | null;
  /** Arrow keys are free to seek: no region is moved by them. */
  readonly seeks: boolean;
  /** Adds a region at the playhead; null without a label at hand. */
  readonly draw: (() => void) | null;
  /** False while another player of the page has the keys. */
  readonly enabled: boolean;
};

/** Seconds. */
const SEEK = 1;

const VOLUME_STEP = 0.1;

export function useAudioKeys({
  object,
  player,
  axis,
  selected,
  seeks,
  draw,
  enabled = true,
}: Input) {
  const ready = player.status === "ready";
  const { start, end } = axis.extent;
  const seekBy = (delta: number) =>
    player.seek(Math.min(Math.max(player.playhead + delta, start), end));
  const changeRate = (direction: 1 | -1) => {
    const faster = direction > 0;
    const next = faster
      ? RATES.find((rate) => rate > player.rate)
      : RATES.findLast((rate) => rate < player.rate);
    if (next !== undefined) player.setRate(next);
  };
  const changeVolume = (delta: number) =>
    player.setVolume(Math.min(1, Math.max(0, Math.round((player.volume + delta) * 10) / 10)));

  const commands: readonly (Omit<Action, "group" | "enabled"> & { enabled?: boolean })[] = [
    {
      id: "play",
      label: player.playing ? "Pause" : "Play",
      keys: [" "],
      enabled: ready,
      run: player.toggle,
    },
    {
      id: "play-region",
      label: "Play the selected region",
      keys: ["."],
      enabled: ready && selected !== null,
      run: () => selected !== null && player.playRange(selected),
    },
    {
      id: "back",
      label: "Back by a second",
      keys: ["ArrowLeft"],
      enabled: seeks,
      repeats: true,
      run: () => seekBy(-SEEK),
    },
    {
      id: "on",
      label: "On by a second",
      keys: ["ArrowRight"],
      enabled: seeks,
      repeats: true,
      run: () => seekBy(SEEK),
    },
    { id: "start", label: "To the start", keys: ["Home"], run: () => player.seek(start) },
    { id: "end", label: "To the end", keys: ["End"], run: () => player.seek(end) },
    {
      id: "draw",
      label: "Add a region at the playhead",
      keys: ["Enter"],
      enabled: draw !== null,
      run: () => draw?.(),
    },
    { id: "faster", label: "Play faster", keys: ["Ctrl+ArrowUp"], run: () => changeRate(1) },
    { id: "slower", label: "Play slower", keys: ["Ctrl+ArrowDown"], run: () => changeRate(-1) },
    { id: "louder", label: "Louder", keys: ["Alt+ArrowUp"], run: () => changeVolume(VOLUME_STEP) },
    {
      id: "quieter",
      label: "Quieter",
      keys: ["Alt+ArrowDown"],
      run: () => changeVolume(-VOLUME_STEP),
    },
    { id: "in", label: "Zoom in", keys: ["+", "="], repeats: true, run: () => axis.zoom(1.5) },
    { id: "out", label: "Zoom out", keys: ["-"], repeats: true, run: () => axis.zoom(1 / 1.5) },
    { id: "fit", label: "Show the whole recording", keys: ["0"], run: axis.fit },
  ];
  useShortcuts(
    commands.map((command) => ({
      ...command,
      id: `audio.${object}.${command.id}`,
      group: "Recording",
      enabled: enabled && command.enabled !== false,
    })),
  );
}
