"""Every derived column of a task, from the facts about its annotations and predictions. Pure.

The importer, the review stream and the bulk actions all use these functions, so there is one
answer to what a task's state is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from touchstone.models.annotation import ReviewState
from touchstone.models.review import RejectAction
from touchstone.models.task import TaskState

Criteria = Literal["one", "all"]

ACCEPTING = frozenset({ReviewState.ACCEPTED, ReviewState.FIXED})
RETURNING = frozenset({RejectAction.REQUEUE, RejectAction.REDISTRIBUTE})


@dataclass(frozen=True, slots=True)
class AnnotationFacts:
    """What counts about one annotation. Review facts are those of its newest review."""

    completed_by: int | None
    was_cancelled: bool
    ground_truth: bool
    lead_time: float | None
    review_state: str
    created_at: datetime
    reject_action: str | None = None
    reviewers: tuple[int, ...] = ()
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PredictionFacts:
    model_version: str
    score: float | None


def _distinct(values: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _is_returned(annotation: AnnotationFacts) -> bool:
    return annotation.review_state == ReviewState.REJECTED and annotation.reject_action in RETURNING


def _fills_overlap(annotation: AnnotationFacts) -> bool:
    """Work that was passed on to somebody else opens its place again."""
    passed_on = annotation.reject_action == RejectAction.REDISTRIBUTE
    return not (annotation.review_state == ReviewState.REJECTED and passed_on)


def _state(
    submitted: Sequence[AnnotationFacts], *, is_labeled: bool, reviewed: bool, criteria: Criteria
) -> TaskState:
    if not submitted:
        return TaskState.CREATED
    if not is_labeled or any(_is_returned(annotation) for annotation in submitted):
        return TaskState.ANNOTATION_IN_PROGRESS
    verdicts = sum(annotation.review_state != ReviewState.PENDING for annotation in submitted)
    if reviewed or verdicts == len(submitted):
        return TaskState.COMPLETED
    if verdicts and criteria == "all":
        return TaskState.REVIEW_IN_PROGRESS
    return TaskState.NEEDS_REVIEW


def _is_reviewed(submitted: Sequence[AnnotationFacts], criteria: Criteria) -> bool:
    if criteria == "all":
        return bool(submitted) and all(a.review_state != ReviewState.PENDING for a in submitted)
    return any(annotation.review_state in ACCEPTING for annotation in submitted)


def annotation_figures(
    annotations: Sequence[AnnotationFacts], *, overlap: int, criteria: Criteria
) -> dict[str, Any]:
    """Column values of `tasks` that follow from the task's annotations and their reviews.

    A task is labelled once `overlap` distinct people have submitted. By the criterion `one` it
    is reviewed once an annotation is accepted, by `all` once each has a verdict. A task whose
    every annotation has a verdict is done either way; returned work takes it back to annotating.
    """
    submitted = [annotation for annotation in annotations if not annotation.was_cancelled]
    filling = [annotation for annotation in submitted if _fills_overlap(annotation)]
    people = len({a.completed_by for a in filling}) if filling else 0
    is_labeled = bool(submitted) and people >= overlap
    reviewed = _is_reviewed(submitted, criteria)
    times = [a.lead_time for a in submitted if a.lead_time is not None]
    return {
        "total_annotations": len(submitted),
        "cancelled_annotations": len(annotations) - len(submitted),
        "annotators": _distinct(a.completed_by for a in annotations),
        "reviewers": _distinct(reviewer for a in annotations for reviewer in a.reviewers),
        "reviews_accepted": sum(a.review_state in ACCEPTING for a in submitted),
        "reviews_rejected": sum(a.review_state == ReviewState.REJECTED for a in submitted),
        "ground_truth": any(a.ground_truth for a in annotations),
        "avg_lead_time": sum(times) / len(times) if times else None,
        "is_labeled": is_labeled,
        "completed_at": max(a.created_at for a in submitted) if is_labeled else None,
        "reviewed": reviewed,
        "reviewed_at": max((a.reviewed_at for a in submitted if a.reviewed_at), default=None)
        if reviewed
        else None,
        "state": _state(submitted, is_labeled=is_labeled, reviewed=reviewed, criteria=criteria),
    }


def prediction_figures(predictions: Sequence[PredictionFacts]) -> dict[str, Any]:
    """Column values of `tasks` that follow from the task's predictions."""
    scores = [p.score for p in predictions if p.score is not None]
    return {
        "total_predictions": len(predictions),
        "predictions_score": sum(scores) / len(scores) if scores else None,
        "predictions_model_versions": sorted({p.model_version for p in predictions}),
    }
