import type { Annotation, Review, ReviewItem } from "@/api/types";
import { makeUser } from "./factories";

export const makeAnnotation = (id: number, overrides: Partial<Annotation> = {}): Annotation => ({
  id,
  task: 100 + id,
  project: 7,
  version: 1,
  result: [
    {
      id: "c",
      from_name: "tone",
      to_name: "text",
      type: "choices",
      value: { choices: ["Good"] },
    },
  ],
  result_count: 1,
  completed_by: 11,
  created_at: "2026-01-02T10:00:00Z",
  updated_at: "2026-01-02T10:00:00Z",
  updated_by: null,
  lead_time: 12,
  was_cancelled: false,
  ground_truth: false,
  last_action: "submitted",
  last_created_by: null,
  review_state: "pending",
  reviews: [],
  draft_created_at: null,
  unique_id: null,
  import_id: null,
  parent_prediction: null,
  parent_annotation: null,
  ...overrides,
});

/** An item of the stream; its task is its own unless `task` says otherwise. */
export const makeItem = (
  id: number,
  { task = 100 + id, ...overrides }: Partial<Omit<ReviewItem, "task">> & { task?: number } = {},
): ReviewItem => ({
  annotation: makeAnnotation(id, { task }),
  task: {
    id: task,
    inner_id: task,
    data: { text: `Text of annotation ${id}` },
    agreement: null,
    ground_truth: false,
  },
  others: [],
  predictions: [],
  leased_until: "2026-01-02T10:10:00Z",
  author: makeUser(11, "Ada"),
  users: { "11": makeUser(11, "Ada"), "12": makeUser(12, "Bea") },
  ...overrides,
});

export const makeReview = (annotation: number, overrides: Partial<Review> = {}): Review => ({
  id: 900 + annotation,
  annotation,
  annotation_version: 1,
  fixed_version: null,
  accepted: true,
  verdict: "accepted",
  reject_action: null,
  remove_from_queue: true,
  comment: "",
  created_by: 1,
  created_at: "2026-01-02T11:00:00Z",
  started_at: null,
  task: 100 + annotation,
  project: 7,
  ...overrides,
});
