import { useNavigate } from "@tanstack/react-router";
import { Page } from "@/components/page";
import { CreateProject } from "@/features/projects/create-project";
import { useTitle } from "@/lib/use-title";

export function CreateProjectPage() {
  useTitle("Create project");
  const navigate = useNavigate();
  return (
    <Page title="Create project" size="xl">
      <CreateProject
        onCreated={(project) =>
          void navigate({
            to: "/projects/$projectId/transfers",
            params: { projectId: project.id },
          })
        }
        onCancel={() => void navigate({ to: "/" })}
      />
    </Page>
  );
}
