import { Badge } from "@mantine/core";
import type { Verdict } from "@/api/types";

export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  accepted: "Accepted",
  fixed_and_accepted: "Fixed and accepted",
  rejected: "Rejected",
};

const COLOURS: Readonly<Record<Verdict, string>> = {
  accepted: "teal",
  fixed_and_accepted: "blue",
  rejected: "red",
};

export function VerdictBadge({ verdict, prefix = "" }: { verdict: Verdict; prefix?: string }) {
  return (
    <Badge color={COLOURS[verdict]} variant="light" radius="sm" tt="none">
      {prefix}
      {VERDICT_NAMES[verdict]}
    </Badge>
  );
}
