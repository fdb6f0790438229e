"""What a reviewer gets next: leases on the queue, and everything the screen shows of an item."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import ProjectContext
from touchstone.access.queries import AnyRow, list_by_ids, sees_every_project
from touchstone.access.users import simple_user
from touchstone.core.clock import utc_now
from touchstone.core.errors import NotFound
from touchstone.models import Annotation, ReviewQueueItem, Task
from touchstone.projects.queries import get_project
from touchstone.projects.schemas import ReviewSettings
from touchstone.projects.service import review_settings
from touchstone.reviews.schemas import NextIn
from touchstone.tasks import wire
from touchstone.tasks.queries import annotations_of, predictions_of, reviews_of

Queue = ReviewQueueItem
COUNTED = 1000
"""Beyond this many waiting items nobody needs the exact number on every step."""


def may_review_own(ctx: ProjectContext, settings: ReviewSettings) -> bool:
    """Managers and up may: who works alone imports and reviews under one account."""
    return settings.allow_own_annotations or sees_every_project(ctx.caller.role)


def eligible_items(
    ctx: ProjectContext, settings: ReviewSettings, tasks: Sequence[int] | None
) -> ColumnElement[bool]:
    """Which items of the queue this reviewer may be served."""
    conditions = [Queue.project_id == ctx.project_id]
    if not may_review_own(ctx, settings):
        conditions.append(Queue.completed_by.is_distinct_from(ctx.user_id))
    if tasks is not None:
        conditions.append(Queue.task_id.in_(tasks))
    of_task: list[ColumnElement[bool]] = []
    if settings.only_finished_tasks:
        of_task.append(Task.is_labeled.is_(True))
    if settings.review_criteria == "one":
        of_task.append(not_(Task.reviewed))
    if of_task:
        same = and_(Task.project_id == Queue.project_id, Task.id == Queue.task_id)
        conditions.append(select(Task.id).where(same, *of_task).exists())
    return and_(*conditions)


async def lease_next(
    session: AsyncSession, ctx: ProjectContext, draft: NextIn, *, lease_seconds: int
) -> dict[str, Any]:
    """Everything this stream holds, topped up to `limit` with the first free items.

    Rows that another request is taking at this moment are skipped, so that nobody waits and no
    item is handed out twice.
    """
    settings = review_settings(await get_project(session, ctx.project_id))
    eligible = eligible_items(ctx, settings, draft.tasks)
    now = utc_now()
    until = now + timedelta(seconds=lease_seconds)
    held = await _renew(session, ctx, draft.stream, until, now, extra=eligible)
    wanted = draft.limit - len(held)
    if wanted > 0:
        held += await _take(session, ctx, draft.stream, eligible, wanted, now, until)
    held.sort(key=lambda row: (row.task_id, row.annotation_id))
    remaining = await _count(session, eligible)
    others = 0
    if not held:
        others = await _count(session, and_(eligible, Queue.leased_until > now))
    return {
        "items": await _items(session, ctx, held, until),
        "remaining": min(remaining, COUNTED),
        "remaining_is_minimum": remaining > COUNTED,
        "held_by_others": others,
        "lease_seconds": lease_seconds,
    }


async def _renew(
    session: AsyncSession,
    ctx: ProjectContext,
    stream: UUID,
    until: datetime,
    now: datetime,
    *,
    extra: ColumnElement[bool] | None = None,
) -> list[AnyRow]:
    query = update(Queue).where(
        Queue.project_id == ctx.project_id,
        Queue.lease_stream == stream,
        Queue.lease_user == ctx.user_id,
        Queue.leased_until > now,
    )
    if extra is not None:
        query = query.where(extra)
    query = query.values(leased_until=until).returning(Queue.task_id, Queue.annotation_id)
    return list((await session.execute(query)).all())


async def _take(
    session: AsyncSession,
    ctx: ProjectContext,
    stream: UUID,
    eligible: ColumnElement[bool],
    wanted: int,
    now: datetime,
    until: datetime,
) -> list[AnyRow]:
    free = (
        select(Queue.project_id, Queue.task_id, Queue.annotation_id)
        .where(eligible, or_(Queue.leased_until.is_(None), Queue.leased_until <= now))
        .order_by(Queue.task_id, Queue.annotation_id)
        .limit(wanted)
        .with_for_update(of=Queue, skip_locked=True)
        .cte("free")
    )
    query = (
        update(Queue)
        .where(
            Queue.project_id == free.c.project_id,
            Queue.task_id == free.c.task_id,
            Queue.annotation_id == free.c.annotation_id,
        )
        .values(lease_stream=stream, lease_user=ctx.user_id, leased_until=until)
        .returning(Queue.task_id, Queue.annotation_id)
    )
    return list((await session.execute(query)).all())


async def _count(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    some = select(Queue.annotation_id).where(condition).limit(COUNTED + 1).subquery()
    return await session.scalar(select(func.count()).select_from(some)) or 0


async def _items(
    session: AsyncSession,
    ctx: ProjectContext,
    held: Sequence[AnyRow],
    until: datetime | None,
) -> list[dict[str, Any]]:
    """Everything the screen shows, for all items in five queries."""
    if not held:
        return []
    task_ids = sorted({row.task_id for row in held})
    tasks = {row.id: row for row in await _tasks(session, ctx.project_id, task_ids)}
    annotations = await annotations_of(session, ctx.project_id, task_ids)
    reviews = await reviews_of(session, ctx.project_id, [row.id for row in annotations])
    predictions = await predictions_of(session, ctx.project_id, task_ids)
    people = {row.completed_by for row in annotations}
    people |= {review.created_by for found in reviews.values() for review in found}
    users = {user.id: user for user in await list_by_ids(session, people - {None})}
    shown = {row.id: wire.annotation(row, reviews.get(row.id, [])) for row in annotations}
    items = []
    for place in held:
        annotation = shown[place.annotation_id]
        of_task = [row for row in annotations if row.task_id == place.task_id]
        author = users.get(annotation["completed_by"] or 0)
        task = tasks[place.task_id]
        items.append(
            {
                "annotation": annotation,
                "task": {
                    "id": task.id,
                    "inner_id": task.inner_id,
                    "data": task.data,
                    "agreement": task.agreement,
                    "ground_truth": task.ground_truth,
                },
                "others": [
                    shown[row.id]
                    for row in of_task
                    if row.id != place.annotation_id and not row.was_cancelled
                ],
                "predictions": [
                    wire.prediction(row) for row in predictions if row.task_id == place.task_id
                ],
                "leased_until": until,
                "author": simple_user(author) if author is not None else None,
                "users": wire.users_by_id(users.values()),
            }
        )
    return items


async def _tasks(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    query = select(Task.id, Task.inner_id, Task.data, Task.agreement, Task.ground_truth).where(
        Task.project_id == project_id, Task.id.in_(task_ids)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def get_item(
    session: AsyncSession, ctx: ProjectContext, annotation_id: int
) -> dict[str, Any]:
    """One item to look at again, without a lease. Raises NotFound."""
    row = await find_place(session, ctx.project_id, annotation_id)
    return (await _items(session, ctx, [row], None))[0]


async def find_place(session: AsyncSession, project_id: int, annotation_id: int) -> AnyRow:
    query = select(Annotation.task_id, Annotation.id.label("annotation_id")).where(
        Annotation.project_id == project_id, Annotation.id == annotation_id
    )
    row = (await session.execute(query)).first()
    if row is None:
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    return row


async def renew(
    session: AsyncSession, ctx: ProjectContext, stream: UUID, *, lease_seconds: int
) -> dict[str, Any]:
    """Hold on to what this stream still holds."""
    now = utc_now()
    until = now + timedelta(seconds=lease_seconds)
    held = await _renew(session, ctx, stream, until, now)
    return {
        "items": sorted(row.annotation_id for row in held),
        "leased_until": until if held else None,
    }


async def release(session: AsyncSession, ctx: ProjectContext, stream: UUID) -> int:
    """Let go of everything this stream holds. Returns how many items."""
    query = (
        update(Queue)
        .where(
            Queue.project_id == ctx.project_id,
            Queue.lease_stream == stream,
            Queue.lease_user == ctx.user_id,
        )
        .values(lease_stream=None, lease_user=None, leased_until=None)
        .returning(Queue.annotation_id)
    )
    return len((await session.execute(query)).all())
