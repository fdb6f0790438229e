import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { projectDetail } from "@/features/projects/api";
import { ReviewStream } from "@/features/review-stream/review-stream";

const route = getRouteApi("/app/projects/$projectId/review");

export function ReviewPage() {
  const { projectId } = route.useParams();
  const { user } = route.useRouteContext();
  const { data: project } = useSuspenseQuery(projectDetail(projectId));
  return <ReviewStream project={project} userId={user.id} />;
}
