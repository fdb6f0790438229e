/** Marking text: with a label at hand it becomes a span at once, else it waits for a label's key. */
import { type RefObject, useCallback, useEffect, useRef } from "react";
import { sliceText, type TextOffsets, toCodePoint } from "../code-points";
import type { DataObject } from "../config";
import { newSpan, type PendingSpan, useEditor } from "../editor";
import { selectedRange, trimRange, wholeWords } from "./selection";

type Input = {
  readonly container: RefObject<HTMLDivElement | null>;
  readonly offsets: TextOffsets;
  readonly object: DataObject;
};

export function useTextMarking({ container, offsets, object }: Input) {
  const editor = useEditor();

  const read = useCallback((): PendingSpan | null => {
    if (container.current === null) return null;
    const marked = selectedRange(container.current, offsets.text.length);
    if (marked === null) return null;
    const trimmed = trimRange(offsets.text, marked);
    const range =
      object.attrs["granularity"] === "word" ? wholeWords(offsets.text, trimmed) : trimmed;
    const start = toCodePoint(offsets, range.start);
    const end = toCodePoint(offsets, range.end);
    const text = sliceText(offsets, start, end);
    return { object: object.name, start, end, text, value: { start, end, text } };
  }, [container, offsets, object]);

  /** Use the mark with the label at hand. Returns false when there is nothing to use. */
  const apply = (): boolean => {
    const span = editor.canEdit ? read() : null;
    const { active } = editor;
    const control = active === null ? undefined : editor.config.controls.get(active.control);
    if (span === null || active === null || control?.objects.includes(object.name) !== true) {
      return false;
    }
    editor.add(newSpan(control, active.value, span));
    window.getSelection()?.removeAllRanges();
    return true;
  };

  usePendingMark(read);

  return {
    apply,
    // The browser settles the selection after the event.
    onPointerUp: () => setTimeout(apply),
  };
}

/** Follow what is marked, so that the label bar and the label keys know about it. */
function usePendingMark(read: () => PendingSpan | null) {
  const editor = useEditor();
  const latest = useRef({ editor, read });
  useEffect(() => {
    latest.current = { editor, read };
  });

  useEffect(() => {
    const onChange = () => {
      const { editor: now, read: readNow } = latest.current;
      if (!now.canEdit) return;
      const span = readNow();
      if (span !== null && !sameSpan(span, now.pending)) now.setPending(span);
      if (span === null && now.pending !== null) now.setPending(null);
    };
    document.addEventListener("selectionchange", onChange);
    return () => document.removeEventListener("selectionchange", onChange);
  }, []);

  const hadPending = useRef(false);
  useEffect(() => {
    // A mark that was used or dropped is taken off the page as well.
    if (hadPending.current && editor.pending === null && latest.current.read() !== null) {
      window.getSelection()?.removeAllRanges();
    }
    hadPending.current = editor.pending !== null;
  }, [editor.pending]);
}

function sameSpan(left: PendingSpan, right: PendingSpan | null): boolean {
  return (
    right !== null &&
    left.object === right.object &&
    left.start === right.start &&
    left.end === right.end
  );
}
