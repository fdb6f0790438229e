import { inText, resolveValue } from "../config";
import { useEditor } from "../editor";
import type { ObjectViewerProps } from "../object-viewers";
import { TextViewer } from "./text-viewer";

export function TextObject({ object, data }: ObjectViewerProps) {
  const { identity } = useEditor();
  return (
    <TextViewer
      key={identity}
      object={object}
      text={inText(resolveValue(object.attrs["value"], data))}
    />
  );
}
