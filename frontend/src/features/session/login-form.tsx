import { Button, Divider, PasswordInput, Stack, Table, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Setup } from "@/api/types";
import { ErrorAlert } from "@/components/error-alert";
import { ROLE_NAMES } from "@/lib/roles";
import { setupState, useLogIn } from "./api";
import { EntryFrame } from "./entry-frame";

export function LoginForm({ onEntered }: { onEntered: () => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const logIn = useLogIn();
  const setup = useQuery(setupState);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate({ email: email.trim(), password }, { onSuccess: onEntered });
  };

  return (
    <EntryFrame title="Log in">
      <form onSubmit={submit}>
        <Stack>
          {logIn.error !== null && <ErrorAlert error={logIn.error} />}
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={logIn.isPending}>
            Log in
          </Button>
        </Stack>
      </form>
      {setup.data !== undefined && setup.data.demo_logins.length > 0 && (
        <DemoLogins
          logins={setup.data.demo_logins}
          onChoose={(login) => {
            setEmail(login.email);
            setPassword(login.password);
            logIn.mutate(login, { onSuccess: onEntered });
          }}
        />
      )}
    </EntryFrame>
  );
}

type DemoLogin = Setup["demo_logins"][number];

function DemoLogins({
  logins,
  onChoose,
}: {
  logins: readonly DemoLogin[];
  onChoose: (login: DemoLogin) => void;
}) {
  return (
    <div>
      <Divider label="Demo accounts" labelPosition="left" mb="xs" />
      <Text size="sm" c="dimmed" mb="xs">
        This server holds the demo project. Log in as:
      </Text>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={0}>
        <Table.Tbody>
          {logins.map((login) => (
            <Table.Tr key={login.email}>
              <Table.Td>
                <Button
                  size="compact-sm"
                  px={0}
                  variant="transparent"
                  onClick={() => onChoose(login)}
                  aria-label={`Log in as ${ROLE_NAMES[login.role]}`}
                >
                  {ROLE_NAMES[login.role]}
                </Button>
              </Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed" truncate>
                  {login.email}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
