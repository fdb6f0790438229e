import { Text } from "@mantine/core";
import type { AgreementReport } from "@/api/agreement";

/** Beside an overall figure: a function of the project gives other numbers than the dimensions. */
export function ByFunction({ report }: { report: AgreementReport | undefined }) {
  if (!report?.by_function) return null;
  return (
    <Text size="sm" c="dimmed">
      Computed by the project's own function; dimensions by their metrics.
    </Text>
  );
}
