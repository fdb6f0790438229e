/** The keys of the brush, from which the buttons and the help sheet come too. */
import type { Action } from "@/lib/use-shortcuts";
import type { Editor } from "../editor";
import type { Masks } from "./use-masks";

const GROUP = "Masks";

export type MaskAction = "paint" | "erase" | "larger" | "smaller" | "difference";

export function maskActions(
  { brush, difference, absent }: Masks,
  editor: Editor,
  atHand: boolean,
): Readonly<Record<MaskAction, Action>> {
  const usable = editor.canEdit && !absent && atHand;
  const choose = (tool: "paint" | "erase") => () =>
    brush.choose(brush.chosen === tool ? null : tool);
  return {
    paint: action("paint", "Paint", { keys: ["Shift+b"], enabled: usable, run: choose("paint") }),
    erase: action("erase", "Erase", { keys: ["Shift+e"], enabled: usable, run: choose("erase") }),
    larger: action("larger", "Larger brush", {
      keys: ["Alt+ArrowUp"],
      enabled: usable && brush.diameter < brush.largest,
      repeats: true,
      run: () => brush.setDiameter(Math.ceil(brush.diameter * 1.15 + 0.5)),
    }),
    smaller: action("smaller", "Smaller brush", {
      keys: ["Alt+ArrowDown"],
      enabled: usable && brush.diameter > 1,
      repeats: true,
      run: () => brush.setDiameter(Math.floor(brush.diameter / 1.15)),
    }),
    difference: action("difference", "Show the difference of two masks", {
      keys: ["Shift+d"],
      enabled: !absent && atHand && (difference.on || difference.possible),
      run: difference.toggle,
    }),
  };
}

/** Esc puts the brush away when there is nothing else to put away. */
export function brushEscape({ brush }: Masks, editor: Editor): Action {
  const other = editor.selected !== null || editor.active !== null || editor.pending !== null;
  return action("put-away", "Put the brush away", {
    keys: ["Escape"],
    enabled: brush.chosen !== null && !other,
    run: () => brush.choose(null),
  });
}

type Moves = {
  readonly move: (dx: number, dy: number) => void;
  readonly dab: () => void;
};

const ARROWS = [
  ["left", "ArrowLeft", -1, 0],
  ["right", "ArrowRight", 1, 0],
  ["up", "ArrowUp", 0, -1],
  ["down", "ArrowDown", 0, 1],
] as const;

/** The brush moved by arrow keys: half its width at once, one pixel with Shift. */
export function brushMoves(
  { brush }: Masks,
  editor: Editor,
  { focused, move, dab }: Moves & { readonly focused: boolean },
): readonly Action[] {
  const other = editor.selected !== null && editor.selected.geometry.kind !== "mask";
  const enabled = brush.tool !== null && focused && !other;
  const half = Math.max(1, Math.round(brush.diameter / 2));
  return [
    ...ARROWS.flatMap(([where, key, dx, dy]) => [
      action(`move.${where}`, `Move the brush ${where}`, {
        keys: [key],
        enabled,
        repeats: true,
        run: () => move(dx * half, dy * half),
      }),
      action(`step.${where}`, `Move the brush ${where} by a pixel`, {
        keys: [`Shift+${key}`],
        enabled,
        repeats: true,
        run: () => move(dx, dy),
      }),
    ]),
    action("dab", "Use the brush where it is", { keys: ["Enter"], enabled, run: dab }),
  ];
}

function action(id: string, label: string, rest: Omit<Action, "id" | "label" | "group">): Action {
  return { id: `mask.${id}`, label, group: GROUP, ...rest };
}
