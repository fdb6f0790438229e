import { describe, expect, test } from "vitest";
import { applyEdit, openDocument, undo } from "../document";
import type { Result } from "../types";
import { boxAt, type Sequence, stretchesOf } from "./sequence";
import {
  addKeyframe,
  editSequence,
  moveAt,
  removeKeyframe,
  type SequenceChange,
  shiftKeyframe,
  toggleEnd,
} from "./sequence-edits";

const RATE = 25;

const key = (frame: number, x: number, more: Record<string, unknown> = {}) => ({
  x,
  y: 10,
  width: 20,
  height: 30,
  rotation: 0,
  frame,
  enabled: true,
  time: frame / 24,
  ...more,
});

const SEQUENCE: Sequence = [key(1, 0.1, { source: "tracker" }), key(11, 10.1)];

const change = (how: SequenceChange, sequence = SEQUENCE) => how(sequence, SEQUENCE);

describe("moving the box at a frame", () => {
  test("a keyframe changes only what was moved; the other stays the same object", () => {
    const changed = change(moveAt(1, { x: 5 }, RATE));
    expect(changed[0]).toEqual({ ...SEQUENCE[0], x: 5 });
    expect(Object.keys(changed[0] ?? {})).toEqual(Object.keys(SEQUENCE[0] ?? {}));
    expect(changed[1]).toBe(SEQUENCE[1]);
  });

  test("between keyframes it makes a new one in its place, with its own time", () => {
    const changed = change(moveAt(6, { y: 40 }, RATE));
    expect(changed.map((stored) => stored["frame"])).toEqual([1, 6, 11]);
    expect(changed[1]).toMatchObject({ y: 40, width: 20, enabled: true, time: 6 / 25 });
    expect(changed[1]?.["x"]).toBeCloseTo(5.1);
  });

  test("a move that comes back gives the exact number that was stored", () => {
    const there = moveAt(1, { x: 0.1 + 0.2 }, RATE)(SEQUENCE, SEQUENCE);
    const back = moveAt(1, { x: 0.1 + 0.2 - 0.2 }, RATE)(there, SEQUENCE);
    expect(back[0]?.["x"]).toBe(0.1);
  });

  test("nothing new is stored for a turn by nothing, and the same sequence comes back", () => {
    const { rotation: _rotation, ...upright } = key(1, 0);
    const sequence = [upright];
    expect(moveAt(1, { rotation: 0, x: 0 }, RATE)(sequence, sequence)).toBe(sequence);
  });

  test("of two keyframes for one frame the one that counts is changed", () => {
    const sequence = [key(1, 0), key(1, 5)];
    const changed = moveAt(1, { x: 6 }, RATE)(sequence, sequence);
    expect(changed.map((stored) => stored["x"])).toEqual([0, 6]);
  });
});

describe("keyframes", () => {
  test("adding one moves nothing, and removing it again leaves no trace", () => {
    const added = change(addKeyframe(6, RATE));
    expect([3, 6, 9].map((frame) => boxAt(added, frame)?.x)).toEqual(
      [3, 6, 9].map((frame) => expect.closeTo(boxAt(SEQUENCE, frame)?.x ?? 0, 9)),
    );
    expect(removeKeyframe(6)(added, SEQUENCE)).toEqual(SEQUENCE);
    expect(addKeyframe(6, RATE)(added, SEQUENCE)).toBe(added);
  });

  test("before the first keyframe the box begins earlier, in its first place", () => {
    const late = [key(5, 7)];
    const added = addKeyframe(2, RATE)(late, late);
    expect(stretchesOf(added, 9)).toEqual([{ start: 2, end: 9 }]);
    expect(boxAt(added, 2)?.x).toBe(7);
  });

  test("the only keyframe cannot be removed, nor one that is not there", () => {
    const only = [key(5, 7)];
    expect(removeKeyframe(5)(only, only)).toBe(only);
    expect(change(removeKeyframe(6))).toBe(SEQUENCE);
  });

  test("one is moved in time only between its neighbours", () => {
    expect(change(shiftKeyframe(11, -4, RATE))[1]).toEqual({
      ...SEQUENCE[1],
      frame: 2,
      time: 2 / 25,
    });
    const [first] = change(shiftKeyframe(1, 30, RATE));
    expect(first).toMatchObject({ frame: 10, source: "tracker" });
    const there = change(shiftKeyframe(11, 9, RATE));
    expect(shiftKeyframe(9, 11, RATE)(there, SEQUENCE)).toEqual(SEQUENCE);
  });
});

describe("where the box ends", () => {
  test("at a keyframe and back again", () => {
    const ended = change(toggleEnd(11, RATE));
    expect(stretchesOf(ended, 20)).toEqual([{ start: 1, end: 11 }]);
    expect(toggleEnd(11, RATE)(ended, SEQUENCE)).toEqual(SEQUENCE);
  });

  test("between keyframes, where it then begins again at the next one", () => {
    const ended = change(toggleEnd(6, RATE));
    expect(stretchesOf(ended, 20)).toEqual([
      { start: 1, end: 6 },
      { start: 11, end: 20 },
    ]);
    expect(boxAt(ended, 6)?.x).toBeCloseTo(5.1);
  });

  test("where it is not shown it begins", () => {
    const ended = change(toggleEnd(11, RATE));
    const again = toggleEnd(15, RATE)(ended, SEQUENCE);
    expect(stretchesOf(again, 20)).toEqual([
      { start: 1, end: 11 },
      { start: 15, end: 20 },
    ]);
  });

  test("a keyframe that never said it was enabled does not say so after going back", () => {
    const { enabled: _enabled, ...silent } = key(1, 0);
    const sequence = [silent];
    const ended = toggleEnd(1, RATE)(sequence, sequence);
    expect(ended[0]?.["enabled"]).toBe(false);
    expect(toggleEnd(1, RATE)(ended, sequence)).toEqual(sequence);
  });
});

describe("as an edit of the document", () => {
  const result: Result = [
    { id: "x", type: "choices", from_name: "c", to_name: "video", value: { choices: ["a"] } },
    {
      id: "r",
      type: "videorectangle",
      from_name: "box",
      to_name: "video",
      value: { framesCount: 40, duration: 1.6, sequence: SEQUENCE, labels: ["Car"] },
      meta: { text: ["kept"] },
    },
    {
      id: "r",
      type: "labels",
      from_name: "tag",
      to_name: "video",
      value: { sequence: SEQUENCE, labels: ["Car"] },
    },
  ];

  test("one item changes, its copy in the labels follows, the rest is the same objects", () => {
    const edited = editSequence("id:r", moveAt(1, { x: 5 }, RATE))(result, result);
    expect(edited[0]).toBe(result[0]);
    expect(edited[1]).toEqual({
      ...result[1],
      value: { ...result[1]?.value, sequence: [{ ...SEQUENCE[0], x: 5 }, SEQUENCE[1]] },
    });
    expect(edited[2]?.value?.["sequence"]).toEqual(edited[1]?.value?.["sequence"]);
  });

  test("ending a box and letting it go on again is no change, and undo goes back", () => {
    const document = openDocument(result);
    const ended = applyEdit(document, editSequence("id:r", toggleEnd(4, RATE)));
    expect(ended.current).not.toBe(result);
    const back = applyEdit(ended, editSequence("id:r", removeKeyframe(4)));
    expect(back.current).toBe(result);
    expect(undo(ended).current).toBe(result);
  });
});
