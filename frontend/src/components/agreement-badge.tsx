import { Badge, Text, Tooltip } from "@mantine/core";
import { agreementBand, BAND_COLORS, BAND_NAMES, undefinedReason } from "@/lib/agreement";
import { formatPercent } from "@/lib/format";

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
    return (
      <Text span size="sm" c="dimmed">
        Scoring…
      </Text>
    );
  }
  if (share === null) {
    return (
      <Tooltip label={undefinedReason(reason)}>
        <Text span size="sm" c="dimmed" aria-label={`No agreement. ${undefinedReason(reason)}`}>
          –
        </Text>
      </Tooltip>
    );
  }
  const band = agreementBand(share);
  return (
    <Badge variant="light" color={BAND_COLORS[band]} tt="none" radius="sm">
      {formatPercent(share)} {BAND_NAMES[band]}
    </Badge>
  );
}
