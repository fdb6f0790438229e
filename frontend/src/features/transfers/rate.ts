import type { ImportJob } from "@/api/types";

const EARLIEST_MS = 500;

/** Tasks a second since the job began; null while it is too early to say. */
export function tasksPerSecond(job: ImportJob, now: number): number | null {
  if (job.started_at === null || job.task_count === 0) {
    return null;
  }
  const end = job.finished_at === null ? now : Date.parse(job.finished_at);
  const elapsed = end - Date.parse(job.started_at);
  return elapsed < EARLIEST_MS ? null : (job.task_count / elapsed) * 1000;
}
