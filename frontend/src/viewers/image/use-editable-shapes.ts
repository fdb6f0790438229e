import { useMemo } from "react";
import { isEditable, useEditor } from "../editor";
import type { ShownRegion } from "../shown-regions";
import { type ImageGeometry, isImageGeometry } from "./outline";

/** A picked shape that the reviewer may change. */
export type EditableShape = {
  readonly ref: string;
  /** Its address in the document. */
  readonly key: string;
  readonly shape: ImageGeometry;
};

export function useEditableShapes(regions: readonly ShownRegion[]): readonly EditableShape[] {
  const editor = useEditor();
  const { picked, canEdit, focus } = editor;
  return useMemo(
    () =>
      regions.flatMap((shown) => {
        const { ref, region, geometry } = shown;
        const mine = picked.has(ref) && isEditable({ canEdit, focus }, shown);
        return mine && isImageGeometry(geometry) ? [{ ref, key: region.key, shape: geometry }] : [];
      }),
    [regions, picked, canEdit, focus],
  );
}
