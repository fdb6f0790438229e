import { resolveValue } from "../config";
import { mediaAddress } from "../media/address";
import type { ObjectViewerProps } from "../object-props";
import { frameRateOf } from "./frames";
import { VideoViewer } from "./video-viewer";

export function VideoObject({ object, data, toUrl }: ObjectViewerProps) {
  const address = mediaAddress(resolveValue(object.attrs["value"], data), toUrl);
  return <VideoViewer object={object} address={address} rate={frameRateOf(object, data)} />;
}
