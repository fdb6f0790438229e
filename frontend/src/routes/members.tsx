import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { Members } from "@/features/members/members";
import { projectDetail } from "@/features/projects/api";

const route = getRouteApi("/app/projects/$projectId/members");

export function MembersPage() {
  const { projectId } = route.useParams();
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  return (
    <Page title="Members">
      <Members project={project} />
    </Page>
  );
}
