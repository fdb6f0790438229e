import { Center, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { title: string; description?: ReactNode; children: ReactNode };

/** The narrow card of the screens before the app: log in, first start. */
export function EntryFrame({ title, description, children }: Props) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder shadow="sm" p="xl" w="100%" maw={420}>
        <Stack>
          <div>
            <Text fw={600} c="dimmed" size="sm">
              Touchstone
            </Text>
            <Title order={1} size="h2">
              {title}
            </Title>
            {description !== undefined && (
              <Text c="dimmed" size="sm" mt={4}>
                {description}
              </Text>
            )}
          </div>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
