import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { Problems } from "@/features/agreement/problems";
import { projectDetail } from "@/features/projects/api";
import { SettingsTabs } from "./settings-tabs";

const route = getRouteApi("/app/projects/$projectId/settings/not-scored");

export function NotScoredPage() {
  const { projectId } = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate({ from: "/projects/$projectId/settings/not-scored" });
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  return (
    <Page title="Settings">
      <SettingsTabs project={project} />
      <Problems
        projectId={projectId}
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true })}
      />
    </Page>
  );
}
