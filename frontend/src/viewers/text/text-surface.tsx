/**
 * Text with the regions of all answers drawn together, and the tools to mark it and to change the
 * regions of one answer. How the text is arranged and stored is up to the viewer that uses it.
 */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { DataObject } from "../config";
import { useEditor } from "../editor";
import { inSight, useRegionAnchors } from "../relations/anchors";
import type { ShownRegion } from "../shown-regions";
import { LinkedScroll } from "./linked-scroll";
import { SEARCHED, SearchBar } from "./search-bar";
import { GROUP_SIZE, groupSegments, OneSegment, paintedOver, SegmentGroup } from "./segment-group";
import { lanesStyle } from "./segment-view";
import type { Segment } from "./segments";
import { offsetAtPoint, pageRange, selectedRange, type TextRange } from "./selection";
import { SpanCard } from "./span-card";
import type { SpanCodec } from "./spans";
import classes from "./text-viewer.module.css";
import { useMarking } from "./use-marking";
import { useMarks } from "./use-marks";
import { useSpanHandles } from "./use-span-handles";
import { useTextCaret } from "./use-text-caret";
import { useTextSearch } from "./use-text-search";

type Props = {
  readonly object: DataObject;
  readonly codec: SpanCodec;
  /** What the text is, as a screen reader says it. */
  readonly label: string;
  /** Code points where the arrangement cuts the text. */
  readonly borders?: readonly number[];
  readonly arrange?: (segments: readonly Segment[], show: ShowSegment) => ReactNode;
};

export type ShowSegment = (segment: Segment, index: number) => ReactNode;

/** A longer text scrolls by itself, so that labels and verdicts stay in sight. */
const LONG = 4_000;

const thisPage = () => document;
const thisWindow = () => window;
const reveal = (range: Range) =>
  range.startContainer.parentElement?.scrollIntoView({ block: "nearest" });

export function TextSurface({ object, codec, label, borders, arrange }: Props) {
  const editor = useEditor();
  const scroller = useRef<HTMLDivElement>(null);
  const container = useRef<HTMLDivElement>(null);
  const { text } = codec.offsets;
  const marks = useMarks(object, codec, borders);
  const { segments } = marks;

  const marked = useCallback(
    () => (container.current === null ? null : selectedRange(container.current, text.length)),
    [text.length],
  );
  const marking = useMarking({ object, codec, marked, page: thisPage });
  const caret = useTextCaret(container, {
    apply: marking.apply,
    spanSelected: editor.selected !== null,
  });
  const offsetUnder = (x: number, y: number) =>
    container.current === null ? null : offsetAtPoint(container.current, x, y, text.length);
  const grips = useSpanHandles({ object, codec, offsetUnder });
  const rangesOf = useCallback((hit: TextRange) => {
    const range = container.current === null ? null : pageRange(container.current, hit);
    return range === null ? [] : [range];
  }, []);
  const search = useTextSearch({
    text,
    rangesOf,
    view: thisWindow,
    reveal: (range) => showRange(range, scroller.current),
    drawn: segments,
  });
  const [card, setCard] = useState<{ segment: Segment; rect: DOMRect } | null>(null);

  const segmentUnder = (target: EventTarget): Segment | undefined => {
    const element = (target as Element).closest<HTMLElement>("[data-start]");
    return element === null ? undefined : segments[Number(element.dataset["index"])];
  };

  const onClick = (event: React.MouseEvent) => {
    if (window.getSelection()?.isCollapsed === false) return;
    editor.select(marks.next(segmentUnder(event.target)));
  };

  const onPointerOver = (event: React.PointerEvent) => {
    const segment = segmentUnder(event.target);
    const ref = marks.pick(segment);
    if (ref !== editor.hovered) editor.hover(ref);
    const element = (event.target as Element).closest<HTMLElement>("[data-start]");
    setCard(
      ref === null || segment === undefined || element === null
        ? null
        : { segment, rect: element.getClientRects()[0] ?? element.getBoundingClientRect() },
    );
  };

  const opening = useOpenings(container, segments);
  useScrollToSelected(opening, editor.selected);
  useRegionAnchors((ref) => {
    const rect = opening(ref)?.getClientRects()[0];
    const frame = text.length > LONG ? scroller.current?.getBoundingClientRect() : null;
    return rect === undefined ? null : inSight(rect, frame ?? null);
  });

  const groups = useMemo(() => groupSegments(segments), [segments]);
  const pieces =
    arrange === undefined
      ? groups.map((group, at) => (
          <SegmentGroup
            key={group[0]?.start}
            segments={group}
            from={at * GROUP_SIZE}
            {...paintedOver(group, marks)}
          />
        ))
      : arrange(segments, (segment, index) => (
          <OneSegment
            key={segment.start}
            segment={segment}
            index={index}
            {...paintedOver([segment], marks)}
          />
        ));

  return (
    <div className={classes["frame"]}>
      {(text.length >= SEARCHED || search.isOpen) && (
        <SearchBar search={search} name={object.name} onClose={() => container.current?.focus()} />
      )}
      <div
        ref={scroller}
        className={classes["scroller"]}
        data-long={text.length > LONG || undefined}
      >
        {text.length > LONG && <LinkedScroll of={scroller} name={`scroll.${object.name}`} />}
        {/* biome-ignore lint/a11y/useSemanticElements: a form field cannot hold marked pieces of text. */}
        <div
          ref={container}
          className={classes["text"]}
          style={lanesStyle(marks.lanes)}
          tabIndex={0}
          role="textbox"
          aria-readonly="true"
          aria-multiline="true"
          aria-label={`${label}. Arrow keys move, Shift marks, a label's key applies it.`}
          data-viewer-surface={object.name}
          onClick={onClick}
          onFocus={search.take}
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
          {pieces}
          {caret.place !== null && <span className={classes["caret"]} style={caret.place} />}
        </div>
      </div>
      {card !== null && (
        <SpanCard
          regions={card.segment.marks.flatMap(({ ref }) => marks.regions.get(ref) ?? [])}
          anchor={card.rect}
        />
      )}
    </div>
  );
}

/** A hit may lie deep inside of one long piece: its own place is brought into sight. */
function showRange(range: Range, scroller: HTMLElement | null) {
  reveal(range);
  if (scroller === null || typeof range.getBoundingClientRect !== "function") return;
  const place = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (scroller.scrollHeight > scroller.clientHeight) {
    if (place.top < frame.top || place.bottom > frame.bottom) {
      scroller.scrollTop += place.top - frame.top - scroller.clientHeight / 3;
    }
    return;
  }
  if (place.top < 0 || place.bottom > window.innerHeight) {
    range.startContainer.parentElement?.scrollIntoView({ block: "center" });
  }
}

/** Finds the piece of text on screen that a region begins with. */
function useOpenings(
  container: React.RefObject<HTMLDivElement | null>,
  segments: readonly Segment[],
): (ref: string) => Element | null {
  const starts = useMemo(
    () => new Map(segments.flatMap(({ opens, start }) => opens.map(({ ref }) => [ref, start]))),
    [segments],
  );
  return useCallback(
    (ref: string) => {
      const start = starts.get(ref);
      if (start === undefined) return null;
      return container.current?.querySelector(`[data-start="${start}"]`) ?? null;
    },
    [container, starts],
  );
}

function useScrollToSelected(
  opening: (ref: string) => Element | null,
  selected: ShownRegion | null,
) {
  const latest = useRef(opening);
  useEffect(() => {
    latest.current = opening;
  }, [opening]);

  const ref = selected?.ref ?? null;
  useEffect(() => {
    if (ref !== null) latest.current(ref)?.scrollIntoView({ block: "nearest" });
  }, [ref]);
}
