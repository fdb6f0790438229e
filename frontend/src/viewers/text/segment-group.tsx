/** Neighbouring pieces of a long text as one: what did not change there is not looked at again. */
import { memo } from "react";
import { SegmentView } from "./segment-view";
import type { Segment } from "./segments";
import { type Marks, strongOver } from "./use-marks";

export type Painted = Pick<Marks, "lanes" | "inks" | "regions" | "named" | "strong" | "gripped">;

type Props = Painted & {
  readonly segments: readonly Segment[];
  /** Place of the first piece of the group. */
  readonly from: number;
};

/** Pieces of one group. */
export const GROUP_SIZE = 64;

export const SegmentGroup = memo(function SegmentGroup({ segments, from, ...painted }: Props) {
  return segments.map((segment, at) => (
    <OneSegment key={segment.start} segment={segment} index={from + at} {...painted} />
  ));
});

type OneProps = Painted & { readonly segment: Segment; readonly index: number };

export function OneSegment({ segment, index, strong, gripped, ...painted }: OneProps) {
  return (
    <SegmentView
      {...painted}
      index={index}
      segment={segment}
      strong={strongOver([segment], strong)}
      gripped={gripped !== null && isOver([segment], gripped) ? gripped : null}
    />
  );
}

export function groupSegments(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  return Array.from({ length: Math.ceil(segments.length / GROUP_SIZE) }, (_group, at) =>
    segments.slice(at * GROUP_SIZE, (at + 1) * GROUP_SIZE),
  );
}

/** What a group is given: only what concerns it, so that a change elsewhere leaves it alone. */
export function paintedOver(segments: readonly Segment[], painted: Painted): Painted {
  const { gripped } = painted;
  return {
    lanes: painted.lanes,
    inks: painted.inks,
    regions: painted.regions,
    named: painted.named,
    strong: strongOver(segments, painted.strong),
    gripped: gripped !== null && isOver(segments, gripped) ? gripped : null,
  };
}

function isOver(segments: readonly Segment[], ref: string): boolean {
  return segments.some(({ marks }) => marks.some((mark) => mark.ref === ref));
}
