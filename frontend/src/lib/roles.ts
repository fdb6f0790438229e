import type { Role } from "@/api/types";

export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  OW: "Owner",
  AD: "Administrator",
  MA: "Manager",
  RE: "Reviewer",
  AN: "Annotator",
};

/** What a role may do, by the server's names; the menus follow it and the server checks again. */
export type Permission =
  | "users.view"
  | "users.manage"
  | "project.create"
  | "project.update"
  | "project.delete"
  | "members.view"
  | "members.manage"
  | "task.delete"
  | "data_manager.view"
  | "data_manager.act"
  | "review.create"
  | "ground_truth.set"
  | "dashboard.view"
  | "metric.code"
  | "transfer.import"
  | "transfer.export";

export function can(subject: { permissions: readonly string[] }, permission: Permission): boolean {
  return subject.permissions.includes(permission);
}
