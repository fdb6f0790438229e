/** Marking text: with a label at hand it becomes a region at once, else it waits for a label's key. */
import { useCallback, useEffect, useRef } from "react";
import { sliceText, toCodePoint } from "../code-points";
import type { DataObject } from "../config";
import { type PendingSpan, useEditor } from "../editor";
import { newRegion } from "../region-controls";
import { type TextRange, trimRange, wholeWords } from "./selection";
import type { SpanCodec } from "./spans";

type Input = {
  readonly object: DataObject;
  readonly codec: SpanCodec;
  /** What is marked now, in UTF-16 units of the whole text. */
  readonly marked: () => TextRange | null;
  /** The document that the text is in; a frame has its own. */
  readonly page: () => Document | null;
  /** Changes when `page` gives another document. */
  readonly pageKey?: unknown;
};

export function useMarking({ object, codec, marked, page, pageKey }: Input) {
  const editor = useEditor();
  const { offsets } = codec;

  const read = (): PendingSpan | null => {
    const range = marked();
    if (range === null) return null;
    const trimmed = trimRange(offsets.text, range);
    const words = object.attrs["granularity"] === "word";
    const units = words ? wholeWords(offsets.text, trimmed) : trimmed;
    const span = {
      start: toCodePoint(offsets, units.start),
      end: toCodePoint(offsets, units.end),
    };
    const value = codec.write(span);
    if (value === null) return null;
    const text = sliceText(offsets, span.start, span.end);
    return { object: object.name, ...span, text, value };
  };

  const drop = useCallback(() => page()?.getSelection()?.removeAllRanges(), [page]);

  /** Use the mark with the label at hand. Returns false when there is nothing to use. */
  const apply = (): boolean => {
    const span = editor.canEdit ? read() : null;
    const { active } = editor;
    const control = active === null ? undefined : editor.config.controls.get(active.control);
    if (span === null || active === null || control?.objects.includes(object.name) !== true) {
      return false;
    }
    editor.add(newRegion(control, active.value, object.name, span.value));
    drop();
    return true;
  };

  const latest = useRef({ editor, read, drop });
  useEffect(() => {
    latest.current = { editor, read, drop };
  });

  // Follow what is marked, so that the label bar and the label keys know about it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: pageKey tells that `page` gives another document.
  useEffect(() => {
    const source = page();
    const onChange = () => {
      const { editor: now, read: readNow } = latest.current;
      if (!now.canEdit) return;
      const span = readNow();
      if (span !== null && !sameSpan(span, now.pending)) now.setPending(span);
      if (span === null && now.pending?.object === object.name) now.setPending(null);
    };
    source?.addEventListener("selectionchange", onChange);
    return () => source?.removeEventListener("selectionchange", onChange);
  }, [page, pageKey, object.name]);

  const hadPending = useRef(false);
  const pendingHere = editor.pending?.object === object.name;
  useEffect(() => {
    // A mark that was used or dropped is taken off the page as well.
    if (hadPending.current && !pendingHere && latest.current.read() !== null) {
      latest.current.drop();
    }
    hadPending.current = pendingHere;
  }, [pendingHere]);

  return {
    apply,
    // The browser settles the selection after the event.
    onPointerUp: () => setTimeout(apply),
  };
}

function sameSpan(left: PendingSpan, right: PendingSpan | null): boolean {
  return (
    right !== null &&
    left.object === right.object &&
    left.start === right.start &&
    left.end === right.end
  );
}
