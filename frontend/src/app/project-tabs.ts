import { can, type Permission } from "@/lib/roles";

const TABS = [
  { to: "/projects/$projectId/data", label: "Data", needs: ["data_manager.view"] },
  { to: "/projects/$projectId/review", label: "Review", needs: ["review.create"] },
  { to: "/projects/$projectId/dashboard", label: "Dashboard", needs: ["dashboard.view"] },
  {
    to: "/projects/$projectId/transfers",
    label: "Import/Export",
    needs: ["transfer.import", "transfer.export"],
  },
  { to: "/projects/$projectId/members", label: "Members", needs: ["members.view"] },
  { to: "/projects/$projectId/settings", label: "Settings", needs: [] },
] as const satisfies readonly { to: string; label: string; needs: readonly Permission[] }[];

export type ProjectTab = (typeof TABS)[number];

/** The tabs that this person may open, in order. */
export function projectTabs(project: { permissions: readonly string[] }): ProjectTab[] {
  return TABS.filter(
    ({ needs }) => needs.length === 0 || needs.some((permission) => can(project, permission)),
  );
}
