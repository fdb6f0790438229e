import type {
  Column,
  Dashboard,
  ImportJob,
  LabelingConfig,
  Member,
  Project,
  Task,
  UserSimple,
} from "@/api/types";

export const makeUser = (id: number, first_name: string, last_name = "Tester"): UserSimple => ({
  id,
  email: `${first_name.toLowerCase()}@example.org`,
  username: first_name.toLowerCase(),
  first_name,
  last_name,
  initials: `${first_name.charAt(0)}${last_name.charAt(0)}`,
  avatar: null,
});

export const makeConfig = (): LabelingConfig => ({
  tree: { tag: "View", attrs: {}, children: [] },
  controls: {
    topic: {
      tag: "Choices",
      to_names: ["text"],
      labels: ["Billing", "Login"],
      label_attrs: { Billing: {}, Login: {} },
      attrs: {},
      result_type: "choices",
    },
  },
  objects: { text: { tag: "Text", value: "$text", data_keys: ["text"] } },
});

const MANAGER_PERMISSIONS = [
  "project.update",
  "project.delete",
  "members.view",
  "members.manage",
  "data_manager.view",
  "data_manager.act",
  "review.create",
  "dashboard.view",
  "transfer.import",
  "transfer.export",
];

export const makeProject = (overrides: Partial<Project> = {}): Project => ({
  id: 7,
  title: "Support tickets",
  description: "",
  label_config: "<View/>",
  color: "",
  expert_instruction: "",
  maximum_annotations: 3,
  agreement_threshold: null,
  agreement_methodology: "pairwise",
  control_weights: {},
  is_dimensions_enabled: true,
  max_additional_annotators_assignable: null,
  review_settings: {
    review_criteria: "one",
    require_comment_on_reject: false,
    allowed_reject_actions: ["remove", "requeue"],
    default_reject_action: "remove",
    only_finished_tasks: false,
    allow_own_annotations: false,
    instruction: "",
    show_instruction: false,
    project: 7,
  },
  created_at: "2026-01-02T10:00:00Z",
  created_by: null,
  task_number: 3,
  finished_task_number: 1,
  num_tasks_with_annotations: 2,
  total_annotations_number: 5,
  skipped_annotations_number: 0,
  ground_truth_number: 1,
  total_predictions_number: 0,
  useful_annotation_number: 5,
  parsed_label_config: {},
  updated_at: "2026-01-02T10:00:00Z",
  reviewed_number: 1,
  role: "MA",
  permissions: MANAGER_PERMISSIONS,
  review_queue_total: 4,
  scoring_pending: 0,
  config: makeConfig(),
  ...overrides,
});

export const makeTask = (id: number, overrides: Partial<Task> = {}): Task => ({
  id,
  inner_id: id,
  project: 7,
  data: { text: `Text of task ${id}` },
  meta: null,
  state: "NEEDS_REVIEW",
  is_labeled: true,
  overlap: 3,
  agreement: 0.5,
  agreement_undefined: null,
  scoring_pending: false,
  annotators: [],
  annotators_count: 0,
  reviewers: [],
  reviewers_count: 0,
  reviews_accepted: 0,
  reviews_rejected: 0,
  reviewed: false,
  reviewed_at: null,
  ground_truth: false,
  total_annotations: 2,
  cancelled_annotations: 0,
  total_predictions: 0,
  predictions_score: null,
  predictions_model_versions: "",
  draft_exists: false,
  avg_lead_time: null,
  file_upload: null,
  created_at: "2026-01-02T10:00:00Z",
  updated_at: "2026-01-02T10:00:00Z",
  completed_at: null,
  ...overrides,
});

export const makeColumn = (
  id: string,
  type: string,
  operators: string[],
  overrides: Partial<Column> = {},
): Column => ({
  id,
  title: id,
  type,
  target: "tasks",
  help: "",
  parent: null,
  values: [],
  orderable: true,
  operators,
  visibility_defaults: { explore: true },
  ...overrides,
});

export const makeColumns = (): Column[] => [
  makeColumn("id", "Number", ["equal", "in"], { title: "ID" }),
  makeColumn("data.text", "String", ["contains", "equal"], { title: "text" }),
  makeColumn("agreement", "Number", ["less", "greater", "in", "empty"], { title: "Agreement" }),
  makeColumn("ground_truth", "Boolean", ["equal"], { title: "Ground truth" }),
  makeColumn("reviewed", "Boolean", ["equal"], { title: "Reviewed" }),
];

export const makeImport = (overrides: Partial<ImportJob> = {}): ImportJob => ({
  id: 1,
  status: "in_progress",
  percent: 40,
  total_bytes: 1000,
  processed_bytes: 400,
  task_count: 12,
  annotation_count: 30,
  prediction_count: 4,
  error: null,
  error_path: null,
  notes: [],
  file_name: "tickets.json",
  created_at: "2026-01-02T10:00:00Z",
  started_at: "2026-01-02T10:00:00Z",
  finished_at: null,
  duration: null,
  project: 7,
  created_by: 1,
  cancel_requested: false,
  ...overrides,
});

export const makeMember = (user: UserSimple, overrides: Partial<Member> = {}): Member => ({
  user,
  role: "AN",
  implicit: false,
  has_password: true,
  annotations: 3,
  reviews: 0,
  ...overrides,
});

export function makeDashboard(overrides: Partial<Dashboard> = {}): Dashboard {
  const ana = makeUser(1, "Ana");
  const ben = makeUser(2, "Ben");
  return {
    progress: {
      tasks: 10,
      by_state: { COMPLETED: 4 },
      annotated: 8,
      reviewed: 4,
      ground_truths: 2,
    },
    reviews: { accepted: 5, fixed_and_accepted: 1, rejected: 2, pending: 3, annotations: 11 },
    agreement: {
      average: 0.7,
      tasks: 8,
      histogram: [0, 0, 0, 1, 0, 0, 2, 0, 0, 5],
      low_agreement_count: null,
      threshold: null,
      pending: 0,
    },
    annotators: [],
    matrix: {
      users: [ana, ben],
      agreement: [
        [1, 0.25],
        [0.25, 1],
      ],
      common_tasks: [
        [8, 8],
        [8, 8],
      ],
    },
    labels: { annotations: [{ from_name: "topic", label: "Billing", count: 3 }], predictions: [] },
    ...overrides,
  };
}
