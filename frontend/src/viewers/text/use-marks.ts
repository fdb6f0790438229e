/** The regions of one text-like object as marks over its text, and which of them stand out. */
import { useMemo } from "react";
import type { DataObject } from "../config";
import { type Editor, isEditable, useEditor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import type { Ink } from "./paint";
import { cutText, type Segment, type SpanMark } from "./segments";
import type { SpanCodec } from "./spans";

const NONE: ReadonlySet<string> = new Set();

/** With more spans than this, names of the other answers would bury the text. */
const MOST_NAMES = 300;

export type Marks = {
  readonly regions: ReadonlyMap<string, ShownRegion>;
  readonly segments: readonly Segment[];
  readonly lanes: number;
  readonly inks: ReadonlyMap<string, Ink>;
  /** The selected and the hovered region with their counterparts. */
  readonly strong: ReadonlySet<string>;
  /** The region whose ends can be dragged. */
  readonly gripped: string | null;
  /** The regions whose names are written at them: those at hand, and where somebody differs. */
  readonly named: ReadonlySet<string>;
  /** The innermost span of a piece, those of the answer at hand first. */
  readonly pick: (segment: Segment | undefined) => string | null;
  /** Clicking the same place again goes through the spans that lie over each other. */
  readonly next: (segment: Segment | undefined) => string | null;
};

/** `borders` are further places (code points) to cut the text at. */
export function useMarks(
  object: DataObject,
  codec: SpanCodec,
  borders: readonly number[] = NO_BORDERS,
): Marks {
  const editor = useEditor();
  const { answers } = editor;
  const regions = useMemo(
    () => editor.regions.filter(({ region }) => region.object === object.name),
    [editor.regions, object.name],
  );
  const marks = useMemo(() => marksOf(regions, answers, codec), [regions, answers, codec]);
  const cut = useMemo(() => cutText(codec.offsets, marks, borders), [codec, marks, borders]);
  const inks = useMemo(() => inksOf(regions, answers), [regions, answers]);
  const byRef = useMemo(() => new Map(regions.map((shown) => [shown.ref, shown])), [regions]);
  const { focus } = editor;
  const named = useMemo(() => namedRefs(regions, focus), [regions, focus]);
  const { selected } = editor;

  return {
    regions: byRef,
    ...cut,
    inks,
    strong: strongRefs(editor, byRef),
    gripped:
      selected !== null && byRef.has(selected.ref) && isEditable(editor, selected)
        ? selected.ref
        : null,
    named,
    pick: (segment) => orderRefs(segment, editor, byRef)[0] ?? null,
    next: (segment) => {
      const ordered = orderRefs(segment, editor, byRef);
      const at = ordered.indexOf(selected?.ref ?? "");
      return ordered[(at + 1) % Math.max(1, ordered.length)] ?? null;
    },
  };
}

/** `strong` for pieces that some of it lies over; always the same empty set for the others. */
export function strongOver(
  segments: readonly Segment[],
  strong: ReadonlySet<string>,
): ReadonlySet<string> {
  if (strong.size === 0) return NONE;
  return segments.some(({ marks }) => marks.some(({ ref }) => strong.has(ref))) ? strong : NONE;
}

const NO_BORDERS: readonly number[] = [];

function marksOf(
  regions: readonly ShownRegion[],
  answers: readonly Answer[],
  codec: SpanCodec,
): readonly SpanMark[] {
  const groups = new Map(answers.map(({ key }, index) => [key, index]));
  return regions.flatMap(({ ref, answer, geometry }) => {
    const span = codec.read(geometry);
    if (span === null) return [];
    return [{ ref, group: groups.get(answer.key) ?? 0, start: span.start, end: span.end }];
  });
}

function inksOf(
  regions: readonly ShownRegion[],
  answers: readonly Answer[],
): ReadonlyMap<string, Ink> {
  const alone = answers.length === 1;
  return new Map(
    regions.map(({ ref, answer, label, comparison }) => [
      ref,
      {
        colour: alone ? (label?.colour ?? answer.colour) : answer.colour,
        standing: comparison?.standing ?? null,
        fills: alone,
      },
    ]),
  );
}

function namedRefs(regions: readonly ShownRegion[], focus: string | null): ReadonlySet<string> {
  const namesOthers = regions.length <= MOST_NAMES;
  const named = regions.filter(
    ({ answer, comparison }) =>
      answer.key === focus || (namesOthers && comparison?.standing !== "agreeing"),
  );
  return new Set(named.map(({ ref }) => ref));
}

function strongRefs(
  editor: Editor,
  regions: ReadonlyMap<string, ShownRegion>,
): ReadonlySet<string> {
  const refs = [editor.selected?.ref, editor.hovered].filter((ref) => ref != null);
  if (!refs.some((ref) => regions.has(ref))) return NONE;
  return new Set(
    refs.flatMap((ref) => [ref, ...(regions.get(ref)?.comparison?.counterparts ?? [])]),
  );
}

function orderRefs(
  segment: Segment | undefined,
  editor: Editor,
  regions: ReadonlyMap<string, ShownRegion>,
): readonly string[] {
  const weight = ({ ref, start, end }: SpanMark) =>
    (regions.get(ref)?.answer.key === editor.focus ? 0 : 1e9) + end - start;
  return [...(segment?.marks ?? [])].sort((a, b) => weight(a) - weight(b)).map(({ ref }) => ref);
}
