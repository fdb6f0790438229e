import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { TaskAgreement } from "@/api/agreement";
import { api, body } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { Annotation, ResultItem, TaskDetail } from "@/api/types";

/** While its agreement is being computed a task is asked for again this soon. */
const SCORING_POLL_MS = 500;

export const taskDetail = (projectId: number, taskId: number) =>
  queryOptions<TaskDetail>({
    queryKey: keys.task(projectId, taskId),
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/tasks/{task_id}/", { params: { path: { task_id: taskId } }, signal }),
      ) as TaskDetail,
    refetchInterval: ({ state }) => (state.data?.scoring_pending ? SCORING_POLL_MS : false),
  });

/** Asked for again when the task's own figure moves. */
export const taskAgreement = (projectId: number, task: TaskDetail) =>
  queryOptions<TaskAgreement>({
    queryKey: [...keys.task(projectId, task.id), "agreement", task.agreement, task.updated_at],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/tasks/{task_id}/agreement-matrix/", {
          params: { path: { task_id: task.id } },
          signal,
        }),
      ),
  });

/** A result that a later version replaced. */
export type OldVersion = {
  readonly version: number;
  readonly result: readonly ResultItem[];
  readonly action: string;
  readonly created_by: number | null;
  readonly replaced_at: string;
};

export const annotationVersions = (projectId: number, annotation: Annotation) =>
  queryOptions<readonly OldVersion[]>({
    queryKey: [
      ...keys.task(projectId, annotation.task),
      "versions",
      annotation.id,
      annotation.version,
    ],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/annotations/{annotation_id}/versions/", {
          params: { path: { annotation_id: annotation.id } },
          signal,
        }),
      ),
  });

/** Give an annotation the star or take it away; the task's other annotations lose theirs. */
export function useStar(projectId: number, taskId: number) {
  const queryClient = useQueryClient();
  const queryKey = keys.task(projectId, taskId);
  return useMutation<unknown, ApiError, Annotation, { before: TaskDetail | undefined }>({
    mutationFn: ({ id, ground_truth }) =>
      api.PATCH("/api/annotations/{annotation_id}/", {
        params: { path: { annotation_id: id } },
        body: { ground_truth: !ground_truth },
      }),
    onMutate: async (starred) => {
      await queryClient.cancelQueries({ queryKey, exact: true });
      const before = queryClient.getQueryData<TaskDetail>(queryKey);
      queryClient.setQueryData<TaskDetail>(queryKey, (task) => task && withStar(task, starred));
      return { before };
    },
    onError: (_error, _starred, context) => queryClient.setQueryData(queryKey, context?.before),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.tasks(projectId) }),
        queryClient.invalidateQueries({ queryKey: keys.dashboard(projectId) }),
      ]),
  });
}

export function withStar(task: TaskDetail, { id, ground_truth }: Annotation): TaskDetail {
  const starred = !ground_truth;
  const annotations = task.annotations.map((annotation) => {
    if (annotation.id === id) return { ...annotation, ground_truth: starred };
    return starred ? { ...annotation, ground_truth: false } : annotation;
  });
  return { ...task, ground_truth: annotations.some((each) => each.ground_truth), annotations };
}
