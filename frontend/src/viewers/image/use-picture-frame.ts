import { useMemo } from "react";
import { useEditor } from "../editor";
import type { PictureSize } from "../geometry";
import { statedSize } from "../shown-regions";
import type { PictureFacts } from "./drawing";
import { onPage } from "./pages";
import { recordedTurn, turnedSize } from "./recorded-turn";
import type { Picture } from "./use-picture";

export type PictureFrame = {
  /** False while neither the file nor the results say how large the picture is. */
  readonly ready: boolean;
  /** True when the size is that of the file or of the results, and no stand-in. */
  readonly sized: boolean;
  /** The picture as it was annotated: all percent are of this. */
  readonly size: PictureSize;
  /** The file. */
  readonly natural: PictureSize;
  /** Quarter turns from the file to the picture as it was annotated. */
  readonly turn: number;
  readonly facts: PictureFacts;
};

const UNKNOWN_SIZE: PictureSize = { width: 800, height: 600 };

/** What is known of a picture: from its file, else from what the results say. */
export function usePictureFrame(
  { status, element }: Picture,
  object: string,
  page: number | null,
): PictureFrame {
  const { answers, focus } = useEditor();
  const here = useMemo(() => onPage(answers, page), [answers, page]);
  const stated = useMemo(() => statedSize(here, object), [here, object]);
  const turn = useMemo(() => recordedTurn(here, object, focus), [here, object, focus]);
  const width = element?.naturalWidth ?? stated?.width ?? UNKNOWN_SIZE.width;
  const height = element?.naturalHeight ?? stated?.height ?? UNKNOWN_SIZE.height;
  const sized = element !== null || stated !== null;
  const ready = sized || status !== "loading";
  // The same object while nothing is different: the shapes are drawn anew for another size.
  return useMemo(() => {
    const natural = { width, height };
    const facts = { original_width: width, original_height: height, image_rotation: turn * 90 };
    return { ready, sized, natural, turn, facts, size: turnedSize(natural, turn) };
  }, [ready, sized, width, height, turn]);
}
