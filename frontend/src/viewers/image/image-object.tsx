import { useEffect, useRef, useState } from "react";
import { resolveValue } from "../config";
import { useEditor } from "../editor";
import { useLinkedState } from "../linked";
import { mediaAddress } from "../media/address";
import type { ObjectViewerProps } from "../object-props";
import { ImagePages } from "./image-pages";
import { ImageViewer } from "./image-viewer";
import { pageOf, picturesOf } from "./pages";
import { useAtHand } from "./use-at-hand";

export function ImageObject(props: ObjectViewerProps) {
  const { object, data, toUrl } = props;
  const pictures = picturesOf(object, data);
  if (pictures !== null) return <Several {...props} pictures={pictures} />;
  const address = mediaAddress(resolveValue(object.attrs["value"], data), toUrl);
  return <ImageViewer object={object} address={address} page={null} />;
}

type SeveralProps = ObjectViewerProps & { readonly pictures: readonly unknown[] };

/** One picture at a time, and the row of all to choose from. */
function Several({ object, toUrl, pictures }: SeveralProps) {
  const { identity, selected } = useEditor();
  const [turned, setTurned] = useLinkedState<{ identity: string; page: number } | null>(
    `image.${object.name}.page`,
    null,
  );
  const page = turned?.identity === identity ? Math.min(turned.page, pictures.length - 1) : 0;
  const setPage = (next: number) => setTurned({ identity, page: next });

  // A region chosen elsewhere, as in the list, is gone to.
  const [followed, setFollowed] = useState<string | null>(null);
  const ref = selected?.region.object === object.name ? selected.ref : null;
  const place = selected === null ? 0 : pageOf(selected.region.item);
  useEffect(() => {
    if (ref === followed) return;
    setFollowed(ref);
    if (ref !== null && place !== page && place < pictures.length) {
      setTurned({ identity, page: place });
    }
  }, [ref, followed, place, page, pictures.length, identity, setTurned]);

  const frame = useRef<HTMLDivElement>(null);
  const atHand = useAtHand(frame, "pages");
  const addresses = pictures.map((each) => mediaAddress(each, toUrl));
  return (
    <div ref={frame}>
      <ImagePages
        object={object}
        addresses={addresses}
        page={page}
        setPage={setPage}
        atHand={atHand}
      />
      <ImageViewer
        object={object}
        address={addresses[page] ?? { kind: "missing" }}
        page={Math.max(0, page)}
      />
    </div>
  );
}
