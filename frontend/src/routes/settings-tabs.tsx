import { Link } from "@tanstack/react-router";
import type { Project } from "@/api/types";
import { can } from "@/lib/roles";
import classes from "./settings-tabs.module.css";

/** The pages of a project's settings. */
export function SettingsTabs({ project }: { project: Project }) {
  const params = { projectId: project.id };
  return (
    <nav className={classes["tabs"]} aria-label="Settings">
      <Link
        to="/projects/$projectId/settings"
        params={params}
        className={classes["tab"]}
        activeOptions={{ exact: true }}
      >
        General
      </Link>
      {can(project, "dashboard.view") && (
        <>
          <Link
            to="/projects/$projectId/settings/agreement"
            params={params}
            className={classes["tab"]}
          >
            Agreement
          </Link>
          <Link
            to="/projects/$projectId/settings/not-scored"
            params={params}
            className={classes["tab"]}
            activeOptions={{ includeSearch: false }}
          >
            Could not be scored
          </Link>
        </>
      )}
    </nav>
  );
}
