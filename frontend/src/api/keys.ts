/**
 * Keys of the query cache. Everything of one project is below its own key, so that a change can
 * refresh a part (its tasks) or all of it.
 */
export const keys = {
  projects: ["projects"] as const,
  projectList: ["projects", "list"] as const,
  project: (projectId: number) => ["projects", projectId] as const,
  columns: (projectId: number) => ["projects", projectId, "columns"] as const,
  bulkActions: (projectId: number) => ["projects", projectId, "bulk-actions"] as const,
  /** Pages of the Data Manager and single tasks. */
  tasks: (projectId: number) => ["projects", projectId, "tasks"] as const,
  task: (projectId: number, taskId: number) => ["projects", projectId, "tasks", taskId] as const,
  members: (projectId: number) => ["projects", projectId, "members"] as const,
  imports: (projectId: number) => ["projects", projectId, "imports"] as const,
  dashboard: (projectId: number) => ["projects", projectId, "dashboard"] as const,
  reviewStream: (projectId: number) => ["projects", projectId, "review-stream"] as const,
};
