/** The regions of all annotators as bars, one under the other where they overlap. */
import {
  type CSSProperties,
  memo,
  type ReactNode,
  type PointerEvent as ReactPointerEvent,
  useMemo,
  useRef,
} from "react";
import { isEditable, useEditor } from "../editor";
import { Swatch } from "../legend";
import { useRegionAnchors } from "../relations/anchors";
import { assignLanes } from "./assign-lanes";
import type { BoardMark } from "./board-marks";
import classes from "./lanes.module.css";
import type { Part, Range } from "./ranges";
import { lengthOf, type TimeWindow, toPixels } from "./time-window";

export const LANE_HEIGHT = 26;
const HEAD_HEIGHT = 18;

/** Bars of a point in time, or of a moment in an hour, can still be seen and clicked. Pixels. */
const NARROWEST = 6;

/** Share of the whole axis that a mark takes at least, so that points at one place are told apart. */
const SHORTEST = 1 / 400;

/** What is drawn inside a bar; `left` is where the bar begins on the track. Pixels. */
export type BarContent = (mark: BoardMark, left: number) => ReactNode;

export type StartDrag = (event: ReactPointerEvent, mark: BoardMark, part: Part) => void;

type Props = {
  readonly marks: readonly BoardMark[];
  readonly extent: Range;
  readonly window: TimeWindow;
  readonly width: number;
  readonly format: (value: number) => string;
  /** The bar under the pointer's drag and where it is now. */
  readonly dragged: { readonly id: string; readonly range: Range } | null;
  readonly onStartDrag: StartDrag;
  readonly inside?: BarContent | undefined;
};

/** Drawn again when something on it changes, not whenever the playhead moves. */
export const LaneRows = memo(function LaneRows(props: Props) {
  const { marks, extent, window, width, format, dragged, onStartDrag, inside } = props;
  const editor = useEditor();
  const { answers, selected, hovered, hover } = editor;
  const groups = useMemo(() => assignLanes(marks, lengthOf(extent) * SHORTEST), [marks, extent]);
  const lit = useMemo(() => {
    const refs = [selected?.ref, hovered].filter((ref) => ref != null);
    const counterparts = marks
      .filter(({ shown }) => refs.includes(shown.ref))
      .flatMap(({ shown }) => shown.comparison?.counterparts ?? []);
    return new Set([...refs, ...counterparts]);
  }, [marks, selected, hovered]);
  const named = answers.length > 1;
  const rows = useRef<HTMLDivElement>(null);
  useRegionAnchors((ref) => {
    const mark = marks.find(({ shown }) => shown.ref === ref);
    const bars = rows.current?.querySelectorAll<HTMLElement>("[data-mark]") ?? [];
    const bar = [...bars].find(({ dataset }) => dataset["mark"] === mark?.id);
    return bar?.getBoundingClientRect() ?? null;
  });

  return (
    <div ref={rows}>
      {groups.map(({ group, lanes, marks: laned }) => (
        <div
          key={group}
          className={classes["group"]}
          style={{ height: lanes * LANE_HEIGHT + (named ? HEAD_HEIGHT : 0) + 4 }}
        >
          {named && (
            <span className={classes["groupName"]}>
              <Swatch colour={answers[group]?.colour ?? "gray"} />
              {answers[group]?.name}
            </span>
          )}
          {laned.map(({ mark, lane }) => {
            const range = dragged?.id === mark.id ? dragged.range : mark;
            if (range.end < window.start || range.start > window.end) return null;
            const left = toPixels(window, width, range.start);
            return (
              <Bar
                key={mark.id}
                mark={mark}
                left={left}
                width={Math.max(NARROWEST, toPixels(window, width, range.end) - left)}
                top={lane * LANE_HEIGHT + (named ? HEAD_HEIGHT : 0) + 2}
                lit={lit.has(mark.shown.ref)}
                isSelected={selected?.ref === mark.shown.ref}
                changeable={selected?.ref === mark.shown.ref && isEditable(editor, mark.shown)}
                ink={inkOf(mark, answers.length)}
                isPoint={mark.start === mark.end}
                times={`${format(range.start)} – ${format(range.end)}`}
                onStartDrag={onStartDrag}
                onHover={hover}
                inside={inside}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
});

type BarProps = {
  readonly mark: BoardMark;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly lit: boolean;
  readonly isSelected: boolean;
  readonly changeable: boolean;
  readonly ink: string;
  readonly isPoint: boolean;
  readonly times: string;
  readonly onStartDrag: StartDrag;
  readonly onHover: (ref: string | null) => void;
  readonly inside: BarContent | undefined;
};

const Bar = memo(function Bar(props: BarProps) {
  const { mark, left, width, top, lit, isSelected, changeable, ink, isPoint, times } = props;
  const { onStartDrag, onHover } = props;
  const { shown } = mark;
  const style = { "--ink": ink, left, top, width, height: LANE_HEIGHT - 4 } as CSSProperties;
  return (
    <div
      className={classes["bar"]}
      style={style}
      data-mark={mark.id}
      data-standing={shown.comparison?.standing}
      data-lit={lit || undefined}
      data-selected={isSelected || undefined}
      data-changeable={changeable || undefined}
      title={`${shown.title} by ${shown.answer.name}, ${times}`}
      onPointerDown={(event) => onStartDrag(event, mark, "whole")}
      onPointerEnter={() => onHover(shown.ref)}
      onPointerLeave={() => onHover(null)}
    >
      {changeable && !isPoint && (
        <>
          <span
            className={classes["grip"]}
            data-grip="start"
            onPointerDown={(event) => onStartDrag(event, mark, "start")}
          />
          <span
            className={classes["grip"]}
            data-grip="end"
            onPointerDown={(event) => onStartDrag(event, mark, "end")}
          />
        </>
      )}
      {props.inside?.(mark, left)}
      <span className={classes["barTitle"]} style={{ marginInlineStart: Math.max(0, -left) }}>
        {shown.title}
      </span>
    </div>
  );
});

/** Alone, a region has the colour of its label; among others that of its annotator. */
export function inkOf({ shown }: BoardMark, answers: number): string {
  return answers > 1 ? shown.answer.colour : (shown.label?.colour ?? shown.answer.colour);
}
