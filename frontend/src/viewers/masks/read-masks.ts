/** The masks of regions, read once: run-length forms at once, pictures as soon as they are unpacked. */
import type { PictureSize, Point } from "../geometry";
import type { Geometry, ResultItem } from "../types";
import { maskOfPixels, type PaintRule } from "./pixels";
import { decodePng, type PngPicture } from "./png";
import { decodeMask } from "./rle";
import { type Mask, MaskProblem, maskContains } from "./runs";

export type MaskReading =
  | { readonly status: "ready"; readonly mask: Mask }
  | { readonly status: "pending" }
  | { readonly status: "problem"; readonly problem: string };

/** What is needed of a region that is shown. */
type Painted = {
  readonly geometry: Geometry;
  readonly region: { readonly item: ResultItem };
  readonly answer: { readonly key: string };
};

const PENDING: MaskReading = { status: "pending" };

/** Pictures whose masks are remembered. */
const MOST_PICTURES = 200;

const runLengths = new WeakMap<object, { size: PictureSize; reading: MaskReading }>();
const pictures = new Map<string, MaskReading>();

/** What is known of the mask of an item now. */
export function readMask(item: ResultItem): MaskReading {
  const url = pictureOf(item);
  if (url !== null) return pictures.get(url) ?? PENDING;
  const rle = item.value?.["rle"];
  const size = statedSizeOf(item);
  if (size === null)
    return { status: "problem", problem: "It does not state the size of its image." };
  if (typeof rle !== "object" || rle === null) {
    return { status: "problem", problem: "It has no pixels in a form that is known." };
  }
  const known = runLengths.get(rle);
  if (known !== undefined && known.size.width === size.width && known.size.height === size.height) {
    return known.reading;
  }
  const reading = attempt(() => decodeMask(rle, size.width, size.height));
  runLengths.set(rle, { size, reading });
  return reading;
}

/** The mask of an item; null while it is not read, or when it cannot be. */
export function readyMask(item: ResultItem): Mask | null {
  const reading = readMask(item);
  return reading.status === "ready" ? reading.mask : null;
}

/** Unpack the picture of an item, so that `readMask` has it afterwards. */
export async function loadMask(item: ResultItem): Promise<void> {
  const url = pictureOf(item);
  if (url === null || pictures.has(url)) return;
  const reading = await decodePng(url).then(
    (picture): MaskReading => ({ status: "ready", mask: maskOfPicture(picture) }),
    (error: unknown): MaskReading => ({ status: "problem", problem: inWords(error) }),
  );
  remember(url, reading);
}

export function rememberRunLength(rle: object, mask: Mask): void {
  const { width, height } = mask;
  runLengths.set(rle, { size: { width, height }, reading: { status: "ready", mask } });
}

export function rememberPicture(url: string, mask: Mask): void {
  remember(url, { status: "ready", mask });
}

export function pictureOf({ value }: ResultItem): string | null {
  const url = value?.["imageDataURL"];
  return typeof url === "string" ? url : null;
}

/** Size of the picture that an item belongs to, as it states it. */
export function statedSizeOf(item: ResultItem): PictureSize | null {
  const width = item["original_width"];
  const height = item["original_height"];
  if (typeof width !== "number" || typeof height !== "number") return null;
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Transparent is not painted; in a picture that is nowhere transparent, black is not. */
export function paintRuleOf({ pixels, hasAlpha }: PngPicture): PaintRule {
  if (!hasAlpha) return "colour";
  if (pixels.some((pixel) => pixel >>> 24 === 0)) return "alpha";
  return pixels.every((pixel) => (pixel & 0xffffff) === 0) ? "alpha" : "colour";
}

export function maskOfPicture(picture: PngPicture): Mask {
  return maskOfPixels(picture.pixels, paintRuleOf(picture), picture.width, picture.height);
}

/** The masks under a point of the picture: of the answer at hand first, then the smallest. */
export function hitMasks<R extends Painted>(
  regions: readonly R[],
  { size, point, focus }: { size: PictureSize; point: Point; focus: string | null },
): readonly R[] {
  return regions
    .flatMap((shown) => {
      const mask = shown.geometry.kind === "mask" ? readyMask(shown.region.item) : null;
      if (mask === null) return [];
      const x = (point[0] / size.width) * mask.width;
      const y = (point[1] / size.height) * mask.height;
      return maskContains(mask, x, y) ? [{ shown, runs: mask.runs.length }] : [];
    })
    .sort(
      (a, b) =>
        Number(b.shown.answer.key === focus) - Number(a.shown.answer.key === focus) ||
        a.runs - b.runs,
    )
    .map(({ shown }) => shown);
}

export function inWords(error: unknown): string {
  if (error instanceof MaskProblem) return error.message;
  return "The mask cannot be read.";
}

function attempt(read: () => Mask): MaskReading {
  try {
    return { status: "ready", mask: read() };
  } catch (error) {
    return { status: "problem", problem: inWords(error) };
  }
}

function remember(url: string, reading: MaskReading): void {
  pictures.set(url, reading);
  const [oldest] = pictures.keys();
  if (pictures.size > MOST_PICTURES && oldest !== undefined) pictures.delete(oldest);
}
