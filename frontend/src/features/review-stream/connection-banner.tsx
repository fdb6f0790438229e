import { Alert, Button, Group, Text } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { plural } from "@/lib/format";
import type { Connection } from "./review-session";

type Props = {
  readonly connection: Connection;
  readonly unsent: number;
  readonly onRetry: () => void;
};

/** Says that the server does not answer, and what happens to the verdicts given meanwhile. */
export function ConnectionBanner({ connection, unsent, onRetry }: Props) {
  if (connection.kind === "online") return null;
  const waiting =
    unsent === 0
      ? "Nothing is lost."
      : `${plural(unsent, "verdict")} not sent yet. Keep this tab open.`;
  return (
    <Alert color="orange" icon={<IconCloudOff size={18} />} role="alert" py={6}>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm">
          {connection.message} {waiting}{" "}
          {connection.kind === "offline" && "Trying again by itself."}
        </Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          Try now
        </Button>
      </Group>
    </Alert>
  );
}
