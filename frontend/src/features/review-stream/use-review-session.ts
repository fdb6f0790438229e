import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { keys } from "@/api/keys";
import type { Project } from "@/api/types";
import { streamApi } from "./api";
import { tabMemory } from "./memory";
import { ReviewSession, type SessionOptions } from "./review-session";

/** Coming back to a stream in the same tab finds it as it was left, with verdicts still on their way. */
const sessions = new Map<string, ReviewSession>();

export function useReviewSession(project: Project, userId: number) {
  const queryClient = useQueryClient();
  const { id: projectId } = project;
  const { review_criteria } = project.review_settings;

  const options = useMemo<SessionOptions>(
    () => ({
      api: streamApi(projectId),
      memory: tabMemory(projectId, userId),
      acceptClosesTask: review_criteria === "one",
      onNotice: (message) => notifications.show({ message, color: "orange", autoClose: 8_000 }),
    }),
    [projectId, userId, review_criteria],
  );
  const session = useMemo(
    () => findSession(`${projectId} ${userId}`, options),
    [projectId, userId, options],
  );
  const snapshot = useSyncExternalStore(session.subscribe, session.getSnapshot);

  useEffect(() => {
    void session.start(options);
    return () => {
      session.close();
      void queryClient.invalidateQueries({ queryKey: keys.project(projectId) });
    };
  }, [session, options, projectId, queryClient]);

  return { session, snapshot };
}

function findSession(key: string, options: SessionOptions): ReviewSession {
  const known = sessions.get(key) ?? new ReviewSession(options);
  sessions.set(key, known);
  return known;
}

/** Forget every stream: tests start each with a fresh one. */
export function forgetSessions(): void {
  sessions.clear();
}
