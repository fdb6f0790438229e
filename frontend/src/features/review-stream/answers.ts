/** The answers on screen: the one under review first, then what the reviewer chose to see with it. */
import type { Annotation, ReviewItem } from "@/api/types";
import { userName } from "@/lib/format";
import { annotatorColour } from "@/viewers/colours";
import type { Answer } from "@/viewers/types";

export type Overlay = {
  readonly others: boolean;
  readonly predictions: boolean;
  /** Only the ground truth of the task, when it is another annotation. */
  readonly truth: boolean;
};

export function answerKey(annotationId: number): string {
  return `annotation-${annotationId}`;
}

export function answersOf(item: ReviewItem, overlay: Overlay): readonly Answer[] {
  const others = item.others.map((annotation, index) =>
    toAnswer(item, annotation, annotatorColour(index + 1)),
  );
  const shown = others.filter(
    ({ groundTruth }) => overlay.others || (overlay.truth && groundTruth),
  );
  const predictions = overlay.predictions
    ? item.predictions.map((prediction, index) => ({
        key: `prediction-${prediction.id}`,
        name: prediction.model_version === "" ? "Prediction" : prediction.model_version,
        kind: "prediction" as const,
        groundTruth: false,
        colour: annotatorColour(others.length + 1 + index),
        result: prediction.result,
      }))
    : [];
  return [toAnswer(item, item.annotation, annotatorColour(0)), ...shown, ...predictions];
}

export function authorName(item: ReviewItem, annotation: Annotation): string {
  const user = item.users[String(annotation.completed_by ?? "")];
  return user === undefined ? "Unknown annotator" : userName(user);
}

function toAnswer(item: ReviewItem, annotation: Annotation, colour: string): Answer {
  return {
    key: answerKey(annotation.id),
    name: authorName(item, annotation),
    kind: "annotation",
    groundTruth: annotation.ground_truth,
    colour,
    result: annotation.result,
  };
}
