import type { TaskState } from "@/api/types";

export const TASK_STATES: Readonly<Record<TaskState, { name: string; color: string }>> = {
  CREATED: { name: "Created", color: "gray" },
  ANNOTATION_IN_PROGRESS: { name: "Annotating", color: "blue" },
  NEEDS_REVIEW: { name: "Needs review", color: "orange" },
  REVIEW_IN_PROGRESS: { name: "In review", color: "grape" },
  COMPLETED: { name: "Completed", color: "teal" },
};
