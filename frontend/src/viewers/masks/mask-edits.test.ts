import { expect, test } from "vitest";
import type { Control } from "../config";
import { applyEdit, isChanged, openDocument } from "../document";
import { newRegion } from "../region-controls";
import type { Result, ResultItem } from "../types";
import { strokeMask } from "./brush-stroke";
import { brushPicture, brushRunLength, newPicture, newRunLength } from "./mask-edits";
import { decodePng, encodePng } from "./png";
import { loadMask, maskOfPicture, readyMask } from "./read-masks";
import { decodePixels, encodePixels } from "./rle";
import { areaOfMask, type Mask } from "./runs";

const SIZE = { width: 20, height: 10 };
const control: Control = {
  name: "brush",
  tag: "BrushLabels",
  type: "brushlabels",
  objects: ["image"],
  labels: [],
  choices: [],
  attrs: {},
};

const stroke = (...points: [number, number][]) => strokeMask(points, 3, SIZE);

/** A mask as an annotator's browser leaves it: soft edges, a colour, and keys that we do not know. */
function softMask(): ResultItem {
  const pixels = new Uint32Array(200);
  pixels.fill(0x800a141e, 21, 24);
  pixels.fill(0xff0a141e, 41, 48);
  return {
    odd: { keep: [1, 2] },
    original_width: 20,
    original_height: 10,
    image_rotation: 0,
    value: { format: "rle", rle: encodePixels(pixels), brushlabels: ["Road"], extra: 7 },
    id: "m1",
    from_name: "brush",
    to_name: "image",
    type: "brushlabels",
  };
}

const others: Result = [
  { id: "c", type: "choices", from_name: "c", to_name: "image", value: { choices: ["a"] } },
];

test("a stroke changes the pixels under the brush, in one item, and nothing else", () => {
  const first = softMask();
  const document = openDocument([...others, first]);

  const edited = applyEdit(document, brushRunLength("id:m1", "paint", stroke([10.5, 7.5])));

  expect(edited.current[0]).toBe(others[0]);
  const item = edited.current[1];
  expect(Object.keys(item ?? {})).toEqual(Object.keys(first));
  expect(Object.keys(item?.value ?? {})).toEqual(Object.keys(first.value ?? {}));
  expect({ ...item, value: { ...item?.value, rle: [] } }).toEqual({
    ...first,
    value: { ...first.value, rle: [] },
  });
  const before = decodePixels(first.value?.["rle"], 20, 10);
  const after = decodePixels(item?.value?.["rle"], 20, 10);
  const changed = [...after.keys()].filter((at) => after[at] !== before[at]);
  expect(changed).toHaveLength(areaOfMask(stroke([10.5, 7.5])));
  expect(new Set(changed.map((at) => after[at]))).toEqual(new Set([0xff0a141e]));
});

test("painting what is painted, and erasing what is not, is no edit", () => {
  const document = openDocument([softMask()]);
  const painted = applyEdit(
    document,
    brushRunLength("id:m1", "paint", strokeMask([[44.5 - 40, 2.5]], 1, SIZE)),
  );
  expect(painted).toBe(document);
  const erased = applyEdit(document, brushRunLength("id:m1", "erase", stroke([15.5, 8.5])));
  expect(erased).toBe(document);
});

test("erased and painted again by hand is unchanged", () => {
  const document = openDocument([softMask()]);
  const hole = strokeMask([[2.5, 1.5]], 1, SIZE);

  const erased = applyEdit(document, brushRunLength("id:m1", "erase", hole));
  expect(isChanged(erased)).toBe(true);
  const again = applyEdit(erased, brushRunLength("id:m1", "paint", hole));

  expect(isChanged(again)).toBe(false);
  expect(again.current).toBe(document.original);
});

test("a region that is erased as a whole goes", () => {
  const document = openDocument([...others, softMask()]);
  const all = strokeMask(
    [
      [0, 5],
      [20, 5],
    ],
    20,
    SIZE,
  );
  const edited = applyEdit(document, brushRunLength("id:m1", "erase", all));
  expect(edited.current).toEqual(others);
});

test("a new region is written as Label Studio writes it", () => {
  const mask = stroke([5.5, 5.5], [9.5, 5.5]);
  const item = newRegion(control, "Road", "image", newRunLength(mask), {
    original_width: 20,
    original_height: 10,
    image_rotation: 0,
  });
  expect(Object.keys(item.value ?? {})).toEqual(["format", "rle", "brushlabels"]);
  const pixels = decodePixels(item.value?.["rle"], 20, 10);
  expect([...new Set(pixels)].sort()).toEqual([0, 0xffffffff]);
  expect(readyMask(item)).toEqual(mask);
});

test("a bitmask is painted pixel by pixel and keeps the rest", async () => {
  const pixels = new Uint32Array(200).fill(0x00332211);
  pixels.fill(0x7f102030, 61, 66);
  const url = await encodePng({ ...SIZE, pixels, hasAlpha: true });
  const item = {
    ...softMask(),
    type: "bitmasklabels",
    value: { imageDataURL: url, bitmasklabels: ["Road"] },
  };
  await loadMask(item);
  const document = openDocument([...others, item]);
  const dab = strokeMask([[10.5, 8.5]], 1, SIZE);
  const paint = { key: "id:m1", tool: "paint", stroke: dab } as const;

  const edit = await brushPicture(item, paint);
  if (edit === null) throw new Error("the dab changes the mask");
  const edited = applyEdit(document, edit);

  expect(edited.current[0]).toBe(others[0]);
  const after = await decodePng(String(edited.current[1]?.value?.["imageDataURL"]));
  const changed = [...after.pixels.keys()].filter((at) => after.pixels[at] !== pixels[at]);
  expect(changed).toEqual([170]);

  const back = await brushPicture(edited.current[1] ?? {}, { ...paint, tool: "erase" });
  if (back === null) throw new Error("the dab is erased");
  expect(isChanged(applyEdit(edited, back))).toBe(false);
  expect(await brushPicture(item, { ...paint, tool: "erase" })).toBeNull();
});

test("an opaque bitmask stays opaque", async () => {
  const pixels = new Uint32Array(200).fill(0xff000000);
  pixels.fill(0xffffffff, 61, 66);
  const url = await encodePng({ ...SIZE, pixels, hasAlpha: false });
  const item = { ...softMask(), value: { imageDataURL: url } };
  const dab = strokeMask([[10.5, 8.5]], 1, SIZE);

  const edit = await brushPicture(item, {
    key: "id:m1",
    tool: "paint",
    stroke: dab,
  });
  const edited = applyEdit(openDocument([item]), edit ?? ((result) => result));

  const after = await decodePng(String(edited.current[0]?.value?.["imageDataURL"]));
  expect(after.hasAlpha).toBe(false);
  expect([...maskOfPicture(after).runs]).toEqual([61, 66, 170, 171]);
});

test.each([
  ["a few pixels", stroke([5, 5])],
  ["all pixels", { ...SIZE, runs: Uint32Array.from([0, 200]) } as Mask],
])("a new bitmask of %s is read as it was painted", async (_name, mask) => {
  const value = await newPicture(mask);
  const item = { value: { imageDataURL: `${String(value["imageDataURL"])}` } };
  await loadMask(item);
  expect(readyMask(item)).toEqual(mask);
  expect(maskOfPicture(await decodePng(item.value.imageDataURL))).toEqual(mask);
});

test("a mask that cannot be read is not touched", () => {
  const item = { ...softMask(), original_width: 21 };
  expect(() =>
    applyEdit(openDocument([item]), brushRunLength("id:m1", "paint", stroke([5, 5]))),
  ).toThrow(/pixels/);
});
