/** How far two regions lie at the same place, for every kind of geometry. */
import {
  type Bounds,
  boundsOf,
  boxIou,
  cornersOf,
  type PictureSize,
  type Point,
} from "../geometry";
import { type ImageGeometry, isArea, linesOf, shapeBounds } from "../image/outline";
import type { Mask } from "../masks/runs";
import { boundsOfMask, maskIou } from "../masks/runs";
import type { BoxGeometry, Geometry, PassageGeometry, TrackGeometry } from "../types";
import { maskOf } from "./mask-of";
import { outlineIou } from "./outlines";
import { type Stretch, stretchesIou } from "./stretches";
import { trackIou } from "./tracks";

export type Placed = {
  readonly geometry: Geometry;
  /** Size in pixels of the picture that the region lies on. */
  readonly size: PictureSize;
  /** Regions on different layers (pictures of one object, channels) have nothing in common. */
  readonly layer: string;
  /** How many frames the video has, 0 where that is not known. */
  readonly frames: number;
};

type Form =
  | { readonly kind: "stretches"; readonly stretches: readonly Stretch[]; readonly layer: string }
  | { readonly kind: "box"; readonly box: BoxGeometry }
  | { readonly kind: "area"; readonly points: readonly Point[] }
  | { readonly kind: "line"; readonly points: readonly Point[] }
  | { readonly kind: "mask"; readonly mask: Mask }
  | { readonly kind: "track"; readonly sequence: TrackGeometry["sequence"] }
  | { readonly kind: "none" };

/** A region ready to be compared: where it lies, and what it is there. */
export type Shape = {
  readonly form: Form;
  readonly size: PictureSize;
  readonly layer: string;
  readonly frames: number;
  /** Two shapes of different groups are never the same thing, though they may overlap. */
  readonly group: string;
  /** Along the first axis; texts and times have no second one. */
  readonly bounds: Bounds;
};

/** Points and lines this near, in percent of the picture's longer side, are the same. */
const NEAR = 1;

/** Farther apart they have nothing to do with each other. */
const FAR = 10;

/** Points taken of each line to measure how far apart two lines are. */
const SAMPLES = 48;

/** Of regions without any extent, such as an empty mask. */
const NOWHERE: Bounds = { left: 0, top: 0, right: 0, bottom: 0 };

export function shapeOf({ geometry, size, layer, frames }: Placed): Shape {
  const form = formOf(geometry, size);
  const group = geometry.kind === "passage" ? `${geometry.start}\u0000${geometry.end}` : "";
  const bounds = boundsOfForm(form, geometry, size);
  const isSomewhere = Number.isFinite(bounds.left + bounds.right + bounds.top + bounds.bottom);
  return { form, size, layer, frames, group, bounds: isSomewhere ? bounds : NOWHERE };
}

/** In [0, 1]; 0 for nothing in common, also between kinds that cannot be compared. */
export function overlapOf(left: Shape, right: Shape): number {
  if (left.layer !== right.layer) return 0;
  const [a, b] = [left.form, right.form];
  if (a.kind === "box" && b.kind === "box") return boxIou(a.box, b.box, left.size);
  if (a.kind === "stretches" && b.kind === "stretches") {
    return a.layer === b.layer ? stretchesIou(a.stretches, b.stretches) : 0;
  }
  if (a.kind === "mask" && b.kind === "mask") return maskIou(a.mask, b.mask);
  if (a.kind === "track" && b.kind === "track") {
    const [first, other] = [left, right].map(({ frames }) => frames);
    return trackIou(
      { sequence: a.sequence, length: first ?? 0 },
      { sequence: b.sequence, length: other ?? 0 },
      left.size,
    );
  }
  if (a.kind === "line" && b.kind === "line") return closeness(a.points, b.points, left.size);
  const [first, other] = [outlineOf(a, left.size), outlineOf(b, right.size)];
  return first === null || other === null ? 0 : outlineIou(first, other);
}

function formOf(geometry: Geometry, size: PictureSize): Form {
  switch (geometry.kind) {
    case "span":
      return { kind: "stretches", stretches: [geometry], layer: "" };
    case "time":
      return { kind: "stretches", stretches: [geometry], layer: String(geometry.channel || "") };
    case "frames":
      return {
        kind: "stretches",
        // Both ends of a range of frames are in it.
        stretches: geometry.ranges.map(({ start, end }) => ({ start, end: end + 1 })),
        layer: "",
      };
    case "passage":
      return passage(geometry);
    case "box":
      return { kind: "box", box: geometry };
    case "mask": {
      const mask = maskOf(geometry, size);
      return mask === null ? { kind: "none" } : { kind: "mask", mask };
    }
    case "track":
      return { kind: "track", sequence: geometry.sequence };
    default:
      return drawn(geometry, size);
  }
}

function drawn(geometry: ImageGeometry, size: PictureSize): Form {
  const lines = linesOf(geometry, size);
  const points = lines.flatMap((line) => line.points);
  return isArea(geometry) && lines.length === 1
    ? { kind: "area", points }
    : { kind: "line", points: lines.flatMap(({ points: each, closed }) => sampled(each, closed)) };
}

/**
 * Characters of the whole document where they are known; else the numbers of paragraphs and the
 * offsets in them, or the offsets in one and the same node.
 */
function passage(geometry: PassageGeometry): Form {
  const { start, end, startOffset, endOffset, globalStart, globalEnd } = geometry;
  if (globalStart !== null && globalEnd !== null) {
    const stretches = [{ start: globalStart, end: globalEnd }];
    return { kind: "stretches", stretches, layer: "page" };
  }
  const [first, last] = [Number(start), Number(end)];
  if (Number.isInteger(first) && Number.isInteger(last)) {
    const stretches = [
      { start: first * PARAGRAPH + startOffset, end: last * PARAGRAPH + endOffset },
    ];
    return { kind: "stretches", stretches, layer: "paragraphs" };
  }
  if (start !== end) return { kind: "none" };
  const stretches = [{ start: startOffset, end: endOffset }];
  return { kind: "stretches", stretches, layer: `node ${start}` };
}

/** Longer than any paragraph. */
const PARAGRAPH = 10_000_000;

function outlineOf(form: Form, size: PictureSize): readonly Point[] | null {
  if (form.kind === "area") return form.points;
  return form.kind === "box" ? cornersOf(form.box, size) : null;
}

function boundsOfForm(form: Form, geometry: Geometry, size: PictureSize): Bounds {
  switch (form.kind) {
    case "stretches": {
      const [starts, ends] = [
        form.stretches.map(({ start }) => start),
        form.stretches.map(({ end }) => end),
      ];
      const all = [...starts, ...ends];
      return { left: Math.min(...all), right: Math.max(...all), top: 0, bottom: 0 };
    }
    case "box":
      return boundsOf(cornersOf(form.box, size));
    case "area":
      return geometry.kind === "polygon" || geometry.kind === "ellipse" || geometry.kind === "path"
        ? shapeBounds(geometry, size)
        : boundsOf(form.points);
    case "line":
      return widened(boundsOf(form.points), (longerSide(size) * FAR) / 200);
    case "mask": {
      const bounds = boundsOfMask(form.mask);
      if (bounds === null) return NOWHERE;
      const { left, top, width, height } = bounds;
      return { left, top, right: left + width, bottom: top + height };
    }
    case "track":
      return boundsOfTrack(form.sequence, size);
    case "none":
      return NOWHERE;
  }
}

function boundsOfTrack(sequence: TrackGeometry["sequence"], size: PictureSize): Bounds {
  const corners = sequence.flatMap(({ x, y, width, height, rotation }) => {
    const box = { kind: "box" as const, x, y, width, height, rotation: rotation ?? 0 };
    return Object.values(box).slice(1).every(Number.isFinite)
      ? cornersOf(box as BoxGeometry, size)
      : [];
  });
  return boundsOf(corners);
}

function widened({ left, top, right, bottom }: Bounds, by: number): Bounds {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** 0.5 at the distance up to which points count as the same, more below it, less above it. */
function closeness(left: readonly Point[], right: readonly Point[], size: PictureSize): number {
  if (left.length === 0 || right.length === 0) return 0;
  const distance = (Math.max(apart(left, right), apart(right, left)) / longerSide(size)) * 100;
  if (distance <= NEAR) return 1 - distance / NEAR / 2;
  return distance <= FAR ? (NEAR / distance) * 0.5 : 0;
}

/** The mean distance of the points of one line from the nearest point of the other. */
function apart(points: readonly Point[], others: readonly Point[]): number {
  const total = points.reduce((sum, [x, y]) => {
    const nearest = others.reduce((least, [otherX, otherY]) => {
      return Math.min(least, Math.hypot(x - otherX, y - otherY));
    }, Infinity);
    return sum + nearest;
  }, 0);
  return total / points.length;
}

/** Points at equal distances along a line, its ends among them. */
function sampled(points: readonly Point[], closed: boolean): readonly Point[] {
  const [first] = points;
  if (points.length < 2 || first === undefined) return points;
  const corners = closed ? [...points, first] : points;
  const lengths = corners.slice(1).map(([x, y], at) => {
    const [fromX, fromY] = corners[at] ?? [x, y];
    return Math.hypot(x - fromX, y - fromY);
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total === 0) return [first];
  const found: Point[] = [];
  let at = 0;
  let before = 0;
  for (let step = 0; step <= SAMPLES; step += 1) {
    const wanted = (total * step) / SAMPLES;
    while (at < lengths.length - 1 && before + (lengths[at] ?? 0) < wanted) {
      before += lengths[at] ?? 0;
      at += 1;
    }
    const [fromX, fromY] = corners[at] ?? first;
    const [toX, toY] = corners[at + 1] ?? first;
    const share = Math.min(1, (wanted - before) / (lengths[at] || 1));
    found.push([fromX + (toX - fromX) * share, fromY + (toY - fromY) * share]);
  }
  return found;
}

const longerSide = ({ width, height }: PictureSize): number => Math.max(width, height);
