import type {
  AgreementMatrix,
  AgreementReport,
  Coefficient,
  Confusion,
  DimensionFigure,
  Participant,
} from "@/api/agreement";
import { makeUser } from "./factories";

export const makeCoefficient = (
  key: string,
  title: string,
  overrides: Partial<Coefficient> = {},
): Coefficient => ({
  key,
  title,
  value: 0.74,
  low: 0.68,
  high: 0.8,
  n_units: 116,
  n_ratings: 290,
  undefined: null,
  meaning: null,
  ...overrides,
});

export const makeFigure = (
  id: number,
  name: string,
  overrides: Partial<DimensionFigure> = {},
): DimensionFigure => ({
  id,
  name,
  metric_type: "exact_match",
  metric_params: {},
  weight: 1,
  mean: 0.81,
  std: 0.3,
  low: 0.78,
  high: 0.84,
  n_tasks: 116,
  undefined: null,
  meaning: null,
  coefficients: [],
  by_label: {},
  labels_left_out: 0,
  ...overrides,
});

export const makeReport = (overrides: Partial<AgreementReport> = {}): AgreementReport => ({
  generation: 1,
  methodology: "pairwise",
  by_function: false,
  computed_at: "2026-01-02T10:00:00Z",
  stale: false,
  pending: 0,
  building: false,
  problems: 0,
  tasks_read: 116,
  participants: [],
  overall: makeFigure(0, "overall", { mean: 0.7, low: 0.66, high: 0.74 }),
  dimensions: [makeFigure(1, "topic")],
  ...overrides,
});

export const makeAnnotator = (id: number, name: string): Participant => ({
  id,
  kind: "annotator",
  user: makeUser(id, name),
  name: `${name} Tester`,
});

export const GROUND_TRUTH: Participant = {
  id: 0,
  kind: "ground_truth",
  user: null,
  name: "Ground truth",
};

export const MODEL: Participant = { id: -1, kind: "model", user: null, name: "base-1.1" };

const fill = <T>(size: number, value: T, diagonal: T): T[][] =>
  Array.from({ length: size }, (_row, row) =>
    Array.from({ length: size }, (_cell, column) => (row === column ? diagonal : value)),
  );

/** Everybody agrees with everybody by 25 % on eight tasks. */
export function makeMatrix(participants: Participant[]): AgreementMatrix {
  const size = participants.length;
  return {
    dimension: null,
    participants,
    agreement: fill<number | null>(size, 0.25, null),
    common_tasks: fill(size, 8, 0),
    std: fill<number | null>(size, 0.43, null),
    low: fill<number | null>(size, 0.11, null),
    high: fill<number | null>(size, 0.39, null),
  };
}

export const makeConfusion = (overrides: Partial<Confusion> = {}): Confusion => ({
  dimension: 1,
  from_name: "topic",
  labels: ["Billing", "Login", ""],
  matrix: [
    [80, 6, 0],
    [6, 22, 2],
    [0, 2, 0],
  ],
  precision: [0.93, 0.73, null],
  recall: [0.93, 0.73, null],
  top_confusion_pairs: [
    { actual: "Billing", label: "Login", count: 6, rate: 0.75, from_name: "topic" },
    { actual: "", label: "Login", count: 2, rate: 0.25, from_name: "topic" },
  ],
  omitted_labels: 0,
  ...overrides,
});
