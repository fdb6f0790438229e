/**
 * A time axis with what lies on it: a picture of the recording (the children), the regions of all
 * annotators in lanes, and a playhead. Works without the recording, too.
 */
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { isEditable, useEditor } from "../editor";
import type { BoardMark } from "./board-marks";
import { type BarContent, inkOf, LaneRows, type StartDrag } from "./lane-rows";
import classes from "./lanes.module.css";
import { clamp, dragRange, type Part, type Range, type RangeRules } from "./ranges";
import { type Scale, ticksOf } from "./ticks";
import { lengthOf, toPixels } from "./time-window";
import { useBoardPointer } from "./use-board-pointer";
import type { TimeAxis } from "./use-time-axis";

type Props = {
  /** The name of the data object. */
  readonly object: string;
  /** What the board shows, for readers of the screen. */
  readonly label: string;
  readonly axis: TimeAxis;
  readonly marks: readonly BoardMark[];
  readonly rules: RangeRules;
  /** How times are written; null leaves the axis to the children. */
  readonly scale: Scale | null;
  readonly format: (value: number) => string;
  /** Room at the left for what the children write there. Pixels. */
  readonly gutter?: number;
  readonly drawing: boolean;
  readonly playhead: number | null;
  readonly onSeek: (time: number) => void;
  readonly onDraw: (range: Range) => void;
  readonly onChange: (mark: BoardMark, range: Range) => void;
  readonly inside?: BarContent;
  readonly children?: ReactNode;
};

type Drag = { readonly id: string; readonly range: Range };

/** A press on a bar that moves less only selects it. Pixels. */
const CLICK = 3;

export function TimeBoard(props: Props) {
  const { object, label, axis, marks, rules, scale, format, drawing, playhead } = props;
  const editor = useEditor();
  const { window: shown, width } = axis;
  const [drag, onStartDrag] = useBarDrag(props);
  const tools = useBoardPointer({
    axis,
    rules,
    drawing,
    onDraw: props.onDraw,
    onClick: (time) => {
      editor.select(null);
      props.onSeek(Math.min(Math.max(time, axis.extent.start), axis.extent.end));
    },
  });
  useRevealSelected(axis, marks, editor.selected?.ref ?? null);

  const selected = marks.filter(({ shown: { ref } }) => ref === editor.selected?.ref);
  const bands = selected.map((mark) => ({
    id: mark.id,
    ink: inkOf(mark, editor.answers.length),
    range: drag?.id === mark.id ? drag.range : mark,
  }));
  const place = ({ start, end }: Range): CSSProperties => {
    const left = clamp(toPixels(shown, width, start), -1, width + 1);
    const right = clamp(toPixels(shown, width, end), -1, width + 1);
    return { left, width: Math.max(1, right - left) };
  };

  return (
    <section
      className={classes["board"]}
      style={{ "--gutter": `${props.gutter ?? 0}px` } as CSSProperties}
      data-viewer-surface={object}
      data-drawing={drawing || undefined}
      data-panning={tools.panning || undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: Tab goes through the regions here.
      tabIndex={0}
      aria-label={`${label} with ${marks.length} regions. Tab goes through them, arrow keys move, Shift with arrow keys resizes.`}
      onPointerDown={tools.onPointerDown}
    >
      <div ref={axis.track} className={classes["track"]}>
        {props.children}
        <LaneRows
          marks={marks}
          extent={axis.extent}
          window={shown}
          width={width}
          format={format}
          dragged={drag}
          onStartDrag={onStartDrag}
          inside={props.inside}
        />
        {marks.length === 0 && <div className={classes["bare"]} />}
        {scale !== null && (
          <div className={classes["ticks"]} aria-hidden>
            {ticksOf(shown, width, scale).map(({ at, text }) => (
              <span key={at} style={{ left: toPixels(shown, width, at) }}>
                {text}
              </span>
            ))}
          </div>
        )}
        {bands.map(({ id, ink, range }) => (
          <div
            key={id}
            className={classes["band"]}
            style={{ ...place(range), "--ink": ink } as CSSProperties}
          />
        ))}
        {tools.draft !== null && (
          <div className={classes["draft"]} style={place(tools.draft)}>
            <span>{`${format(tools.draft.start)} – ${format(tools.draft.end)}`}</span>
          </div>
        )}
        {playhead !== null && playhead >= shown.start && playhead <= shown.end && (
          <div
            className={classes["playhead"]}
            style={{ transform: `translateX(${toPixels(shown, width, playhead)}px)` }}
          />
        )}
      </div>
    </section>
  );
}

/** Selecting, moving and resizing by dragging bars. The document hears of it once, at the end. */
function useBarDrag({ axis, rules, onChange }: Props): readonly [Drag | null, StartDrag] {
  const editor = useEditor();
  const [drag, setDrag] = useState<Drag | null>(null);
  const latest = useRef({ axis, rules, onChange, editor });
  useEffect(() => {
    latest.current = { axis, rules, onChange, editor };
  });

  const start: StartDrag = useCallback((event, mark, part: Part) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    const pressed = latest.current.editor;
    const wasSelected = pressed.selected?.ref === mark.shown.ref;
    pressed.select(mark.shown.ref);
    if (!wasSelected || !isEditable(pressed, mark.shown)) return;
    const fromX = event.clientX;
    let range: Range = mark;

    const onMove = (move: PointerEvent) => {
      const now = latest.current;
      const pixels = move.clientX - fromX;
      if (range === mark && Math.abs(pixels) <= CLICK) return;
      const delta = (pixels / now.axis.width) * lengthOf(now.axis.window);
      range = dragRange(mark, part, delta, now.rules);
      setDrag({ id: mark.id, range });
    };
    const finish = () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", finish);
      window.removeEventListener("keydown", onKey, true);
      setDrag(null);
    };
    const onUp = () => {
      finish();
      if (range !== mark) latest.current.onChange(mark, range);
    };
    const onKey = (key: KeyboardEvent) => {
      if (key.key !== "Escape") return;
      key.preventDefault();
      key.stopPropagation();
      finish();
    };
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", finish);
    window.addEventListener("keydown", onKey, true);
  }, []);
  return [drag, start];
}

/** A region that somebody selects elsewhere comes into sight. */
function useRevealSelected(axis: TimeAxis, marks: readonly BoardMark[], selected: string | null) {
  const latest = useRef(marks);
  useEffect(() => {
    latest.current = marks;
  });
  const { reveal } = axis;
  useEffect(() => {
    const mark = latest.current.find(({ shown }) => shown.ref === selected);
    if (mark !== undefined) reveal(mark);
  }, [selected, reveal]);
}
