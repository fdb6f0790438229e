/**
 * Areas that closed outlines share, for outlines of any shape. An outline that crosses itself covers
 * all that it encloses, as in the agreement figures.
 *
 * The plane is cut into level slabs at every corner and at every crossing of two edges. Inside a slab
 * no edges cross, so every piece is a trapezium, whose area is its height times its middle width.
 */
import type { Point } from "../geometry";

export type Areas = { readonly left: number; readonly right: number; readonly common: number };

type Edge = {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** +1 for an edge that goes down, -1 for one that goes up: what is enclosed has a sum of not 0. */
  readonly turn: number;
  readonly isLeft: boolean;
};

/** Intersection over union; 0 for outlines without an area, unless they are the same. */
export function outlineIou(left: readonly Point[], right: readonly Point[]): number {
  const areas = commonAreas(left, right);
  const union = areas.left + areas.right - areas.common;
  if (union <= 0) return samePoints(left, right) ? 1 : 0;
  return Math.min(1, areas.common / union);
}

export function commonAreas(left: readonly Point[], right: readonly Point[]): Areas {
  const edges = [...edgesOf(left, true), ...edgesOf(right, false)].sort((a, b) => a.y1 - b.y1);
  const levels = levelsOf(edges);
  const areas = { left: 0, right: 0, common: 0 };
  let first = 0;
  let open: Edge[] = [];
  for (let at = 0; at + 1 < levels.length; at += 1) {
    const top = levels[at] ?? 0;
    const bottom = levels[at + 1] ?? top;
    open = open.filter((edge) => edge.y2 > top);
    for (; first < edges.length && (edges[first]?.y1 ?? 0) <= top; first += 1) {
      const edge = edges[first];
      if (edge !== undefined && edge.y2 > top) open.push(edge);
    }
    addSlab(areas, open, (top + bottom) / 2, bottom - top);
  }
  return areas;
}

function addSlab(
  areas: { left: number; right: number; common: number },
  open: readonly Edge[],
  level: number,
  height: number,
): void {
  const cuts = open.map((edge) => ({ edge, x: crossingAt(edge, level) }));
  cuts.sort((a, b) => a.x - b.x);
  let left = 0;
  let right = 0;
  let before = 0;
  for (const { edge, x } of cuts) {
    const area = (x - before) * height;
    if (left !== 0) areas.left += area;
    if (right !== 0) areas.right += area;
    if (left !== 0 && right !== 0) areas.common += area;
    if (edge.isLeft) left += edge.turn;
    else right += edge.turn;
    before = x;
  }
}

function edgesOf(points: readonly Point[], isLeft: boolean): readonly Edge[] {
  return points.flatMap(([x, y], at) => {
    const [nextX, nextY] = points[(at + 1) % points.length] ?? [x, y];
    if (y === nextY) return [];
    return y < nextY
      ? [{ x1: x, y1: y, x2: nextX, y2: nextY, turn: 1, isLeft }]
      : [{ x1: nextX, y1: nextY, x2: x, y2: y, turn: -1, isLeft }];
  });
}

/** Heights of all corners and of all crossings, ascending. `edges` are in the order of their tops. */
function levelsOf(edges: readonly Edge[]): readonly number[] {
  const levels = new Set<number>();
  edges.forEach((edge, at) => {
    levels.add(edge.y1);
    levels.add(edge.y2);
    for (let next = at + 1; next < edges.length; next += 1) {
      const other = edges[next];
      if (other === undefined || other.y1 >= edge.y2) break;
      const level = crossingOf(edge, other);
      if (level !== null) levels.add(level);
    }
  });
  return [...levels].sort((a, b) => a - b);
}

/** The height at which two edges cross inside the stretch that both have. */
function crossingOf(one: Edge, other: Edge): number | null {
  const top = Math.max(one.y1, other.y1);
  const bottom = Math.min(one.y2, other.y2);
  if (bottom <= top) return null;
  const above = crossingAt(one, top) - crossingAt(other, top);
  const below = crossingAt(one, bottom) - crossingAt(other, bottom);
  if (above === 0 || below === 0 || above > 0 === below > 0) return null;
  return top + ((bottom - top) * above) / (above - below);
}

function crossingAt({ x1, y1, x2, y2 }: Edge, level: number): number {
  return x1 + ((x2 - x1) * (level - y1)) / (y2 - y1);
}

function samePoints(left: readonly Point[], right: readonly Point[]): boolean {
  return (
    left.length === right.length &&
    left.every(([x, y], at) => x === right[at]?.[0] && y === right[at]?.[1])
  );
}
