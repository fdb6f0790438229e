import { inText } from "../config";
import { useEditor } from "../editor";
import { MediaProblem } from "../media/media-problem";
import type { ObjectViewerProps } from "../object-props";
import { TextViewer } from "./text-viewer";
import { useStoredText } from "./use-stored-text";

export function TextObject({ object, data, toUrl }: ObjectViewerProps) {
  const { identity } = useEditor();
  const { value, address, failed } = useStoredText(object, data, toUrl);
  return (
    <>
      {address !== null && <MediaProblem of="text" address={address} failed={failed} />}
      <TextViewer key={identity} object={object} text={inText(value)} />
    </>
  );
}
