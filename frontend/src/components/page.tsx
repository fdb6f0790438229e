import { Box, Container, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl";
  children: ReactNode;
};

/** A page with a heading that scrolls as a whole. */
export function Page({ title, description, actions, size = "lg", children }: Props) {
  return (
    <Container size={size} py="lg" w="100%">
      <Stack gap="lg">
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box miw={0} flex={1}>
            <Title order={1} size="h2">
              {title}
            </Title>
            {description !== undefined && <Text c="dimmed">{description}</Text>}
          </Box>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Container>
  );
}
