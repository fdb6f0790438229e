/** The course of an arrow between two regions: over the words of a text, or from edge to edge. */
import type { AnchorRect } from "./anchors";
import type { Direction } from "./relations";

type Spot = { readonly x: number; readonly y: number };

export type Arrow = {
  readonly path: string;
  /** Heads as paths: one, or one at each end. */
  readonly heads: readonly string[];
  readonly middle: Spot;
};

/** Lower regions are words: the arrow goes over them instead of through the text. */
const LOW = 60;
const HEAD = 7;

export function arrowBetween(from: AnchorRect, to: AnchorRect, direction: Direction): Arrow {
  return heightOf(from) < LOW && heightOf(to) < LOW
    ? overWords(from, to, direction)
    : edgeToEdge(from, to, direction);
}

function overWords(from: AnchorRect, to: AnchorRect, direction: Direction): Arrow {
  const start = { x: centreOf(from).x, y: from.top };
  const end = { x: centreOf(to).x, y: to.top };
  const rise = 14 + Math.min(30, Math.hypot(end.x - start.x, end.y - start.y) * 0.12);
  const high = Math.min(start.y, end.y) - rise;
  const [first, last] = [
    { x: start.x, y: high },
    { x: end.x, y: high },
  ];
  const path = `M${at(start)}C${at(first)} ${at(last)} ${at(end)}`;
  const middle = { x: (start.x + end.x) / 2, y: (start.y + 6 * high + end.y) / 8 };
  return { path, middle, heads: headsOf(direction, [first, start], [last, end]) };
}

function edgeToEdge(from: AnchorRect, to: AnchorRect, direction: Direction): Arrow {
  const start = edgeTowards(from, centreOf(to));
  const end = edgeTowards(to, centreOf(from));
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  return {
    path: `M${at(start)}L${at(end)}`,
    middle,
    heads: headsOf(direction, [end, start], [start, end]),
  };
}

type Leg = readonly [from: Spot, to: Spot];

function headsOf(direction: Direction, back: Leg, forth: Leg): readonly string[] {
  const heads: string[] = [];
  if (direction !== "left") heads.push(head(forth));
  if (direction !== "right") heads.push(head(back));
  return heads;
}

function head([from, to]: Leg): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const wing = (turn: number) => ({
    x: to.x - HEAD * Math.cos(angle + turn),
    y: to.y - HEAD * Math.sin(angle + turn),
  });
  return `M${at(to)}L${at(wing(0.45))}L${at(wing(-0.45))}Z`;
}

/** Where the line from the middle of a rectangle to a spot leaves the rectangle. */
function edgeTowards(rect: AnchorRect, { x, y }: Spot): Spot {
  const centre = centreOf(rect);
  const [dx, dy] = [x - centre.x, y - centre.y];
  const across = dx === 0 ? Infinity : (rect.right - rect.left) / 2 / Math.abs(dx);
  const down = dy === 0 ? Infinity : (rect.bottom - rect.top) / 2 / Math.abs(dy);
  const share = Math.min(across, down, 1);
  return { x: centre.x + dx * share, y: centre.y + dy * share };
}

function centreOf({ left, right, top, bottom }: AnchorRect): Spot {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}

const heightOf = ({ top, bottom }: AnchorRect): number => bottom - top;

const at = ({ x, y }: Spot): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
