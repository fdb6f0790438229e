/** A text with the spans of all answers drawn together, and the tools to change those of one. */
import { type CSSProperties, memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { indexText } from "../code-points";
import type { DataObject } from "../config";
import { type Editor, isEditable, useEditor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import { type Ink, LANE_HEIGHT, segmentStyle } from "./paint";
import { cutText, type Segment, type SpanMark } from "./segments";
import { SpanCard } from "./span-card";
import classes from "./text-viewer.module.css";
import { useSpanHandles } from "./use-span-handles";
import { useTextCaret } from "./use-text-caret";
import { useTextMarking } from "./use-text-marking";

type Props = { readonly object: DataObject; readonly text: string };

const NONE: ReadonlySet<string> = new Set();

/** With more spans than this, names of the other answers would bury the text. */
const MOST_NAMES = 300;

export function TextViewer({ object, text }: Props) {
  const editor = useEditor();
  const { answers } = editor;
  const container = useRef<HTMLDivElement>(null);
  const offsets = useMemo(() => indexText(text), [text]);
  const regions = useMemo(
    () => editor.regions.filter(({ region }) => region.object === object.name),
    [editor.regions, object.name],
  );
  const { segments, lanes } = useMemo(
    () => cutText(offsets, marksOf(regions, answers)),
    [offsets, regions, answers],
  );
  const inks = useMemo(() => inksOf(regions, answers), [regions, answers]);
  const byRef = useMemo(() => new Map(regions.map((shown) => [shown.ref, shown])), [regions]);
  const strong = strongRefs(editor, byRef);
  const namesOthers = regions.length <= MOST_NAMES;

  const marking = useTextMarking({ container, offsets, object });
  const caret = useTextCaret(container, {
    apply: marking.apply,
    spanSelected: editor.selected !== null,
  });
  const grips = useSpanHandles({ container, offsets, object });
  const [card, setCard] = useState<{ segment: Segment; rect: DOMRect } | null>(null);

  const segmentUnder = (target: EventTarget): Segment | undefined => {
    const element = (target as Element).closest<HTMLElement>("[data-start]");
    return element === null ? undefined : segments[Number(element.dataset["index"])];
  };

  const onClick = (event: React.MouseEvent) => {
    if (window.getSelection()?.isCollapsed === false) return;
    const refs = segmentUnder(event.target)?.marks.map(({ ref }) => ref) ?? [];
    editor.select(nextRef(refs, editor, byRef));
  };

  const onPointerOver = (event: React.PointerEvent) => {
    const segment = segmentUnder(event.target);
    const ref = segment === undefined ? null : pickRef(segment.marks, editor, byRef);
    editor.hover(ref);
    const element = (event.target as Element).closest<HTMLElement>("[data-start]");
    setCard(
      ref === null || segment === undefined || element === null
        ? null
        : { segment, rect: element.getClientRects()[0] ?? element.getBoundingClientRect() },
    );
  };

  useScrollToSelected(container, editor.selected, segments);

  const selectedRef = editor.selected?.ref ?? null;
  const gripped =
    editor.selected !== null && isEditable(editor, editor.selected) ? selectedRef : null;

  return (
    <div className={classes["frame"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: a form field cannot hold marked pieces of text. */}
      <div
        ref={container}
        className={classes["text"]}
        style={lanesStyle(lanes)}
        tabIndex={0}
        role="textbox"
        aria-readonly="true"
        aria-multiline="true"
        aria-label={`Text ${object.name}. Arrow keys move, Shift marks, a label's key applies it.`}
        data-viewer-surface={object.name}
        onClick={onClick}
        onKeyDown={caret.onKeyDown}
        onBlur={caret.onBlur}
        onPointerOver={onPointerOver}
        onPointerLeave={() => {
          editor.hover(null);
          setCard(null);
        }}
        onPointerDown={grips.onPointerDown}
        onPointerUp={marking.onPointerUp}
      >
        {segments.map((segment, index) => (
          <SegmentView
            key={segment.start}
            index={index}
            segment={segment}
            lanes={lanes}
            inks={inks}
            regions={byRef}
            focus={editor.focus}
            namesOthers={namesOthers}
            strong={segment.marks.some(({ ref }) => strong.has(ref)) ? strong : NONE}
            gripped={
              gripped !== null && segment.marks.some(({ ref }) => ref === gripped) ? gripped : null
            }
          />
        ))}
        {caret.place !== null && <span className={classes["caret"]} style={caret.place} />}
      </div>
      {card !== null && (
        <SpanCard
          regions={card.segment.marks.flatMap(({ ref }) => byRef.get(ref) ?? [])}
          anchor={card.rect}
        />
      )}
    </div>
  );
}

type SegmentProps = {
  readonly index: number;
  readonly segment: Segment;
  readonly lanes: number;
  readonly inks: ReadonlyMap<string, Ink>;
  readonly regions: ReadonlyMap<string, ShownRegion>;
  readonly focus: string | null;
  readonly namesOthers: boolean;
  readonly strong: ReadonlySet<string>;
  readonly gripped: string | null;
};

const SegmentView = memo(function SegmentView(props: SegmentProps) {
  const { index, segment, lanes, inks, regions, focus, namesOthers, strong, gripped } = props;
  if (segment.marks.length === 0) {
    return (
      <span data-start={segment.start} data-index={index}>
        {segment.text}
      </span>
    );
  }
  const chips = segment.opens.flatMap(({ ref }) => {
    const shown = regions.get(ref);
    const ink = inks.get(ref);
    return shown !== undefined && ink !== undefined && isNamed(shown, focus, namesOthers)
      ? [{ ref, title: shown.title, colour: ink.colour }]
      : [];
  });
  const gripStart = segment.opens.some(({ ref }) => ref === gripped);
  const gripEnd = segment.closes.some(({ ref }) => ref === gripped);
  return (
    <span
      data-start={segment.start}
      data-index={index}
      className={classes["marked"]}
      style={segmentStyle(segment.marks, inks, lanes, strong)}
    >
      {chips.map(({ ref, title, colour }) => (
        <span key={ref} className={classes["chip"]} style={{ "--ink": colour } as CSSProperties}>
          {title}
        </span>
      ))}
      {gripStart && <span className={classes["grip"]} data-grip="start" />}
      {segment.text}
      {gripEnd && <span className={classes["grip"]} data-grip="end" />}
    </span>
  );
});

/** Names are written at the spans of the answer at hand and wherever somebody differs. */
function isNamed(shown: ShownRegion, focus: string | null, namesOthers: boolean): boolean {
  if (shown.answer.key === focus) return true;
  return namesOthers && shown.comparison?.standing !== "agreeing";
}

function lanesStyle(lanes: number): CSSProperties {
  const height = Math.max(lanes, 1) * LANE_HEIGHT;
  const style = { lineHeight: `calc(1.75em + ${height}px)`, "--lanes-height": `${height - 1}px` };
  return style;
}

function marksOf(regions: readonly ShownRegion[], answers: readonly Answer[]): readonly SpanMark[] {
  const groups = new Map(answers.map(({ key }, index) => [key, index]));
  return regions.flatMap(({ ref, answer, geometry }) =>
    geometry.kind === "span"
      ? [{ ref, group: groups.get(answer.key) ?? 0, start: geometry.start, end: geometry.end }]
      : [],
  );
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

/** The selected and the hovered region with their counterparts. */
function strongRefs(
  editor: Editor,
  regions: ReadonlyMap<string, ShownRegion>,
): ReadonlySet<string> {
  const refs = [editor.selected?.ref, editor.hovered].filter((ref) => ref != null);
  if (refs.length === 0) return NONE;
  return new Set(
    refs.flatMap((ref) => [ref, ...(regions.get(ref)?.comparison?.counterparts ?? [])]),
  );
}

/** The innermost span of a piece, those of the answer at hand first. */
function pickRef(
  marks: readonly SpanMark[],
  editor: Editor,
  regions: ReadonlyMap<string, ShownRegion>,
): string | null {
  return (
    orderRefs(
      marks.map(({ ref }) => ref),
      editor,
      regions,
    )[0] ?? null
  );
}

/** Clicking the same place again goes through the spans that lie over each other. */
function nextRef(
  refs: readonly string[],
  editor: Editor,
  regions: ReadonlyMap<string, ShownRegion>,
): string | null {
  const ordered = orderRefs(refs, editor, regions);
  const at = ordered.indexOf(editor.selected?.ref ?? "");
  return ordered[(at + 1) % Math.max(1, ordered.length)] ?? null;
}

function orderRefs(
  refs: readonly string[],
  editor: Editor,
  regions: ReadonlyMap<string, ShownRegion>,
): readonly string[] {
  const weight = (ref: string) => {
    const shown = regions.get(ref);
    const length = shown?.geometry.kind === "span" ? shown.geometry.end - shown.geometry.start : 0;
    return (shown?.answer.key === editor.focus ? 0 : 1e9) + length;
  };
  return [...refs].sort((a, b) => weight(a) - weight(b));
}

function useScrollToSelected(
  container: React.RefObject<HTMLDivElement | null>,
  selected: ShownRegion | null,
  segments: readonly Segment[],
) {
  const scroll = useCallback(
    (ref: string) => {
      const opening = segments.find(({ opens }) => opens.some((mark) => mark.ref === ref));
      if (opening === undefined) return;
      container.current
        ?.querySelector(`[data-start="${opening.start}"]`)
        ?.scrollIntoView({ block: "nearest" });
    },
    [container, segments],
  );
  const latest = useRef(scroll);
  useEffect(() => {
    latest.current = scroll;
  }, [scroll]);

  const ref = selected?.ref ?? null;
  useEffect(() => {
    if (ref !== null) latest.current(ref);
  }, [ref]);
}
