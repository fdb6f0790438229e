"""What a reviewer gets next: leases on the queue, and everything the screen shows of an item."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select, text, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import ProjectContext
from touchstone.access.queries import AnyRow, list_by_ids, sees_every_project
from touchstone.access.users import simple_user
from touchstone.core.clock import utc_now
from touchstone.core.errors import NotFound
from touchstone.db.driver import fetch
from touchstone.models import Annotation, ReviewQueueItem
from touchstone.projects.schemas import ReviewSettings
from touchstone.reviews.schemas import MOST_ITEMS, NextIn
from touchstone.tasks import wire
from touchstone.tasks.queries import annotations_of, predictions_of, reviews_of

Queue = ReviewQueueItem
COUNTED = 1000
"""Beyond this many waiting items nobody needs the exact number on every step."""


def may_review_own(ctx: ProjectContext, settings: ReviewSettings) -> bool:
    """Managers and up may: who works alone imports and reviews under one account."""
    return settings.allow_own_annotations or sees_every_project(ctx.caller.role)


_ELIGIBLE = """
    q.project_id = {project}
    AND ({may_own} OR q.completed_by IS DISTINCT FROM {reviewer})
    AND ({tasks} IS NULL OR q.task_id = ANY({tasks}))
    AND (NOT ({finished} OR {one}) OR EXISTS (
        SELECT FROM tasks t WHERE t.project_id = q.project_id AND t.id = q.task_id
            AND (NOT {finished} OR t.is_labeled) AND (NOT {one} OR NOT t.reviewed)
    ))
"""
"""Which items `q` of the queue a reviewer may be served."""

_PARAMETERS = ("project", "may_own", "reviewer", "tasks", "finished", "one")
_TYPES = ("bigint", "boolean", "bigint", "bigint[]", "boolean", "boolean")
_NUMBERED = _ELIGIBLE.format(
    **{
        name: f"${number}::{kind}"
        for number, (name, kind) in enumerate(zip(_PARAMETERS, _TYPES, strict=True), start=1)
    }
)


def _arguments(
    ctx: ProjectContext, settings: ReviewSettings, tasks: Sequence[int] | None
) -> tuple[Any, ...]:
    return (
        ctx.project_id,
        may_review_own(ctx, settings),
        ctx.user_id,
        tasks,
        settings.only_finished_tasks,
        settings.review_criteria == "one",
    )


def tasks_to_review(ctx: ProjectContext, settings: ReviewSettings) -> ColumnElement[bool]:
    """A condition on `tasks`: it has an annotation that this reviewer may be served."""
    condition = _ELIGIBLE.format(
        **{
            name: f"CAST(:eligible_{name} AS {kind})"
            for name, kind in zip(_PARAMETERS, _TYPES, strict=True)
        }
    )
    values = zip(_PARAMETERS, _arguments(ctx, settings, None), strict=True)
    clause = text(
        f"tasks.id IN (SELECT q.task_id FROM review_queue q WHERE {condition})"  # noqa: S608
    ).bindparams(**{f"eligible_{name}": value for name, value in values})
    return and_(true(), clause)


# One statement: keep what the stream holds, take the first free items, count what waits.
# `few` tells the planner that they are few: it would read the whole queue to find them otherwise.
_LEASE = f"""
    WITH kept AS (
        UPDATE review_queue q SET leased_until = $7
        WHERE {_NUMBERED} AND q.lease_stream = $8 AND q.lease_user = $3 AND q.leased_until > $9
        RETURNING q.task_id, q.annotation_id
    ), free AS (
        SELECT q.project_id, q.task_id, q.annotation_id FROM review_queue q
        WHERE {_NUMBERED} AND (q.leased_until IS NULL OR q.leased_until <= $9)
        ORDER BY q.project_id, q.task_id, q.annotation_id
        LIMIT greatest(0, $10 - (SELECT count(*) FROM kept))
        FOR UPDATE OF q SKIP LOCKED
    ), few AS (
        SELECT * FROM free LIMIT {MOST_ITEMS}
    ), taken AS (
        UPDATE review_queue q SET lease_stream = $8, lease_user = $3, leased_until = $7
        FROM few
        WHERE q.project_id = few.project_id AND q.task_id = few.task_id
          AND q.annotation_id = few.annotation_id
        RETURNING q.task_id, q.annotation_id
    ), waiting AS (
        SELECT count(*) AS n FROM (
            SELECT FROM review_queue q WHERE {_NUMBERED} LIMIT {COUNTED + 1}
        ) AS some_of_them
    )
    SELECT held.task_id, held.annotation_id, waiting.n AS remaining
    FROM (SELECT * FROM kept UNION ALL SELECT * FROM taken) AS held, waiting
    ORDER BY held.task_id, held.annotation_id
"""  # noqa: S608  constants only
_COUNT = f"""
    SELECT count(*) AS n FROM (
        SELECT FROM review_queue q
        WHERE {_NUMBERED} AND ($7::timestamptz IS NULL OR q.leased_until > $7)
        LIMIT {COUNTED + 1}
    ) AS waiting
"""  # noqa: S608  constants only
_SETTINGS = "SELECT review_settings::text AS settings FROM projects WHERE id = $1"


async def lease_next(
    session: AsyncSession, ctx: ProjectContext, draft: NextIn, *, lease_seconds: int
) -> dict[str, Any]:
    """Everything this stream holds, topped up to `limit` with the first free items.

    Rows that another request is taking at this moment are skipped, so that nobody waits and no
    item is handed out twice.
    """
    project = (await fetch(session, _SETTINGS, ctx.project_id))[0]
    settings = ReviewSettings.model_validate_json(project.settings)
    eligible = _arguments(ctx, settings, draft.tasks)
    now = utc_now()
    until = now + timedelta(seconds=lease_seconds)
    held = await fetch(session, _LEASE, *eligible, until, draft.stream, now, draft.limit)
    if held:
        remaining, others = held[0].remaining, 0
    else:
        remaining = (await fetch(session, _COUNT, *eligible, None))[0].n
        others = (await fetch(session, _COUNT, *eligible, now))[0].n
    return {
        "items": await _items(session, ctx, held, until),
        "remaining": min(remaining, COUNTED),
        "remaining_is_minimum": remaining > COUNTED,
        "held_by_others": others,
        "lease_seconds": lease_seconds,
    }


_TASKS = """
    SELECT id, inner_id, data::text AS data_text, agreement, ground_truth
    FROM tasks WHERE project_id = $1 AND id = ANY($2)
"""


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
    tasks = {row.id: row for row in await fetch(session, _TASKS, ctx.project_id, task_ids)}
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
                    "data": wire.fragment(task.data_text),
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


_KEEP = """
    UPDATE review_queue SET leased_until = $4
    WHERE project_id = $1 AND lease_stream = $2 AND lease_user = $3 AND leased_until > $5
    RETURNING annotation_id
"""


async def renew(
    session: AsyncSession, ctx: ProjectContext, stream: UUID, *, lease_seconds: int
) -> dict[str, Any]:
    """Hold on to what this stream still holds."""
    now = utc_now()
    until = now + timedelta(seconds=lease_seconds)
    held = await fetch(session, _KEEP, ctx.project_id, stream, ctx.user_id, until, now)
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
