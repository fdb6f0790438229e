import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, body } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { LabelingConfig, Project, ProjectIn, ProjectPatch } from "@/api/types";

const PAGE_SIZE = 60;

export const projectList = (search: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.projectList, search],
    initialPageParam: 1,
    queryFn: async ({ pageParam, signal }) =>
      body(
        await api.GET("/api/projects/", {
          params: {
            query: {
              page: pageParam,
              page_size: PAGE_SIZE,
              ordering: "-id",
              ...(search === "" ? {} : { search }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page, pages) => (page.next === null ? undefined : pages.length + 1),
  });

export const projectDetail = (projectId: number) =>
  queryOptions({
    queryKey: [...keys.project(projectId), "detail"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/", {
          params: { path: { project_id: projectId } },
          signal,
        }),
      ) as Project,
  });

export function useCreateProject() {
  const queryClient = useQueryClient();
  return useMutation<Project, ApiError, ProjectIn>({
    mutationFn: async (project) =>
      body(await api.POST("/api/projects/", { body: project })) as Project,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.projectList }),
  });
}

export function useUpdateProject(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<Project, ApiError, ProjectPatch>({
    mutationFn: async (changes) =>
      body(
        await api.PATCH("/api/projects/{project_id}/", {
          params: { path: { project_id: projectId } },
          body: changes,
        }),
      ) as Project,
    onSuccess: async (project) => {
      queryClient.setQueryData([...keys.project(projectId), "detail"], project);
      await queryClient.invalidateQueries({ queryKey: keys.projects });
    },
  });
}

export function useDeleteProject() {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, number>({
    mutationFn: (projectId) =>
      api.DELETE("/api/projects/{project_id}/", { params: { path: { project_id: projectId } } }),
    onSuccess: (_answer, projectId) => {
      queryClient.removeQueries({ queryKey: keys.project(projectId) });
      return queryClient.invalidateQueries({ queryKey: keys.projectList });
    },
  });
}

/** The parsed config; a config with a mistake is an ApiError that says where. */
export const validatedConfig = (labelConfig: string) =>
  queryOptions<LabelingConfig, ApiError>({
    queryKey: ["label-config", labelConfig],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async ({ signal }) =>
      body(
        await api.POST("/api/projects/validate/", { body: { label_config: labelConfig }, signal }),
      ).config as LabelingConfig,
  });
