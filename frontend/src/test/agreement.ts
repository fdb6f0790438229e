import type { AgreementSettings, Dimension, MetricInfo, Rebuild } from "@/features/agreement/types";

const threshold = {
  title: "Threshold",
  description: "A score of at least this counts as 1, a lower one as 0.",
  type: "number" as const,
  default: null,
  choices: null,
  minimum: 0,
  maximum: 1,
  required: false,
};

export const EXACT: MetricInfo = {
  title: "Exact match",
  description: "1 if both answers are the same, else 0.",
  binary: true,
  symmetric: true,
  usual_threshold: null,
  default_for: ["Choices"],
  answers: ["Items"],
  params: {},
};

export const JACCARD: MetricInfo = {
  ...EXACT,
  title: "Jaccard similarity",
  description: "What both chose, divided by what either chose.",
  binary: false,
  usual_threshold: 0.5,
  params: { threshold },
};

export const TEXTS: MetricInfo = {
  ...JACCARD,
  title: "Text similarity",
  description: "How alike two texts are.",
  params: {
    algorithm: {
      title: "Algorithm",
      description: "",
      type: "string",
      default: "levenshtein",
      choices: ["levenshtein", "jaro_winkler"],
      minimum: null,
      maximum: null,
      required: true,
    },
    threshold,
  },
};

export const makeDimension = (id: number, overrides: Partial<Dimension> = {}): Dimension => ({
  id,
  project: 7,
  name: `aspect ${id}`,
  description: "",
  control_tag: `aspect ${id}`,
  tag: "Choices",
  per_region: false,
  extraction_method: "control",
  extraction_method_params: {},
  metric_type: "exact_match",
  metric_params: {},
  weight: 1,
  is_active: true,
  is_categorical: true,
  is_user_defined: false,
  excluded_classes: [],
  values_enum: ["Billing", "Login"],
  order: id,
  allowed_metrics_with_params: { exact_match: EXACT, jaccard: JACCARD },
  created_by: null,
  created_at: "2026-01-02T10:00:00Z",
  updated_at: "2026-01-02T10:00:00Z",
  ...overrides,
});

export const makeSettings = (overrides: Partial<AgreementSettings> = {}): AgreementSettings => ({
  agreement_methodology: "pairwise",
  agreement_threshold: null,
  dimensions: [makeDimension(1, { name: "topic" }), makeDimension(2, { name: "tone" })],
  max_additional_annotators_assignable: null,
  rebuild: { building: null, current: null, outdated: false },
  n_tasks: 1204,
  ...overrides,
});

export const makeRebuild = (done: number | null, total = 400): Rebuild => ({
  building:
    done === null
      ? null
      : {
          number: 2,
          tasks_total: total,
          tasks_done: done,
          percent: total === 0 ? 0 : Math.floor((done * 100) / total),
          created_at: "2026-01-02T10:00:00Z",
          created_by: 1,
        },
  current: { number: 1, finished_at: "2026-01-02T09:00:00Z" },
  outdated: false,
});
