import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type {
  AgreementMatrix,
  AgreementReport,
  ConfusedTasks,
  Confusion,
  ConfusionMode,
} from "@/api/agreement";
import { api, body } from "@/api/client";
import { keys } from "@/api/keys";
import type { Dashboard } from "@/api/types";

const PENDING_POLL_MS = 1_000;
const STALE_POLL_MS = 4_000;
const IDLE_POLL_MS = 15_000;

export const dashboard = (projectId: number) =>
  queryOptions<Dashboard>({
    queryKey: keys.dashboard(projectId),
    refetchInterval: ({ state }) =>
      (state.data?.agreement.pending ?? 0) > 0 ? PENDING_POLL_MS : IDLE_POLL_MS,
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/dashboard/", {
          params: { path: { project_id: projectId } },
          signal,
        }),
      ),
  });

/** Means of this moment; intervals, coefficients and labels of `computed_at`. */
export const agreementReport = (projectId: number) =>
  queryOptions<AgreementReport>({
    queryKey: [...keys.dashboard(projectId), "report"],
    refetchInterval: ({ state }) => (state.data?.stale ? STALE_POLL_MS : IDLE_POLL_MS),
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/agreement-report/", {
          params: { path: { project_id: projectId } },
          signal,
        }),
      ),
  });

/** `dimension` null: over all of them. */
export const agreementMatrix = (projectId: number, dimension: number | null) =>
  queryOptions<AgreementMatrix>({
    queryKey: [...keys.dashboard(projectId), "matrix", dimension],
    placeholderData: keepPreviousData,
    refetchInterval: IDLE_POLL_MS,
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/agreement-matrix/", {
          params: {
            path: { project_id: projectId },
            query: dimension === null ? {} : { dimension },
          },
          signal,
        }),
      ),
  });

/** `dimension` null: the first that has classes. */
export const confusion = (projectId: number, dimension: number | null, mode: ConfusionMode) =>
  queryOptions<Confusion>({
    queryKey: [...keys.dashboard(projectId), "confusion", dimension, mode],
    placeholderData: keepPreviousData,
    refetchInterval: IDLE_POLL_MS,
    queryFn: async ({ signal }) =>
      body(
        await api.GET(
          "/api/projects/{project_id}/analytics/data-quality/agreement-analysis/confusion-matrix",
          {
            params: {
              path: { project_id: projectId },
              query: { mode, ...(dimension === null ? {} : { dimension }) },
            },
            signal,
          },
        ),
      ),
  });

export type ConfusedPair = {
  dimension: number;
  mode: ConfusionMode;
  actual: string;
  label: string;
};

const CONFUSED_TASKS = 50;

/** The first tasks in which the two labels met. */
export const confusedTasks = (projectId: number, pair: ConfusedPair) =>
  queryOptions<ConfusedTasks>({
    queryKey: [...keys.dashboard(projectId), "confused", pair],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/agreement-confused-tasks/", {
          params: { path: { project_id: projectId }, query: { ...pair, limit: CONFUSED_TASKS } },
          signal,
        }),
      ),
  });
