import { agreementBand, BAND_COLORS } from "@/lib/agreement";
import { spanOf } from "./interval";
import classes from "./interval-bar.module.css";

type Props = { value: number; low: number | null; high: number | null };

/** A bar from 0 to 1 with its interval; the numbers beside it say the same. */
export function IntervalBar({ value, low, high }: Props) {
  const span = spanOf(low, high);
  const length = Math.min(Math.max(value, 0), 1) * 100;
  return (
    <div className={classes["track"]} aria-hidden>
      <div
        className={classes["fill"]}
        style={{
          inlineSize: `${length}%`,
          background: `var(--mantine-color-${BAND_COLORS[agreementBand(value)]}-filled)`,
          opacity: 0.7,
        }}
      />
      {span !== null && (
        <div
          className={classes["whisker"]}
          style={{ insetInlineStart: `${span.from}%`, inlineSize: `${span.to - span.from}%` }}
        />
      )}
    </div>
  );
}
