import { Card, Group, Text, Title, Tooltip, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Dashboard, UserSimple } from "@/api/types";
import { agreementBand, BAND_NAMES } from "@/lib/agreement";
import { formatPercent, plural, userInitials, userName } from "@/lib/format";
import classes from "./agreement-matrix.module.css";

/** A larger matrix is cut: nobody reads it, and the table beside it lists everybody. */
const MOST_PEOPLE = 40;

/** From red over yellow to green; the number in the cell says the same. */
export function heat(share: number): { background: string; color: string } {
  const hue = Math.round(share * 150);
  const lightness = 84 - Math.round(share * 8);
  return { background: `hsl(${hue} 62% ${lightness}%)`, color: "#1a1a1a" };
}

type Props = { projectId: number; matrix: Dashboard["matrix"] };

/** Who agrees with whom, as a heat map that is a table. */
export function AgreementMatrix({ projectId, matrix }: Props) {
  const people = matrix.users.slice(0, MOST_PEOPLE);
  return (
    <Card withBorder component="section" aria-label="Agreement matrix">
      <Title order={2} size="h4">
        Agreement matrix
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        Mean agreement of each pair on the tasks that both annotated. Choose a cell to see the
        tasks.
      </Text>
      {people.length < 2 ? (
        <Text size="sm" c="dimmed" py="lg">
          At least two annotators are needed.
        </Text>
      ) : (
        <>
          <div className={classes["scroll"]}>
            <table className={classes["matrix"]}>
              <thead>
                <tr>
                  <td />
                  {people.map((person) => (
                    <th key={person.id} scope="col" title={userName(person)}>
                      <span aria-hidden>{userInitials(person)}</span>
                      <VisuallyHidden>{userName(person)}</VisuallyHidden>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {people.map((person, row) => (
                  <tr key={person.id}>
                    <th scope="row" title={userName(person)}>
                      {userName(person)}
                    </th>
                    {people.map((other, column) => (
                      <PairCell
                        key={other.id}
                        projectId={projectId}
                        pair={[person, other]}
                        share={matrix.agreement[row]?.[column] ?? null}
                        common={matrix.common_tasks[row]?.[column] ?? 0}
                      />
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Legend />
          {matrix.users.length > MOST_PEOPLE && (
            <Text size="sm" c="dimmed" mt="xs">
              The first {MOST_PEOPLE} of {plural(matrix.users.length, "annotator")} are shown.
            </Text>
          )}
        </>
      )}
    </Card>
  );
}

type PairProps = {
  projectId: number;
  pair: [UserSimple, UserSimple];
  share: number | null;
  common: number;
};

function PairCell({ projectId, pair: [left, right], share, common }: PairProps) {
  if (left.id === right.id) {
    return <td className={`${classes["cell"]} ${classes["none"]}`} aria-label="The same person" />;
  }
  if (share === null) {
    return (
      <td className={`${classes["cell"]} ${classes["none"]}`}>
        <span title="No task that both annotated">–</span>
      </td>
    );
  }
  const words = `${userName(left)} and ${userName(right)}: ${formatPercent(share)}, ${
    BAND_NAMES[agreementBand(share)]
  }, on ${plural(common, "common task")}`;
  return (
    <td className={classes["cell"]} style={heat(share)}>
      <Tooltip label={words}>
        <Link
          to="/projects/$projectId/data"
          params={{ projectId }}
          search={{
            filters: [left, right].map(({ id }) => ({
              column: "annotators",
              operator: "contains",
              value: id,
            })),
          }}
          aria-label={words}
        >
          {formatPercent(share)}
        </Link>
      </Tooltip>
    </td>
  );
}

function Legend() {
  return (
    <Group gap="xs" mt="xs" aria-hidden>
      <Text size="xs" c="dimmed">
        0%
      </Text>
      <div
        style={{
          width: 120,
          height: 10,
          borderRadius: 3,
          background: `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1]
            .map((share) => heat(share).background)
            .join(", ")})`,
        }}
      />
      <Text size="xs" c="dimmed">
        100%
      </Text>
    </Group>
  );
}
