import { getRouteApi } from "@tanstack/react-router";
import { ReviewStream } from "@/features/review-stream/review-stream";

const route = getRouteApi("/app/projects/$projectId/review");

export function ReviewPage() {
  const { projectId } = route.useParams();
  return <ReviewStream projectId={projectId} />;
}
