/** An HTML page with the passages of all answers, in a frame where nothing runs. */
import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toCodePoint } from "../code-points";
import type { DataObject } from "../config";
import { useEditor } from "../editor";
import { inSight, useRegionAnchors } from "../relations/anchors";
import { LinkedScroll } from "../text/linked-scroll";
import { LANE_HEIGHT } from "../text/paint";
import { SEARCHED, SearchBar } from "../text/search-bar";
import { caretPlace, type TextRange } from "../text/selection";
import { SpanCard } from "../text/span-card";
import { useMarking } from "../text/use-marking";
import { useMarks } from "../text/use-marks";
import { useSpanHandles } from "../text/use-span-handles";
import { useTextSearch } from "../text/use-text-search";
import { useFrameEvents } from "./frame-events";
import { FRAME_SHELL } from "./frame-page";
import classes from "./hypertext-viewer.module.css";
import { boxAt, boxesOf, type MarkedBox, rangesOf } from "./mark-lines";
import { MarkOverlay } from "./mark-overlay";
import type { Page } from "./page";
import { markedUnits, unitAt } from "./page-selection";
import { passageCodec } from "./passage-codec";
import { useFrame } from "./use-frame";

type Props = { readonly object: DataObject; readonly page: Page };

type Caret = { readonly left: number; readonly top: number; readonly height: number };

export function HyperTextViewer({ object, page }: Props) {
  const editor = useEditor();
  const scroller = useRef<HTMLDivElement>(null);
  const { frame, inside, height, moves, onLoad } = useFrame(page);
  const codec = useMemo(() => passageCodec(page), [page]);
  const marks = useMarks(object, codec);
  const { segments, lanes } = marks;
  const [caret, setCaret] = useState<Caret | null>(null);
  const [isFocused, setFocused] = useState(false);
  const [over, setOver] = useState<MarkedBox | null>(null);

  const toSpan = useCallback(
    ({ start, end }: TextRange) => ({
      start: toCodePoint(page.offsets, start),
      end: toCodePoint(page.offsets, end),
    }),
    [page],
  );
  const boxes = useBoxes({ page, segments, lanes, inside, moves, toSpan });

  const pageNow = useCallback(() => inside, [inside]);
  const marked = useCallback(
    () => (inside === null ? null : markedUnits(page, inside.getSelection())),
    [inside, page],
  );
  const marking = useMarking({ object, codec, marked, page: pageNow, pageKey: inside });

  const offsetUnder = (x: number, y: number) => {
    const edge = frame.current?.getBoundingClientRect();
    if (inside === null || edge === undefined) return null;
    const place = caretPlace(x - edge.left, y - edge.top, inside);
    return place === null ? null : unitAt(page, place.node, place.offset);
  };
  const grips = useSpanHandles({ object, codec, offsetUnder });

  const reveal = (place: { top: number; bottom: number }) => {
    const view = scroller.current;
    if (view === null) return;
    const outside = place.top < view.scrollTop || place.bottom > view.scrollTop + view.clientHeight;
    if (outside) view.scrollTop = place.top - view.clientHeight / 3;
  };
  const search = useTextSearch({
    text: page.offsets.text,
    rangesOf: useCallback((hit: TextRange) => rangesOf(page, toSpan(hit)), [page, toSpan]),
    view: useCallback(() => (inside?.defaultView ?? null) as typeof window | null, [inside]),
    reveal: (range) => reveal(range.getBoundingClientRect()),
    drawn: inside,
  });
  useRevealed(editor.selected?.ref ?? null, boxes, reveal);

  useRegionAnchors((ref) => {
    const box = boxes.find(({ segment }) => segment.opens.some((mark) => mark.ref === ref));
    const edge = frame.current?.getBoundingClientRect();
    if (box === undefined || edge === undefined) return null;
    const rect = new DOMRect(edge.left + box.left, edge.top + box.top, box.width, box.height);
    return inSight(rect, scroller.current?.getBoundingClientRect() ?? null);
  });

  const hit = (x: number, y: number) => boxAt(boxes, x, y, Math.max(lanes, 1) * LANE_HEIGHT);
  useFrameEvents(inside, frame, {
    onMove: (x, y) => {
      const box = hit(x, y);
      const ref = marks.pick(box?.segment);
      if (ref !== editor.hovered) editor.hover(ref);
      if (box !== over) setOver(box ?? null);
    },
    onLeave: () => {
      editor.hover(null);
      setOver(null);
    },
    onClick: (x, y) => {
      if (inside?.getSelection()?.isCollapsed === false) return;
      editor.select(marks.next(hit(x, y)?.segment));
    },
    onPointerUp: marking.onPointerUp,
    onEnter: marking.apply,
    onCaret: () => setCaret(inside === null ? null : caretIn(inside)),
    onFocus: () => {
      setFocused(true);
      search.take();
    },
    onBlur: () => {
      setFocused(false);
      setCaret(null);
    },
    keepsCtrl: grips.isActive,
  });

  const onGripDown = (event: PointerEvent<HTMLElement>) => {
    const grip = event.target as HTMLElement;
    // The pointer passes over the frame, which would keep its moves for itself.
    if (grip.dataset["grip"] !== undefined) grip.setPointerCapture(event.pointerId);
    grips.onPointerDown(event);
  };

  const edge = over === null ? undefined : frame.current?.getBoundingClientRect();
  return (
    <div className={classes["viewer"]}>
      {(page.offsets.length >= SEARCHED || search.isOpen) && (
        <SearchBar search={search} name={object.name} onClose={() => frame.current?.focus()} />
      )}
      <div ref={scroller} className={classes["scroller"]} data-focused={isFocused || undefined}>
        <LinkedScroll of={scroller} name={`scroll.${object.name}`} />
        <div className={classes["paper"]} style={{ height }} onPointerDown={onGripDown}>
          <iframe
            ref={frame}
            className={classes["frame"]}
            sandbox="allow-same-origin"
            srcDoc={FRAME_SHELL}
            title={`Page ${object.name}. Arrow keys move, Shift marks, a label's key applies it.`}
            data-viewer-surface={object.name}
            onLoad={onLoad}
          />
          <div className={classes["marks"]}>
            <MarkOverlay
              boxes={boxes}
              inks={marks.inks}
              regions={marks.regions}
              named={marks.named}
              strong={marks.strong}
              gripped={marks.gripped}
            />
            {caret !== null && <span className={classes["caret"]} style={caret} />}
          </div>
        </div>
      </div>
      {over !== null && edge !== undefined && (
        <SpanCard
          regions={over.segment.marks.flatMap(({ ref }) => marks.regions.get(ref) ?? [])}
          anchor={new DOMRect(edge.left + over.left, edge.top + over.top, over.width, over.height)}
        />
      )}
    </div>
  );
}

type BoxInput = {
  readonly page: Page;
  readonly segments: ReturnType<typeof useMarks>["segments"];
  readonly lanes: number;
  readonly inside: Document | null;
  readonly moves: number;
  readonly toSpan: (units: TextRange) => { readonly start: number; readonly end: number };
};

/** Measured after the page was laid out, and again whenever its lines may have moved. */
function useBoxes({ page, segments, lanes, inside, moves, toSpan }: BoxInput) {
  const [boxes, setBoxes] = useState<readonly MarkedBox[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `moves` tells that lines have moved.
  useEffect(() => {
    if (inside === null) return;
    inside.documentElement.style.setProperty("--lanes", `${Math.max(lanes, 1) * LANE_HEIGHT}px`);
    setBoxes(boxesOf(page, segments, toSpan));
  }, [page, segments, lanes, inside, moves, toSpan]);
  return boxes;
}

function useRevealed(
  ref: string | null,
  boxes: readonly MarkedBox[],
  reveal: (place: { top: number; bottom: number }) => void,
) {
  const latest = useRef({ boxes, reveal });
  useEffect(() => {
    latest.current = { boxes, reveal };
  });
  useEffect(() => {
    const box = latest.current.boxes.find(({ segment }) =>
      segment.opens.some((mark) => mark.ref === ref),
    );
    if (box !== undefined) latest.current.reveal({ top: box.top, bottom: box.top + box.height });
  }, [ref]);
}

function caretIn(inside: Document): Caret | null {
  const selection = inside.getSelection();
  if (selection === null || selection.focusNode === null) return null;
  const range = inside.createRange();
  range.setStart(selection.focusNode, selection.focusOffset);
  range.collapse(true);
  const rect = range.getClientRects()[0];
  return rect === undefined ? null : { left: rect.left, top: rect.top, height: rect.height };
}
