import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { ImportJob } from "@/api/types";
import { apiOrigin } from "@/lib/runtime-config";

const RUNNING_POLL_MS = 500;

export const isRunning = ({ status }: ImportJob): boolean =>
  status === "created" || status === "in_progress";

export const importJob = (projectId: number, importId: number) =>
  queryOptions<ImportJob, ApiError>({
    queryKey: [...keys.imports(projectId), importId],
    refetchInterval: ({ state }) =>
      state.data === undefined || isRunning(state.data) ? RUNNING_POLL_MS : false,
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/imports/{import_id}/", {
          params: { path: { project_id: projectId, import_id: importId } },
          signal,
        }),
      ),
  });

/** Largest file that an import takes, in bytes. */
export const uploadLimit = queryOptions({
  queryKey: ["upload-limit"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => body(await api.GET("/api/setup", { signal })).upload_limit_bytes,
});

export const importList = (projectId: number) =>
  queryOptions({
    queryKey: [...keys.imports(projectId), "list"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/imports/", {
          params: { path: { project_id: projectId } },
          signal,
        }),
      ),
  });

export function useCancelImport(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, number>({
    mutationFn: (importId) =>
      api.POST("/api/projects/{project_id}/imports/{import_id}/cancel/", {
        params: { path: { project_id: projectId, import_id: importId } },
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.imports(projectId) }),
  });
}

export type ExportChoice = "all" | "annotated" | "reviewed";

/** Address of the export file; the browser saves it while the server streams it. */
export function exportAddress(projectId: number, choice: ExportChoice): string {
  const query = new URLSearchParams({ exportType: "JSON" });
  if (choice === "all") {
    query.set("download_all_tasks", "true");
  }
  if (choice === "reviewed") {
    query.set("reviewed", "only");
  }
  return `${apiOrigin()}/api/projects/${projectId}/export?${query}`;
}
