import type { Control } from "../config";
import type { Editor } from "../editor";
import { drawsRegions } from "../region-controls";

/** The control whose label is at hand, when it marks parts of this object. */
export function drawingControl(editor: Editor, object: string): Control | null {
  if (!editor.canEdit || editor.active === null) return null;
  const control = editor.config.controls.get(editor.active.control);
  if (control === undefined || !control.objects.includes(object)) return null;
  return drawsRegions(control) ? control : null;
}
