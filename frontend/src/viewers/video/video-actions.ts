/** The commands of a video: one list that feeds the keys, the buttons and the help sheet. */
import type { Action } from "@/lib/use-shortcuts";
import type { ChoiceOption, Config } from "../config";
import { type Editor, isEditable } from "../editor";
import type { PictureSize } from "../geometry";
import type { ShownRegion } from "../shown-regions";
import { changedMeasures, dragBox, type Handle, turnBox } from "./box-drag";
import { setRange } from "./frame-ranges";
import {
  boxAt,
  type FrameBox,
  keyframeAt,
  keyframesOf,
  type Sequence,
  type Stretch,
} from "./sequence";
import { addKeyframe, editSequence, moveAt, removeKeyframe, toggleEnd } from "./sequence-edits";
import type { Drawing } from "./use-drawing";
import type { Player } from "./use-player";

const GROUP = "Video";

/** Percent of the picture per press of an arrow key. */
const STEP = 0.25;
/** Degrees per press. */
const TURN = 5;

type Input = {
  readonly editor: Editor;
  readonly object: string;
  readonly player: Player;
  readonly size: PictureSize;
  readonly drawing: Drawing | null;
  readonly addBox: (box: FrameBox) => void;
  readonly addRange: (range: Stretch) => void;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
};

export function videoActions(input: Input): Readonly<Record<string, Action>> {
  const taken = takenKeys(input.editor.config);
  const all: readonly (readonly [string, Omit<Action, "id" | "group">])[] = [
    ...playing(input),
    ...keyframes(input),
    ...adding(input),
    ...nudges(input),
    ...looking(input),
  ];
  return Object.fromEntries(
    all.map(([name, action]) => [
      name,
      {
        ...action,
        id: `video.${input.object}.${name}`,
        group: GROUP,
        keys: action.keys.filter((key) => !taken.has(key)),
      },
    ]),
  );
}

type Named = readonly [name: string, action: Omit<Action, "id" | "group">];

function playing({ editor, object, player }: Input): readonly Named[] {
  const { frame, seek } = player;
  const second = Math.max(1, Math.round(player.rate));
  const { selected } = editor;
  // Arrow keys belong to a region that they can move.
  const free = selected === null || !isEditable(editor, selected);
  const arrows = (...keys: readonly string[]) => (free ? keys : []);
  const stops = selected?.region.object === object ? stopsOf(selected) : [];
  const before = stops.findLast((stop) => stop < frame);
  const behind = stops.find((stop) => stop > frame);
  return [
    [
      "play",
      { label: player.playing ? "Pause" : "Play", keys: [" "], enabled: true, run: player.toggle },
    ],
    [
      "back",
      {
        label: "One frame back",
        keys: [",", ...arrows("ArrowLeft")],
        enabled: true,
        repeats: true,
        run: () => seek(frame - 1),
      },
    ],
    [
      "on",
      {
        label: "One frame on",
        keys: [".", ...arrows("ArrowRight")],
        enabled: true,
        repeats: true,
        run: () => seek(frame + 1),
      },
    ],
    [
      "back.second",
      {
        label: "One second back",
        keys: ["Alt+,", ...arrows("Shift+ArrowLeft")],
        enabled: true,
        repeats: true,
        run: () => seek(frame - second),
      },
    ],
    [
      "on.second",
      {
        label: "One second on",
        keys: ["Alt+.", ...arrows("Shift+ArrowRight")],
        enabled: true,
        repeats: true,
        run: () => seek(frame + second),
      },
    ],
    [
      "before",
      {
        label: "Keyframe before",
        keys: ["PageUp"],
        enabled: before !== undefined,
        run: () => seek(before ?? frame),
      },
    ],
    [
      "behind",
      {
        label: "Next keyframe",
        keys: ["PageDown"],
        enabled: behind !== undefined,
        run: () => seek(behind ?? frame),
      },
    ],
  ];
}

function keyframes({ editor, object, player }: Input): readonly Named[] {
  const { frame, rate } = player;
  const selected = changeable(editor, object);
  const key = selected?.region.key ?? "";
  const geometry = selected?.geometry;
  const sequence = geometry?.kind === "track" ? geometry.sequence : null;
  const here = sequence === null ? null : keyframeAt(sequence, frame);
  const only = sequence !== null && keyframesOf(sequence).length < 2;
  const ranges = geometry?.kind === "frames" ? geometry.ranges : null;
  const at = ranges === null ? -1 : rangeNear(ranges, frame);
  const range = ranges?.[at];
  return [
    [
      "keyframe",
      {
        label: here === null ? "Add a keyframe" : "Remove the keyframe",
        keys: ["f"],
        enabled: sequence !== null && (here === null || !only),
        run: () => {
          const change = here === null ? addKeyframe(frame, rate) : removeKeyframe(frame);
          editor.edit(editSequence(key, change));
        },
      },
    ],
    [
      "end",
      {
        label: endLabel(sequence, ranges !== null, frame),
        keys: ["e"],
        enabled: sequence !== null || range !== undefined,
        run: () => {
          if (range === undefined) editor.edit(editSequence(key, toggleEnd(frame, rate)));
          else editor.edit(setRange(key, at, withEnd(range, frame)));
        },
      },
    ],
    [
      "begin",
      {
        label: "Begin the range here",
        keys: ["b"],
        enabled: range !== undefined,
        run: () => {
          if (range !== undefined) editor.edit(setRange(key, at, withStart(range, frame)));
        },
      },
    ],
  ];
}

function adding({ drawing, player, addBox, addRange }: Input): readonly Named[] {
  const { frame, count, rate } = player;
  const label = drawing?.label ?? "";
  return [
    [
      "add",
      {
        label: `Add a ${drawing?.kind === "range" ? "range" : "box"} here${label === "" ? "" : `: ${label}`}`,
        keys: ["n"],
        enabled: drawing !== null,
        run: () => {
          if (drawing?.kind === "box") addBox({ x: 40, y: 40, width: 20, height: 20, rotation: 0 });
          else addRange({ start: frame, end: Math.min(count, frame + Math.round(rate) - 1) });
        },
      },
    ],
  ];
}

/** Arrow keys move the selected box by a step, with Shift they resize it. */
function nudges({ editor, object, player, size }: Input): readonly Named[] {
  const selected = changeable(editor, object);
  const geometry = selected?.geometry;
  const box = geometry?.kind === "track" ? boxAt(geometry.sequence, player.frame) : null;
  const nudge = (
    name: string,
    label: string,
    keys: string,
    change: (box: FrameBox) => FrameBox,
  ): Named => [
    name,
    {
      label,
      keys: [keys],
      repeats: true,
      enabled: box !== null,
      run: () => {
        if (box === null || selected === undefined) return;
        const patch = changedMeasures(box, change(box));
        if (Object.keys(patch).length === 0) return;
        const edit = editSequence(selected.region.key, moveAt(player.frame, patch, player.rate));
        editor.edit(edit, `${name} ${selected.region.key} ${player.frame}`);
      },
    },
  ];
  const drag = (handle: Handle, across: number, down: number) => (before: FrameBox) =>
    dragBox(before, handle, {
      from: [0, 0],
      to: [(across * STEP * size.width) / 100, (down * STEP * size.height) / 100],
      size,
    });
  return [
    nudge("left", "Move the box left", "ArrowLeft", drag("move", -1, 0)),
    nudge("right", "Move the box right", "ArrowRight", drag("move", 1, 0)),
    nudge("up", "Move the box up", "ArrowUp", drag("move", 0, -1)),
    nudge("down", "Move the box down", "ArrowDown", drag("move", 0, 1)),
    nudge("narrower", "Make the box narrower", "Shift+ArrowLeft", drag("e", -1, 0)),
    nudge("wider", "Make the box wider", "Shift+ArrowRight", drag("e", 1, 0)),
    nudge("lower", "Make the box lower", "Shift+ArrowUp", drag("s", 0, -1)),
    nudge("higher", "Make the box higher", "Shift+ArrowDown", drag("s", 0, 1)),
    nudge("turn.left", "Turn the box left", "Alt+ArrowUp", (before) =>
      turnBox(before, -TURN, size),
    ),
    nudge("turn.right", "Turn the box right", "Alt+ArrowDown", (before) =>
      turnBox(before, TURN, size),
    ),
  ];
}

function looking({ zoom, fit }: Input): readonly Named[] {
  return [
    [
      "in",
      { label: "Zoom in", keys: ["+", "="], enabled: true, repeats: true, run: () => zoom(1.25) },
    ],
    ["out", { label: "Zoom out", keys: ["-"], enabled: true, repeats: true, run: () => zoom(0.8) }],
    ["fit", { label: "Show the whole picture", keys: ["0"], enabled: true, run: fit }],
  ];
}

function changeable(editor: Editor, object: string): ShownRegion | undefined {
  const { selected } = editor;
  if (selected === null || selected.region.object !== object) return undefined;
  return isEditable(editor, selected) ? selected : undefined;
}

/** Where something happens to a region: its keyframes, or the ends of its ranges. */
function stopsOf({ geometry }: ShownRegion): readonly number[] {
  if (geometry.kind === "track") return keyframesOf(geometry.sequence).map(({ frame }) => frame);
  if (geometry.kind !== "frames") return [];
  return geometry.ranges.flatMap(({ start, end }) => [start, end]).sort((a, b) => a - b);
}

/** The range that a frame is in, else the one it is closest to. */
export function rangeNear(ranges: readonly Stretch[], frame: number): number {
  const distance = ({ start, end }: Stretch) =>
    Math.max(0, Math.min(start, end) - frame, frame - Math.max(start, end));
  const distances = ranges.map(distance);
  return distances.indexOf(Math.min(...distances));
}

function withEnd({ start, end }: Stretch, frame: number): Stretch {
  return { start: Math.min(start, end, frame), end: frame };
}

function withStart({ start, end }: Stretch, frame: number): Stretch {
  return { start: frame, end: Math.max(start, end, frame) };
}

function endLabel(sequence: Sequence | null, range: boolean, frame: number): string {
  if (sequence === null) return range ? "End the range here" : "End here";
  if (boxAt(sequence, frame) === null) return "Begin the box here";
  return keyframeAt(sequence, frame)?.enabled === false ? "Let the box go on" : "End the box here";
}

/** Keys that the config gives to labels and choices come first. */
function takenKeys({ controls }: Config): ReadonlySet<string> {
  const keys = new Set<string>();
  const take = (hotkey: string | null) => {
    if (hotkey !== null) keys.add(hotkey.toLowerCase());
  };
  const takeChoices = (choices: readonly ChoiceOption[]) => {
    for (const { hotkey, children } of choices) {
      take(hotkey);
      takeChoices(children);
    }
  };
  for (const { labels, choices } of controls.values()) {
    for (const { hotkey } of labels) take(hotkey);
    takeChoices(choices);
  }
  return keys;
}
