import { Stack, Text, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Annotation, Review, TaskDetail } from "@/api/types";
import { ErrorAlert } from "@/components/error-alert";
import { VerdictBadge } from "@/components/verdict-badge";
import { formatAgo, formatDateTime } from "@/lib/format";
import { personName } from "./answer-rows";
import { annotationVersions, type OldVersion } from "./api";

type Props = {
  readonly projectId: number;
  readonly task: TaskDetail;
  readonly annotation: Annotation;
};

type Entry =
  | { readonly kind: "review"; readonly at: string; readonly review: Review }
  | { readonly kind: "version"; readonly at: string; readonly version: OldVersion };

/** What happened to one annotation: its verdicts and the versions that were replaced, newest first. */
export function History({ projectId, task, annotation }: Props) {
  const versions = useQuery(annotationVersions(projectId, annotation));
  const entries: readonly Entry[] = [
    ...(annotation.reviews ?? []).map(
      (review) => ({ kind: "review", at: review.created_at, review }) as const,
    ),
    ...(versions.data ?? []).map(
      (version) => ({ kind: "version", at: version.replaced_at, version }) as const,
    ),
  ].sort((a, b) => b.at.localeCompare(a.at));

  return (
    <Stack gap="xs" component="section" aria-label="History">
      <Title order={3} size="h5">
        History of {personName(task, annotation.completed_by)}’s annotation {annotation.id}
      </Title>
      {versions.error !== null && (
        <ErrorAlert error={versions.error} onRetry={() => void versions.refetch()} />
      )}
      <Timeline bulletSize={12} lineWidth={2} active={entries.length}>
        {entries.map((entry) => (
          <Timeline.Item key={`${entry.kind} ${entry.at}`}>
            {entry.kind === "review" ? (
              <ReviewEntry task={task} review={entry.review} />
            ) : (
              <Text size="sm">
                Version {entry.version.version} was replaced by version {entry.version.version + 1}{" "}
                <When iso={entry.at} />
              </Text>
            )}
          </Timeline.Item>
        ))}
        <Timeline.Item>
          <Text size="sm">
            Annotated by {personName(task, annotation.completed_by)}{" "}
            <When iso={annotation.created_at} />
          </Text>
        </Timeline.Item>
      </Timeline>
    </Stack>
  );
}

const REJECT_NOTES: Readonly<Record<string, string>> = {
  remove: "no rework",
  requeue: "returned to the annotator",
  redistribute: "passed to another annotator",
};

function ReviewEntry({ task, review }: { readonly task: TaskDetail; readonly review: Review }) {
  const note = review.reject_action === null ? undefined : REJECT_NOTES[review.reject_action];
  return (
    <>
      <Text size="sm" component="div">
        <VerdictBadge verdict={review.verdict} /> by {personName(task, review.created_by)}
        {note !== undefined && `, ${note}`} <When iso={review.created_at} />
      </Text>
      {review.comment !== "" && (
        <Text size="sm" c="dimmed" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {review.comment}
        </Text>
      )}
    </>
  );
}

function When({ iso }: { readonly iso: string }) {
  return (
    <Text span size="xs" c="dimmed" title={formatDateTime(iso)}>
      {formatAgo(iso)}
    </Text>
  );
}
