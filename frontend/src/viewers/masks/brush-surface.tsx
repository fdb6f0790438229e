/** Lies over the picture while the brush is in the hand: the line that is drawn, and the brush itself. */
import { type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useShortcuts } from "@/lib/use-shortcuts";
import { findLabel } from "../config";
import { useEditor } from "../editor";
import type { PictureSize, Point } from "../geometry";
import { pinch, useSpaceHeld, wheelChange } from "../image/use-pinch";
import type { SetView } from "../image/use-view";
import { pan, toPicture, toScreen, type ViewTransform } from "../image/view-transform";
import { brushMoves } from "./brush-commands";
import classes from "./masks.module.css";
import type { Brush } from "./use-brush";
import type { Masks } from "./use-masks";

type Props = {
  readonly masks: Masks;
  readonly size: PictureSize;
  readonly screen: PictureSize;
  readonly view: ViewTransform;
  readonly setView: SetView;
  /** The picture has the focus: keys move the brush. */
  readonly focused: boolean;
};

export function BrushSurface(props: Props) {
  return props.masks.brush.tool === null ? null : <Surface {...props} />;
}

type Press = { readonly kind: "stroke" | "pan"; last: Point };

function Surface({ masks, size, screen, view, setView, focused }: Props) {
  const { brush } = masks;
  const editor = useEditor();
  const canvas = useRef<HTMLCanvasElement>(null);
  const press = useRef<Press | null>(null);
  const fingers = useRef(new Map<number, Point>());
  const spaceHeld = useSpaceHeld();
  /** In pixels of the picture. */
  const [line, setLine] = useState<readonly Point[]>([]);
  const [at, setAt] = useState<Point | null>(null);
  const middle = toPicture(view, [screen.width / 2, screen.height / 2]);

  useShortcuts(
    brushMoves(masks, editor, {
      focused,
      move: (dx, dy) => setAt((before) => moved(before ?? middle, [dx, dy], view.turn, size)),
      dab: () => {
        setAt(at ?? middle);
        brush.stroke([at ?? middle]);
      },
    }),
  );

  const colour = inkColour(brush, editor);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined) return;
    draw(context, { line, at: at ?? (focused ? middle : null), brush, view, screen, colour });
  });

  useWheel(canvas, setView);

  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    const point = placeOf(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.closest<HTMLElement>("[data-viewer-surface]")?.focus();
    fingers.current.set(event.pointerId, point);
    if (fingers.current.size > 1) {
      press.current = null;
      setLine([]);
      return;
    }
    const pans = event.button === 1 || spaceHeld.current;
    if (event.button !== 0 && !pans) return;
    press.current = { kind: pans ? "pan" : "stroke", last: point };
    if (!pans) setLine([toPicture(view, point)]);
  };

  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const point = placeOf(event);
    const before = fingers.current.get(event.pointerId);
    if (before !== undefined) fingers.current.set(event.pointerId, point);
    const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
    setAt(toPicture(view, point));
    if (before !== undefined && other !== undefined) setView(pinch(before, point, other));
    else if (press.current?.kind === "pan") {
      const [dx, dy] = [point[0] - press.current.last[0], point[1] - press.current.last[1]];
      press.current.last = point;
      setView((now) => pan(now, dx, dy));
    } else if (press.current !== null) {
      const points = event.nativeEvent.getCoalescedEvents?.() ?? [];
      const rest = points.length > 0 ? points.map((each) => placeOf(each, event)) : [point];
      setLine((drawn) => [...drawn, ...rest.map((each) => toPicture(view, each))]);
    }
  };

  const onPointerUp = (event: PointerEvent<HTMLCanvasElement>) => {
    fingers.current.delete(event.pointerId);
    if (press.current?.kind === "stroke" && line.length > 0) brush.stroke(line);
    press.current = null;
    setLine([]);
  };

  const onPointerCancel = (event: PointerEvent<HTMLCanvasElement>) => {
    fingers.current.delete(event.pointerId);
    press.current = null;
    setLine([]);
  };

  return (
    <canvas
      ref={canvas}
      className={classes["surface"]}
      width={screen.width}
      height={screen.height}
      aria-hidden
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onPointerLeave={() => setAt(null)}
    />
  );
}

/** React listens to wheels passively: the page would scroll too. */
function useWheel(canvas: React.RefObject<HTMLCanvasElement | null>, setView: SetView) {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const frame = element.getBoundingClientRect();
      setView(wheelChange(event, [event.clientX - frame.left, event.clientY - frame.top]));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [canvas, setView]);
}

type Placed = { readonly clientX: number; readonly clientY: number };

function placeOf(event: Placed, of?: PointerEvent<HTMLCanvasElement>): Point {
  const target = (of ?? (event as PointerEvent<HTMLCanvasElement>)).currentTarget;
  const frame = target.getBoundingClientRect();
  return [event.clientX - frame.left, event.clientY - frame.top];
}

/** Arrow keys go by the screen, also when the picture is turned; the brush stays on the picture. */
function moved([x, y]: Point, [dx, dy]: Point, turn: number, size: PictureSize): Point {
  const [ax, ay] = toPicture({ scale: 1, x: 0, y: 0, turn }, [dx, dy]);
  return [Math.min(Math.max(x + ax, 0), size.width), Math.min(Math.max(y + ay, 0), size.height)];
}

type Drawing = {
  readonly line: readonly Point[];
  readonly at: Point | null;
  readonly brush: Brush;
  readonly view: ViewTransform;
  readonly screen: PictureSize;
  readonly colour: string;
};

function draw(
  context: CanvasRenderingContext2D,
  { line, at, brush, view, screen, colour }: Drawing,
): void {
  context.clearRect(0, 0, screen.width, screen.height);
  const width = Math.max(1, brush.diameter * view.scale);
  const [first, ...rest] = line.map((point) => toScreen(view, point));
  if (first !== undefined) {
    context.beginPath();
    context.moveTo(...first);
    for (const point of rest.length > 0 ? rest : [first]) context.lineTo(...point);
    context.lineCap = "round";
    context.lineJoin = "round";
    context.lineWidth = width;
    context.setLineDash([]);
    context.globalAlpha = 0.6;
    context.strokeStyle = brush.tool === "erase" ? "#ffffff" : colour;
    context.stroke();
    context.globalAlpha = 1;
  }
  if (at === null) return;
  const [x, y] = toScreen(view, at);
  const radius = Math.max(2, width / 2);
  // Dark and light together are seen on every picture; the eraser's ring is broken.
  for (const [style, thick] of [
    ["#000000", 3],
    ["#ffffff", 1.5],
  ] as const) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.setLineDash(brush.tool === "erase" ? [6, 4] : []);
    context.strokeStyle = style;
    context.lineWidth = thick;
    context.stroke();
  }
}

function inkColour({ target }: Brush, { answers, focus }: ReturnType<typeof useEditor>): string {
  const own = answers.find(({ key }) => key === focus)?.colour ?? "#3b82f6";
  if (answers.length > 1 || target === null) return own;
  if (target.kind === "region") return target.shown.label?.colour ?? own;
  if (target.label === null) return own;
  return findLabel(target.labels ?? target.control, target.label).colour;
}
