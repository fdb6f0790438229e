import { type PointerEvent as ReactPointerEvent, useCallback, useEffect, useRef } from "react";
import { isEditable, useEditor } from "../editor";
import type { BoardMark } from "../lanes/board-marks";
import { lengthOf } from "../lanes/time-window";
import type { TimeAxis } from "../lanes/use-time-axis";
import { editSequence, shiftKeyframe } from "./sequence-edits";
import type { Player } from "./use-player";

/** A press that moves less goes to the keyframe. Pixels. */
const CLICK = 3;

/** Clicking a keyframe goes there; dragging one of the selected box moves it in time. */
export function useKeyframeDrag(axis: TimeAxis, player: Player) {
  const editor = useEditor();
  const stop = useRef<(() => void) | null>(null);
  const latest = useRef({ editor, axis, player });
  useEffect(() => {
    latest.current = { editor, axis, player };
  });

  return useCallback((event: ReactPointerEvent, mark: BoardMark, frame: number) => {
    if (event.button !== 0) return;
    const { editor, axis, player } = latest.current;
    event.stopPropagation();
    stop.current?.();
    const wasSelected = editor.selected?.ref === mark.shown.ref;
    const changeable = wasSelected && isEditable(editor, mark.shown);
    editor.select(mark.shown.ref);
    const fromX = event.clientX;
    const onUp = (up: PointerEvent) => {
      stop.current?.();
      const pixels = up.clientX - fromX;
      const by = Math.round((pixels / axis.width) * lengthOf(axis.window));
      if (!changeable || Math.abs(pixels) <= CLICK || by === 0) {
        player.seek(frame);
        return;
      }
      const to = Math.min(Math.max(1, frame + by), player.count);
      editor.edit(editSequence(mark.shown.region.key, shiftKeyframe(frame, to, player.rate)));
      player.seek(to);
    };
    stop.current = () => {
      window.removeEventListener("pointerup", onUp);
      stop.current = null;
    };
    window.addEventListener("pointerup", onUp);
  }, []);
}
