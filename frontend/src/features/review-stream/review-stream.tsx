import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Project, RejectAction, Verdict } from "@/api/types";
import { EmptyState } from "@/components/empty-state";
import { Loading } from "@/components/loading";
import { can } from "@/lib/roles";
import { type Action, useShortcuts } from "@/lib/use-shortcuts";
import { readConfig } from "@/viewers/config";
import { isChanged, revert } from "@/viewers/document";
import { type ActionId, bindActions, REJECT_ACTION_IDS, RESERVED_KEYS } from "./actions";
import { authorName, type Overlay } from "./answers";
import { ConnectionBanner } from "./connection-banner";
import { Finished } from "./finished";
import { Instructions, useInstructions } from "./instructions";
import classes from "./review-stream.module.css";
import { Stage } from "./stage";
import { canSkip, currentItem, currentStop, documentOf } from "./stream";
import { TopBar } from "./top-bar";
import { usePreloadedImages } from "./use-preloaded-images";
import { useReviewSession } from "./use-review-session";
import { VerdictBar } from "./verdict-bar";

type Props = { readonly project: Project; readonly userId: number };

/** Review of one project, an annotation at a time. */
export function ReviewStream({ project, userId }: Props) {
  const config = useMemo(() => readConfig(project.config.tree, RESERVED_KEYS), [project.config]);
  const settings = project.review_settings;
  const { session, snapshot } = useReviewSession(project, userId);
  const { stream, connection, unsent } = snapshot;
  const [overlay, setOverlay] = useLocalStorage<Overlay>({
    key: "touchstone-review-overlay",
    defaultValue: { others: false, predictions: false, truth: false },
    getInitialValueInEffect: false,
  });
  const instructions = useInstructions(settings);
  const [commentError, setCommentError] = useState<string | null>(null);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const stage = useRef<HTMLElement>(null);

  const stop = currentStop(stream);
  const item = currentItem(stream);
  const annotationId = item?.annotation.id ?? null;
  const document = item === null ? null : documentOf(stream, item);
  const changed = document !== null && isChanged(document);
  const comment = annotationId === null ? "" : (stream.comments.get(annotationId) ?? "");
  usePreloadedImages(config, stream.queue);
  useFreshStage(stage, annotationId, () => setCommentError(null));

  const decide = (verdict: Verdict, rejectAction: RejectAction | null = null) => {
    if (verdict === "rejected" && settings.require_comment_on_reject && comment.trim() === "") {
      setCommentError("Say why: this project asks for a comment with every reject.");
      commentField.current?.focus();
      return;
    }
    session.decide({ verdict, comment: comment.trim(), rejectAction });
  };
  const toggle = (name: keyof Overlay) => setOverlay((now) => ({ ...now, [name]: !now[name] }));

  const ready = item !== null && stop !== null && !stop.sending && stop.trouble?.kind !== "stale";
  const isLast = stream.at >= stream.path.length - 1;
  const actions = bindActions({
    accept: { enabled: ready && !changed, run: () => decide("accepted") },
    fix: { enabled: ready && changed, run: () => decide("fixed_and_accepted") },
    reject: { enabled: ready, run: () => decide("rejected") },
    ...rejectBindings(settings.allowed_reject_actions, ready, (action) =>
      decide("rejected", action),
    ),
    comment: { enabled: item !== null, run: () => commentField.current?.focus() },
    revert: {
      enabled: ready && changed,
      run: () => session.dispatch({ type: "edited", update: revert }),
    },
    back: { enabled: stream.at > 0, run: () => session.back() },
    next:
      isLast && stop?.verdict === null
        ? { enabled: canSkip(stream), run: () => session.skip() }
        : { enabled: stop !== null, run: () => session.forward(), label: "Next" },
    others: { enabled: (item?.others.length ?? 0) > 0, run: () => toggle("others") },
    predictions: {
      enabled: (item?.predictions.length ?? 0) > 0,
      run: () => toggle("predictions"),
    },
    truth: {
      enabled: item?.others.some(({ ground_truth }) => ground_truth) === true,
      run: () => toggle("truth"),
    },
    ...(instructions.exist && { instructions: { enabled: true, run: instructions.open } }),
    ...(can(project, "ground_truth.set") && {
      star: {
        enabled: item !== null,
        run: () => item !== null && void session.star(item.annotation),
      },
    }),
  });
  useShortcuts(Object.values(actions));
  const rejectActions = settings.allowed_reject_actions.flatMap(
    (action) => actions[REJECT_ACTION_IDS[action]] ?? [],
  );

  return (
    <div className={classes["screen"]}>
      <Instructions html={settings.instruction} state={instructions} />
      <ConnectionBanner connection={connection} unsent={unsent} onRetry={session.retry} />
      {item !== null && stop !== null && document !== null ? (
        <>
          <TopBar item={item} stop={stop} stream={stream} overlay={overlay} actions={actions} />
          <section
            ref={stage}
            className={classes["stage"]}
            tabIndex={-1}
            aria-label={`Annotation under review: task ${item.task.inner_id} by ${authorName(item, item.annotation)}`}
          >
            <Stage
              project={project}
              config={config}
              item={item}
              stop={stop}
              overlay={overlay}
              document={document}
              onUpdate={(update) => session.dispatch({ type: "edited", update })}
              onResolve={(keepMine) => session.dispatch({ type: "rebased", keepMine })}
            />
          </section>
          <VerdictBar
            actions={actions}
            rejectActions={rejectActions}
            comment={comment}
            commentError={commentError}
            commentRequired={settings.require_comment_on_reject}
            commentField={commentField}
            onComment={(text) => {
              setCommentError(null);
              session.dispatch({ type: "commented", text });
            }}
            changed={changed}
          />
        </>
      ) : (
        <Waiting
          project={project}
          stream={stream}
          connection={connection}
          back={actions.back}
          onRefresh={session.retry}
        />
      )}
    </div>
  );
}

type WaitingProps = Pick<Parameters<typeof Finished>[0], "project" | "stream" | "back"> & {
  readonly connection: { readonly kind: string };
  readonly onRefresh: () => void;
};

function Waiting({ project, stream, connection, back, onRefresh }: WaitingProps) {
  if (stream.phase === "finished") {
    return <Finished project={project} stream={stream} back={back} onRefresh={onRefresh} />;
  }
  if (connection.kind !== "online") {
    return <EmptyState title="Annotations could not be loaded">See the message above.</EmptyState>;
  }
  return <Loading label="Loading the next annotation" />;
}

function rejectBindings(
  allowed: readonly RejectAction[],
  enabled: boolean,
  run: (action: RejectAction) => void,
) {
  if (allowed.length < 2) return {};
  const bindings = allowed.map((action) => [
    REJECT_ACTION_IDS[action],
    { enabled, run: () => run(action) },
  ]);
  return Object.fromEntries(bindings) as Partial<Record<ActionId, Pick<Action, "enabled" | "run">>>;
}

/** The next annotation starts at its top, with the focus off the buttons of the one before. */
function useFreshStage(
  stage: React.RefObject<HTMLElement | null>,
  annotationId: number | null,
  onChange: () => void,
) {
  const reset = useRef(onChange);
  useEffect(() => {
    reset.current = onChange;
  });
  useEffect(() => {
    reset.current();
    if (annotationId === null) return;
    stage.current?.scrollTo?.({ top: 0 });
    stage.current?.focus({ preventScroll: true });
  }, [annotationId, stage]);
}
