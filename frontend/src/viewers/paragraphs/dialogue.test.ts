import { describe, expect, test } from "vitest";
import { sliceText } from "../code-points";
import type { Region } from "../regions";
import type { PassageGeometry } from "../types";
import { type Dialogue, dialogueCodec, keysOf, readDialogue } from "./dialogue";

const DATA = [
  { author: "Ann", text: "Hi 😀 Bob", start: 0, end: 2.5 },
  { author: "Bob", text: "" },
  { author: "Ann", text: "Bye", start: 3, duration: 1 },
];

const dialogue = readDialogue(DATA, keysOf({})) as Dialogue;
const codec = dialogueCodec(dialogue);

const passage = (
  start: string,
  startOffset: number,
  end: string,
  endOffset: number,
): PassageGeometry => ({
  kind: "passage",
  start,
  startOffset,
  end,
  endOffset,
  globalStart: null,
  globalEnd: null,
});

const textOf = (geometry: PassageGeometry) => {
  const span = codec.read(geometry);
  return span === null ? null : sliceText(codec.offsets, span.start, span.end);
};

const region = (value: Record<string, unknown>) => ({ item: { value } }) as unknown as Region;

describe("a dialogue", () => {
  test("is read with names, times and texts", () => {
    expect(dialogue.paragraphs.map(({ speaker, text }) => [speaker, text])).toEqual([
      ["Ann", "Hi 😀 Bob"],
      ["Bob", ""],
      ["Ann", "Bye"],
    ]);
    expect(dialogue.paragraphs.map(({ from, to }) => [from, to])).toEqual([
      [0, 2.5],
      [null, null],
      [3, 4],
    ]);
  });

  test("takes its keys from the config", () => {
    const given = readDialogue(
      [{ who: "A", said: "x" }],
      keysOf({ nameKey: "who", textKey: "said" }),
    );

    expect(given?.paragraphs[0]).toMatchObject({ speaker: "A", text: "x" });
  });

  test("of anything else than a list is none", () => {
    expect(readDialogue({ text: "x" }, keysOf({}))).toBeNull();
    expect(readDialogue("x", keysOf({}))).toBeNull();
    expect(readDialogue(["a", 3, null], keysOf({}))?.offsets.text).toBe("a\n\n");
  });
});

describe("a passage", () => {
  test("counts UTF-16 units inside of its paragraphs", () => {
    expect(textOf(passage("0", 6, "0", 9))).toBe("Bob");
    expect(textOf(passage("0", 6, "2", 2))).toBe("Bob\n\nBy");
  });

  test("that leaves its paragraph is cut, that names none is nothing", () => {
    expect(textOf(passage("2", 1, "2", 99))).toBe("ye");
    expect(textOf(passage("7", 0, "7", 1))).toBeNull();
    expect(textOf(passage("/p[1]", 0, "/p[1]", 1))).toBeNull();
    expect(textOf(passage("0", 5, "0", 5))).toBeNull();
  });

  test("is written as it is read", () => {
    const { length } = codec.offsets;
    for (let start = 0; start < length; start += 1) {
      for (let end = start + 1; end <= length; end += 1) {
        const value = codec.write({ start, end });
        const text = sliceText(codec.offsets, start, end);
        if (text.trim() === "" || text !== text.trim()) continue;
        expect(textOf({ ...passage("", 0, "", 0), ...value })).toBe(text);
      }
    }
  });

  test("of one paragraph begins and ends in it", () => {
    expect(codec.write({ start: 5, end: 8 })).toEqual({
      start: "0",
      end: "0",
      startOffset: 6,
      endOffset: 9,
      text: "Bob",
    });
    // From the line feed behind a paragraph to the first letter of another.
    expect(codec.write({ start: 8, end: 11 })).toMatchObject({ start: "2", end: "2", text: "B" });
  });

  test("changes only the end that is moved, and its text where it has one", () => {
    const span = { start: 5, end: 11 };

    expect(codec.move(region({ text: "Bob" }), span, "end")).toEqual({
      end: "2",
      endOffset: 1,
      text: "Bob\n\nB",
    });
    expect(codec.move(region({}), span, "start")).toEqual({ start: "0", startOffset: 6 });
  });
});
