import type { Column, Task } from "@/api/types";
import { columnValue, isDataColumn } from "./column-value";

/** What people look for first; the first key of the task data stands after the number. */
const AFTER_FIRST_DATA = [
  "state",
  "agreement",
  "annotators",
  "reviews_accepted",
  "reviews_rejected",
  "ground_truth",
];
const BEFORE_OTHERS = ["reviewed", "total_annotations", "updated_at"];
/** More keys of the data than this are there to switch on. */
const SHOWN_DATA_COLUMNS = 3;

export type ArrangedColumns = {
  columns: Column[];
  /** Ids of the leading columns, which should be in sight without scrolling. */
  leading: readonly string[];
  /** Which columns are shown until the person chooses. */
  shown: ReadonlySet<string>;
};

/** The server's columns in reading order. */
export function arrangeColumns(columns: readonly Column[]): ArrangedColumns {
  const byId = new Map(columns.map((column) => [column.id, column]));
  const data = columns.filter(isDataColumn).map(({ id }) => id);
  const leading = ["id", ...data.slice(0, 1), ...AFTER_FIRST_DATA].filter((id) => byId.has(id));
  const wanted = [...leading, ...data.slice(1, SHOWN_DATA_COLUMNS), ...BEFORE_OTHERS];
  const order = [...new Set([...wanted, ...byId.keys()])];
  const shown = new Set(
    wanted.filter((id) => leading.includes(id) || byId.get(id)?.visibility_defaults.explore),
  );
  return { columns: order.flatMap((id) => byId.get(id) ?? []), leading, shown };
}

const WIDTHS: Readonly<Record<string, number>> = {
  id: 72,
  inner_id: 84,
  state: 128,
  agreement: 142,
  annotators: 132,
  reviewers: 132,
  reviews_accepted: 94,
  reviews_rejected: 90,
  ground_truth: 112,
  reviewed: 96,
};
const TYPE_WIDTHS: Readonly<Record<string, number>> = {
  Number: 112,
  Boolean: 96,
  Datetime: 136,
  Image: 104,
};
const OTHER_WIDTH = 160;

const LETTER_WIDTH = 7.6;
const CELL_PADDING = 24;
const NARROWEST_TEXT = 96;
const WIDEST_TEXT = 280;

/** Wide enough for most of the values seen, within bounds. */
function textWidth(column: Column, sample: readonly Task[]): number {
  const lengths = sample
    .map((task) => String(columnValue(task, column.id) ?? "").length)
    .sort((a, b) => a - b);
  const most = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  const letters = Math.max(most, column.title.length + 2);
  return Math.round(
    Math.min(WIDEST_TEXT, Math.max(NARROWEST_TEXT, letters * LETTER_WIDTH + CELL_PADDING)),
  );
}

function naturalWidth(column: Column, sample: readonly Task[]): number {
  const fixed = WIDTHS[column.id] ?? TYPE_WIDTHS[column.type];
  return fixed ?? (isDataColumn(column) ? textWidth(column, sample) : OTHER_WIDTH);
}

/**
 * Widths of the columns. What the leading columns leave free of `space` goes to the first of them
 * that holds long text.
 */
export function columnWidths(
  { columns, leading }: Pick<ArrangedColumns, "columns" | "leading">,
  sample: readonly Task[],
  space: number,
): Record<string, number> {
  const widths = Object.fromEntries(
    columns.map((column) => [column.id, naturalWidth(column, sample)]),
  );
  const free = space - leading.reduce((sum, id) => sum + (widths[id] ?? 0), 0);
  const longText = leading.find((id) => widths[id] === WIDEST_TEXT);
  if (longText !== undefined && free > 0) {
    widths[longText] = WIDEST_TEXT + free;
  }
  return widths;
}
