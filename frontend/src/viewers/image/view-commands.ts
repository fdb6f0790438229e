/** Commands that change how a picture is looked at, never what is stored. */
import type { Action } from "@/lib/use-shortcuts";
import { clearLook, type Look, stepLook } from "./look";
import type { SetView } from "./use-view";
import { pan } from "./view-transform";

const GROUP = "Image";

/** Screen pixels per press of an arrow key. */
const PAN = 60;

export type ViewInput = {
  readonly atHand: boolean;
  /** The picture has the focus and no shape is picked: arrow keys pan. */
  readonly pans: boolean;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly turnBy: (quarters: number) => void;
  readonly setView: SetView;
  readonly look: Look;
  readonly setLook: (look: Look) => void;
};

export type ViewActions = Readonly<
  Record<"in" | "out" | "fit" | "turn" | "brighter" | "darker" | "more" | "less" | "plain", Action>
>;

export function viewActions(input: ViewInput): ViewActions {
  const { atHand: enabled, zoom, fit, turnBy, look, setLook } = input;
  const of = (
    id: string,
    label: string,
    keys: readonly string[],
    run: () => void,
    repeats = false,
  ) => ({
    id: `image.${id}`,
    label,
    keys,
    group: GROUP,
    enabled,
    repeats,
    run,
  });
  return {
    in: of("in", "Zoom in", ["+", "="], () => zoom(1.25), true),
    out: of("out", "Zoom out", ["-"], () => zoom(0.8), true),
    fit: of("fit", "Show the whole image", ["0"], fit),
    turn: of("turn", "Turn the view by a quarter", ["Alt+r"], () => turnBy(1)),
    brighter: of(
      "brighter",
      "Brighter",
      ["Alt+b"],
      () => setLook(stepLook(look, "brightness", 1)),
      true,
    ),
    darker: of(
      "darker",
      "Darker",
      ["Alt+Shift+b"],
      () => setLook(stepLook(look, "brightness", -1)),
      true,
    ),
    more: of(
      "more",
      "More contrast",
      ["Alt+k"],
      () => setLook(stepLook(look, "contrast", 1)),
      true,
    ),
    less: of(
      "less",
      "Less contrast",
      ["Alt+Shift+k"],
      () => setLook(stepLook(look, "contrast", -1)),
      true,
    ),
    plain: of("plain", "Brightness and contrast as stored", ["Alt+0"], () => setLook(clearLook)),
  };
}

export function panActions({ pans, setView }: ViewInput): readonly Action[] {
  const by = (key: string, where: string, dx: number, dy: number): Action => ({
    id: `image.pan.${where}`,
    label: `Move the view ${where}`,
    keys: [key],
    group: GROUP,
    enabled: pans,
    repeats: true,
    run: () => setView((view) => pan(view, dx, dy)),
  });
  return [
    by("ArrowLeft", "left", PAN, 0),
    by("ArrowRight", "right", -PAN, 0),
    by("ArrowUp", "up", 0, PAN),
    by("ArrowDown", "down", 0, -PAN),
  ];
}
