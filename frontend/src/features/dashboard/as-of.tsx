import { Text } from "@mantine/core";
import type { AgreementReport } from "@/api/agreement";
import { formatAgo, formatDateTime } from "@/lib/format";

/** When what needs all tasks was computed, and whether figures have moved since. */
export function AsOf({ report }: { report: AgreementReport }) {
  if (report.computed_at === null) {
    return (
      <Text size="xs" c="dimmed" role="status">
        {report.stale
          ? "Intervals and coefficients are being computed."
          : "Intervals and coefficients have not been computed yet."}
      </Text>
    );
  }
  return (
    <Text size="xs" c="dimmed" title={formatDateTime(report.computed_at)} role="status">
      As of {formatAgo(report.computed_at)}
      {report.stale && "; figures have changed since and are being computed anew"}
    </Text>
  );
}
