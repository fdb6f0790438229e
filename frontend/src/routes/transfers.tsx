import { Stack } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { projectDetail } from "@/features/projects/api";
import { ExportPanel } from "@/features/transfers/export-panel";
import { ImportPanel } from "@/features/transfers/import-panel";
import { can } from "@/lib/roles";

const route = getRouteApi("/app/projects/$projectId/transfers");

export function TransfersPage() {
  const { projectId } = route.useParams();
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  return (
    <Page title="Import and export">
      <Stack>
        {can(project, "transfer.import") && <ImportPanel projectId={projectId} />}
        {can(project, "transfer.export") && <ExportPanel project={project} />}
      </Stack>
    </Page>
  );
}
