import { expect, test } from "vitest";
import { maskOfPixels } from "./pixels";
import { decodePng, encodePng, sizeOfPng } from "./png";
import { MaskProblem } from "./runs";

const url = (body: string) => `data:image/png;base64,${body}`;

/** Written by Pillow. All but the last two have the pixels 11..15 of 9 x 3 painted. */
const PILLOW = {
  "1 bit grey":
    "iVBORw0KGgoAAAANSUhEUgAAAAkAAAADAQAAAABpcRjbAAAAEUlEQVR4nGNgYGCwY2BgYAAAAT8AP1RfDYYAAAAASUVORK5CYII=",
  "8 bit grey":
    "iVBORw0KGgoAAAANSUhEUgAAAAkAAAADCAAAAABkYXqqAAAAEklEQVR4nGNggAFGBob/UBoOABEtAQIxH9sAAAAAAElFTkSuQmCC",
  "16 bit grey":
    "iVBORw0KGgoAAAANSUhEUgAAAAkAAAADEAAAAAA08abpAAAAFklEQVR4nGNgwACMDAwMDAz/0fjoAAAgVQECG67aKQAAAABJRU5ErkJggg==",
  "grey and alpha":
    "iVBORw0KGgoAAAANSUhEUgAAAAkAAAADCAQAAADrA+39AAAAGklEQVR4nGNgwACMDAwMDP//w7mMmEoYGBgAQUsCAjfF2Q4AAAAASUVORK5CYII=",
  palette:
    "iVBORw0KGgoAAAANSUhEUgAAAAkAAAADAQMAAAB7xLc1AAAABlBMVEUAAAD/AAAb/40iAAAAAXRSTlMAQObYZgAAABFJREFUeJxjYGBgsGNgYGAAAAE/AD9UXw2GAAAAAElFTkSuQmCC",
} as const;

const RGB_WITH_CLEAR_BLACK =
  "iVBORw0KGgoAAAANSUhEUgAAAAkAAAADCAIAAADOaLIhAAAABnRSTlMAAAAAAABupgeRAAAAGUlEQVR4nGPg5ORkwAEYYYwTqOIWuDRAAQA06gEduK7nSwAAAABJRU5ErkJggg==";
/** Value n of the picture is 37 n modulo 256: with filters of rows, and in seven passes. */
const FILTERED =
  "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAGCAYAAAAPDoR2AAAALklEQVR42mNmUPXKn7J855l7H5mnrdh99sEn1umr9px/+IVt5up9TDx4wEBIAgA34BdU5B2VGAAAAABJRU5ErkJggg==";
const INTERLACED =
  "iVBORw0KGgoAAAANSUhEUgAAAAcAAAAGCAYAAAF4CbTgAAAAv0lEQVR4nAG0AEv/AAAlSm8AUHWavwAwVXqfgKXK7wAoTXKXeJ3C5wBYfaLHqM3yFwAYPWKHQGWKr2iNsteQtdr/AJS53gO84QYr5AkuUwCs0fYb1PkeQ/whRmsAxOkOM+wRNlsUOV6DAAwxVnugxeoPNFl+o8jtEjdcgabL8BU6X4SpzvMAJEluk7jdAidMcZa74AUqT3SZvuMILVJ3nMHmCwA8YYar0PUaP2SJrtP4HUJnjLHW+yBFao+02f4jkKBTfZvWPcYAAAAASUVORK5CYII=";

test.each(Object.entries(PILLOW))("%s is read", async (_name, body) => {
  const { width, height, pixels, hasAlpha } = await decodePng(url(body));
  const mask = maskOfPixels(pixels, hasAlpha ? "alpha" : "colour", width, height);
  expect([width, height]).toEqual([9, 3]);
  expect([...mask.runs]).toEqual([11, 16]);
});

test("one colour may stand for transparent", async () => {
  const { pixels, hasAlpha } = await decodePng(url(RGB_WITH_CLEAR_BLACK));
  expect(hasAlpha).toBe(true);
  expect([...maskOfPixels(pixels, "alpha", 9, 3).runs]).toEqual([0, 1, 11, 16]);
  expect(pixels[11]).toBe(0xffc80000);
});

test.each([
  ["filtered rows", FILTERED],
  ["seven passes", INTERLACED],
])("%s are read value by value", async (_name, body) => {
  const { width, height, pixels } = await decodePng(url(body));
  expect([width, height]).toEqual([7, 6]);
  const values = new Uint8Array(pixels.buffer);
  expect(values).toEqual(Uint8Array.from({ length: 168 }, (_value, at) => (37 * at) % 256));
});

test.each([true, false])("what is written is read back, with alpha: %s", async (hasAlpha) => {
  let seed = 3;
  const pixels = Uint32Array.from({ length: 31 * 17 }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (hasAlpha ? seed : seed | 0xff000000) >>> 0;
  });
  const written = await encodePng({ width: 31, height: 17, pixels, hasAlpha });

  expect(sizeOfPng(written)).toEqual({ width: 31, height: 17 });
  expect(await decodePng(written)).toEqual({ width: 31, height: 17, pixels, hasAlpha });
});

test.each([
  ["another address", "https://example.com/mask.png"],
  ["a script", "javascript:alert(1)"],
  ["no base64", "data:image/png;base64,%%%"],
  ["no PNG", url(btoa("GIF89a..........."))],
  ["no head", url(btoa("\x89PNG\r\n\x1a\n"))],
  ["a cut end", url(FILTERED.slice(0, 80))],
])("%s is refused with a reason", async (_name, text) => {
  await expect(decodePng(text)).rejects.toThrow(MaskProblem);
});
