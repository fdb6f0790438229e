import { resolveValue } from "../config";
import { mediaAddress } from "../media/address";
import type { ObjectViewerProps } from "../object-viewers";
import { ImageViewer } from "./image-viewer";

export function ImageObject({ object, data, toUrl }: ObjectViewerProps) {
  const address = mediaAddress(resolveValue(object.attrs["value"], data), toUrl);
  return <ImageViewer object={object} address={address} />;
}
