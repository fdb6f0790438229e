import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { ProjectList } from "@/features/projects/project-list";
import { can } from "@/lib/roles";
import { useTitle } from "@/lib/use-title";

const route = getRouteApi("/app/");

export function ProjectsPage() {
  useTitle("Projects");
  const { user } = route.useRouteContext();
  const createButton = can(user, "project.create") ? (
    <Button component={Link} to="/projects/new" leftSection={<IconPlus size={16} />}>
      Create project
    </Button>
  ) : null;
  return (
    <Page title="Projects" actions={createButton} size="xl">
      <ProjectList createButton={createButton} />
    </Page>
  );
}
