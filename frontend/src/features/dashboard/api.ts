import { queryOptions } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { keys } from "@/api/keys";
import type { Dashboard } from "@/api/types";

const PENDING_POLL_MS = 1_000;
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
