import { agreementBand, BAND_COLORS, BAND_NAMES, undefinedReason } from "@/lib/agreement";
import { formatPercent } from "@/lib/format";
import classes from "./agreement-badge.module.css";
import { Tag } from "./tag";

type Props = {
  share: number | null;
  /** Why there is no figure. */
  reason?: string | null;
  /** The server is still working on it. */
  pending?: boolean;
};

/** Agreement as percent and band; colour only repeats what the text says. */
export function AgreementBadge({ share, reason = null, pending = false }: Props) {
  if (pending) {
    return <span className={classes["dimmed"]}>Scoring…</span>;
  }
  if (share === null) {
    const why = undefinedReason(reason);
    return (
      <span
        role="img"
        className={classes["dimmed"]}
        title={why}
        aria-label={`No agreement. ${why}`}
      >
        –
      </span>
    );
  }
  const band = agreementBand(share);
  return (
    <Tag color={BAND_COLORS[band]}>
      {formatPercent(share)} {BAND_NAMES[band]}
    </Tag>
  );
}
