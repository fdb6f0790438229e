import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import { type ApiError, isStatus } from "@/api/errors";
import type { User } from "@/api/types";

export const keys = {
  setup: ["setup"] as const,
  me: ["me"] as const,
};

export const setupState = queryOptions({
  queryKey: keys.setup,
  queryFn: async ({ signal }) => body(await api.GET("/api/setup", { signal })),
});

/** The person logged in, or null. */
export const me = queryOptions({
  queryKey: keys.me,
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<User | null> => {
    try {
      return body(await api.GET("/api/current-user/whoami", { signal }));
    } catch (error) {
      if (isStatus(error, 401)) {
        return null;
      }
      throw error;
    }
  },
});

export type Credentials = { email: string; password: string };
export type OwnerIn = Credentials & { first_name: string; last_name: string };

/** A new person means new data: nothing of the previous one stays in the cache. */
function useEnter<Input>(call: (input: Input) => Promise<User>) {
  const queryClient = useQueryClient();
  return useMutation<User, ApiError, Input>({
    mutationFn: call,
    onSuccess: (user) => {
      queryClient.clear();
      queryClient.setQueryData(keys.me, user);
    },
  });
}

export const useLogIn = () =>
  useEnter(async (credentials: Credentials) =>
    body(await api.POST("/api/session", { body: credentials })),
  );

export const useCreateOwner = () =>
  useEnter(async (owner: OwnerIn) => body(await api.POST("/api/setup", { body: owner })));

export function useLogOut() {
  return useMutation<unknown, ApiError, void>({ mutationFn: () => api.DELETE("/api/session") });
}
