/** A plain text with its spans. */
import { useMemo } from "react";
import { indexText } from "../code-points";
import type { DataObject } from "../config";
import { textCodec } from "./spans";
import { TextSurface } from "./text-surface";

type Props = { readonly object: DataObject; readonly text: string };

export function TextViewer({ object, text }: Props) {
  const codec = useMemo(() => textCodec(indexText(text)), [text]);
  return <TextSurface object={object} codec={codec} label={`Text ${object.name}`} />;
}
