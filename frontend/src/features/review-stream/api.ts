/** The calls of the review stream. They are no cached queries: every answer is used up once. */
import { api, body } from "@/api/client";
import type { Annotation, RejectAction, Review, ReviewItem, Verdict } from "@/api/types";
import { apiOrigin } from "@/lib/runtime-config";
import type { Result } from "@/viewers/types";
import type { Served } from "./stream";

/** A verdict on its way to the server. */
export type Submission = {
  readonly annotationId: number;
  readonly taskId: number;
  /** The version that the reviewer saw. */
  readonly version: number;
  readonly verdict: Verdict;
  /** The reviewer's own result, for a fix. */
  readonly result: Result | null;
  readonly comment: string;
  readonly rejectAction: RejectAction | null;
  readonly startedAt: string;
};

export type StreamApi = {
  readonly next: (stream: string, limit: number) => Promise<Served>;
  readonly item: (annotationId: number) => Promise<ReviewItem>;
  readonly submit: (stream: string, submission: Submission) => Promise<Review>;
  /** Annotations that the stream still holds. */
  readonly renew: (stream: string) => Promise<readonly number[]>;
  readonly release: (stream: string) => Promise<unknown>;
  /** Let go while the page goes away; nobody can wait for the answer. */
  readonly releaseOnLeave: (stream: string) => void;
  readonly star: (annotationId: number, isGroundTruth: boolean) => Promise<Annotation>;
};

/** Browsers let a page that closes finish requests up to about this many bytes. */
const KEEPALIVE_LIMIT = 60_000;

export function streamApi(projectId: number): StreamApi {
  const params = { path: { project_id: projectId } };
  return {
    next: async (stream, limit) =>
      body(
        await api.POST("/api/projects/{project_id}/review-stream/next", {
          params,
          body: { stream, limit },
        }),
      ),
    item: async (annotationId) =>
      body(
        await api.GET("/api/projects/{project_id}/review-stream/items/{annotation_id}", {
          params: { path: { project_id: projectId, annotation_id: annotationId } },
        }),
      ),
    submit: async (stream, submission) => {
      const request = toReview(stream, submission);
      return body(
        await api.POST("/api/annotation-reviews/", {
          body: request,
          keepalive: JSON.stringify(request).length < KEEPALIVE_LIMIT,
        }),
      );
    },
    renew: async (stream) =>
      body(
        await api.POST("/api/projects/{project_id}/review-stream/renew", {
          params,
          body: { stream },
        }),
      ).items,
    release: (stream) =>
      api.POST("/api/projects/{project_id}/review-stream/release", {
        params,
        body: { stream },
        keepalive: true,
      }),
    releaseOnLeave: (stream) => {
      const address = `${apiOrigin()}/api/projects/${projectId}/review-stream/release`;
      navigator.sendBeacon?.(address, JSON.stringify({ stream }));
    },
    star: async (annotationId, isGroundTruth) =>
      body(
        await api.PATCH("/api/annotations/{annotation_id}/", {
          params: { path: { annotation_id: annotationId } },
          body: { ground_truth: isGroundTruth },
        }),
      ),
  };
}

function toReview(stream: string, submission: Submission) {
  const { annotationId, version, verdict, result, comment, rejectAction, startedAt } = submission;
  return {
    annotation: annotationId,
    annotation_version: version,
    accepted: verdict !== "rejected",
    comment,
    stream,
    ...(startedAt === "" ? {} : { started_at: startedAt }),
    ...(rejectAction === null ? {} : { reject_action: rejectAction }),
    ...(result === null ? {} : { result: [...result] }),
  };
}
