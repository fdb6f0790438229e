import { expect, test } from "vitest";
import {
  areaOfMask,
  boundsOfMask,
  differenceOf,
  eachRow,
  fromBitmap,
  type Mask,
  maskContains,
  maskIou,
  RunWriter,
  sameRuns,
} from "./runs";

/** A picture in letters: # is painted. */
function drawn(...rows: string[]): Mask {
  const width = rows[0]?.length ?? 0;
  const bitmap = Uint8Array.from(rows.join(""), (letter) => (letter === "#" ? 1 : 0));
  return fromBitmap(bitmap, width, rows.length);
}

const left = drawn("##..", "##..", "....");
const right = drawn(".##.", ".##.", "..#.");

test("what two masks share and what only one has", () => {
  const difference = differenceOf(left, right);
  expect(difference.both).toEqual(drawn(".#..", ".#..", "...."));
  expect(difference.left).toEqual(drawn("#...", "#...", "...."));
  expect(difference.right).toEqual(drawn("..#.", "..#.", "..#."));
  expect(maskIou(left, right)).toBeCloseTo(2 / 7);
});

test("the difference adds up for any two masks", () => {
  let seed = 5;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let round = 0; round < 50; round += 1) {
    const [one, other] = [0, 1].map(() =>
      Uint8Array.from({ length: 200 }, () => Number(random() < 0.4)),
    );
    if (one === undefined || other === undefined) throw new Error("two bitmaps");
    const difference = differenceOf(fromBitmap(one, 20, 10), fromBitmap(other, 20, 10));
    const count = (fits: (a: number, b: number) => boolean) =>
      one.reduce((sum, value, at) => sum + Number(fits(value, other[at] ?? 0)), 0);
    expect(areaOfMask(difference.both)).toBe(count((a, b) => a === 1 && b === 1));
    expect(areaOfMask(difference.left)).toBe(count((a, b) => a === 1 && b === 0));
    expect(areaOfMask(difference.right)).toBe(count((a, b) => a === 0 && b === 1));
  }
});

test("empty masks are equal; masks of other sizes share nothing", () => {
  expect(maskIou(drawn("...."), drawn("...."))).toBe(1);
  expect(maskIou(drawn("####"), drawn("##", "##"))).toBe(0);
  expect(sameRuns(left, right)).toBe(false);
  expect(sameRuns(left, drawn("##..", "##..", "...."))).toBe(true);
});

test("a point is in a mask or not", () => {
  expect(maskContains(right, 2.9, 2.1)).toBe(true);
  expect(maskContains(right, 0.5, 0.5)).toBe(false);
  expect(maskContains(right, 1, 1)).toBe(true);
  expect(maskContains(right, 4, 1)).toBe(false);
  expect(maskContains(right, 3, 2)).toBe(false);
});

test("bounds and rows follow runs that go over the end of a row", () => {
  const wrapped = drawn("..##", "####", "#...");
  expect([...wrapped.runs]).toEqual([2, 9]);
  expect(boundsOfMask(wrapped)).toEqual({ left: 0, top: 0, width: 4, height: 3 });
  const rows: number[][] = [];
  eachRow(4, wrapped.runs, (...row) => rows.push(row));
  expect(rows).toEqual([
    [0, 2, 4],
    [1, 0, 4],
    [2, 0, 1],
  ]);
  expect(boundsOfMask(drawn("...."))).toBeNull();
  expect(boundsOfMask(right)).toEqual({ left: 1, top: 0, width: 2, height: 3 });
});

test("runs that touch are written as one", () => {
  const writer = new RunWriter();
  for (let at = 0; at < 300; at += 3) {
    writer.add(at, at + 1);
    writer.add(at + 1, at + 2);
    writer.add(at + 2, at + 2);
  }
  const runs = writer.finish();
  expect(runs).toHaveLength(200);
  expect([...runs.slice(0, 4)]).toEqual([0, 2, 3, 5]);
});
