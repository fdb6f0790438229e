/** The answers of a task as rows: who, what was decided about it, how far it agrees with the others. */
import type { Annotation, Prediction, TaskDetail } from "@/api/types";
import { userName } from "@/lib/format";
import { annotatorColour } from "@/viewers/colours";
import type { Answer } from "@/viewers/types";

export type AnswerRow = {
  readonly answer: Answer;
  readonly annotation: Annotation | null;
  readonly prediction: Prediction | null;
  /** Mean agreement with the other annotators; null without a comparison. */
  readonly agreement: number | null;
};

export function answerRows(task: TaskDetail): readonly AnswerRow[] {
  const annotations = task.annotations.map((annotation, index) => ({
    answer: {
      key: `annotation-${annotation.id}`,
      name: personName(task, annotation.completed_by),
      kind: "annotation" as const,
      groundTruth: annotation.ground_truth,
      colour: annotatorColour(index),
      result: annotation.result,
    },
    annotation,
    prediction: null,
    agreement: meanAgreement(task, annotation.id),
  }));
  const predictions = task.predictions.map((prediction, index) => ({
    answer: {
      key: `prediction-${prediction.id}`,
      name: prediction.model_version || "Prediction",
      kind: "prediction" as const,
      groundTruth: false,
      colour: annotatorColour(annotations.length + index),
      result: prediction.result,
    },
    annotation: null,
    prediction,
    agreement: null,
  }));
  return [...annotations, ...predictions];
}

export function personName(task: TaskDetail, userId: number | null): string {
  const user = task.users[String(userId ?? "")];
  return user === undefined ? "Unknown person" : userName(user);
}

/** Shown at first: every annotation that was not skipped. */
export function firstShown(rows: readonly AnswerRow[]): ReadonlySet<string> {
  const shown = rows.filter(({ annotation }) => annotation !== null && !annotation.was_cancelled);
  return new Set((shown.length > 0 ? shown : rows.slice(0, 1)).map(({ answer }) => answer.key));
}

function meanAgreement(task: TaskDetail, annotationId: number): number | null {
  const scores = task.pair_scores
    .filter(
      (pair) => pair.left_annotation === annotationId || pair.right_annotation === annotationId,
    )
    .map(({ score }) => score)
    .filter((score) => score !== null);
  if (scores.length === 0) return null;
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
