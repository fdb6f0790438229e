import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import { keys } from "./keys";

/** Everybody who can reach the project; several features name people by it. */
export const projectMembers = (projectId: number) =>
  queryOptions({
    queryKey: keys.members(projectId),
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/members/", {
          params: { path: { project_id: projectId } },
          signal,
        }),
      ),
  });
