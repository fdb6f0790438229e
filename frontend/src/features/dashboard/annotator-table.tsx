import { Card, Table, Text, Title, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { AgreementReport } from "@/api/agreement";
import type { AnnotatorRow } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { Person } from "@/components/person";
import { formatAgo, formatCount, formatDuration, formatPercent, userName } from "@/lib/format";
import { DataLink } from "./data-link";
import { percentInterval } from "./interval";

type Value = number | string | null;

type Figure = {
  id: string;
  title: string;
  help?: string;
  value: (row: AnnotatorRow) => Value;
  show: (row: AnnotatorRow) => ReactNode;
};

const count = (
  id: "submitted" | "skipped" | "accepted" | "fixed_and_accepted" | "rejected" | "pending",
  title: string,
): Figure => ({ id, title, value: (row) => row[id], show: (row) => formatCount(row[id]) });

const none = (
  <Text span c="dimmed" size="sm">
    –
  </Text>
);

const FIGURES: readonly Figure[] = [
  count("submitted", "Submitted"),
  count("skipped", "Skipped"),
  count("accepted", "Accepted"),
  count("fixed_and_accepted", "Fixed"),
  count("rejected", "Rejected"),
  count("pending", "Waiting"),
  {
    id: "acceptance_score",
    title: "Acceptance",
    help: "Accepted and fixed, of all reviewed; the latest verdict counts",
    value: (row) => row.acceptance_score,
    show: (row) => (row.acceptance_score === null ? none : formatPercent(row.acceptance_score)),
  },
  {
    id: "agreement",
    title: "Agreement",
    help: "Mean with the others on shared tasks",
    value: (row) => row.agreement,
    show: (row) => <AgreementBadge share={row.agreement} reason="no_pairs" />,
  },
  {
    id: "average_lead_time",
    title: "Time each",
    value: (row) => row.average_lead_time,
    show: (row) => (row.average_lead_time === null ? none : formatDuration(row.average_lead_time)),
  },
  {
    id: "last_active",
    title: "Last active",
    value: (row) => row.last_active,
    show: (row) => (row.last_active === null ? none : formatAgo(row.last_active)),
  },
];

const PERSON: Figure = {
  id: "person",
  title: "Annotator",
  value: (row) => userName(row.user).toLowerCase(),
  show: (row) => <Person person={row.user} />,
};

/** Rows without a figure come last in both directions. */
export function ordered(
  rows: readonly AnnotatorRow[],
  value: (row: AnnotatorRow) => Value,
  descending: boolean,
): AnnotatorRow[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const left = value(a);
    const right = value(b);
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null);
    }
    return left < right ? -sign : left > right ? sign : a.user.id - b.user.id;
  });
}

type Props = {
  projectId: number;
  rows: readonly AnnotatorRow[];
  report: AgreementReport | undefined;
};

export function AnnotatorTable({ projectId, rows, report }: Props) {
  const intervals = new Map(
    (report?.participants ?? []).map(({ id, low, high }) => [id, percentInterval(low, high)]),
  );
  const [order, setOrder] = useState({ id: "submitted", descending: true });
  const figure = [PERSON, ...FIGURES].find(({ id }) => id === order.id) ?? PERSON;
  const choose = (id: string) =>
    setOrder({ id, descending: order.id === id ? !order.descending : id !== PERSON.id });

  return (
    <Card withBorder component="section" aria-label="Annotators">
      <Title order={2} size="h4" mb="xs">
        Annotators
      </Title>
      {rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody has annotated yet.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={960} mah={480} type="native">
          <Table verticalSpacing="xs" stickyHeader>
            <Table.Thead bg="light-dark(var(--mantine-color-white), var(--mantine-color-dark-6))">
              <Table.Tr>
                {[PERSON, ...FIGURES].map((column) => (
                  <HeaderCell
                    key={column.id}
                    figure={column}
                    direction={
                      order.id === column.id
                        ? order.descending
                          ? "descending"
                          : "ascending"
                        : "none"
                    }
                    onOrder={() => choose(column.id)}
                  />
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {ordered(rows, figure.value, order.descending).map((row) => (
                <Table.Tr key={row.user.id}>
                  <Table.Td miw={180} maw={240}>
                    <DataLink
                      projectId={projectId}
                      filters={[{ column: "annotators", operator: "contains", value: row.user.id }]}
                      label={`Tasks of ${userName(row.user)}`}
                    >
                      {PERSON.show(row)}
                    </DataLink>
                  </Table.Td>
                  {FIGURES.map((column) => (
                    <Table.Td key={column.id} ta="right">
                      {column.show(row)}
                      {column.id === "agreement" && (
                        <Interval text={intervals.get(row.user.id) ?? null} />
                      )}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Card>
  );
}

/** The 95 % interval, below the figure. */
function Interval({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Text size="xs" c="dimmed" title="95% interval">
      {text}
    </Text>
  );
}

type HeaderProps = {
  figure: Figure;
  direction: "ascending" | "descending" | "none";
  onOrder: () => void;
};

function HeaderCell({ figure, direction, onOrder }: HeaderProps) {
  const Arrow = direction === "ascending" ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th aria-sort={direction} ta={figure.id === PERSON.id ? "left" : "right"}>
      <UnstyledButton onClick={onOrder} fz="xs" fw={600} title={figure.help}>
        {figure.title}
        {direction !== "none" && <Arrow size={12} aria-hidden style={{ marginInlineStart: 2 }} />}
      </UnstyledButton>
    </Table.Th>
  );
}
