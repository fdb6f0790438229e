import { Alert } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { projectDetail } from "@/features/projects/api";
import { ProjectSettings } from "@/features/projects/project-settings";
import { can } from "@/lib/roles";
import { SettingsTabs } from "./settings-tabs";

const route = getRouteApi("/app/projects/$projectId/settings");

export function SettingsPage() {
  const { projectId } = route.useParams();
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  const navigate = useNavigate();
  return (
    <Page title="Settings">
      <SettingsTabs project={project} />
      {!can(project, "data_manager.view") && (
        <Alert title="You are an annotator in this project" mb="md">
          Annotations are made in your labelling tool and come here by import or through the API,
          and so do the reviewers' verdicts on them go back. In this app annotators can only look at
          the project.
        </Alert>
      )}
      <ProjectSettings project={project} onDeleted={() => void navigate({ to: "/" })} />
    </Page>
  );
}
