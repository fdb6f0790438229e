"""Reading tasks and the facts that their figures follow from."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Text, and_, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.errors import NotFound
from touchstone.models import Annotation, Draft, PairScore, Prediction, Project, Review, Task
from touchstone.models.annotation import ReviewState
from touchstone.tasks.figures import AnnotationFacts, PredictionFacts

ANNOTATION_COLUMNS = (
    Annotation.id,
    Annotation.task_id,
    Annotation.project_id,
    Annotation.version,
    cast(Annotation.result, Text).label("result_text"),
    Annotation.result_count,
    Annotation.completed_by,
    Annotation.was_cancelled,
    Annotation.ground_truth,
    Annotation.lead_time,
    Annotation.created_at,
    Annotation.updated_at,
    Annotation.updated_by,
    Annotation.draft_created_at,
    Annotation.last_action,
    Annotation.last_created_by,
    Annotation.review_state,
    Annotation.unique_id,
    Annotation.import_id,
    Annotation.parent_prediction,
    Annotation.parent_annotation,
)
PREDICTION_COLUMNS = (
    Prediction.id,
    Prediction.task_id,
    Prediction.project_id,
    cast(Prediction.result, Text).label("result_text"),
    Prediction.score,
    Prediction.model_version,
    Prediction.created_at,
    Prediction.updated_at,
)


async def get_task(session: AsyncSession, project_id: int, task_id: int) -> Task:
    task = await session.get(Task, (project_id, task_id))
    if task is None:
        raise NotFound("There is no such task.", task=task_id)
    return task


async def lock_task(session: AsyncSession, project_id: int, task_id: int) -> None:
    """Serialise changes to one task's annotations; every writer takes this lock first.

    Raises NotFound without such a task.
    """
    query = select(Task.id).where(Task.project_id == project_id, Task.id == task_id)
    if await session.scalar(query.with_for_update(key_share=True)) is None:
        raise NotFound("There is no such task.", task=task_id)


async def next_inner_id(session: AsyncSession, project_id: int) -> int:
    """The next number inside the project; the project's row serialises the callers."""
    await session.execute(
        select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    )
    highest = await session.scalar(
        select(func.max(Task.inner_id)).where(Task.project_id == project_id)
    )
    return (highest or 0) + 1


async def annotations_of(
    session: AsyncSession,
    project_id: int,
    task_ids: Sequence[int],
    *,
    extra: ColumnElement[bool] | None = None,
) -> Sequence[AnyRow]:
    """`ANNOTATION_COLUMNS` of these tasks' annotations, oldest first."""
    query = select(*ANNOTATION_COLUMNS).where(
        Annotation.project_id == project_id, Annotation.task_id.in_(task_ids)
    )
    if extra is not None:
        query = query.where(extra)
    rows: Sequence[AnyRow] = (await session.execute(query.order_by(Annotation.id))).all()
    return rows


async def predictions_of(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    query = (
        select(*PREDICTION_COLUMNS)
        .where(Prediction.project_id == project_id, Prediction.task_id.in_(task_ids))
        .order_by(Prediction.id)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def drafts_of(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    query = (
        select(
            Draft.id,
            Draft.task_id,
            Draft.annotation_id,
            Draft.user_id,
            cast(Draft.result, Text).label("result_text"),
            Draft.lead_time,
            Draft.created_at,
            Draft.updated_at,
        )
        .where(Draft.project_id == project_id, Draft.task_id.in_(task_ids))
        .order_by(Draft.id)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def reviews_of(
    session: AsyncSession, project_id: int, annotation_ids: Sequence[int]
) -> dict[int, list[Review]]:
    """The reviews of each annotation, oldest first."""
    query = (
        select(Review)
        .where(Review.project_id == project_id, Review.annotation_id.in_(annotation_ids))
        .order_by(Review.id)
    )
    found: dict[int, list[Review]] = {}
    for review in await session.scalars(query):
        found.setdefault(review.annotation_id, []).append(review)
    return found


async def pair_scores_of(session: AsyncSession, project_id: int, task_id: int) -> Sequence[AnyRow]:
    query = (
        select(PairScore.left_annotation, PairScore.right_annotation, PairScore.score)
        .where(PairScore.project_id == project_id, PairScore.task_id == task_id)
        .order_by(PairScore.left_annotation, PairScore.right_annotation)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


_FACTS = text(
    """
    SELECT a.task_id, a.completed_by, a.was_cancelled, a.ground_truth, a.lead_time,
           a.review_state, a.created_at, r.reject_action, r.reviewers, r.reviewed_at
    FROM annotations a
    LEFT JOIN LATERAL (
        SELECT (array_agg(reject_action ORDER BY id DESC))[1] AS reject_action,
               array_agg(created_by ORDER BY id) FILTER (WHERE created_by IS NOT NULL) AS reviewers,
               max(created_at) AS reviewed_at
        FROM reviews r WHERE r.project_id = a.project_id AND r.annotation_id = a.id
    ) r ON true
    WHERE a.project_id = :project_id AND a.task_id = ANY(:task_ids)
    ORDER BY a.id
    """
)


async def annotation_facts(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> dict[int, list[AnnotationFacts]]:
    facts: dict[int, list[AnnotationFacts]] = {}
    rows = await session.execute(_FACTS, {"project_id": project_id, "task_ids": list(task_ids)})
    for row in rows:
        pending = row.review_state == ReviewState.PENDING
        facts.setdefault(row.task_id, []).append(
            AnnotationFacts(
                completed_by=row.completed_by,
                was_cancelled=row.was_cancelled,
                ground_truth=row.ground_truth,
                lead_time=row.lead_time,
                review_state=row.review_state,
                created_at=row.created_at,
                reject_action=None if pending else row.reject_action,
                reviewers=tuple(row.reviewers or ()),
                reviewed_at=None if pending else row.reviewed_at,
            )
        )
    return facts


async def prediction_facts(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> dict[int, list[PredictionFacts]]:
    query = select(Prediction.task_id, Prediction.model_version, Prediction.score).where(
        Prediction.project_id == project_id, Prediction.task_id.in_(task_ids)
    )
    facts: dict[int, list[PredictionFacts]] = {}
    for row in await session.execute(query.order_by(Prediction.id)):
        facts.setdefault(row.task_id, []).append(PredictionFacts(row.model_version, row.score))
    return facts


async def tasks_with_drafts(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> frozenset[int]:
    query = select(Draft.task_id).where(
        and_(Draft.project_id == project_id, Draft.task_id.in_(task_ids))
    )
    return frozenset(await session.scalars(query))


def decoded(json_text: str) -> Any:
    return orjson.loads(json_text)
