"""What changes an annotation.

Every change locks the task first, then the annotation, so that two writers never wait for each
other; it keeps the task's figures and review queue true and has the agreement computed anew.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import ProjectContext
from touchstone.access.permissions import Permission
from touchstone.access.queries import find_membership, sees_every_project
from touchstone.annotations.ground_truth import set_star
from touchstone.annotations.queries import lock_annotation, show
from touchstone.annotations.schemas import AnnotationIn, AnnotationPatch
from touchstone.core.clock import utc_now
from touchstone.core.errors import Forbidden, Invalid, NotFound, Stale
from touchstone.db.driver import fetch
from touchstone.models import Annotation, AnnotationVersion, ReviewQueueItem, User
from touchstone.models.annotation import Action, ReviewState
from touchstone.models.user import Role
from touchstone.tasks.answers import checked_features
from touchstone.tasks.places import lock_place, settle
from touchstone.tasks.queries import lock_tasks
from touchstone.tasks.service import refresh_figures, touch_contents


async def _author(session: AsyncSession, ctx: ProjectContext, wanted: int | None) -> int:
    """Managers and up may write in another member's name."""
    if wanted is None or wanted == ctx.user_id:
        return ctx.user_id
    if not ctx.can(Permission.MEMBERS_MANAGE):
        raise Forbidden("Only managers and up can submit in the name of somebody else.")
    membership = await find_membership(session, ctx.project_id, wanted)
    user = await session.get(User, wanted)
    if user is None or membership is None:
        raise Invalid(f"There is no user {wanted}.", code="unknown_user")
    if membership.member_id is None and not sees_every_project(Role(user.role)):
        raise Invalid(f"User {wanted} is not a member of the project.", code="not_a_member")
    return wanted


_INSERT = """
    INSERT INTO annotations (
        project_id, task_id, result, result_count, features, completed_by, updated_by,
        last_created_by, was_cancelled, lead_time, unique_id, import_id, parent_prediction,
        parent_annotation, draft_created_at, last_action
    ) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    RETURNING id
"""
_QUEUE = """
    INSERT INTO review_queue (project_id, task_id, annotation_id, completed_by)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (project_id, task_id, annotation_id)
    DO UPDATE SET lease_stream = NULL, lease_user = NULL, leased_until = NULL
"""
_UNQUEUE = """
    DELETE FROM review_queue WHERE project_id = $1 AND task_id = $2 AND annotation_id = $3
"""


async def create_annotation(
    session: AsyncSession, ctx: ProjectContext, task_id: int, draft: AnnotationIn
) -> int:
    """Submit an annotation; returns its id. Raises Invalid, Forbidden, NotFound."""
    author = await _author(session, ctx, draft.completed_by)
    if draft.ground_truth:
        ctx.require(Permission.GROUND_TRUTH_SET)
    place = await lock_place(session, ctx.project_id, task_id)
    features = await checked_features(draft.result, place.config, place.data)
    rows = await fetch(
        session,
        _INSERT,
        ctx.project_id,
        task_id,
        orjson.dumps(draft.result).decode(),
        len(draft.result),
        features,
        author,
        ctx.user_id,
        draft.was_cancelled,
        draft.lead_time,
        draft.unique_id,
        draft.import_id,
        draft.parent_prediction,
        draft.parent_annotation,
        draft.draft_created_at,
        Action.SKIPPED if draft.was_cancelled else Action.SUBMITTED,
    )
    annotation_id = int(rows[0].id)
    if draft.ground_truth:
        await set_star(session, ctx.project_id, task_id, annotation_id, starred=True)
    if not draft.was_cancelled:
        await queue_for_review(session, ctx.project_id, task_id, annotation_id, author)
    await settle(session, place, content_changed=True)
    return annotation_id


async def queue_for_review(
    session: AsyncSession,
    project_id: int,
    task_id: int,
    annotation_id: int,
    completed_by: int | None,
) -> None:
    """Let the annotation wait for a verdict; a lease on an older version ends."""
    await fetch(session, _QUEUE, project_id, task_id, annotation_id, completed_by)


async def unqueue(session: AsyncSession, project_id: int, task_id: int, annotation_id: int) -> None:
    await fetch(session, _UNQUEUE, project_id, task_id, annotation_id)


async def check_version(
    session: AsyncSession, annotation: Annotation, seen_version: int | None
) -> None:
    """Raises Stale, with the annotation as it is now, when the caller saw an older version."""
    if seen_version is not None and seen_version != annotation.version:
        raise Stale(
            f"The annotation is at version {annotation.version} now; you saw {seen_version}.",
            code="stale",
            annotation=await show(session, annotation.project_id, annotation.id),
        )


async def replace_result(
    session: AsyncSession,
    annotation: Annotation,
    result: list[Any],
    features: bytes,
    *,
    user_id: int,
    action: Action,
) -> None:
    """Put a new result in place of the old one, which is kept as a version."""
    session.add(
        AnnotationVersion(
            project_id=annotation.project_id,
            annotation_id=annotation.id,
            version=annotation.version,
            result=annotation.result,
            action=annotation.last_action,
            created_by=annotation.updated_by or annotation.completed_by,
        )
    )
    annotation.version += 1
    annotation.result = result
    annotation.result_count = len(result)
    annotation.features = features
    annotation.updated_by = user_id
    annotation.last_created_by = user_id
    annotation.last_action = action
    annotation.updated_at = utc_now()
    await session.flush()


def _require_editor(ctx: ProjectContext, annotation: Annotation, patch: AnnotationPatch) -> None:
    given = patch.model_fields_set
    if "ground_truth" in given:
        ctx.require(Permission.GROUND_TRUTH_SET)
    others = given & {"result", "was_cancelled", "lead_time"}
    if others and annotation.completed_by != ctx.user_id:
        ctx.require(Permission.ANNOTATION_UPDATE_ANY)


async def update_annotation(
    session: AsyncSession,
    ctx: ProjectContext,
    annotation_id: int,
    patch: AnnotationPatch,
    *,
    seen_version: int | None,
) -> None:
    """Change an annotation; a new result asks for a new verdict.

    Raises NotFound, Forbidden, Invalid, and Stale when it changed after the caller saw it.
    """
    task_id = await _task_of(session, ctx.project_id, annotation_id)
    place = await lock_place(session, ctx.project_id, task_id)
    annotation = await lock_annotation(session, ctx.project_id, annotation_id)
    if annotation.completed_by != ctx.user_id and not ctx.can(Permission.DATA_MANAGER_VIEW):
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    _require_editor(ctx, annotation, patch)
    await check_version(session, annotation, seen_version)

    new_result = patch.result is not None and patch.result != annotation.result
    skip_changed = patch.was_cancelled not in {None, annotation.was_cancelled}
    if patch.result is not None and new_result:
        await replace_result(
            session,
            annotation,
            patch.result,
            await checked_features(patch.result, place.config, place.data),
            user_id=ctx.user_id,
            action=Action.UPDATED,
        )
        annotation.review_state = ReviewState.PENDING
    if patch.was_cancelled is not None and skip_changed:
        annotation.was_cancelled = patch.was_cancelled
        annotation.last_action = Action.SKIPPED if patch.was_cancelled else Action.UPDATED
        annotation.updated_at = utc_now()
    if "lead_time" in patch.model_fields_set:
        annotation.lead_time = patch.lead_time
    await session.flush()
    if patch.ground_truth is not None:
        await set_star(session, ctx.project_id, task_id, annotation_id, starred=patch.ground_truth)
    if new_result or skip_changed:
        await _requeue(session, annotation)
    compared_anew = new_result or skip_changed or patch.ground_truth is not None
    await settle(session, place, content_changed=compared_anew)


async def _requeue(session: AsyncSession, annotation: Annotation) -> None:
    place = (annotation.project_id, annotation.task_id, annotation.id)
    if annotation.was_cancelled or annotation.review_state != ReviewState.PENDING:
        await unqueue(session, *place)
    else:
        await queue_for_review(session, *place, annotation.completed_by)


async def _task_of(session: AsyncSession, project_id: int, annotation_id: int) -> int:
    task_id: int | None = await session.scalar(
        select(Annotation.task_id).where(
            Annotation.project_id == project_id, Annotation.id == annotation_id
        )
    )
    if task_id is None:
        raise NotFound("There is no such annotation.", annotation=annotation_id)
    return task_id


async def delete_annotation(
    session: AsyncSession, ctx: ProjectContext, annotation_id: int, *, seen_version: int | None
) -> None:
    """Delete an annotation with its reviews. Raises NotFound and Stale."""
    task_id = await _task_of(session, ctx.project_id, annotation_id)
    place = await lock_place(session, ctx.project_id, task_id)
    annotation = await lock_annotation(session, ctx.project_id, annotation_id)
    await check_version(session, annotation, seen_version)
    await unqueue(session, ctx.project_id, task_id, annotation_id)
    await session.execute(
        delete(Annotation).where(
            Annotation.project_id == ctx.project_id, Annotation.id == annotation_id
        )
    )
    await settle(session, place, content_changed=True)


async def delete_of_tasks(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> int:
    """Delete all annotations of these tasks. Returns how many."""
    await lock_tasks(session, project_id, task_ids)
    await session.execute(
        delete(ReviewQueueItem).where(
            ReviewQueueItem.project_id == project_id, ReviewQueueItem.task_id.in_(task_ids)
        )
    )
    gone = await session.execute(
        delete(Annotation)
        .where(Annotation.project_id == project_id, Annotation.task_id.in_(task_ids))
        .returning(Annotation.task_id)
    )
    touched = list(gone.scalars())
    if touched:
        changed = sorted(set(touched))
        await refresh_figures(session, project_id, changed)
        await touch_contents(session, project_id, changed)
    return len(touched)
