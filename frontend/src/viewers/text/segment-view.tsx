/** One piece of text with the lines of the regions over it. */
import { type CSSProperties, memo } from "react";
import type { ShownRegion } from "../shown-regions";
import { type Ink, LANE_HEIGHT, segmentStyle } from "./paint";
import type { Segment } from "./segments";
import classes from "./text-viewer.module.css";

type Props = {
  readonly index: number;
  readonly segment: Segment;
  readonly lanes: number;
  readonly inks: ReadonlyMap<string, Ink>;
  readonly regions: ReadonlyMap<string, ShownRegion>;
  readonly named: ReadonlySet<string>;
  readonly strong: ReadonlySet<string>;
  readonly gripped: string | null;
};

export const SegmentView = memo(function SegmentView(props: Props) {
  const { index, segment, lanes, inks, regions, named, strong, gripped } = props;
  if (segment.marks.length === 0) {
    return (
      <span data-start={segment.start} data-index={index}>
        {segment.text}
      </span>
    );
  }
  const chips = segment.opens.flatMap(({ ref }) => {
    const shown = regions.get(ref);
    const ink = inks.get(ref);
    return shown !== undefined && ink !== undefined && named.has(ref)
      ? [{ ref, title: shown.title, colour: ink.colour }]
      : [];
  });
  const gripStart = segment.opens.some(({ ref }) => ref === gripped);
  const gripEnd = segment.closes.some(({ ref }) => ref === gripped);
  return (
    <span
      data-start={segment.start}
      data-index={index}
      className={classes["marked"]}
      style={segmentStyle(segment.marks, inks, lanes, strong)}
    >
      {chips.map(({ ref, title, colour }) => (
        <span key={ref} className={classes["chip"]} style={{ "--ink": colour } as CSSProperties}>
          {title}
        </span>
      ))}
      {gripStart && <span className={classes["grip"]} data-grip="start" />}
      {segment.text}
      {gripEnd && <span className={classes["grip"]} data-grip="end" />}
    </span>
  );
});

/** Room below the lines of text for the lanes of the regions. */
export function lanesStyle(lanes: number): CSSProperties {
  const height = Math.max(lanes, 1) * LANE_HEIGHT;
  const style = { lineHeight: `calc(1.75em + ${height}px)`, "--lanes-height": `${height - 1}px` };
  return style;
}
