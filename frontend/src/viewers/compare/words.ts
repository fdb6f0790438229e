/** Regions in words: for lists, and for those who do not see the drawing. */
import type { PictureSize } from "../geometry";
import type { ShownRegion } from "../shown-regions";
import type { Geometry, ResultItem } from "../types";

const LONGEST = 80;

/** Where a region lies: its text, else its kind and its measures. */
export function placeWords(
  { geometry, region }: Pick<ShownRegion, "geometry" | "region">,
  size: PictureSize | null,
): string {
  return quoted(region.item) ?? `${measures(geometry, size)}${pictureOf(region.item)}`;
}

/** The same with its label, where its text does not already say what it is. */
export function namedPlace(
  shown: Pick<ShownRegion, "geometry" | "region" | "title">,
  size: PictureSize | null,
): string {
  return quoted(shown.region.item) ?? `${shown.title}, ${placeWords(shown, size)}`;
}

function measures(geometry: Geometry, size: PictureSize | null): string {
  switch (geometry.kind) {
    case "span":
      return `${geometry.start}–${geometry.end}`;
    case "box":
      return sides(geometry.width, geometry.height, size);
    case "ellipse":
      return `ellipse ${sides(2 * geometry.radiusX, 2 * geometry.radiusY, size)}`;
    case "polygon":
      return `polygon of ${geometry.points.length} points`;
    case "point":
      return `point ${spot(geometry.x, geometry.y, size)}`;
    case "path":
      return `line of ${geometry.vertices.length} vertices`;
    case "mask":
      return "painted area";
    case "time":
      return `${amount(geometry.start)}–${amount(geometry.end)}${channel(geometry.channel)}`;
    case "frames":
      return `frames ${geometry.ranges.map(({ start, end }) => `${start}–${end}`).join(", ")}`;
    case "track":
      return `moving box, ${geometry.sequence.length} keyframes`;
    case "passage":
      return `from ${geometry.start} to ${geometry.end}`;
  }
}

function quoted(item: ResultItem): string | null {
  const text = item.value?.["text"];
  if (typeof text !== "string" || text === "") return null;
  const characters = Array.from(text);
  const short = characters.slice(0, LONGEST).join("");
  return characters.length > LONGEST ? `“${short}…”` : `“${short}”`;
}

/** One of several pictures of an object, counted from 1. */
function pictureOf(item: ResultItem): string {
  const index = item["item_index"];
  return typeof index === "number" ? ` on picture ${index + 1}` : "";
}

function sides(width: number, height: number, size: PictureSize | null): string {
  if (size === null) return `${width.toFixed(1)} × ${height.toFixed(1)} %`;
  const [across, down] = [(width / 100) * size.width, (height / 100) * size.height];
  return `${Math.round(across)} × ${Math.round(down)} px`;
}

function spot(x: number, y: number, size: PictureSize | null): string {
  if (size === null) return `at ${x.toFixed(1)}, ${y.toFixed(1)} %`;
  return `at ${Math.round((x / 100) * size.width)}, ${Math.round((y / 100) * size.height)} px`;
}

/** Dates are milliseconds since 1970; anything smaller is a number of its own unit. */
function amount(value: number): string {
  if (Math.abs(value) > 1e11) return new Date(value).toISOString().slice(0, 19).replace("T", " ");
  return String(Number(value.toFixed(3)));
}

function channel(number: number | null): string {
  return number === null || number === 0 ? "" : `, channel ${number}`;
}

/** Answers given for one region, such as "mood: happy". */
export function companionWords(companions: readonly ResultItem[]): readonly string[] {
  return companions.map(({ from_name, type, value }) => {
    const entries = Object.values(value ?? {});
    const answer = value?.[type ?? ""] ?? (entries.length === 1 ? entries[0] : value);
    return `${from_name ?? type}: ${answerWords(answer)}`;
  });
}

export function answerWords(answer: unknown): string {
  if (typeof answer === "string") return answer;
  if (!Array.isArray(answer)) return JSON.stringify(answer) ?? "";
  return answer
    .map((entry: unknown) =>
      Array.isArray(entry) ? entry.map(String).join(" › ") : answerWords(entry),
    )
    .join(", ");
}
