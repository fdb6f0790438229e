/** Which kinds of geometry the viewer of an object draws; everything else is shown as it is stored. */
import type { Geometry } from "./types";

export const DRAWN: Readonly<Record<string, readonly Geometry["kind"][]>> = {
  Text: ["span"],
  Image: ["box"],
};

export function isDrawn(tag: string, kind: Geometry["kind"]): boolean {
  return DRAWN[tag]?.includes(kind) === true;
}
