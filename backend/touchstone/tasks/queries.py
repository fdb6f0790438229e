"""Reading tasks and the facts that their figures follow from."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Text, and_, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.errors import NotFound
from touchstone.db.driver import fetch
from touchstone.models import Draft, Prediction, Project, Task
from touchstone.models.annotation import ReviewState
from touchstone.tasks.figures import AnnotationFacts, PredictionFacts

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


async def lock_tasks(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> None:
    """The same lock for many tasks, taken in the order of their ids as everywhere."""
    query = select(Task.id).where(Task.project_id == project_id, Task.id.in_(task_ids))
    await session.execute(query.order_by(Task.id).with_for_update(key_share=True))


async def next_inner_id(session: AsyncSession, project_id: int) -> int:
    """The next number inside the project; the project's row serialises the callers."""
    await session.execute(
        select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    )
    highest = await session.scalar(
        select(func.max(Task.inner_id)).where(Task.project_id == project_id)
    )
    return (highest or 0) + 1


ANNOTATION = """
    SELECT id, task_id, project_id, version, result::text AS result_text, result_count,
           completed_by, was_cancelled, ground_truth, lead_time, created_at, updated_at, updated_by,
           draft_created_at, last_action, last_created_by, review_state, unique_id, import_id,
           parent_prediction, parent_annotation
    FROM annotations WHERE project_id = $1
"""
"""Annotations of a project as `tasks.wire.annotation` shows them."""
_ANNOTATIONS = f"""
    {ANNOTATION} AND task_id = ANY($2) AND ($3::bigint IS NULL OR completed_by = $3) ORDER BY id
"""
_PREDICTIONS = """
    SELECT id, task_id, project_id, result::text AS result_text, score, model_version, created_at,
           updated_at
    FROM predictions WHERE project_id = $1 AND task_id = ANY($2) ORDER BY id
"""
_DRAFTS = """
    SELECT id, task_id, annotation_id, user_id, result::text AS result_text, lead_time, created_at,
           updated_at
    FROM drafts WHERE project_id = $1 AND task_id = ANY($2) ORDER BY id
"""
_REVIEWS = """
    SELECT id, project_id, task_id, annotation_id, annotation_version, fixed_version, verdict,
           reject_action, comment, created_by, started_at, created_at
    FROM reviews WHERE project_id = $1 AND annotation_id = ANY($2) ORDER BY id
"""


async def annotations_of(
    session: AsyncSession,
    project_id: int,
    task_ids: Sequence[int],
    *,
    author_id: int | None = None,
) -> Sequence[AnyRow]:
    """These tasks' annotations, oldest first; with `author_id` only those of one person."""
    return await fetch(session, _ANNOTATIONS, project_id, task_ids, author_id)


async def predictions_of(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    return await fetch(session, _PREDICTIONS, project_id, task_ids)


async def drafts_of(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    return await fetch(session, _DRAFTS, project_id, task_ids)


async def reviews_of(
    session: AsyncSession, project_id: int, annotation_ids: Sequence[int]
) -> dict[int, list[AnyRow]]:
    """The reviews of each annotation, oldest first."""
    found: dict[int, list[AnyRow]] = {}
    for review in await fetch(session, _REVIEWS, project_id, annotation_ids):
        found.setdefault(review.annotation_id, []).append(review)
    return found


_PAIR_SCORES = """
    SELECT left_item AS left_annotation, right_item AS right_annotation, score
    FROM pair_scores
    WHERE project_id = $1 AND task_id = $2 AND left_id > 0 AND score IS NOT NULL
      AND generation = (
          SELECT number FROM scoring_generations WHERE project_id = $1 AND status = 'current'
      )
    ORDER BY left_item, right_item
"""


async def pair_scores_of(session: AsyncSession, project_id: int, task_id: int) -> Sequence[AnyRow]:
    """The shown figures of the task's annotations, pair by pair."""
    return await fetch(session, _PAIR_SCORES, project_id, task_id)


_FACTS = """
    SELECT a.id, a.version, a.task_id, a.completed_by, a.was_cancelled, a.ground_truth,
           a.lead_time, a.review_state, a.created_at, r.reject_action, r.reviewers, r.reviewed_at,
           q.lease_stream, q.lease_user, q.leased_until
    FROM annotations a
    LEFT JOIN review_queue q
        ON q.project_id = a.project_id AND q.task_id = a.task_id AND q.annotation_id = a.id
    LEFT JOIN LATERAL (
        SELECT (array_agg(reject_action ORDER BY id DESC))[1] AS reject_action,
               array_agg(created_by ORDER BY id) FILTER (WHERE created_by IS NOT NULL) AS reviewers,
               max(created_at) AS reviewed_at
        FROM reviews r WHERE r.project_id = a.project_id AND r.annotation_id = a.id
    ) r ON true
    WHERE a.project_id = $1 AND a.task_id = ANY($2)
    ORDER BY a.id
"""


async def annotation_states(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    """Every annotation of these tasks: version, verdicts so far, and the lease on it."""
    return await fetch(session, _FACTS, project_id, task_ids)


def facts_of(row: AnyRow) -> AnnotationFacts:
    """From a row of `annotation_states`."""
    pending = row.review_state == ReviewState.PENDING
    return AnnotationFacts(
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


async def annotation_facts(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> dict[int, list[AnnotationFacts]]:
    facts: dict[int, list[AnnotationFacts]] = {}
    for row in await annotation_states(session, project_id, task_ids):
        facts.setdefault(row.task_id, []).append(facts_of(row))
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
