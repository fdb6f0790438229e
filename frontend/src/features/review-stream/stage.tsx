import { Alert, Group, Text } from "@mantine/core";
import { useMemo } from "react";
import type { Project, ReviewItem, UserSimple } from "@/api/types";
import { VerdictBadge } from "@/components/verdict-badge";
import { formatAgo, userName } from "@/lib/format";
import { mediaUrl } from "@/lib/media-url";
import { AnnotationView } from "@/viewers/annotation-view";
import { annotatorColour } from "@/viewers/colours";
import type { Config } from "@/viewers/config";
import type { AnnotationDocument } from "@/viewers/document";
import type { DocumentUpdate } from "@/viewers/editor";
import type { Answer } from "@/viewers/types";
import { answerKey, answersOf, authorName, type Overlay } from "./answers";
import { StaleNotice } from "./stale-notice";
import type { Stop } from "./stream";

type Props = {
  readonly project: Project;
  readonly config: Config;
  readonly item: ReviewItem;
  readonly stop: Stop;
  readonly overlay: Overlay;
  readonly document: AnnotationDocument;
  readonly onUpdate: DocumentUpdate;
  readonly onResolve: (keepMine: boolean) => void;
};

/** The annotation under review, with everything that was said about it. */
export function Stage({ config, item, stop, overlay, document, onUpdate, onResolve }: Props) {
  const stale = stop.trouble?.kind === "stale" ? stop.trouble : null;
  const answers = useMemo(
    () => (stale === null ? answersOf(item, overlay) : bothVersions(item, stale.current, document)),
    [item, overlay, stale, document],
  );
  return (
    <>
      {stop.trouble?.kind === "refused" && (
        <Alert color="red" role="alert" title="Your verdict was not saved">
          {stop.trouble.message}
        </Alert>
      )}
      {stale !== null && (
        <StaleNotice
          item={item}
          current={stale.current}
          document={document}
          onResolve={onResolve}
        />
      )}
      {stop.lost && stop.trouble === null && (
        <Alert color="yellow" role="status" py={6}>
          Your hold on this annotation ran out, and it may be with somebody else or need no review
          any more. You can still judge it; the server decides.
        </Alert>
      )}
      <EarlierReviews item={item} />
      <AnnotationView
        identity={`${item.annotation.id} ${stale === null}`}
        config={config}
        data={item.task.data}
        answers={answers}
        focus={answerKey(item.annotation.id)}
        document={stale === null && !stop.sending ? document : null}
        onUpdate={onUpdate}
        toUrl={mediaUrl}
      />
    </>
  );
}

/** The new version first, then what the reviewer had on screen. */
function bothVersions(
  item: ReviewItem,
  current: ReviewItem["annotation"],
  document: AnnotationDocument,
): readonly Answer[] {
  const common = { kind: "annotation" as const, groundTruth: false };
  return [
    {
      ...common,
      key: answerKey(current.id),
      name: `${authorName(item, current)}, now`,
      colour: annotatorColour(0),
      result: current.result,
    },
    {
      ...common,
      key: "seen-before",
      name: "What you saw",
      colour: annotatorColour(1),
      result: document.current,
    },
  ];
}

function EarlierReviews({ item }: { readonly item: ReviewItem }) {
  const reviews = item.annotation.reviews ?? [];
  if (reviews.length === 0) return null;
  const nameOf = (user: UserSimple | undefined) =>
    user === undefined ? "A reviewer" : userName(user);
  return (
    <Group gap="xs" px="sm" component="section" aria-label="Earlier reviews">
      {reviews.map((review) => (
        <Text key={review.id} size="xs" component="div">
          <VerdictBadge verdict={review.verdict} /> {nameOf(item.users[String(review.created_by)])},{" "}
          {formatAgo(review.created_at)}
          {review.comment !== "" && `: ${review.comment}`}
        </Text>
      ))}
    </Group>
  );
}
