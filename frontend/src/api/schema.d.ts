/** Typed by hand until the API document is generated; the paths are the API's. */
import type * as T from "./types";

type Read<Answer, Path = never, Query = never> = {
  parameters: Params<Path, Query>;
  requestBody?: never;
  responses: { 200: { headers: {}; content: { "application/json": Answer } } };
};

type Params<Path, Query> = ([Path] extends [never] ? { path?: never } : { path: Path }) &
  ([Query] extends [never] ? { query?: never } : { query: Query }) & {
    header?: { "If-Match"?: string; "Idempotency-Key"?: string };
    cookie?: never;
  };

type Write<Answer, Body, Path = never, Query = never> = {
  parameters: Params<Path, Query>;
  requestBody: { content: { "application/json": Body } };
  responses: {
    200: { headers: {}; content: { "application/json": Answer } };
    201: { headers: {}; content: { "application/json": Answer } };
  };
};

type Bare<Answer, Path = never> = {
  parameters: Params<Path, never>;
  requestBody?: never;
  responses: { 200: { headers: {}; content: { "application/json": Answer } } };
};

type P = { project_id: number };
type Empty = Record<string, never>;
type TaskQuery = {
  project: number;
  page?: number;
  page_size?: number;
  query?: string;
  fields?: "task_only" | "all";
  review?: boolean;
};

export interface paths {
  "/api/setup": {
    get: Read<T.Setup>;
    post: Write<
      T.User,
      { email: string; password: string; first_name?: string; last_name?: string }
    >;
  };
  "/api/session": {
    post: Write<T.User, { email: string; password: string }>;
    delete: Bare<Empty>;
  };
  "/api/current-user/whoami": { get: Read<T.User> };
  "/api/current-user/token": { get: Read<{ detail: string }> };
  "/api/current-user/reset-token/": { post: Bare<{ token: string }> };
  "/api/token/": { get: Read<T.AccessToken[]>; post: Bare<{ token: string }> };
  "/api/token/blacklist/": { post: Write<Empty, { id: number }> };
  "/api/users/": { get: Read<T.User[]> };
  "/api/projects/": {
    get: Read<
      { count: number; next: string | null; previous: string | null; results: T.ProjectSummary[] },
      never,
      { page?: number; page_size?: number; search?: string; ordering?: string }
    >;
    post: Write<T.Project, T.ProjectIn>;
  };
  "/api/projects/validate/": {
    post: Write<{ ok: boolean; config: T.LabelingConfig }, { label_config: string }>;
  };
  "/api/projects/{project_id}/": {
    get: Read<T.Project, P>;
    patch: Write<T.Project, Partial<T.ProjectIn>, P>;
    delete: Bare<Empty, P>;
  };
  "/api/projects/{project_id}/members/": {
    get: Read<T.Member[], P>;
    post: Write<T.Member, T.MemberIn, P>;
  };
  "/api/projects/{project_id}/members/{user_id}/": {
    patch: Write<T.Member, { role: T.Role }, P & { user_id: number }>;
    delete: Bare<Empty, P & { user_id: number }>;
  };
  "/api/projects/{project_id}/dashboard/": { get: Read<T.Dashboard, P> };
  "/api/projects/{project_id}/imports/": { get: Read<T.ImportJob[], P> };
  "/api/projects/{project_id}/imports/{import_id}/": {
    get: Read<T.ImportJob, P & { import_id: number }>;
  };
  "/api/projects/{project_id}/imports/{import_id}/cancel/": {
    post: Bare<T.ImportJob, P & { import_id: number }>;
  };
  "/api/projects/{project_id}/review-stream/next": {
    post: Write<
      { items: T.ReviewItem[]; remaining: number; held_by_others: number; lease_seconds: number },
      { stream: string; limit?: number; tasks?: number[] },
      P
    >;
  };
  "/api/projects/{project_id}/review-stream/items/{annotation_id}": {
    get: Read<T.ReviewItem, P & { annotation_id: number }>;
  };
  "/api/projects/{project_id}/review-stream/renew": {
    post: Write<{ items: number[]; leased_until: string }, { stream: string }, P>;
  };
  "/api/projects/{project_id}/review-stream/release": {
    post: Write<{ released: number }, { stream: string }, P>;
  };
  "/api/dm/columns/": { get: Read<{ columns: T.Column[] }, never, { project: number }> };
  "/api/dm/actions/": {
    get: Read<T.BulkAction[], never, { project: number }>;
    post: Write<
      { processed_items: number; detail: string },
      { selectedItems: T.SelectedItems; filters?: unknown; ordering?: string[] },
      never,
      { id: string; project: number }
    >;
  };
  "/api/tasks/": { get: Read<T.TaskPage, never, TaskQuery> };
  "/api/tasks/{task_id}/": {
    get: Read<T.TaskDetail, { task_id: number }>;
    delete: Bare<Empty, { task_id: number }>;
  };
  "/api/annotations/{annotation_id}/": {
    get: Read<T.Annotation, { annotation_id: number }>;
    patch: Write<
      T.Annotation,
      { ground_truth?: boolean; result?: T.ResultItem[] },
      { annotation_id: number }
    >;
  };
  "/api/annotation-reviews/": {
    post: Write<
      T.Review,
      {
        annotation: number;
        accepted: boolean;
        result?: T.ResultItem[];
        reject_action?: T.RejectAction;
        comment?: string;
        started_at?: string;
        annotation_version?: number;
        stream?: string;
      }
    >;
  };
}

export interface components {
  schemas: Record<never, never>;
}
