import { Button } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { RebuildBanner } from "@/features/agreement/rebuild-progress";
import { ProjectDashboard } from "@/features/dashboard/project-dashboard";

const route = getRouteApi("/app/projects/$projectId/dashboard");

export function DashboardPage() {
  const { projectId } = route.useParams();
  return (
    <>
      <RebuildBanner projectId={projectId} />
      <Page title="Dashboard" size="xl">
        <ProjectDashboard
          projectId={projectId}
          emptyAction={
            <Button component={Link} to={`/projects/${projectId}/transfers`}>
              Import data
            </Button>
          }
        />
      </Page>
    </>
  );
}
