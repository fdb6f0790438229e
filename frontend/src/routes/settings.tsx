import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { projectDetail } from "@/features/projects/api";
import { ProjectSettings } from "@/features/projects/project-settings";

const route = getRouteApi("/app/projects/$projectId/settings");

export function SettingsPage() {
  const { projectId } = route.useParams();
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  const navigate = useNavigate();
  return (
    <Page title="Settings">
      <ProjectSettings project={project} onDeleted={() => void navigate({ to: "/" })} />
    </Page>
  );
}
