import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { AgreementSettings } from "@/features/agreement/agreement-settings";
import { projectDetail } from "@/features/projects/api";
import { SettingsTabs } from "./settings-tabs";

const route = getRouteApi("/app/projects/$projectId/settings/agreement");

export function AgreementSettingsPage() {
  const { projectId } = route.useParams();
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  return (
    <Page title="Settings">
      <SettingsTabs project={project} />
      <AgreementSettings project={project} />
    </Page>
  );
}
