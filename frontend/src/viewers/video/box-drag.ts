/** What dragging a handle does to a box. Reckoned in pixels: percent would bend a turned box. */
import type { PictureSize, Point } from "../geometry";
import type { FrameBox } from "./sequence";

export const CORNERS = ["nw", "ne", "se", "sw"] as const;
export const SIDES = ["n", "e", "s", "w"] as const;

export type Handle = (typeof CORNERS)[number] | (typeof SIDES)[number] | "move" | "turn";

/** Smallest side that a handle may leave, in pixels of the picture. */
const SMALLEST = 1;

type Pixels = { x: number; y: number; width: number; height: number };

/** The box after the pointer went from one point of the picture to another; pixels. */
export function dragBox(
  box: FrameBox,
  handle: Handle,
  { from, to, size }: { readonly from: Point; readonly to: Point; readonly size: PictureSize },
): FrameBox {
  const pixels = toPixels(box, size);
  if (handle === "turn") return turned(box, pixels, from, to, size);
  const angle = (box.rotation * Math.PI) / 180;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  if (handle === "move") return moved(box, pixels, [dx, dy], size);
  const across = dx * Math.cos(angle) + dy * Math.sin(angle);
  const down = dy * Math.cos(angle) - dx * Math.sin(angle);
  const west = handle.includes("w") ? Math.min(across, pixels.width - SMALLEST) : 0;
  const north = handle.includes("n") ? Math.min(down, pixels.height - SMALLEST) : 0;
  const east = handle.includes("e") ? Math.max(across, SMALLEST - pixels.width) : 0;
  const south = handle.includes("s") ? Math.max(down, SMALLEST - pixels.height) : 0;
  const next = {
    x: pixels.x + west * Math.cos(angle) - north * Math.sin(angle),
    y: pixels.y + west * Math.sin(angle) + north * Math.cos(angle),
    width: pixels.width - west + east,
    height: pixels.height - north + south,
  };
  return {
    ...toPercent(box.rotation === 0 ? cut(next, pixels, size) : next, size),
    rotation: box.rotation,
  };
}

/** The box between two points of the picture, cut to it; percent. */
export function boxBetween(from: Point, to: Point, size: PictureSize): FrameBox {
  const held = (value: number, most: number) => Math.min(Math.max(value, 0), most);
  const left = held(Math.min(from[0], to[0]), size.width);
  const top = held(Math.min(from[1], to[1]), size.height);
  const right = held(Math.max(from[0], to[0]), size.width);
  const bottom = held(Math.max(from[1], to[1]), size.height);
  const pixels = { x: left, y: top, width: right - left, height: bottom - top };
  return { ...toPercent(pixels, size), rotation: 0 };
}

/** The measures that differ, so that the others keep the exact numbers they had. */
export function changedMeasures(before: FrameBox, after: FrameBox): Partial<FrameBox> {
  const keys = ["x", "y", "width", "height", "rotation"] as const;
  return Object.fromEntries(
    keys.filter((key) => Math.abs(before[key] - after[key]) > 1e-9).map((key) => [key, after[key]]),
  );
}

/** Turn a box about its middle. */
export function turnBox(box: FrameBox, degrees: number, size: PictureSize): FrameBox {
  const pixels = toPixels(box, size);
  const [middleX, middleY] = middleOf(pixels, box.rotation);
  const rotation = normal(box.rotation + degrees);
  const [offX, offY] = rotated(pixels.width / 2, pixels.height / 2, rotation);
  const at = toPercent({ ...pixels, x: middleX - offX, y: middleY - offY }, size);
  return { ...box, x: at.x, y: at.y, rotation };
}

function turned(box: FrameBox, pixels: Pixels, from: Point, to: Point, size: PictureSize) {
  const [x, y] = middleOf(pixels, box.rotation);
  const before = Math.atan2(from[1] - y, from[0] - x);
  const after = Math.atan2(to[1] - y, to[0] - x);
  return turnBox(box, ((after - before) * 180) / Math.PI, size);
}

/** An upright box stays in the picture; one that stuck out before may stay where it was. */
function moved(box: FrameBox, pixels: Pixels, [dx, dy]: Point, size: PictureSize): FrameBox {
  const within = (value: number, most: number, before: number) =>
    Math.min(Math.max(value, Math.min(0, before)), Math.max(most, before));
  const upright = box.rotation === 0;
  const x = pixels.x + dx;
  const y = pixels.y + dy;
  const next = {
    ...pixels,
    x: upright ? within(x, size.width - pixels.width, pixels.x) : x,
    y: upright ? within(y, size.height - pixels.height, pixels.y) : y,
  };
  return { ...box, x: (next.x / size.width) * 100, y: (next.y / size.height) * 100 };
}

/** A side that is dragged stops at the border of the picture. */
function cut(next: Pixels, before: Pixels, size: PictureSize): Pixels {
  const left = Math.max(next.x, Math.min(0, before.x));
  const top = Math.max(next.y, Math.min(0, before.y));
  const right = Math.min(next.x + next.width, Math.max(size.width, before.x + before.width));
  const bottom = Math.min(next.y + next.height, Math.max(size.height, before.y + before.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function middleOf({ x, y, width, height }: Pixels, rotation: number): Point {
  const [dx, dy] = rotated(width / 2, height / 2, rotation);
  return [x + dx, y + dy];
}

function rotated(x: number, y: number, rotation: number): Point {
  const angle = (rotation * Math.PI) / 180;
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

/** Degrees in -180..180, free of the noise of floats. */
function normal(degrees: number): number {
  const turn = ((((degrees + 180) % 360) + 360) % 360) - 180;
  return Math.round(turn * 1e6) / 1e6;
}

function toPixels(box: FrameBox, size: PictureSize): Pixels {
  return {
    x: (box.x / 100) * size.width,
    y: (box.y / 100) * size.height,
    width: (box.width / 100) * size.width,
    height: (box.height / 100) * size.height,
  };
}

function toPercent({ x, y, width, height }: Pixels, size: PictureSize) {
  return {
    x: (x / size.width) * 100,
    y: (y / size.height) * 100,
    width: (width / size.width) * 100,
    height: (height / size.height) * 100,
  };
}
