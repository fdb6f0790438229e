"""How tasks, annotations, predictions and reviews are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from touchstone.access.queries import AnyRow
from touchstone.access.users import initials, simple_user
from touchstone.models import Review, Task, User


def fragment(json_text: str) -> orjson.Fragment:
    """Stored JSON on its way out, undecoded."""
    return orjson.Fragment(json_text.encode())


def review(row: Review | AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "annotation": row.annotation_id,
        "task": row.task_id,
        "project": row.project_id,
        "accepted": row.verdict != "rejected",
        "verdict": row.verdict,
        "annotation_version": row.annotation_version,
        "fixed_version": row.fixed_version,
        "reject_action": row.reject_action,
        "remove_from_queue": row.reject_action == "remove",
        "comment": row.comment,
        "created_by": row.created_by,
        "created_at": row.created_at,
        "started_at": row.started_at,
    }


def annotation(row: AnyRow, reviews: Iterable[Review | AnyRow] | None = None) -> dict[str, Any]:
    """From a row of `tasks.queries.ANNOTATION`."""
    shown: dict[str, Any] = {
        "id": row.id,
        "task": row.task_id,
        "project": row.project_id,
        "version": row.version,
        "result": fragment(row.result_text),
        "result_count": row.result_count,
        "completed_by": row.completed_by,
        "was_cancelled": row.was_cancelled,
        "ground_truth": row.ground_truth,
        "lead_time": row.lead_time,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "updated_by": row.updated_by,
        "draft_created_at": row.draft_created_at,
        "last_action": row.last_action,
        "last_created_by": row.last_created_by,
        "review_state": row.review_state,
        "unique_id": row.unique_id,
        "import_id": row.import_id,
        "parent_prediction": row.parent_prediction,
        "parent_annotation": row.parent_annotation,
    }
    if reviews is not None:
        shown["reviews"] = [review(item) for item in reviews]
    return shown


def prediction(row: AnyRow) -> dict[str, Any]:
    """From a row with the prediction's columns and its result as `result_text`."""
    return {
        "id": row.id,
        "task": row.task_id,
        "project": row.project_id,
        "result": fragment(row.result_text),
        "score": row.score,
        "model_version": row.model_version,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def draft(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "task": row.task_id,
        "annotation": row.annotation_id,
        "user": row.user_id,
        "result": fragment(row.result_text),
        "lead_time": row.lead_time,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def people(ids: Sequence[int], users: Mapping[int, User]) -> list[dict[str, Any]]:
    """Task members as objects with `user_id`, the form Label Studio's client can read."""
    return [
        {
            "user_id": user.id,
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "initials": initials(user),
        }
        for user in (users.get(number) for number in ids)
        if user is not None
    ]


def task(row: Task, users: Mapping[int, User]) -> dict[str, Any]:
    """A task without its annotations."""
    return {
        "id": row.id,
        "inner_id": row.inner_id,
        "project": row.project_id,
        "data": row.data,
        "meta": row.meta,
        "overlap": row.overlap,
        "state": row.state,
        "is_labeled": row.is_labeled,
        "file_upload": row.file_upload,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "completed_at": row.completed_at,
        "total_annotations": row.total_annotations,
        "cancelled_annotations": row.cancelled_annotations,
        "total_predictions": row.total_predictions,
        "annotators": people(row.annotators, users),
        "annotators_count": len(row.annotators),
        "reviewers": people(row.reviewers, users),
        "reviewers_count": len(row.reviewers),
        "reviews_accepted": row.reviews_accepted,
        "reviews_rejected": row.reviews_rejected,
        "reviewed": row.reviewed,
        "reviewed_at": row.reviewed_at,
        "ground_truth": row.ground_truth,
        "draft_exists": row.draft_exists,
        "avg_lead_time": row.avg_lead_time,
        "predictions_score": row.predictions_score,
        "predictions_model_versions": ",".join(row.predictions_model_versions),
        "agreement": row.agreement,
        "agreement_undefined": row.agreement_undefined,
        "scoring_pending": row.scored_version < row.content_version,
    }


def users_by_id(users: Iterable[User]) -> dict[str, Any]:
    return {str(user.id): simple_user(user) for user in users}
