import { Center, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { title: string; children?: ReactNode; action?: ReactNode };

/** What a screen says when it has nothing to show, and what to do about it. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="xs" maw={480} ta="center">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children !== undefined && (
          <Text c="dimmed" component="div">
            {children}
          </Text>
        )}
        {action}
      </Stack>
    </Center>
  );
}
