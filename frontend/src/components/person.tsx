import { Avatar, Group, Text, Tooltip } from "@mantine/core";
import { userInitials, userName } from "@/lib/format";

type Named = { first_name: string; last_name: string; email: string };

export function PersonAvatar({ person, size = 26 }: { person: Named; size?: number }) {
  return (
    <Tooltip label={userName(person)}>
      <Avatar
        size={size}
        radius="xl"
        name={userName(person)}
        color="initials"
        alt={userName(person)}
      >
        {userInitials(person)}
      </Avatar>
    </Tooltip>
  );
}

/** Avatar, name and address in a row. */
export function Person({ person }: { person: Named }) {
  const name = userName(person);
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      <Avatar size={30} radius="xl" name={name} color="initials" aria-hidden>
        {userInitials(person)}
      </Avatar>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" truncate>
          {name}
        </Text>
        {name !== person.email && (
          <Text size="xs" c="dimmed" truncate>
            {person.email}
          </Text>
        )}
      </div>
    </Group>
  );
}

/** Up to `limit` avatars; the rest as a number whose tooltip names them. */
export function People({ people, limit = 4 }: { people: readonly Named[]; limit?: number }) {
  const shown = people.length > limit ? people.slice(0, limit - 1) : people;
  const hidden = people.slice(shown.length);
  return (
    <Group gap={2} wrap="nowrap">
      {shown.map((person) => (
        <PersonAvatar key={person.email} person={person} />
      ))}
      {hidden.length > 0 && (
        <Tooltip label={hidden.map(userName).join(", ")}>
          <Avatar size={26} radius="xl" aria-label={`and ${hidden.length} more`}>
            +{hidden.length}
          </Avatar>
        </Tooltip>
      )}
    </Group>
  );
}
