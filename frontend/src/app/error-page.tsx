import { Button, Code, Container, Group, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { errorMessage, isStatus } from "@/api/errors";

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const title = isStatus(error, 404)
    ? "Not found"
    : isStatus(error, 403)
      ? "Not allowed"
      : "This page could not be shown";
  return (
    <Container size="sm" py="xl">
      <Stack role="alert">
        <Title order={1} size="h2">
          {title}
        </Title>
        <Text>{errorMessage(error)}</Text>
        <Group>
          <Button onClick={reset}>Try again</Button>
          <Button variant="default" component={Link} to="/">
            All projects
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}

export function NotFoundPage() {
  return (
    <Container size="sm" py="xl">
      <Stack>
        <Title order={1} size="h2">
          Not found
        </Title>
        <Text>
          There is no page at <Code>{window.location.pathname}</Code>.
        </Text>
        <Group>
          <Button variant="default" component={Link} to="/">
            All projects
          </Button>
        </Group>
      </Stack>
    </Container>
  );
}
