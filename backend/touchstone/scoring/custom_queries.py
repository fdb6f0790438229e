"""Reading a project's own function, its log, and a pair to try it on."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models import Annotation, CustomMetric, CustomMetricLog
from touchstone.scoring.custom import CustomSide


async def find_metric(session: AsyncSession, project_id: int) -> CustomMetric | None:
    return await session.get(CustomMetric, project_id)


async def list_logs(
    session: AsyncSession,
    project_id: int,
    *,
    start: date | None,
    end: date | None,
    limit: int,
) -> Sequence[CustomMetricLog]:
    """The newest first; both days belong to the time asked for, in UTC."""
    query = (
        select(CustomMetricLog)
        .where(CustomMetricLog.project_id == project_id)
        .order_by(CustomMetricLog.id.desc())
        .limit(limit)
    )
    day = func.date(func.timezone("UTC", CustomMetricLog.created_at))
    if start is not None:
        query = query.where(day >= start)
    if end is not None:
        query = query.where(day <= end)
    return (await session.scalars(query)).all()


async def find_pair(
    session: AsyncSession, project_id: int, task_id: int | None
) -> tuple[CustomSide, CustomSide] | None:
    """Two annotations of one task, by different people: of the given or else of the newest task."""
    here = (
        Annotation.project_id == project_id,
        Annotation.was_cancelled.is_(False),
        Annotation.completed_by.is_not(None),
    )
    if task_id is None:
        newest = (
            select(Annotation.task_id)
            .where(*here)
            .group_by(Annotation.task_id)
            .having(func.count(Annotation.completed_by.distinct()) > 1)
            .order_by(Annotation.task_id.desc())
            .limit(1)
        )
        task_id = await session.scalar(newest)
    newest_of_each = (
        select(func.max(Annotation.id))
        .where(*here, Annotation.task_id == task_id)
        .group_by(Annotation.completed_by)
        .order_by(Annotation.completed_by)
        .limit(2)
    )
    query = (
        select(
            Annotation.id,
            Annotation.task_id,
            Annotation.completed_by,
            cast(Annotation.result, Text).label("result"),
        )
        .where(Annotation.project_id == project_id, Annotation.id.in_(newest_of_each))
        .order_by(Annotation.completed_by)
    )
    sides = [
        CustomSide(row.id, row.task_id, row.completed_by, None, row.result)
        for row in await session.execute(query)
    ]
    return (sides[0], sides[1]) if len(sides) == 2 else None
