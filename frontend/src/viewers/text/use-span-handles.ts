/** Dragging the ends of the selected span, and moving them with Ctrl and the arrow keys. */
import type { PointerEvent } from "react";
import { useShortcuts } from "@/lib/use-shortcuts";
import { toCodePoint } from "../code-points";
import type { DataObject } from "../config";
import { setGeometry } from "../document";
import { isEditable, useEditor } from "../editor";
import type { SpanCodec, SpanEnd } from "./spans";

type Input = {
  readonly object: DataObject;
  readonly codec: SpanCodec;
  /** The UTF-16 offset in the whole text under a point of the window; null outside of the text. */
  readonly offsetUnder: (x: number, y: number) => number | null;
};

export function useSpanHandles({ object, codec, offsetUnder }: Input) {
  const editor = useEditor();
  const { selected } = editor;
  const { offsets } = codec;
  const span =
    selected?.region.object === object.name && isEditable(editor, selected)
      ? codec.read(selected.geometry)
      : null;

  const moveEnd = (which: SpanEnd, to: number) => {
    if (span === null || selected === null) return;
    const start = which === "start" ? Math.max(0, Math.min(to, span.end - 1)) : span.start;
    const end = which === "end" ? Math.min(offsets.length, Math.max(to, span.start + 1)) : span.end;
    const patch = codec.move(selected.region, { start, end }, which);
    const { key } = selected.region;
    if (patch !== null) editor.edit(setGeometry(key, patch), `border ${key}`);
  };

  const nudge = (which: SpanEnd, step: number) => () => {
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

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const grip = event.target as HTMLElement;
    const which = grip.dataset["grip"] as SpanEnd | undefined;
    if (which === undefined || span === null) return;
    event.preventDefault();
    const onMove = (move: globalThis.PointerEvent) => {
      const unit = offsetUnder(move.clientX, move.clientY);
      if (unit !== null) moveEnd(which, toCodePoint(offsets, unit));
    };
    const onUp = () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onUp);
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onUp);
  };

  return { onPointerDown, isActive: span !== null };
}
