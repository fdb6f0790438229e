"""One task with everything about it, as its caller may see it."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import ProjectContext
from touchstone.access.permissions import Permission
from touchstone.access.queries import list_by_ids
from touchstone.db.driver import as_dict
from touchstone.models import Task
from touchstone.tasks import queries, wire

HIDDEN_FROM_ANNOTATORS: dict[str, Any] = {
    "agreement": None,
    "agreement_undefined": None,
    "annotators": [],
    "annotators_count": 0,
    "reviewers": [],
    "reviewers_count": 0,
}


def own_only(ctx: ProjectContext) -> int | None:
    """The author whose work alone the caller may see: annotators see their own."""
    return None if ctx.can(Permission.DATA_MANAGER_VIEW) else ctx.user_id


async def task_detail(session: AsyncSession, ctx: ProjectContext, task: Task) -> dict[str, Any]:
    """The `TaskDetail` form."""
    whole = ctx.can(Permission.DATA_MANAGER_VIEW)
    annotations = await queries.annotations_of(
        session, ctx.project_id, [task.id], author_id=own_only(ctx)
    )
    reviews = await queries.reviews_of(session, ctx.project_id, [row.id for row in annotations])
    predictions = await queries.predictions_of(session, ctx.project_id, [task.id])
    drafts = await queries.drafts_of(session, ctx.project_id, [task.id])
    pairs = await queries.pair_scores_of(session, ctx.project_id, task.id) if whole else []
    ids = {row.completed_by for row in annotations} | {row.updated_by for row in annotations}
    ids |= {item.created_by for found in reviews.values() for item in found}
    ids |= {row.user_id for row in drafts}
    if whole:
        ids |= set(task.annotators) | set(task.reviewers)
    users = {user.id: user for user in await list_by_ids(session, ids - {None})}
    shown = wire.task(task, users)
    if not whole:
        shown |= HIDDEN_FROM_ANNOTATORS
    return shown | {
        "annotations": [wire.annotation(row, reviews.get(row.id, [])) for row in annotations],
        "predictions": [wire.prediction(row) for row in predictions],
        "drafts": [wire.draft(row) for row in drafts if whole or row.user_id == ctx.user_id],
        "pair_scores": [as_dict(row) for row in pairs],
        "users": wire.users_by_id(users.values()),
    }
