import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { ApiError } from "@/api/errors";
import { keys } from "@/api/keys";
import type { MemberIn, Role } from "@/api/types";

function useMemberChange<Input>(projectId: number, call: (input: Input) => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation<unknown, ApiError, Input>({
    mutationFn: call,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.members(projectId) }),
  });
}

export const useAddMember = (projectId: number) =>
  useMemberChange(projectId, (member: MemberIn) =>
    api.POST("/api/projects/{project_id}/members/", {
      params: { path: { project_id: projectId } },
      body: member,
    }),
  );

export const useChangeRole = (projectId: number) =>
  useMemberChange(projectId, ({ userId, role }: { userId: number; role: Role }) =>
    api.PATCH("/api/projects/{project_id}/members/{user_id}/", {
      params: { path: { project_id: projectId, user_id: userId } },
      body: { role },
    }),
  );

export const useRemoveMember = (projectId: number) =>
  useMemberChange(projectId, (userId: number) =>
    api.DELETE("/api/projects/{project_id}/members/{user_id}/", {
      params: { path: { project_id: projectId, user_id: userId } },
    }),
  );
