import { expect, test } from "vitest";
import { decodeMask, decodePixels, encodePixels } from "./rle";
import { fromBitmap, MaskProblem, toBitmap } from "./runs";

/** 4 x 3 pixels as the Python package of Label Studio writes them: two painted, one half transparent. */
const WRITTEN_BY_PYTHON = [
  0, 0, 0, 48, 57, 27, 254, 19, 0, 0, 40, 1, 64, 7, 128, 255, 0, 40, 1, 64, 7, 128, 255, 140, 2, 47,
  240, 32, 45, 128, 0,
];

test("a mask written by Label Studio's own encoder is read", () => {
  const mask = decodeMask(WRITTEN_BY_PYTHON, 4, 3);
  expect([...mask.runs]).toEqual([5, 7, 8, 9]);

  const pixels = decodePixels(WRITTEN_BY_PYTHON, 4, 3);
  expect([...pixels].map((pixel) => pixel.toString(16))).toEqual([
    "0",
    "0",
    "0",
    "0",
    "0",
    "ff1e140a",
    "ff1e140a",
    "0",
    "80ffffff",
    "0",
    "0",
    "0",
  ]);
});

test("what is written is read back, whatever the values", () => {
  let seed = 11;
  const random = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 16;
  };
  for (let round = 0; round < 60; round += 1) {
    const [width, height] = [1 + (random() % 60), 1 + (random() % 60)];
    const pixels = new Uint32Array(width * height);
    for (let at = 0; at < pixels.length; ) {
      const value = [0, 0xffffffff, 0x80ffffff, 0xff0a141e, random() * random()][random() % 5] ?? 0;
      const length = 1 + (random() % (round % 3 === 0 ? 3 : 400));
      pixels.fill(value, at, at + length);
      at += length;
    }

    const rle = encodePixels(pixels);

    expect(decodePixels(rle, width, height)).toEqual(pixels);
    const painted = Uint8Array.from(pixels, (pixel) => (pixel >>> 24 > 0 ? 1 : 0));
    expect(decodeMask(rle, width, height).runs).toEqual(fromBitmap(painted, width, height).runs);
  }
});

test("long runs are cut where a length has no more bits", () => {
  const pixels = new Uint32Array(700 * 300).fill(0xffffffff, 10, 200_000);
  const rle = encodePixels(pixels);

  expect(rle.length).toBeLessThan(70);
  expect([...decodeMask(rle, 700, 300).runs]).toEqual([10, 200_000]);
});

/** One block: 8 equal values, as wide as asked, in the first width of length. */
function oneBlock(value: string): number[] {
  const count = (8).toString(2).padStart(32, "0");
  const width = (value.length - 1).toString(2).padStart(5, "0");
  const bits = `${count}${width}${"0010".repeat(4)}${"1"}${"00"}${"111"}${value}`;
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, "0");
  return (padded.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}

test("values of fewer bits than 8 are read", () => {
  expect([...decodeMask(oneBlock("11"), 2, 1).runs]).toEqual([0, 2]);
  expect([...decodePixels(oneBlock("11"), 2, 1)]).toEqual([0x03030303, 0x03030303]);
});

test("values of more bits than 8 can be shown, but not changed", () => {
  const rle = oneBlock("1".repeat(16));
  expect([...decodeMask(rle, 2, 1).runs]).toEqual([0, 2]);
  expect(() => decodePixels(rle, 2, 1)).toThrow(/16 bits/);
});

test.each([
  ["nothing", undefined, 4, 3],
  ["text", "abc", 4, 3],
  ["too few bytes", [0, 0, 0], 4, 3],
  ["no bytes", WRITTEN_BY_PYTHON.with(9, 256), 4, 3],
  ["another size", WRITTEN_BY_PYTHON, 5, 3],
  ["a cut end", WRITTEN_BY_PYTHON.slice(0, -3), 4, 3],
  ["no size", WRITTEN_BY_PYTHON, Number.NaN, 3],
])("%s is refused with a reason", (_name, rle, width, height) => {
  expect(() => decodeMask(rle, width, height)).toThrow(MaskProblem);
  expect(() => decodePixels(rle, width, height)).toThrow(MaskProblem);
});

test("a bitmap and its runs are the same thing", () => {
  const bitmap = Uint8Array.from([1, 0, 0, 1, 1, 1, 0, 1]);
  expect(toBitmap(fromBitmap(bitmap, 4, 2))).toEqual(bitmap);
});
