/**
 * How a mask looks: a light fill, a pattern that tells its author beside the colour, and an edge
 * whose line tells how it compares: solid agrees, dashed differs, dotted is not seen by all.
 */
import type { Standing } from "../compare";
import { eachRow, type Mask, type MaskBounds } from "./runs";

/** Part of a mask at the size of a canvas: each cell stands for `step` by `step` pixels. */
export type Cells = {
  readonly bounds: MaskBounds;
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  readonly painted: Uint8Array;
};

export type MaskLook = {
  readonly colour: string;
  /** Number of the pattern; null for none. */
  readonly pattern: number | null;
  readonly standing: Standing | null;
  readonly emphasis: "plain" | "lit" | "selected";
};

/** Larger masks are drawn coarser. */
const MOST_CELLS = 1_500_000;

export function toCells(mask: Mask, bounds: MaskBounds): Cells {
  const step = Math.max(1, Math.ceil(Math.sqrt((bounds.width * bounds.height) / MOST_CELLS)));
  const columns = Math.ceil(bounds.width / step);
  const rows = Math.ceil(bounds.height / step);
  const painted = new Uint8Array(columns * rows);
  eachRow(mask.width, mask.runs, (row, from, to) => {
    if ((row - bounds.top) % step !== 0) return;
    const offset = ((row - bounds.top) / step) * columns;
    const first = Math.ceil((from - bounds.left) / step);
    const last = Math.ceil((to - bounds.left) / step);
    painted.fill(1, offset + first, offset + last);
  });
  return { bounds, step, columns, rows, painted };
}

/** Cells of the pattern, `period` apart. */
const PATTERNS: readonly ((x: number, y: number, period: number) => boolean)[] = [
  (x, y, period) => (x + y) % period < period / 5,
  (x, y, period) => (((x - y) % period) + period) % period < period / 5,
  (_x, y, period) => y % period < period / 5,
  (x, _y, period) => x % period < period / 5,
  (x, y, period) => x % period < period / 2.5 && y % period < period / 2.5,
  (x, y, period) => x % period < period / 6 || y % period < period / 6,
];

const FILL: Readonly<Record<MaskLook["emphasis"], number>> = { plain: 64, lit: 110, selected: 70 };
const PATTERN_FILL: Readonly<Record<MaskLook["emphasis"], number>> = {
  plain: 150,
  lit: 190,
  selected: 120,
};

/** Red, green, blue and alpha of every cell. `grain` is the width of a line in cells. */
export function shade(
  cells: Cells,
  look: MaskLook,
  [red, green, blue]: readonly [number, number, number],
  grain: number,
): Uint8ClampedArray<ArrayBuffer> {
  const { columns, painted } = cells;
  const data = new Uint8ClampedArray(painted.length * 4);
  const inkAt = inkOf(cells, look, grain);
  for (let at = painted.indexOf(1); at >= 0; at = painted.indexOf(1, at + 1)) {
    const ink = inkAt(at % columns, Math.floor(at / columns));
    data[at * 4] = ink === HALO ? 255 : red;
    data[at * 4 + 1] = ink === HALO ? 255 : green;
    data[at * 4 + 2] = ink === HALO ? 255 : blue;
    data[at * 4 + 3] = ink === HALO ? 255 : ink;
  }
  return data;
}

/** White instead of the colour of the mask. */
const HALO = -1;

/** The strength of the colour of a painted cell. */
function inkOf(cells: Cells, { pattern, standing, emphasis }: MaskLook, grain: number) {
  const isPatterned = pattern === null ? null : (PATTERNS[pattern % PATTERNS.length] ?? null);
  const period = 9 * grain + 3;
  const selected = emphasis === "selected";
  // Patterns go on from mask to mask, so that they do not depend on where a mask begins.
  const left = Math.floor(cells.bounds.left / cells.step);
  const top = Math.floor(cells.bounds.top / cells.step);
  return (x: number, y: number): number => {
    const depth = edgeDepth(cells, x, y, selected ? 2 * grain : grain);
    if (depth !== null && selected && depth <= grain) return HALO;
    if (depth !== null && isInked(standing, left + x + top + y, grain)) return 255;
    const patterned = isPatterned?.(left + x, top + y, period) === true;
    return (patterned ? PATTERN_FILL : FILL)[emphasis];
  };
}

/** How many cells the nearest unpainted one is away along a row or column; null when further than `most`. */
function edgeDepth({ columns, rows, painted }: Cells, x: number, y: number, most: number) {
  for (let away = 1; away <= most; away += 1) {
    const open =
      x < away ||
      y < away ||
      x + away >= columns ||
      y + away >= rows ||
      painted[y * columns + x - away] === 0 ||
      painted[y * columns + x + away] === 0 ||
      painted[(y - away) * columns + x] === 0 ||
      painted[(y + away) * columns + x] === 0;
    if (open) return away;
  }
  return null;
}

/** Dashes and dots of the edge. */
function isInked(standing: Standing | null, along: number, grain: number): boolean {
  if (standing === "disagreeing") return along % (10 * grain) < 6 * grain;
  return standing !== "missing" || along % (5 * grain) < 2 * grain;
}
