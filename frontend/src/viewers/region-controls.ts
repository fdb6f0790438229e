/** Controls that draw regions: their tags, and how a region of theirs is written. */
import type { Control } from "./config";
import { newRegionId } from "./document";
import type { ResultItem } from "./types";

const SHAPES: ReadonlySet<string> = new Set([
  "Bitmask",
  "Brush",
  "Ellipse",
  "KeyPoint",
  "Polygon",
  "Rectangle",
  "Vector",
  "VideoRectangle",
]);

/** True for controls that mark a part of their object. */
export function drawsRegions({ tag }: Pick<Control, "tag">): boolean {
  return tag.endsWith("Labels") || SHAPES.has(tag);
}

/**
 * A new region of a control. `value` is where it lies; the labels go where this kind of region
 * keeps them. `extra` stands beside the value, such as `original_width`.
 */
export function newRegion(
  control: Control,
  label: string | null,
  object: string,
  value: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>> = {},
): ResultItem {
  const labels = label === null ? {} : { [control.type]: [label] };
  return {
    ...extra,
    value: { ...value, ...labels },
    id: newRegionId(),
    from_name: control.name,
    to_name: object,
    type: control.type,
    origin: "manual",
  };
}
