/** Which control draws on a video now, and the regions that drawing makes. */
import { type Control, controlsOf, type DataObject } from "../config";
import { type Editor, useEditor } from "../editor";
import { newRegion } from "../region-controls";
import type { ResultItem } from "../types";
import type { FrameBox, Stretch } from "./sequence";
import { firstKeyframe } from "./sequence-edits";
import type { Player } from "./use-player";

export type Drawing = {
  /** Boxes are drawn on the picture, ranges on the time axis. */
  readonly kind: "box" | "range";
  readonly control: Control;
  readonly label: string | null;
};

/**
 * `VideoRectangle` has no labels of its own: a label of a `Labels` control of the same video draws
 * a box, too.
 */
export function drawingOn(editor: Editor, object: DataObject): Drawing | null {
  const { active, canEdit, config } = editor;
  if (!canEdit || active === null) return null;
  const control = config.controls.get(active.control);
  if (control === undefined || !control.objects.includes(object.name)) return null;
  const label = active.value;
  if (control.tag === "TimelineLabels") return { kind: "range", control, label };
  if (control.tag === "VideoRectangle") return { kind: "box", control, label };
  if (control.tag !== "Labels") return null;
  const boxes = controlsOf(config, object.name).find(({ tag }) => tag === "VideoRectangle");
  return boxes === undefined ? null : { kind: "box", control: boxes, label };
}

export type Media = { readonly duration: number | null };

export function newTrack(
  { control, label }: Drawing,
  object: string,
  box: FrameBox,
  { frame, count, rate }: Pick<Player, "frame" | "count" | "rate">,
  { duration }: Media,
): ResultItem {
  const value = {
    framesCount: count,
    duration: duration ?? count / rate,
    sequence: [firstKeyframe(frame, box, rate)],
    ...(label === null ? {} : { labels: [label] }),
  };
  return newRegion(control, null, object, value);
}

export function newRange({ control, label }: Drawing, object: string, range: Stretch): ResultItem {
  return newRegion(control, label, object, { ranges: [{ start: range.start, end: range.end }] });
}

/** What the label at hand draws here, with the functions that add it. */
export function useDrawing(object: DataObject, player: Player, media: Media) {
  const editor = useEditor();
  const drawing = drawingOn(editor, object);
  return {
    drawing,
    addBox: (box: FrameBox) => {
      if (drawing?.kind === "box") editor.add(newTrack(drawing, object.name, box, player, media));
    },
    addRange: (range: Stretch) => {
      if (drawing?.kind === "range") editor.add(newRange(drawing, object.name, range));
    },
  };
}
