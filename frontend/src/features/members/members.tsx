import { ActionIcon, Button, Select, Stack, Table, Text, TextInput, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTrash, IconUserPlus } from "@tabler/icons-react";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { projectMembers } from "@/api/members";
import type { Member, Project, Role } from "@/api/types";
import { confirmDanger } from "@/components/confirm";
import { EmptyState } from "@/components/empty-state";
import { ErrorAlert } from "@/components/error-alert";
import { Person } from "@/components/person";
import { formatCount, userName } from "@/lib/format";
import { can, ROLE_NAMES } from "@/lib/roles";
import { AddMember } from "./add-member";
import { useChangeRole, useRemoveMember } from "./api";
import { PROJECT_ROLES } from "./project-roles";

/** The list is cut here; the search finds the others. */
const SHOWN_MEMBERS = 200;

export function Members({ project }: { project: Project }) {
  const { data: members } = useSuspenseQuery(projectMembers(project.id));
  const [search, setSearch] = useState("");
  const [adding, dialog] = useDisclosure(false);
  const changeRole = useChangeRole(project.id);
  const remove = useRemoveMember(project.id);
  const mayManage = can(project, "members.manage");

  const wanted = search.trim().toLowerCase();
  const matching = members.filter(({ user }) =>
    `${userName(user)} ${user.email}`.toLowerCase().includes(wanted),
  );
  const shown = matching.slice(0, SHOWN_MEMBERS);
  const failure = changeRole.error ?? remove.error;

  const askRemove = ({ user, annotations }: Member) =>
    confirmDanger({
      title: `Remove ${userName(user)}?`,
      children: `They lose access to this project. Their ${formatCount(annotations)} annotations stay.`,
      confirmLabel: "Remove member",
      onConfirm: () => remove.mutate(user.id),
    });

  return (
    <Stack>
      <div style={{ display: "flex", gap: 8, flexWrap: "wrap", justifyContent: "space-between" }}>
        <TextInput
          type="search"
          aria-label="Search members"
          placeholder="Search by name or e-mail"
          w={280}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {mayManage && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={dialog.open}>
            Add member
          </Button>
        )}
      </div>
      {failure !== null && <ErrorAlert error={failure} title="Not changed" />}
      {shown.length === 0 ? (
        <EmptyState title="No member matches">Nobody here is called “{search}”.</EmptyState>
      ) : (
        <Table.ScrollContainer minWidth={620} type="native">
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Member</Table.Th>
                <Table.Th w={220}>Role in this project</Table.Th>
                <Table.Th ta="right">Annotations</Table.Th>
                <Table.Th ta="right">Reviews</Table.Th>
                <Table.Th w={48} aria-label="Remove" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((member) => (
                <MemberRow
                  key={member.user.id}
                  member={member}
                  mayManage={mayManage}
                  onRole={(role) => changeRole.mutate({ userId: member.user.id, role })}
                  onRemove={() => askRemove(member)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {matching.length > shown.length && (
        <Text size="sm" c="dimmed">
          The first {formatCount(shown.length)} of {formatCount(matching.length)} members are
          listed. Search to find the others.
        </Text>
      )}
      <AddMember projectId={project.id} opened={adding} onClose={dialog.close} />
    </Stack>
  );
}

type RowProps = {
  member: Member;
  mayManage: boolean;
  onRole: (role: Role) => void;
  onRemove: () => void;
};

function MemberRow({ member, mayManage, onRole, onRemove }: RowProps) {
  const { user, role, implicit, annotations, reviews, has_password: canLogIn } = member;
  return (
    <Table.Tr>
      <Table.Td>
        <Person person={user} />
        {!canLogIn && (
          <Text size="xs" c="dimmed">
            Cannot log in: the account has no password
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {mayManage && !implicit ? (
          <Select
            aria-label={`Role of ${userName(user)}`}
            size="xs"
            w={150}
            allowDeselect={false}
            data={PROJECT_ROLES}
            value={role}
            onChange={(chosen) => chosen !== null && chosen !== role && onRole(chosen as Role)}
          />
        ) : (
          <Text size="sm" style={{ whiteSpace: "nowrap" }}>
            {ROLE_NAMES[role]}
            {implicit && (
              <Tooltip label="Comes with the account: this role reaches every project">
                <Text span size="xs" c="dimmed">
                  {" "}
                  · by account
                </Text>
              </Tooltip>
            )}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">{formatCount(annotations)}</Table.Td>
      <Table.Td ta="right">{formatCount(reviews)}</Table.Td>
      <Table.Td>
        {mayManage && !implicit && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${userName(user)}`}
            onClick={onRemove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
