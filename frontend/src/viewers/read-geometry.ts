/** Where a result item lies, read from its value; null for one that lies nowhere or is broken. */
import type { Geometry, ResultItem } from "./types";

type Value = Readonly<Record<string, unknown>>;

export function geometryOf({ value }: ResultItem): Geometry | null {
  if (value === undefined || value === null) return null;
  for (const read of READERS) {
    const geometry = read(value);
    if (geometry !== null) return geometry;
  }
  return null;
}

const READERS: readonly ((value: Value) => Geometry | null)[] = [
  passage,
  box,
  ellipse,
  point,
  polygon,
  path,
  mask,
  track,
  frames,
  span,
  time,
];

function passage(value: Value): Geometry | null {
  const { start, end, startOffset, endOffset, globalOffsets } = value;
  if (typeof start !== "string" || typeof end !== "string") return null;
  if (!isNumber(startOffset) || !isNumber(endOffset)) return null;
  const offsets = isRecord(globalOffsets) ? globalOffsets : {};
  const globalStart = isNumber(offsets["start"]) ? offsets["start"] : null;
  const globalEnd = isNumber(offsets["end"]) ? offsets["end"] : null;
  return { kind: "passage", start, end, startOffset, endOffset, globalStart, globalEnd };
}

function box({ x, y, width, height, rotation }: Value): Geometry | null {
  if (!isNumber(x) || !isNumber(y) || !isNumber(width) || !isNumber(height)) return null;
  return { kind: "box", x, y, width, height, rotation: isNumber(rotation) ? rotation : 0 };
}

function ellipse({ x, y, radiusX, radiusY, rotation }: Value): Geometry | null {
  if (!isNumber(x) || !isNumber(y) || !isNumber(radiusX) || !isNumber(radiusY)) return null;
  return { kind: "ellipse", x, y, radiusX, radiusY, rotation: isNumber(rotation) ? rotation : 0 };
}

function point({ x, y, width }: Value): Geometry | null {
  if (!isNumber(x) || !isNumber(y)) return null;
  return { kind: "point", x, y, width: isNumber(width) ? width : 0 };
}

function polygon({ points, closed }: Value): Geometry | null {
  if (!Array.isArray(points) || points.length === 0 || !points.every(isPair)) return null;
  return { kind: "polygon", points, closed: closed !== false };
}

function path({ vertices, closed }: Value): Geometry | null {
  if (!Array.isArray(vertices) || vertices.length === 0) return null;
  if (!vertices.every((each) => isRecord(each) && isNumber(each["x"]) && isNumber(each["y"]))) {
    return null;
  }
  return { kind: "path", vertices, closed: closed === true };
}

function mask({ rle, imageDataURL }: Value): Geometry | null {
  if (Array.isArray(rle)) return { kind: "mask", format: "rle", rle };
  if (typeof imageDataURL !== "string") return null;
  return { kind: "mask", format: "png", url: imageDataURL };
}

function track({ sequence }: Value): Geometry | null {
  if (!Array.isArray(sequence) || !sequence.every(isRecord)) return null;
  return { kind: "track", sequence };
}

function frames({ ranges }: Value): Geometry | null {
  if (!Array.isArray(ranges)) return null;
  const fits = (each: unknown) =>
    isRecord(each) && isNumber(each["start"]) && isNumber(each["end"]);
  return ranges.every(fits) ? { kind: "frames", ranges } : null;
}

/** Text and time are both stored as `start` and `end`; only text repeats what it marks. */
function span(value: Value): Geometry | null {
  const { start, end } = value;
  if (!Number.isInteger(start) || !Number.isInteger(end)) return null;
  if (TIME_KEYS.some((key) => key in value)) return null;
  return { kind: "span", start: start as number, end: end as number };
}

const TIME_KEYS = ["channel", "instant", "timeserieslabels", "original_length"];

function time(value: Value): Geometry | null {
  const start = moment(value["start"]);
  const end = moment(value["end"]);
  if (start === null || end === null) return null;
  const channel = isNumber(value["channel"]) ? value["channel"] : null;
  return { kind: "time", start, end, channel };
}

/** Numbers as they are; dates in milliseconds. */
function moment(given: unknown): number | null {
  if (isNumber(given)) return given;
  if (typeof given !== "string" || given.trim() === "") return null;
  const number = Number(given);
  const read = Number.isFinite(number) ? number : Date.parse(given);
  return Number.isFinite(read) ? read : null;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isRecord(value: unknown): value is Value {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}
