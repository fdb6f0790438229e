/** Paint and erase as edits of the document: pixels that the brush did not touch keep their values. */
import { type Edit, removeRegion, setGeometry } from "../document";
import type { PictureSize } from "../geometry";
import { findRegion } from "../regions";
import type { ResultItem } from "../types";
import { type PaintRule, repaint, samePixels, WHITE } from "./pixels";
import { decodePng, encodePng, type PngPicture } from "./png";
import {
  maskOfPicture,
  paintRuleOf,
  pictureOf,
  readMask,
  readyMask,
  rememberPicture,
  rememberRunLength,
  statedSizeOf,
} from "./read-masks";
import { decodePixels, encodePixels, problemOfChange } from "./rle";
import { areaOfMask, type Mask, MaskProblem, sameRuns, subtract, unite } from "./runs";

export type Tool = "paint" | "erase";

const BLACK = 0xff000000;

/** The value of a new region in run-length form. */
export function newRunLength(mask: Mask): Readonly<Record<string, unknown>> {
  const empty = new Uint32Array(mask.width * mask.height);
  const rle = encodePixels(repaint(mask, { rule: "alpha", current: empty, original: null }));
  rememberRunLength(rle, mask);
  return { format: "rle", rle };
}

/** The value of a new region as a picture: black on transparent. */
export async function newPicture(mask: Mask): Promise<Readonly<Record<string, unknown>>> {
  const pixels = new Uint32Array(mask.width * mask.height);
  const blank = { width: mask.width, height: mask.height, pixels, hasAlpha: true };
  return { imageDataURL: await writePicture(mask, blank, "alpha") };
}

/**
 * Paint or erase in a region in run-length form. A region that is erased as a whole goes. Throws
 * MaskProblem when its pixels cannot be read.
 */
export function brushRunLength(key: string, tool: Tool, stroke: Mask): Edit {
  return (result, original) => {
    const item = findRegion(result, key)?.item;
    if (item === undefined) return result;
    const before = maskToChange(item);
    const mask = brushed(before, tool, stroke);
    if (sameRuns(before, mask)) return result;
    if (areaOfMask(mask) === 0) return removeRegion(key)(result, original);
    const first = originalRunLength(findRegion(original, key)?.item, mask);
    const current = decodePixels(item.value?.["rle"], mask.width, mask.height);
    const pixels = repaint(mask, { rule: "alpha", current, original: first?.pixels ?? null });
    const back = first !== null && samePixels(pixels, first.pixels);
    const rle = back ? first.rle : encodePixels(pixels);
    rememberRunLength(rle, mask);
    return setGeometry(key, { rle })(result, original);
  };
}

/** Paint or erase in a region that is a picture. Null when the brush changes nothing. */
export async function brushPicture(
  item: ResultItem,
  { key, tool, stroke }: { readonly key: string; readonly tool: Tool; readonly stroke: Mask },
): Promise<Edit | null> {
  const url = pictureOf(item);
  if (url === null) return null;
  const picture = await decodePng(url);
  const before = maskOfPicture(picture);
  const mask = brushed(before, tool, stroke);
  if (sameRuns(before, mask)) return null;
  if (areaOfMask(mask) === 0) return removeRegion(key);
  const next = await writePicture(mask, picture, paintRuleOf(picture));
  return (result, original) => {
    const first = findRegion(original, key)?.item;
    const firstMask = first === undefined ? null : readyMask(first);
    const back = firstMask !== null && first !== undefined && sameRuns(firstMask, mask);
    const imageDataURL = back ? pictureOf(first) : next;
    return setGeometry(key, { imageDataURL })(result, original);
  };
}

export type BrushCanvas =
  | { readonly size: PictureSize }
  /** Why the brush cannot be used here. */
  | { readonly problem: string };

/** The size of the pixels of a region, or why they cannot be painted. */
export function canvasOf(item: ResultItem): BrushCanvas {
  const reading = readMask(item);
  if (reading.status === "pending") return { problem: "The mask is not loaded yet." };
  if (reading.status === "problem") return { problem: reading.problem };
  const { width, height } = reading.mask;
  const problem =
    pictureOf(item) === null ? problemOfChange(item.value?.["rle"], width, height) : null;
  return problem === null ? { size: { width, height } } : { problem };
}

function brushed(before: Mask, tool: Tool, stroke: Mask): Mask {
  return tool === "paint" ? unite(before, stroke) : subtract(before, stroke);
}

function maskToChange(item: ResultItem): Mask {
  const reading = readMask(item);
  if (reading.status === "ready") return reading.mask;
  throw new MaskProblem(reading.status === "problem" ? reading.problem : "It is not read yet.");
}

/** The annotator's own pixels, when they are of the same size and can be read. */
function originalRunLength(item: ResultItem | undefined, { width, height }: Mask) {
  const rle = item?.value?.["rle"];
  const size = item === undefined ? null : statedSizeOf(item);
  if (!Array.isArray(rle) || size?.width !== width || size.height !== height) return null;
  try {
    return { rle: rle as number[], pixels: decodePixels(rle, width, height) };
  } catch {
    return null;
  }
}

/** Readers tell what is painted by the picture itself, so a full one must not look empty. */
async function writePicture(mask: Mask, picture: PngPicture, rule: PaintRule): Promise<string> {
  const { width, height } = picture;
  const ink = rule === "alpha" ? BLACK : WHITE;
  const pixels = repaint(mask, { rule, current: picture.pixels, original: null, ink });
  if (rule === "alpha" && areaOfMask(mask) === width * height) pixels.fill(WHITE);
  const hasAlpha = rule === "alpha" || picture.hasAlpha;
  const url = await encodePng({ width, height, pixels, hasAlpha });
  rememberPicture(url, mask);
  return url;
}
