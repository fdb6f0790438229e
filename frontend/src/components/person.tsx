import { Group, Text } from "@mantine/core";
import { userInitials, userName } from "@/lib/format";
import classes from "./person.module.css";

type Named = { first_name: string; last_name: string; email: string };

const AVATAR_SIZE = 26;
/** Pale enough for dark letters in both colour schemes. */
const TINTS = [
  "#a5d8ff",
  "#b2f2bb",
  "#ffd8a8",
  "#eebefa",
  "#99e9f2",
  "#ffc9c9",
  "#ffec99",
  "#d0bfff",
];

/** The same person has the same tint everywhere. */
function tintOf({ email }: Named): string {
  let sum = 0;
  for (const letter of email) {
    sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  }
  return TINTS[sum % TINTS.length] ?? "#a5d8ff";
}

type AvatarProps = {
  person: Named;
  size?: number;
  /** The name stands beside it already. */
  decorative?: boolean;
};

export function PersonAvatar({ person, size = AVATAR_SIZE, decorative = false }: AvatarProps) {
  const name = userName(person);
  return (
    <span
      className={classes["avatar"]}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.4),
        backgroundColor: tintOf(person),
      }}
      {...(decorative ? { "aria-hidden": true } : { role: "img", "aria-label": name, title: name })}
    >
      {userInitials(person)}
    </span>
  );
}

/** Avatar, name and address in a row. */
export function Person({ person }: { person: Named }) {
  const name = userName(person);
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      <PersonAvatar person={person} size={30} decorative />
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

/** Up to `limit` avatars; the rest as a number that names them. */
export function People({ people, limit = 4 }: { people: readonly Named[]; limit?: number }) {
  const shown = people.length > limit ? people.slice(0, limit - 1) : people;
  const hidden = people.slice(shown.length);
  const names = hidden.map(userName).join(", ");
  return (
    <span className={classes["people"]}>
      {shown.map((person) => (
        <PersonAvatar key={person.email} person={person} />
      ))}
      {hidden.length > 0 && (
        <span
          role="img"
          className={`${classes["avatar"]} ${classes["rest"]}`}
          style={{ width: AVATAR_SIZE, height: AVATAR_SIZE, fontSize: 10 }}
          aria-label={`and ${names}`}
          title={names}
        >
          +{hidden.length}
        </span>
      )}
    </span>
  );
}
