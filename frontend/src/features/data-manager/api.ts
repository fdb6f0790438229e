import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { SelectedItems, TaskPage } from "@/api/types";
import type { ServerQuery } from "./server-query";

/** Rows that one request brings. */
export const PAGE_SIZE = 100;

const PENDING_POLL_MS = 300;
const WATCHED_POLL_MS = 1_000;
const UNWATCHED_POLL_MS = 10_000;

export const columnList = (projectId: number) =>
  queryOptions({
    queryKey: keys.columns(projectId),
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      body(await api.GET("/api/dm/columns/", { params: { query: { project: projectId } }, signal }))
        .columns,
  });

export const bulkActionList = (projectId: number) =>
  queryOptions({
    queryKey: keys.bulkActions(projectId),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/dm/actions/", { params: { query: { project: projectId } }, signal }),
      ),
  });

/**
 * Asks again soon while the server still scores a task of this page, and every second while
 * somebody looks at it: others may annotate and review at the same time.
 */
function pollInterval(page: TaskPage | undefined): number {
  if (page?.tasks.some((task) => task.scoring_pending)) {
    return PENDING_POLL_MS;
  }
  return document.hasFocus() ? WATCHED_POLL_MS : UNWATCHED_POLL_MS;
}

export const taskPage = (projectId: number, query: ServerQuery, page: number) =>
  queryOptions<TaskPage>({
    queryKey: [...keys.tasks(projectId), "page", query, page],
    staleTime: 2_000,
    refetchInterval: ({ state }) => pollInterval(state.data),
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/tasks/", {
          params: {
            query: {
              project: projectId,
              page,
              page_size: PAGE_SIZE,
              fields: "task_only",
              query: JSON.stringify(query),
            },
          },
          signal,
        }),
      ),
  });

export type BulkOrder = { actionId: string; selectedItems: SelectedItems; query: ServerQuery };

export function useBulkAction(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<{ processed_items: number; detail: string }, ApiError, BulkOrder>({
    mutationFn: async ({ actionId, selectedItems, query }) =>
      body(
        await api.POST("/api/dm/actions/", {
          params: { query: { id: actionId, project: projectId } },
          body: { selectedItems, ...query },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.project(projectId) }),
  });
}
