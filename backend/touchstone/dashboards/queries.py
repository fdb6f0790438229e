"""Every figure of the dashboard, from indexes and running totals."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Double, Integer, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.db.driver import fetch
from touchstone.models import (
    AgreementTotal,
    Annotation,
    LabelCount,
    ParticipantTotal,
    Project,
    Task,
    User,
)
from touchstone.models.annotation import ReviewState
from touchstone.models.score import OVERALL
from touchstone.projects.generations import current_number

BUCKETS = 10


async def threshold_of(session: AsyncSession, project_id: int) -> float | None:
    return await session.scalar(select(Project.agreement_threshold).where(Project.id == project_id))


async def count_tasks(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """(state, tasks, reviewed, ground_truths)"""
    query = (
        select(
            Task.state,
            func.count().label("tasks"),
            func.count().filter(Task.reviewed).label("reviewed"),
            func.count().filter(Task.ground_truth).label("ground_truths"),
        )
        .where(Task.project_id == project_id)
        .group_by(Task.state)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def count_unscored(session: AsyncSession, project_id: int) -> int:
    query = select(func.count()).where(
        Task.project_id == project_id, Task.scored_version < Task.content_version
    )
    return await session.scalar(query) or 0


async def agreement_buckets(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """(bucket 0..9, tasks, total): how many tasks, and the sum of their agreement."""
    bucket = func.div(AgreementTotal.bucket, 100 // BUCKETS)
    query = (
        select(
            cast(bucket, Integer).label("bucket"),
            cast(func.sum(AgreementTotal.n_tasks), Integer).label("tasks"),
            func.sum(AgreementTotal.total).label("total"),
        )
        .where(
            AgreementTotal.project_id == project_id,
            AgreementTotal.generation == current_number(project_id),
            AgreementTotal.dimension_id == OVERALL,
        )
        .group_by(bucket)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def count_low_agreement(session: AsyncSession, project_id: int, threshold: float) -> int:
    query = select(func.count()).where(Task.project_id == project_id, Task.agreement < threshold)
    return await session.scalar(query) or 0


async def count_annotations(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """One row a person; those whose author is unknown share a row without one."""
    submitted = Annotation.was_cancelled.is_(False)
    query = (
        select(
            Annotation.completed_by.label("user_id"),
            func.count().filter(submitted).label("submitted"),
            func.count().filter(Annotation.was_cancelled).label("skipped"),
            *(
                func.count().filter(submitted, Annotation.review_state == state).label(state.value)
                for state in ReviewState
            ),
            func.sum(Annotation.lead_time).filter(submitted).label("total_lead_time"),
            cast(func.avg(Annotation.lead_time).filter(submitted), Double).label(
                "average_lead_time"
            ),
            func.max(Annotation.created_at).label("last_active"),
        )
        .where(Annotation.project_id == project_id)
        .group_by(Annotation.completed_by)
        .order_by(Annotation.completed_by)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


_PAIR_TOTALS = """
    SELECT left_id, right_id, n_tasks, total FROM pair_totals
    WHERE project_id = $1 AND dimension_id = 0 AND left_id > 0 AND n_tasks > 0
      AND generation = (
          SELECT number FROM scoring_generations WHERE project_id = $1 AND status = 'current'
      )
"""


async def list_pair_totals(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """(left_id, right_id, n_tasks, total) of annotators with each other, over all dimensions."""
    return await fetch(session, _PAIR_TOTALS, project_id)


async def compared_tasks(session: AsyncSession, project_id: int) -> dict[int, int]:
    """Person to the number of tasks on which they were compared with somebody."""
    query = select(ParticipantTotal.user_id, ParticipantTotal.n_tasks).where(
        ParticipantTotal.project_id == project_id,
        ParticipantTotal.generation == current_number(project_id),
    )
    return {row.user_id: row.n_tasks for row in await session.execute(query)}


async def list_label_counts(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """(source, from_name, label, count), by control, most used first."""
    query = (
        select(LabelCount.source, LabelCount.from_name, LabelCount.label, LabelCount.count)
        .where(LabelCount.project_id == project_id, LabelCount.count > 0)
        .order_by(LabelCount.from_name, LabelCount.count.desc(), LabelCount.label)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def people(session: AsyncSession, ids: Iterable[int]) -> dict[int, AnyRow]:
    query = select(User.id, User.email, User.first_name, User.last_name)
    wanted = list(ids)
    rows = await session.execute(query.where(User.id.in_(wanted)))
    return {row.id: row for row in rows}
