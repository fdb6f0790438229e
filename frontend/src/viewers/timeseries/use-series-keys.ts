/** Keys of a time series: the cursor, zoom, and drawing at the cursor. */
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import { isEditable, useEditor } from "../editor";
import type { Range } from "../lanes/ranges";
import { lengthOf } from "../lanes/time-window";
import type { TimeAxis } from "../lanes/use-time-axis";
import { useKeyHolder } from "../video/key-holder";

type Input = {
  readonly axis: TimeAxis;
  readonly step: (from: number, direction: 1 | -1) => number;
  readonly cursor: number;
  readonly seek: (time: number) => void;
  /** Adds a region; null without a label at hand. */
  readonly draw: ((range: Range) => void) | null;
};

export function useSeriesKeys({ axis, step, cursor, seek, draw }: Input) {
  const editor = useEditor();
  const keys = useKeyHolder();
  const { extent } = axis;
  const free = editor.selected === null || !isEditable(editor, editor.selected);
  const move = (direction: 1 | -1) => {
    const to = cursor + direction * step(cursor, direction);
    const at = Math.min(Math.max(to, extent.start), extent.end);
    seek(at);
    axis.reveal({ start: at, end: at });
  };
  const drawAtCursor = () => {
    // At least from one sample to the next.
    const least = Math.max(step(cursor, 1), step(cursor, -1));
    const length = Math.min(Math.max(lengthOf(axis.window) / 10, least), lengthOf(extent));
    const start = Math.min(cursor, extent.end - length);
    draw?.({ start, end: start + length });
  };

  const commands: readonly (Omit<Action, "group" | "enabled"> & { enabled?: boolean })[] = [
    {
      id: "back",
      label: "Move the cursor back",
      keys: ["ArrowLeft"],
      enabled: free,
      repeats: true,
      run: () => move(-1),
    },
    {
      id: "on",
      label: "Move the cursor on",
      keys: ["ArrowRight"],
      enabled: free,
      repeats: true,
      run: () => move(1),
    },
    {
      id: "draw",
      label: "Add a region at the cursor",
      keys: ["Enter"],
      enabled: draw !== null,
      run: drawAtCursor,
    },
    { id: "in", label: "Zoom in", keys: ["+", "="], repeats: true, run: () => axis.zoom(1.5) },
    { id: "out", label: "Zoom out", keys: ["-"], repeats: true, run: () => axis.zoom(1 / 1.5) },
    { id: "fit", label: "Show the whole series", keys: ["0"], run: axis.fit },
  ];
  useShortcuts(
    commands.map((command) => ({
      ...command,
      id: `series.${command.id}`,
      group: "Time series",
      enabled: keys.holds && command.enabled !== false,
    })),
  );
  return keys;
}
