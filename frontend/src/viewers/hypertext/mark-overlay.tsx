/** The marks of all answers, drawn over the frame of a page; the page itself is not touched. */
import { type CSSProperties, memo } from "react";
import type { ShownRegion } from "../shown-regions";
import { type Ink, LANE_HEIGHT, markLine, markTint } from "../text/paint";
import classes from "./hypertext-viewer.module.css";
import type { MarkedBox } from "./mark-lines";

type Props = {
  readonly boxes: readonly MarkedBox[];
  readonly inks: ReadonlyMap<string, Ink>;
  readonly regions: ReadonlyMap<string, ShownRegion>;
  readonly named: ReadonlySet<string>;
  readonly strong: ReadonlySet<string>;
  readonly gripped: string | null;
};

export const MarkOverlay = memo(function MarkOverlay(props: Props) {
  return props.boxes.map((box) => (
    <BoxMarks key={`${box.segment.start} ${box.left} ${box.top}`} box={box} {...props} />
  ));
});

function BoxMarks({ box, inks, regions, named, strong, gripped }: Props & { box: MarkedBox }) {
  const { segment, left, top, width, height } = box;
  const inked = segment.marks.flatMap((mark) => {
    const ink = inks.get(mark.ref);
    return ink === undefined ? [] : [{ ...mark, ink }];
  });
  const tint = markTint(inked, strong);
  const names = box.isFirst
    ? segment.opens.flatMap(({ ref }) => (named.has(ref) ? (regions.get(ref) ?? []) : []))
    : [];
  return (
    <>
      {tint !== null && (
        <span className={classes["tint"]} style={{ left, top, width, height, background: tint }} />
      )}
      {inked.map(({ ref, lane, ink }) => (
        <span
          key={ref}
          className={classes["line"]}
          style={{ left, top: top + height + lane * LANE_HEIGHT, width, background: markLine(ink) }}
        />
      ))}
      {names.length > 0 && (
        <span className={classes["names"]} style={{ left, top }}>
          {names.map(({ ref, title }) => (
            <span
              key={ref}
              className={classes["name"]}
              style={{ "--ink": inks.get(ref)?.colour } as CSSProperties}
            >
              {title}
            </span>
          ))}
        </span>
      )}
      {gripped !== null && box.isFirst && segment.opens.some(({ ref }) => ref === gripped) && (
        <span className={classes["grip"]} data-grip="start" style={{ left, top, height }} />
      )}
      {gripped !== null && box.isLast && segment.closes.some(({ ref }) => ref === gripped) && (
        <span
          className={classes["grip"]}
          data-grip="end"
          style={{ left: left + width, top, height }}
        />
      )}
    </>
  );
}
