/** Which two masks are held against each other, and how far they are apart. */
import type { ShownRegion } from "../shown-regions";
import { areaOfMask, differenceOf, type Mask, type MaskDifference, maskIou } from "./runs";

export type ShownMask = { readonly shown: ShownRegion; readonly mask: Mask };

export type MaskPair = {
  readonly left: ShownMask;
  readonly right: ShownMask;
  readonly difference: MaskDifference;
  /** Intersection over union. */
  readonly overlap: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
};

/** Masks of others that can be held against one, the most alike first. */
export function rivalsOf(one: ShownMask, masks: readonly ShownMask[]): readonly ShownMask[] {
  return masks
    .filter(
      ({ shown, mask }) =>
        shown.answer.key !== one.shown.answer.key &&
        mask.width === one.mask.width &&
        mask.height === one.mask.height,
    )
    .map((rival) => ({ rival, overlap: maskIou(one.mask, rival.mask) }))
    .sort((a, b) => b.overlap - a.overlap)
    .map(({ rival }) => rival);
}

export function pairOf(left: ShownMask, right: ShownMask): MaskPair {
  const difference = differenceOf(left.mask, right.mask);
  return {
    left,
    right,
    difference,
    overlap: maskIou(left.mask, right.mask),
    onlyLeft: areaOfMask(difference.left),
    onlyRight: areaOfMask(difference.right),
  };
}

/** The mask that is looked at: the selected one, else the first of the answer at hand. */
export function maskAtHand(
  masks: readonly ShownMask[],
  selected: string | null,
  focus: string | null,
): ShownMask | null {
  return (
    masks.find(({ shown }) => shown.ref === selected) ??
    masks.find(({ shown }) => shown.answer.key === focus) ??
    masks[0] ??
    null
  );
}
