import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api, body } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { ProblemSearch } from "@/lib/problem-search";
import type { Changes } from "./draft";
import type {
  AgreementSettings,
  CustomCheck,
  CustomFunction,
  CustomLog,
  Dimension,
  NewDimension,
  PathTest,
  PathTestResult,
  ProblemPage,
  Rebuild,
} from "./types";

const agreementKey = (projectId: number) => [...keys.project(projectId), "agreement"] as const;
const settingsKey = (projectId: number) => [...agreementKey(projectId), "settings"] as const;
const rebuildKey = (projectId: number) => [...agreementKey(projectId), "rebuild"] as const;
const functionKey = (projectId: number) => [...agreementKey(projectId), "function"] as const;

const at = (projectId: number) => ({ path: { project_id: projectId } });

export const agreementSettings = (projectId: number) =>
  queryOptions<AgreementSettings>({
    queryKey: settingsKey(projectId),
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/agreement-settings/", {
          params: at(projectId),
          signal,
        }),
      ),
  });

/** All changes of the form in one transaction, so that figures are computed anew once. */
export function useSaveSettings(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<AgreementSettings, ApiError, Changes>({
    mutationFn: async ({ methodology, threshold, dimensions }) =>
      body(
        await api.PATCH("/api/projects/{project_id}/agreement-settings/", {
          params: at(projectId),
          body: {
            ...(methodology === undefined ? {} : { agreement_methodology: methodology }),
            ...(threshold === undefined ? {} : { agreement_threshold: threshold }),
            dimensions: [...dimensions],
          },
        }),
      ),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsKey(projectId), saved);
      queryClient.setQueryData(rebuildKey(projectId), saved.rebuild);
      return queryClient.invalidateQueries({
        queryKey: keys.project(projectId),
        predicate: ({ queryKey }) => queryKey[2] !== "agreement",
      });
    },
  });
}

export function useAddDimension(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<Dimension, ApiError, NewDimension>({
    mutationFn: async (dimension) =>
      body(
        await api.POST("/api/projects/{project_id}/dimensions/", {
          params: at(projectId),
          body: dimension,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agreementKey(projectId) }),
  });
}

export function useDeleteDimension(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, number>({
    mutationFn: (dimensionId) =>
      api.DELETE("/api/projects/{project_id}/dimensions/{dimension_id}/", {
        params: { path: { project_id: projectId, dimension_id: dimensionId } },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agreementKey(projectId) }),
  });
}

export function useTestPath(projectId: number) {
  return useMutation<PathTestResult, ApiError, PathTest>({
    mutationFn: async (test) =>
      body(
        await api.POST("/api/projects/{project_id}/dimensions/test/", {
          params: at(projectId),
          body: test,
        }),
      ),
  });
}

const BUSY_POLL_MS = 1_000;
const IDLE_POLL_MS = 20_000;

/** How far computing the figures anew has come; asked for often only while it runs. */
export const rebuild = (projectId: number) =>
  queryOptions<Rebuild>({
    queryKey: rebuildKey(projectId),
    refetchInterval: ({ state }) => (state.data?.building == null ? IDLE_POLL_MS : BUSY_POLL_MS),
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/agreement-rebuild/", {
          params: at(projectId),
          signal,
        }),
      ),
  });

/** The same, and once it ends every figure of the project is read again. */
export function useRebuild(projectId: number) {
  const queryClient = useQueryClient();
  const query = useQuery(rebuild(projectId));
  const current = query.data?.current?.number ?? null;
  const isBuilding = query.data === undefined ? null : query.data.building !== null;
  const before = useRef({ current, isBuilding });
  useEffect(() => {
    const was = before.current;
    before.current = { current, isBuilding };
    const hasSwapped = was.current !== null && current !== was.current;
    if (hasSwapped || (was.isBuilding === true && isBuilding === false)) {
      void refreshProject(queryClient, projectId);
    }
  }, [queryClient, projectId, current, isBuilding]);
  return query;
}

function refreshProject(queryClient: ReturnType<typeof useQueryClient>, projectId: number) {
  return queryClient.invalidateQueries({ queryKey: keys.project(projectId) });
}

/** Begins or cancels computing the figures by the settings as they are saved. */
export function useChangeRebuild(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<Rebuild, ApiError, "begin" | "cancel">({
    mutationFn: async (what) =>
      body(
        what === "begin"
          ? await api.POST("/api/projects/{project_id}/agreement-rebuild/", {
              params: at(projectId),
            })
          : await api.POST("/api/projects/{project_id}/agreement-rebuild/cancel/", {
              params: at(projectId),
            }),
      ),
    onSuccess: (state) => queryClient.setQueryData(rebuildKey(projectId), state),
    onSettled: () => queryClient.invalidateQueries({ queryKey: agreementKey(projectId) }),
  });
}

export const PROBLEM_PAGE = 50;

export const problems = (projectId: number, { reason, page }: ProblemSearch) =>
  queryOptions<ProblemPage>({
    queryKey: [...agreementKey(projectId), "problems", reason ?? null, page ?? 1],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/agreement-problems/", {
          params: {
            ...at(projectId),
            query: {
              page: page ?? 1,
              page_size: PROBLEM_PAGE,
              ...(reason === undefined ? {} : { reason }),
            },
          },
          signal,
        }),
      ),
  });

export const customFunction = (projectId: number) =>
  queryOptions<CustomFunction>({
    queryKey: functionKey(projectId),
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/custom-function", {
          params: at(projectId),
          signal,
        }),
      ),
  });

export function useSaveFunction(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, string>({
    mutationFn: (code) =>
      api.POST("/api/projects/{project_id}/custom-function", {
        params: at(projectId),
        body: { code },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agreementKey(projectId) }),
  });
}

/** Back to the dimensions. */
export function useRemoveFunction(projectId: number) {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, void>({
    mutationFn: () =>
      api.DELETE("/api/projects/{project_id}/custom-function", { params: at(projectId) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: agreementKey(projectId) }),
  });
}

export function useCheckFunction(projectId: number) {
  return useMutation<CustomCheck, ApiError, string>({
    mutationFn: async (code) =>
      body(
        await api.POST("/api/projects/{project_id}/check-function", {
          params: at(projectId),
          body: { code },
        }),
      ),
  });
}

export const customLogs = (projectId: number) =>
  queryOptions<readonly CustomLog[]>({
    queryKey: [...functionKey(projectId), "logs"],
    queryFn: async ({ signal }) =>
      body(
        await api.GET("/api/projects/{project_id}/custom-function-logs", {
          params: at(projectId),
          signal,
        }),
      ).results,
  });
