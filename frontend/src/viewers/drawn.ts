/** Which kinds of geometry the viewer of an object draws; everything else is shown as it is stored. */
import type { Geometry } from "./types";

export const DRAWN: Readonly<Record<string, readonly Geometry["kind"][]>> = {
  // Whole seconds without a channel look like offsets of a text.
  Audio: ["time", "span"],
  AudioPlus: ["time", "span"],
  TimeSeries: ["time", "span"],
  HyperText: ["passage"],
  Paragraphs: ["passage"],
  Text: ["span"],
  Image: ["box", "ellipse", "polygon", "point", "path", "mask"],
  Video: ["track", "frames"],
};

export function isDrawn(tag: string, kind: Geometry["kind"]): boolean {
  return DRAWN[tag]?.includes(kind) === true;
}
