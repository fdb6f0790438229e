import {
  Anchor,
  Card,
  ColorSwatch,
  Group,
  Progress,
  SimpleGrid,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { AgreementReport } from "@/api/agreement";
import type { Dashboard, TaskState } from "@/api/types";
import { AgreementBadge } from "@/components/agreement-badge";
import { formatCount, formatPercent, plural } from "@/lib/format";
import { TASK_STATES } from "@/lib/task-states";
import { ByFunction } from "./by-function";
import { DataLink } from "./data-link";
import { percentInterval } from "./interval";

const STATE_ORDER = Object.keys(TASK_STATES) as TaskState[];

type Props = { projectId: number; figures: Dashboard; report: AgreementReport | undefined };

export function SummaryCards({ projectId, figures, report }: Props) {
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }}>
      <ProgressCard projectId={projectId} progress={figures.progress} />
      <ReviewsCard reviews={figures.reviews} />
      <AgreementCard projectId={projectId} agreement={figures.agreement} report={report} />
    </SimpleGrid>
  );
}

function SummaryCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card withBorder component="section" aria-label={title}>
      <Stack gap="xs">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Card>
  );
}

function Line({ name, color, children }: { name: string; color?: string; children: ReactNode }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap">
      <Group gap={8} wrap="nowrap">
        {color !== undefined && (
          <ColorSwatch color={`var(--mantine-color-${color}-6)`} size={10} aria-hidden />
        )}
        <Text size="sm">{name}</Text>
      </Group>
      <Text size="sm" fw={600} style={{ fontVariantNumeric: "tabular-nums" }}>
        {children}
      </Text>
    </Group>
  );
}

function Bar({ parts }: { parts: { name: string; count: number; color: string }[] }) {
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Progress.Root size={14} aria-hidden>
      {parts
        .filter(({ count }) => count > 0)
        .map(({ name, count, color }) => (
          <Progress.Section
            key={name}
            value={(count / total) * 100}
            color={`var(--mantine-color-${color}-6)`}
          />
        ))}
    </Progress.Root>
  );
}

function ProgressCard({
  projectId,
  progress,
}: {
  projectId: number;
  progress: Dashboard["progress"];
}) {
  const states = STATE_ORDER.map((state) => ({
    state,
    ...TASK_STATES[state],
    count: progress.by_state[state] ?? 0,
  }));
  return (
    <SummaryCard title="Progress">
      <Text size="sm" c="dimmed">
        {formatCount(progress.reviewed)} of {plural(progress.tasks, "task")} reviewed
        {progress.tasks > 0 && ` (${formatPercent(progress.reviewed / progress.tasks)})`}
      </Text>
      <Bar parts={states} />
      {states.map(({ state, name, color, count }) => (
        <Line key={state} name={name} color={color}>
          <DataLink
            projectId={projectId}
            filters={[{ column: "state", operator: "equal", value: state }]}
            label={`${name}: ${plural(count, "task")}`}
          >
            {formatCount(count)}
          </DataLink>
        </Line>
      ))}
      <Line name="Annotated">{formatCount(progress.annotated)}</Line>
      <Line name="With a ground truth">
        <DataLink
          projectId={projectId}
          filters={[{ column: "ground_truth", operator: "equal", value: true }]}
          label={`${plural(progress.ground_truths, "task")} with a ground truth`}
        >
          {formatCount(progress.ground_truths)}
        </DataLink>
      </Line>
    </SummaryCard>
  );
}

function ReviewsCard({ reviews }: { reviews: Dashboard["reviews"] }) {
  const verdicts = [
    { name: "Accepted", count: reviews.accepted, color: "teal" },
    { name: "Fixed and accepted", count: reviews.fixed_and_accepted, color: "blue" },
    { name: "Rejected", count: reviews.rejected, color: "red" },
  ];
  const reviewed = verdicts.reduce((sum, { count }) => sum + count, 0);
  return (
    <SummaryCard title="Reviews">
      <Text size="sm" c="dimmed">
        {formatCount(reviewed)} of {plural(reviews.annotations, "annotation")} reviewed
      </Text>
      <Bar parts={[...verdicts, { name: "Waiting", count: reviews.pending, color: "gray" }]} />
      {verdicts.map(({ name, color, count }) => (
        <Line key={name} name={name} color={color}>
          {formatCount(count)}
          {reviewed > 0 && (
            <Text span size="xs" c="dimmed" fw={400}>
              {" "}
              {formatPercent(count / reviewed)}
            </Text>
          )}
        </Line>
      ))}
      <Line name="Waiting for review" color="gray">
        {formatCount(reviews.pending)}
      </Line>
    </SummaryCard>
  );
}

function AgreementCard({
  projectId,
  agreement,
  report,
}: {
  projectId: number;
  agreement: Dashboard["agreement"];
  report: AgreementReport | undefined;
}) {
  const interval = percentInterval(report?.overall.low ?? null, report?.overall.high ?? null);
  const problems = report?.problems ?? 0;
  const { average, tasks, threshold, low_agreement_count: low, pending } = agreement;
  return (
    <SummaryCard title="Agreement">
      <Text size="sm" c="dimmed">
        Mean over the {plural(tasks, "task")} with a figure
      </Text>
      <Group gap="xs">
        <AgreementBadge share={average} />
        {average !== null && interval !== null && (
          <Text size="sm" c="dimmed">
            95% interval {interval}
          </Text>
        )}
      </Group>
      <ByFunction report={report} />
      <Line name="Tasks with a figure">
        <DataLink
          projectId={projectId}
          filters={[{ column: "agreement", operator: "empty", value: false }]}
          label={`${plural(tasks, "task")} with a figure`}
        >
          {formatCount(tasks)}
        </DataLink>
      </Line>
      {threshold !== null && low !== null && (
        <Line name={`Below the threshold of ${formatPercent(threshold)}`}>
          <DataLink
            projectId={projectId}
            filters={[{ column: "agreement", operator: "less", value: threshold }]}
            label={`${plural(low, "task")} below the threshold`}
          >
            {formatCount(low)}
          </DataLink>
        </Line>
      )}
      {problems > 0 && (
        <Line name="Tasks with something not scored">
          <Anchor
            inherit
            aria-label={`${plural(problems, "task")} with something that could not be scored`}
            renderRoot={(props) => (
              <Link
                {...props}
                to="/projects/$projectId/settings/not-scored"
                params={{ projectId }}
              />
            )}
          >
            {formatCount(problems)}
          </Anchor>
        </Line>
      )}
      {pending > 0 && (
        <Text size="sm" c="dimmed" role="status">
          {plural(pending, "task")} still to be scored
        </Text>
      )}
    </SummaryCard>
  );
}
