/** Dragging the ends of the selected span, and moving them with Ctrl and the arrow keys. */
import type { PointerEvent, RefObject } from "react";
import { useShortcuts } from "@/lib/use-shortcuts";
import { sliceText, type TextOffsets, toCodePoint } from "../code-points";
import type { DataObject } from "../config";
import { setGeometry } from "../document";
import { isEditable, useEditor } from "../editor";
import { offsetAtPoint } from "./selection";

type Input = {
  readonly container: RefObject<HTMLDivElement | null>;
  readonly offsets: TextOffsets;
  readonly object: DataObject;
};

type End = "start" | "end";

export function useSpanHandles({ container, offsets, object }: Input) {
  const editor = useEditor();
  const { selected } = editor;
  const span =
    selected?.region.object === object.name &&
    selected.geometry.kind === "span" &&
    isEditable(editor, selected)
      ? { region: selected.region, start: selected.geometry.start, end: selected.geometry.end }
      : null;

  const moveEnd = (which: End, to: number) => {
    if (span === null) return;
    const start = which === "start" ? Math.max(0, Math.min(to, span.end - 1)) : span.start;
    const end = which === "end" ? Math.min(offsets.length, Math.max(to, span.start + 1)) : span.end;
    const text = "text" in (span.region.item.value ?? {}) ? sliceText(offsets, start, end) : null;
    const patch = { start, end, ...(text === null ? {} : { text }) };
    editor.edit(setGeometry(span.region.key, patch), `border ${span.region.key}`);
  };

  const nudge = (which: End, step: number) => () => {
    if (span !== null) moveEnd(which, span[which] + step);
  };
  const common = { group: "Annotation", repeats: true, enabled: span !== null };
  useShortcuts([
    {
      ...common,
      id: "span.end.back",
      label: "Move the span's end left",
      keys: ["Ctrl+ArrowLeft"],
      run: nudge("end", -1),
    },
    {
      ...common,
      id: "span.end.on",
      label: "Move the span's end right",
      keys: ["Ctrl+ArrowRight"],
      run: nudge("end", 1),
    },
    {
      ...common,
      id: "span.start.back",
      label: "Move the span's start left",
      keys: ["Ctrl+Shift+ArrowLeft"],
      run: nudge("start", -1),
    },
    {
      ...common,
      id: "span.start.on",
      label: "Move the span's start right",
      keys: ["Ctrl+Shift+ArrowRight"],
      run: nudge("start", 1),
    },
  ]);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const which = (event.target as HTMLElement).dataset["grip"] as End | undefined;
    const surface = container.current;
    if (which === undefined || surface === null || span === null) return;
    event.preventDefault();
    const onMove = (move: globalThis.PointerEvent) => {
      const unit = offsetAtPoint(surface, move.clientX, move.clientY, offsets.text.length);
      if (unit !== null) moveEnd(which, toCodePoint(offsets, unit));
    };
    const onUp = () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
  };

  return { onPointerDown };
}
