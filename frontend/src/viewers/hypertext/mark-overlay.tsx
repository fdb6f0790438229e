/** The marks of all answers, drawn over the frame of a page; the page itself is not touched. */
import { type CSSProperties, memo, useMemo } from "react";
import type { ShownRegion } from "../shown-regions";
import { type Ink, LANE_HEIGHT, markLine, markTint } from "../text/paint";
import classes from "./hypertext-viewer.module.css";
import { type MarkedBox, placeNames } from "./mark-lines";

type Props = {
  readonly boxes: readonly MarkedBox[];
  readonly inks: ReadonlyMap<string, Ink>;
  readonly regions: ReadonlyMap<string, ShownRegion>;
  readonly named: ReadonlySet<string>;
  readonly strong: ReadonlySet<string>;
  readonly gripped: string | null;
};

export const MarkOverlay = memo(function MarkOverlay(props: Props) {
  const { boxes, inks, regions, named, strong, gripped } = props;
  return (
    <>
      {boxes.map((box) => (
        <BoxMarks
          key={`${box.segment.start} ${box.left} ${box.top}`}
          box={box}
          inks={inks}
          strong={strong}
          gripped={gripped}
        />
      ))}
      <Names boxes={boxes} inks={inks} regions={regions} named={named} />
    </>
  );
});

type BoxMarksProps = Pick<Props, "inks" | "strong" | "gripped"> & { readonly box: MarkedBox };

function BoxMarks({ box, inks, strong, gripped }: BoxMarksProps) {
  const { segment, left, top, width, height, isFirst, isLast } = box;
  const inked = segment.marks.flatMap((mark) => {
    const ink = inks.get(mark.ref);
    return ink === undefined ? [] : [{ ...mark, ink }];
  });
  const tint = markTint(inked, strong);
  const opens = isFirst && segment.opens.some(({ ref }) => ref === gripped);
  const closes = isLast && segment.closes.some(({ ref }) => ref === gripped);
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
      {opens && (
        <span className={classes["grip"]} data-grip="start" style={{ left, top, height }} />
      )}
      {closes && (
        <span
          className={classes["grip"]}
          data-grip="end"
          style={{ left: left + width, top, height }}
        />
      )}
    </>
  );
}

/** Letters of a name are about this wide; the true width is not worth a second layout. */
const LETTER = 6.2;
const NAME_PADDING = 8;

type NamesProps = Pick<Props, "boxes" | "inks" | "regions" | "named">;

function Names({ boxes, inks, regions, named }: NamesProps) {
  const names = useMemo(() => {
    const all = boxes.flatMap((box) =>
      !box.isFirst
        ? []
        : box.segment.opens.flatMap(({ ref }) => {
            const title = named.has(ref) ? regions.get(ref)?.title : undefined;
            return title === undefined
              ? []
              : [{ ref, title, box, width: title.length * LETTER + NAME_PADDING }];
          }),
    );
    return placeNames(all);
  }, [boxes, regions, named]);
  return names.map(({ ref, title, box, left, width }) => (
    <span
      key={ref}
      className={classes["name"]}
      style={
        {
          "--ink": inks.get(ref)?.colour,
          left,
          top: box.top,
          maxWidth: width + 2,
        } as CSSProperties
      }
    >
      {title}
    </span>
  ));
}
