import { useMemo } from "react";
import { inText } from "../config";
import { useEditor } from "../editor";
import { mediaAddress } from "../media/address";
import { MediaProblem } from "../media/media-problem";
import type { ObjectViewerProps } from "../object-props";
import { useStoredText } from "../text/use-stored-text";
import { HyperTextViewer } from "./hypertext-viewer";
import { readPage } from "./page";

export function HyperTextObject({ object, data, toUrl }: ObjectViewerProps) {
  const { identity } = useEditor();
  const { value, address, failed } = useStoredText(object, data, toUrl);
  const html = inText(value);
  const page = useMemo(
    () =>
      readPage(html, (picture) => {
        const found = mediaAddress(picture, toUrl);
        return found.kind === "url" ? found.url : null;
      }),
    [html, toUrl],
  );
  return (
    <>
      {address !== null && <MediaProblem of="page" address={address} failed={failed} />}
      <HyperTextViewer key={identity} object={object} page={page} />
    </>
  );
}
