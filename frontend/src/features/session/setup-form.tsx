import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ErrorAlert } from "@/components/error-alert";
import { type OwnerIn, useCreateOwner } from "./api";
import { EntryFrame } from "./entry-frame";

const EMPTY: OwnerIn = { email: "", password: "", first_name: "", last_name: "" };

/** The first start: whoever comes first creates the account that owns the server. */
export function SetupForm({ onEntered }: { onEntered: () => void }) {
  const [owner, setOwner] = useState(EMPTY);
  const create = useCreateOwner();
  const set = (field: keyof OwnerIn) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setOwner((current) => ({ ...current, [field]: value }));
  };
  const fieldError = (field: keyof OwnerIn) => create.error?.fieldError(field) ?? undefined;
  const shownAtField = (Object.keys(EMPTY) as (keyof OwnerIn)[]).some(fieldError);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ ...owner, email: owner.email.trim() }, { onSuccess: onEntered });
  };

  return (
    <EntryFrame
      title="Create the first account"
      description="This server has no account yet. The first one is the Owner: it can do everything and add other people."
    >
      <form onSubmit={submit}>
        <Stack>
          {create.error !== null && !shownAtField && <ErrorAlert error={create.error} />}
          <Group grow align="flex-start">
            <TextInput
              label="First name"
              autoComplete="given-name"
              value={owner.first_name}
              onChange={set("first_name")}
            />
            <TextInput
              label="Last name"
              autoComplete="family-name"
              value={owner.last_name}
              onChange={set("last_name")}
            />
          </Group>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            value={owner.email}
            onChange={set("email")}
            error={fieldError("email")}
          />
          <PasswordInput
            label="Password"
            description="At least 8 characters"
            autoComplete="new-password"
            required
            minLength={8}
            value={owner.password}
            onChange={set("password")}
            error={fieldError("password")}
          />
          <Button type="submit" loading={create.isPending}>
            Create account
          </Button>
        </Stack>
      </form>
    </EntryFrame>
  );
}
