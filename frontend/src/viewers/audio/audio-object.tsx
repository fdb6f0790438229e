import { resolveValue } from "../config";
import { useEditor } from "../editor";
import { mediaAddress } from "../media/address";
import type { ObjectViewerProps } from "../object-props";
import { AudioViewer } from "./audio-viewer";

/** Audio and AudioPlus. Each task has a player of its own: the one before falls silent. */
export function AudioObject({ object, data, toUrl }: ObjectViewerProps) {
  const { identity } = useEditor();
  const address = mediaAddress(resolveValue(object.attrs["value"], data), toUrl);
  return <AudioViewer key={identity} object={object} address={address} />;
}
