import { fewestPoints, type PointsDraft } from "./drawing";

/** What to do next with a shape that is drawn point by point. */
export function drawingHint(draft: PointsDraft): string {
  const missing = fewestPoints(draft.kind) - draft.points.length;
  const closing = draft.kind === "polygon" ? "click the first point" : "click the last point again";
  const next =
    missing > 0
      ? `Click ${missing === 1 ? "at least one more point" : `at least ${missing} more points`}`
      : `Press Enter or ${closing} to finish`;
  return `${next}. Backspace takes the last point back, Esc drops the shape.`;
}
