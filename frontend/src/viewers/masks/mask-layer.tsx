/** All masks of a picture, drawn together; or the difference of two. Stands in a layer of konva. */
import type { Context } from "konva/lib/Context";
import { memo } from "react";
import { Shape } from "react-konva/lib/ReactKonvaCore";
import type { PictureSize } from "../geometry";
import type { MaskPair } from "./difference";
import { drawMask } from "./mask-canvas";
import type { Mask } from "./runs";
import type { MaskLook } from "./shading";

export type LookedMask = { readonly mask: Mask; readonly look: MaskLook };

type Props = { readonly masks: readonly LookedMask[]; readonly size: PictureSize };

export const MaskLayer = memo(function MaskLayer({ masks, size }: Props) {
  return (
    <Shape
      listening={false}
      perfectDrawEnabled={false}
      sceneFunc={(context: Context) => {
        for (const { mask, look } of masks) drawMask(context._context, mask, look, size);
      }}
    />
  );
});

const SHARED = "#9ca3af";

/** What both have is grey and plain; what one alone has is in its colour, each with a pattern. */
export function differenceLooks({ left, right, difference }: MaskPair): readonly LookedMask[] {
  const look = (colour: string, pattern: number | null): MaskLook => ({
    colour,
    pattern,
    standing: pattern === null ? "missing" : null,
    emphasis: pattern === null ? "plain" : "lit",
  });
  return [
    { mask: difference.both, look: look(SHARED, null) },
    { mask: difference.left, look: look(left.shown.answer.colour, 0) },
    { mask: difference.right, look: look(right.shown.answer.colour, 1) },
  ];
}
