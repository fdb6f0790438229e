import { expect, test } from "vitest";
import { assignLanes, type LaneMark } from "./assign-lanes";

const mark = (id: string, start: number, end: number, group = 0): LaneMark => ({
  id,
  group,
  start,
  end,
});

const lanesOf = (marks: readonly LaneMark[], shortest = 0) =>
  assignLanes(marks, shortest).map(({ group, lanes, marks: laned }) => ({
    group,
    lanes,
    at: Object.fromEntries(laned.map(({ mark: { id }, lane }) => [id, lane])),
  }));

test("ranges that overlap take different lanes, those that only touch share one", () => {
  expect(lanesOf([mark("a", 0, 4), mark("b", 2, 6), mark("c", 4, 8)])).toEqual([
    { group: 0, lanes: 2, at: { a: 0, b: 1, c: 0 } },
  ]);
});

test("each annotator has lanes of its own, in the order of the annotators", () => {
  expect(lanesOf([mark("x", 0, 4, 2), mark("a", 0, 4, 0), mark("b", 1, 3, 0)])).toEqual([
    { group: 0, lanes: 2, at: { a: 0, b: 1 } },
    { group: 2, lanes: 1, at: { x: 0 } },
  ]);
});

test("points in time at one place do not hide each other", () => {
  const points = [mark("a", 5, 5), mark("b", 5, 5), mark("c", 9, 9)];
  expect(lanesOf(points, 0.5)).toEqual([{ group: 0, lanes: 2, at: { a: 0, b: 1, c: 0 } }]);
});

test("no two marks of one lane overlap, and no lane is without need", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  for (let round = 0; round < 10; round += 1) {
    const marks = Array.from({ length: 40 }, (_each, index) => {
      const start = random() * 100;
      return mark(`m${index}`, start, start + random() * 20);
    });
    const [group] = assignLanes(marks);
    const depth = Math.max(
      ...marks.map(({ start }) => marks.filter((m) => m.start <= start && m.end > start).length),
    );
    expect(group?.lanes).toBe(depth);
    for (const one of group?.marks ?? []) {
      for (const other of group?.marks ?? []) {
        if (one === other || one.lane !== other.lane) continue;
        expect(one.mark.end <= other.mark.start || other.mark.end <= one.mark.start).toBe(true);
      }
    }
  }
});
