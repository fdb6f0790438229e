/** Gives ranges that overlap different lanes, so that all of them can be seen at the same time. */
import type { Range } from "./ranges";

export type LaneMark = Range & {
  /** Unique among the marks drawn together. */
  readonly id: string;
  /** Marks of one group (one annotator) stand together. */
  readonly group: number;
};

export type Laned<Mark extends LaneMark> = { readonly mark: Mark; readonly lane: number };

export type LaneGroup<Mark extends LaneMark> = {
  readonly group: number;
  /** How many lanes its marks need; they count from 0 in each group. */
  readonly lanes: number;
  readonly marks: readonly Laned<Mark>[];
};

/**
 * Greedy colouring of intervals: each mark takes the first free lane of its group. Marks take at
 * least `shortest`, so that points in time at one place do not hide each other.
 */
export function assignLanes<Mark extends LaneMark>(
  marks: readonly Mark[],
  shortest = 0,
): readonly LaneGroup<Mark>[] {
  const groups = new Map<number, Mark[]>();
  for (const mark of marks) {
    const group = groups.get(mark.group);
    if (group === undefined) groups.set(mark.group, [mark]);
    else group.push(mark);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([group, members]) => ({ group, ...fillLanes(members, shortest) }));
}

function fillLanes<Mark extends LaneMark>(marks: readonly Mark[], shortest: number) {
  const ordered = [...marks].sort((a, b) => a.start - b.start || b.end - a.end);
  const ends: number[] = [];
  const laned = ordered.map((mark) => {
    const free = ends.findIndex((end) => end <= mark.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = Math.max(mark.end, mark.start + shortest);
    return { mark, lane };
  });
  return { lanes: ends.length, marks: laned };
}
