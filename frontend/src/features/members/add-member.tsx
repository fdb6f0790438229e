import { Button, Group, Modal, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import type { MemberIn, Role } from "@/api/types";
import { ErrorAlert } from "@/components/error-alert";
import { useAddMember } from "./api";
import { PROJECT_ROLES } from "./project-roles";

type Props = { projectId: number; opened: boolean; onClose: () => void };

/** Adds somebody by e-mail; the account is created when there is none. */
export function AddMember({ projectId, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add member">
      {opened && <AddMemberForm projectId={projectId} onClose={onClose} />}
    </Modal>
  );
}

const EMPTY = { email: "", first_name: "", last_name: "", password: "" };

function AddMemberForm({ projectId, onClose }: Omit<Props, "opened">) {
  const [person, setPerson] = useState(EMPTY);
  const [role, setRole] = useState<Role>("RE");
  const add = useAddMember(projectId);
  const set = (field: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setPerson((current) => ({ ...current, [field]: value }));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const filled = Object.fromEntries(Object.entries(person).filter(([, value]) => value !== ""));
    add.mutate(
      { ...(filled as Omit<MemberIn, "role">), email: person.email.trim(), role },
      {
        onSuccess: () => {
          notifications.show({
            message:
              person.password === ""
                ? `${person.email.trim()} is a member now; a new account cannot log in before it gets a password`
                : `${person.email.trim()} is a member now`,
          });
          onClose();
        },
      },
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack>
        {add.error !== null && <ErrorAlert error={add.error} />}
        <TextInput
          label="E-mail"
          type="email"
          required
          data-autofocus
          value={person.email}
          onChange={set("email")}
          error={add.error?.fieldError("email")}
        />
        <Select
          label="Role in this project"
          data={PROJECT_ROLES}
          allowDeselect={false}
          value={role}
          onChange={(chosen) => setRole((chosen as Role | null) ?? role)}
        />
        <Group grow>
          <TextInput
            label="First name"
            description="For a new account"
            value={person.first_name}
            onChange={set("first_name")}
          />
          <TextInput
            label="Last name"
            description="For a new account"
            value={person.last_name}
            onChange={set("last_name")}
          />
        </Group>
        <PasswordInput
          label="Password"
          description="For a new account; tell it to the person yourself"
          autoComplete="new-password"
          value={person.password}
          onChange={set("password")}
          error={add.error?.fieldError("password")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add member
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
