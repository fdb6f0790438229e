/** Names of the shapes that cross the API, as the features use them. */

export type Role = "OW" | "AD" | "MA" | "RE" | "AN";

export type UserSimple = {
  id: number;
  email: string;
  username: string;
  first_name: string;
  last_name: string;
  initials: string;
  avatar: string | null;
};

export type User = UserSimple & {
  role: Role;
  active_organization: number | null;
  permissions: string[];
  date_joined: string;
  last_activity: string | null;
};

export type Setup = {
  needs_owner: boolean;
  demo: boolean;
  demo_logins: { email: string; password: string; role: Role }[];
};

export type ConfigNode = {
  tag: string;
  attrs: Record<string, string>;
  children: ConfigNode[];
  text?: string | null;
};

export type ControlTag = {
  tag: string;
  to_names: string[];
  labels: string[];
  label_attrs: Record<string, Record<string, string>>;
  attrs: Record<string, string>;
  result_type: string;
};

export type ObjectTag = { tag: string; value: string; data_keys: string[] };

/** A labeling config after the server parsed it. */
export type LabelingConfig = {
  tree: ConfigNode;
  controls: Record<string, ControlTag>;
  objects: Record<string, ObjectTag>;
};

export type RejectAction = "remove" | "requeue" | "redistribute";

export type ReviewSettings = {
  review_criteria: "one" | "all";
  require_comment_on_reject: boolean;
  allowed_reject_actions: RejectAction[];
  default_reject_action: RejectAction;
};

export type ProjectSummary = {
  id: number;
  title: string;
  description: string;
  label_config: string;
  color: string;
  expert_instruction: string;
  maximum_annotations: number;
  agreement_threshold: string | null;
  review_settings: ReviewSettings;
  created_at: string;
  created_by: UserSimple | null;
  task_number: number;
  finished_task_number: number;
  num_tasks_with_annotations: number;
  total_annotations_number: number;
  skipped_annotations_number: number;
  ground_truth_number: number;
  total_predictions_number: number;
  reviewed_number: number;
  role: Role;
  permissions: string[];
  review_queue_total: number;
  scoring_pending: number;
};

export type Project = ProjectSummary & { config: LabelingConfig };

export type ProjectIn = {
  title: string;
  description?: string;
  label_config?: string;
  expert_instruction?: string;
  maximum_annotations?: number;
  review_settings?: Partial<ReviewSettings>;
};

export type Member = {
  user: UserSimple;
  role: Role;
  implicit: boolean;
  annotations: number;
  reviews: number;
};

export type MemberIn = {
  user?: number;
  email?: string;
  first_name?: string;
  last_name?: string;
  password?: string;
  role: Role;
};

export type ColumnType =
  | "Number"
  | "String"
  | "Boolean"
  | "Datetime"
  | "List"
  | "Image"
  | "Text"
  | "Unknown";

export type Column = {
  id: string;
  title: string;
  type: string;
  target: string;
  help: string | null;
  orderable: boolean;
  operators: string[];
  values?: string[] | null;
  visibility_defaults: { explore: boolean };
};

export type TaskUser = {
  user_id: number;
  email: string;
  first_name: string;
  last_name: string;
  initials: string;
};

export type ResultItem = {
  id?: string;
  type?: string;
  from_name?: string;
  to_name?: string;
  value?: Record<string, unknown>;
  [key: string]: unknown;
};

export type Verdict = "accepted" | "fixed_and_accepted" | "rejected";

export type Review = {
  id: number;
  annotation: number;
  annotation_version: number;
  fixed_version: number | null;
  accepted: boolean;
  verdict: Verdict;
  reject_action: RejectAction | null;
  comment: string;
  created_by: number;
  created_at: string;
  started_at: string | null;
  task: number;
  project: number;
};

export type Annotation = {
  id: number;
  task: number;
  project: number;
  version: number;
  result: ResultItem[];
  result_count: number;
  completed_by: number | null;
  created_username: string;
  created_at: string;
  updated_at: string;
  updated_by: number | null;
  lead_time: number | null;
  was_cancelled: boolean;
  ground_truth: boolean;
  last_action: string | null;
  last_created_by: number | null;
  review_state: Verdict | "pending";
  reviews?: Review[];
  draft_created_at: string | null;
  unique_id: string | null;
  import_id: number | null;
  parent_prediction: number | null;
  parent_annotation: number | null;
};

export type Prediction = {
  id: number;
  task: number;
  project: number;
  result: ResultItem[];
  score: number | null;
  model_version: string;
  created_at: string;
  updated_at: string;
};

export type TaskState =
  | "CREATED"
  | "ANNOTATION_IN_PROGRESS"
  | "NEEDS_REVIEW"
  | "REVIEW_IN_PROGRESS"
  | "COMPLETED";

export type Task = {
  id: number;
  inner_id: number;
  project: number;
  data: Record<string, unknown>;
  meta: Record<string, unknown> | null;
  state: TaskState;
  is_labeled: boolean;
  overlap: number;
  agreement: number | null;
  agreement_undefined: string | null;
  scoring_pending: boolean;
  annotators: TaskUser[];
  annotators_count: number;
  reviewers: TaskUser[];
  reviewers_count: number;
  reviews_accepted: number;
  reviews_rejected: number;
  reviewed: boolean;
  reviewed_at: string | null;
  ground_truth: boolean;
  total_annotations: number;
  cancelled_annotations: number;
  total_predictions: number;
  predictions_score: number | null;
  predictions_model_versions: string;
  draft_exists: boolean;
  avg_lead_time: number | null;
  file_upload: string | null;
  created_at: string;
  updated_at: string;
  completed_at: string | null;
};

export type PairScore = { left_annotation: number; right_annotation: number; score: number | null };

export type TaskDetail = Task & {
  annotations: Annotation[];
  predictions: Prediction[];
  drafts: unknown[];
  pair_scores: PairScore[];
};

export type TaskPage = {
  tasks: Task[];
  total: number;
  total_annotations: number;
  total_predictions: number;
};

export type SelectedItems = { all: true; excluded: number[] } | { all: false; included: number[] };

export type BulkAction = {
  id: string;
  title: string;
  dialog: { text: string; type: string } | null;
  permission?: string | null;
};

export type ImportStatus = "created" | "in_progress" | "completed" | "failed" | "cancelled";

export type ImportJob = {
  id: number;
  status: ImportStatus;
  percent: number;
  total_bytes: number | null;
  processed_bytes: number | null;
  task_count: number;
  annotation_count: number;
  prediction_count: number;
  error: string | null;
  error_path: string | null;
  notes: string[];
  file_name: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  duration: number | null;
};

export type ReviewItem = {
  annotation: Annotation;
  task: {
    id: number;
    inner_id: number;
    data: Record<string, unknown>;
    agreement: number | null;
    ground_truth: boolean;
  };
  others: Annotation[];
  predictions: Prediction[];
  leased_until: string | null;
  author: UserSimple;
  users: Record<string, UserSimple>;
};

export type Dashboard = {
  progress: {
    tasks: number;
    by_state: Partial<Record<TaskState, number>>;
    annotated: number;
    reviewed: number;
    ground_truths: number;
  };
  reviews: {
    accepted: number;
    fixed_and_accepted: number;
    rejected: number;
    pending: number;
    annotations: number;
  };
  agreement: {
    average: number | null;
    tasks: number;
    histogram: number[];
    low_agreement_count: number | null;
    threshold: number | null;
    pending: number;
  };
  annotators: AnnotatorRow[];
  matrix: {
    users: UserSimple[];
    agreement: (number | null)[][];
    common_tasks: number[][];
  };
  labels: { annotations: LabelCount[]; predictions: LabelCount[] };
};

export type AnnotatorRow = {
  user: UserSimple;
  submitted: number;
  skipped: number;
  accepted: number;
  fixed_and_accepted: number;
  rejected: number;
  pending: number;
  acceptance_score: number | null;
  agreement: number | null;
  agreement_tasks: number;
  total_lead_time: number | null;
  average_lead_time: number | null;
  last_active: string | null;
};

export type LabelCount = { from_name: string; label: string; count: number };

export type AccessToken = { id: number; token: string; created_at: string; expires_at: string };
