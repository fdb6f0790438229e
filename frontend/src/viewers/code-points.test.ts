import { describe, expect, test } from "vitest";
import { indexText, sliceText, toCodePoint, toUtf16 } from "./code-points";

describe("offsets", () => {
  test("count an emoji once", () => {
    const offsets = indexText("Hi, 😀, Bob");

    expect(offsets.length).toBe(10);
    expect(sliceText(offsets, 7, 10)).toBe("Bob");
    expect(sliceText(offsets, 4, 5)).toBe("😀");
  });

  test.each([
    "",
    "plain",
    "😀",
    "a😀b😀😀c",
    "שלום 👩‍👩‍👧 नमस्ते 𝒳",
    "lone \ud83d and \ude00 halves",
    "\ud83d",
  ])("go to UTF-16 and back in %j", (text) => {
    const offsets = indexText(text);
    const characters = Array.from(text);
    expect(offsets.length).toBe(characters.length);

    let unit = 0;
    characters.forEach((character, at) => {
      expect(toUtf16(offsets, at)).toBe(unit);
      expect(toCodePoint(offsets, unit)).toBe(at);
      unit += character.length;
    });
    expect(toUtf16(offsets, characters.length)).toBe(text.length);
    expect(toCodePoint(offsets, text.length)).toBe(characters.length);
  });

  test("inside a character count as its start; outside the text they move to its ends", () => {
    const offsets = indexText("a😀b");

    expect(toCodePoint(offsets, 2)).toBe(1);
    expect(toUtf16(offsets, 99)).toBe(4);
    expect(toUtf16(offsets, -1)).toBe(0);
  });

  test("are quick for a long text", () => {
    const offsets = indexText("word 😀 ".repeat(15_000));
    const started = performance.now();

    let sum = 0;
    for (let at = 0; at < offsets.length; at += 1)
      sum += toCodePoint(offsets, toUtf16(offsets, at));

    expect(sum).toBe((offsets.length * (offsets.length - 1)) / 2);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
