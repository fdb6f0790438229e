import { Button } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Loading } from "@/components/loading";
import { RebuildBanner } from "@/features/agreement/rebuild-progress";
import { DataManager } from "@/features/data-manager/data-manager";
import { projectDetail } from "@/features/projects/api";
import { can } from "@/lib/roles";
import classes from "./data.module.css";

const TaskView = lazy(() =>
  import("@/features/task-view/task-view").then((module) => ({ default: module.TaskView })),
);

const route = getRouteApi("/app/projects/$projectId/data");

export function DataPage() {
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/projects/$projectId/data" });
  const { data: project } = useSuspenseQuery(projectDetail(projectId));

  return (
    <div className={classes["page"]}>
      <RebuildBanner projectId={projectId} />
      <div className={classes["manager"]}>
        <DataManager
          project={project}
          search={search}
          onSearch={(changes) =>
            void navigate({ search: (current) => ({ ...current, ...changes }), replace: true })
          }
          detail={
            search.task !== undefined && (
              <Suspense fallback={<Loading label="Loading task" />}>
                <TaskView
                  key={search.task}
                  project={project}
                  taskId={search.task}
                  onClose={() =>
                    void navigate({ search: (current) => ({ ...current, task: undefined }) })
                  }
                />
              </Suspense>
            )
          }
          emptyAction={
            can(project, "transfer.import") && (
              <Button component={Link} to={`/projects/${projectId}/transfers`}>
                Import data
              </Button>
            )
          }
        />
      </div>
    </div>
  );
}
