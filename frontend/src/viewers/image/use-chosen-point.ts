import { useCallback, useState } from "react";
import { hasPoints, pointsOf } from "./reshape";
import type { EditableShape } from "./use-editable-shapes";

/** The point of the one picked shape that keys work on; another shape has none chosen. */
export function useChosenPoint(editable: readonly EditableShape[]) {
  const [only, ...others] = editable;
  const ref = only !== undefined && others.length === 0 ? only.ref : null;
  const count = only !== undefined && hasPoints(only.shape) ? pointsOf(only.shape).length : 0;
  const [state, setState] = useState<{ ref: string | null; at: number | null }>({
    ref: null,
    at: null,
  });
  const chosen = state.ref === ref && state.at !== null && state.at < count ? state.at : null;
  const choose = useCallback((at: number | null) => setState({ ref, at }), [ref]);
  return [chosen, choose] as const;
}
