import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import type { ApiError } from "@/api/errors";

const keys = { tokens: ["account", "tokens"] as const };

export const accessTokens = queryOptions({
  queryKey: keys.tokens,
  queryFn: async ({ signal }) => body(await api.GET("/api/token/", { signal })),
});

/** The answer holds the whole token, this once. */
export function useCreateToken() {
  const queryClient = useQueryClient();
  return useMutation<{ token: string }, ApiError, void>({
    mutationFn: async () => body(await api.POST("/api/token/")),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.tokens }),
  });
}

export function useRevokeToken() {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, number>({
    mutationFn: (id) => api.POST("/api/token/blacklist/", { body: { id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.tokens }),
  });
}

export function useResetLegacyToken() {
  return useMutation<{ token: string }, ApiError, void>({
    mutationFn: async () => body(await api.POST("/api/current-user/reset-token/")),
  });
}
