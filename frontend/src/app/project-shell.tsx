import { Link, Outlet } from "@tanstack/react-router";
import type { Project } from "@/api/types";
import { useTitle } from "@/lib/use-title";
import { projectTabs } from "./project-tabs";
import classes from "./shell.module.css";

/** The tabs of one project and, below them, the tab's page. */
export function ProjectShell({ project }: { project: Project }) {
  useTitle(project.title);
  return (
    <div className={classes["project"]}>
      <nav className={classes["tabs"]} aria-label="Project">
        {projectTabs(project).map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            params={{ projectId: project.id }}
            className={classes["tab"]}
            activeOptions={{ includeSearch: false }}
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes["projectBody"]}>
        <Outlet />
      </div>
    </div>
  );
}
