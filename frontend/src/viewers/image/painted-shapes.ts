import type { ShownRegion } from "../shown-regions";
import type { Answer } from "../types";
import { isImageGeometry } from "./outline";
import type { PaintedShape } from "./painter";

/** Regions with their colours: of the label while one answer is shown, else of who drew them. */
export function paintedShapes(
  regions: readonly ShownRegion[],
  answers: readonly Answer[],
  focus: string | null,
): readonly PaintedShape[] {
  return regions.flatMap(({ ref, geometry, label, title, comparison, answer }) => {
    if (!isImageGeometry(geometry)) return [];
    const colour = answers.length > 1 ? answer.colour : (label?.colour ?? answer.colour);
    const standing = comparison?.standing ?? null;
    return [{ ref, shape: geometry, colour, title, standing, inFront: answer.key === focus }];
  });
}
