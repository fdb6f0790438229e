import { Button, Card, Code, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { confirmDanger } from "@/components/confirm";
import { ErrorAlert } from "@/components/error-alert";
import { formatDateTime } from "@/lib/format";
import { accessTokens, useCreateToken, useResetLegacyToken, useRevokeToken } from "./api";
import { Secret } from "./secret";

/** Tokens of programs that work in this person's name. */
export function Tokens() {
  return (
    <Stack>
      <PersonalTokens />
      <LegacyToken />
    </Stack>
  );
}

function PersonalTokens() {
  const { data: tokens } = useSuspenseQuery(accessTokens);
  const create = useCreateToken();
  const revoke = useRevokeToken();
  const failure = create.error ?? revoke.error;

  const askRevoke = (id: number) =>
    confirmDanger({
      title: "Revoke this token?",
      children: "Programs that use it can no longer log in.",
      confirmLabel: "Revoke token",
      onConfirm: () => revoke.mutate(id),
    });

  return (
    <Card withBorder component="section" aria-labelledby="personal-tokens">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id="personal-tokens">
            Personal access tokens
          </Title>
          <Button onClick={() => create.mutate()} loading={create.isPending}>
            Create token
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          For scripts and the label-studio-sdk. A program exchanges the token for a short-lived
          access token at <Code>/api/token/refresh/</Code>.
        </Text>
        {failure !== null && <ErrorAlert error={failure} />}
        {create.data !== undefined && <Secret value={create.data.token} />}
        {tokens.length === 0 ? (
          <Text size="sm">You have no personal access token.</Text>
        ) : (
          <Table.ScrollContainer minWidth={480} type="native">
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Token</Table.Th>
                  <Table.Th>Created</Table.Th>
                  <Table.Th>Expires</Table.Th>
                  <Table.Th w={90} aria-label="Revoke" />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tokens.map((token) => (
                  <Table.Tr key={token.id}>
                    <Table.Td maw={240}>
                      <Text size="sm" ff="monospace" truncate>
                        {token.token}
                      </Text>
                    </Table.Td>
                    <Table.Td>{formatDateTime(token.created_at)}</Table.Td>
                    <Table.Td>{formatDateTime(token.expires_at)}</Table.Td>
                    <Table.Td>
                      <Button size="xs" variant="default" onClick={() => askRevoke(token.id)}>
                        Revoke
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Card>
  );
}

function LegacyToken() {
  const reset = useResetLegacyToken();
  const ask = () =>
    confirmDanger({
      title: "Reset the legacy token?",
      children: "The token used so far stops working at once.",
      confirmLabel: "Reset token",
      onConfirm: () => reset.mutate(),
    });
  return (
    <Card withBorder component="section" aria-labelledby="legacy-token">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id="legacy-token">
            Legacy token
          </Title>
          <Button variant="default" onClick={ask} loading={reset.isPending}>
            Reset and show token
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          One long-lived token, sent as <Code>Authorization: Token …</Code>. For older scripts only.
        </Text>
        {reset.error !== null && <ErrorAlert error={reset.error} />}
        {reset.data !== undefined && <Secret value={reset.data.token} />}
      </Stack>
    </Card>
  );
}
