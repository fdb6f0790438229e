"""Giving a verdict and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import Caller, ProjectContext, context_of
from touchstone.access.permissions import Permission
from touchstone.access.queries import AnyRow
from touchstone.annotations.queries import lock_annotation, show
from touchstone.annotations.service import (
    queue_for_review,
    replace_result,
)
from touchstone.core.clock import utc_now
from touchstone.core.errors import Forbidden, Held, Invalid, NotFound, Stale
from touchstone.db.driver import fetch
from touchstone.models import Review
from touchstone.models.annotation import Action, ReviewState
from touchstone.models.review import RejectAction, Verdict
from touchstone.projects.schemas import ReviewSettings
from touchstone.reviews import queries
from touchstone.reviews.schemas import ReviewIn
from touchstone.reviews.stream import may_review_own
from touchstone.tasks.answers import checked_features
from touchstone.tasks.places import TaskPlace, assignments, figures_of, place_of, rescore
from touchstone.tasks.queries import annotation_states, facts_of, lock_task, lock_tasks
from touchstone.tasks.service import refresh_figures, touch_contents

STATE_AFTER = {
    Verdict.ACCEPTED: ReviewState.ACCEPTED,
    Verdict.FIXED: ReviewState.FIXED,
    Verdict.REJECTED: ReviewState.REJECTED,
}


def is_accepted(state: str) -> bool:
    return state in {ReviewState.ACCEPTED, ReviewState.FIXED}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a verdict falls: the locked task and who decides there."""

    ctx: ProjectContext
    task: TaskPlace

    @property
    def task_id(self) -> int:
        return self.task.task_id

    @property
    def settings(self) -> ReviewSettings:
        return self.task.settings


async def submit_review(session: AsyncSession, caller: Caller, draft: ReviewIn) -> Review | AnyRow:
    """Record a verdict, move the annotation to its new state and take it from the queue.

    Saying the same again about the same version changes nothing. Raises NotFound, Forbidden
    (also for a reviewer's own annotation), Invalid, Stale when the annotation changed after the
    reviewer saw it, and Held while another reviewer has it on screen.
    """
    place = await _enter(session, caller, draft.annotation)
    states = await annotation_states(session, place.ctx.project_id, [place.task_id])
    row = next((state for state in states if state.id == draft.annotation), None)
    if row is None:
        raise NotFound("There is no such annotation.", annotation=draft.annotation)
    await _check(session, place, row, draft)
    action = _reject_action(place.settings, draft)

    verdict = Verdict.ACCEPTED if draft.accepted else Verdict.REJECTED
    fixed_version = None
    if draft.accepted and draft.result is not None:
        fixed_version = await _fix(session, place, draft.annotation, draft.result)
        verdict = Verdict.ACCEPTED if fixed_version is None else Verdict.FIXED
    if fixed_version is None:
        repeated = await _same_as_before(session, place, row, draft, verdict, action)
        if repeated is not None:
            return repeated

    # Agreement among accepted annotations follows the verdict.
    rescored = fixed_version is not None or (
        len(states) > 1 and is_accepted(row.review_state) != is_accepted(STATE_AFTER[verdict])
    )
    now = utc_now()
    judged = replace(
        facts_of(row),
        review_state=STATE_AFTER[verdict],
        reject_action=action,
        reviewers=(*(row.reviewers or ()), caller.id),
        reviewed_at=now,
    )
    rows = await fetch(
        session,
        _RECORD,
        place.ctx.project_id,
        place.task_id,
        draft.annotation,
        row.version,
        fixed_version,
        verdict,
        action,
        draft.comment,
        caller.id,
        draft.started_at,
        now,
        STATE_AFTER[verdict],
        int(rescored),
        *figures_of(place.task, [judged if state is row else facts_of(state) for state in states]),
    )
    if rescored:
        await rescore(session, place.task)
    return rows[0]


# One statement: the verdict, the annotation's new state, the end of its wait, the task's figures.
_RECORD = f"""
    WITH verdict AS (
        INSERT INTO reviews (
            project_id, task_id, annotation_id, annotation_version, fixed_version, verdict,
            reject_action, comment, created_by, started_at, created_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        RETURNING *
    ), judged AS (
        UPDATE annotations SET review_state = $12, last_action = $6
        WHERE project_id = $1 AND id = $3
    ), done AS (
        DELETE FROM review_queue WHERE project_id = $1 AND task_id = $2 AND annotation_id = $3
    ), settled AS (
        UPDATE tasks
        SET updated_at = $11, content_version = content_version + $13, {assignments(14)}
        WHERE project_id = $1 AND id = $2
    )
    SELECT * FROM verdict
"""  # noqa: S608  constants only


async def _enter(session: AsyncSession, caller: Caller, annotation_id: int) -> Place:
    missing = NotFound("There is no such annotation.", annotation=annotation_id)
    row = await queries.lock_place(session, annotation_id, caller.id)
    if row is None:
        raise missing
    try:
        ctx = context_of(
            caller, row.project_id, row.member_id, row.member_role, Permission.REVIEW_CREATE
        )
    except NotFound:
        raise missing from None
    task = place_of(row.project_id, row.task_id, row)
    return Place(ctx, task)


async def _check(session: AsyncSession, place: Place, row: AnyRow, draft: ReviewIn) -> None:
    if row.was_cancelled:
        raise Invalid("A skipped annotation cannot be reviewed.", code="skipped")
    own = row.completed_by is not None and row.completed_by == place.ctx.user_id
    if own and not may_review_own(place.ctx, place.settings):
        raise Forbidden("You cannot review your own annotation.", code="own_annotation")
    if draft.annotation_version not in {None, row.version}:
        raise Stale(
            f"The annotation is at version {row.version} now; you saw {draft.annotation_version}.",
            annotation=await show(session, place.ctx.project_id, row.id),
        )
    _check_lease(place, row, draft)
    if (
        not draft.accepted
        and place.settings.require_comment_on_reject
        and not draft.comment.strip()
    ):
        raise Invalid(
            "This project asks for a comment with every reject.",
            code="comment_required",
            validation_errors={"comment": ["required"]},
        )


def _check_lease(place: Place, row: AnyRow, draft: ReviewIn) -> None:
    if row.leased_until is None or row.leased_until <= utc_now():
        return
    mine = row.lease_user == place.ctx.user_id
    if mine and draft.stream in {None, row.lease_stream}:
        return
    raise Held(
        "You have this item open in another window."
        if mine
        else "Another reviewer has this item open.",
        until=row.leased_until,
    )


def _reject_action(settings: ReviewSettings, draft: ReviewIn) -> RejectAction | None:
    if draft.accepted:
        return None
    action = draft.reject_action or settings.default_reject_action
    if action not in settings.allowed_reject_actions:
        raise Invalid(
            f"This project allows rejecting with {', '.join(settings.allowed_reject_actions)}.",
            code="reject_action_not_allowed",
        )
    return action


async def _fix(
    session: AsyncSession, place: Place, annotation_id: int, result: list[object]
) -> int | None:
    """Store the reviewer's result; None when it is no different. The task is scored anew."""
    annotation = await lock_annotation(session, place.ctx.project_id, annotation_id)
    if annotation.result == result:
        return None
    await replace_result(
        session,
        annotation,
        result,
        await checked_features(result, place.task.config, place.task.data),
        user_id=place.ctx.user_id,
        action=Action.FIXED_AND_ACCEPTED,
    )
    return annotation.version


async def _same_as_before(
    session: AsyncSession,
    place: Place,
    row: AnyRow,
    draft: ReviewIn,
    verdict: Verdict,
    action: RejectAction | None,
) -> Review | None:
    """The newest review, if this verdict only repeats it (a client that lost our answer)."""
    if row.review_state == ReviewState.PENDING:
        return None
    newest = await queries.newest_review(session, place.ctx.project_id, row.id)
    if newest is None or newest.created_by != place.ctx.user_id:
        return None
    same = (newest.fixed_version or newest.annotation_version, newest.reject_action) == (
        row.version,
        action,
    )
    agrees = newest.verdict == verdict or (newest.verdict, verdict) == (
        Verdict.FIXED,
        Verdict.ACCEPTED,
    )
    return newest if same and agrees and newest.comment == draft.comment else None


async def delete_review(session: AsyncSession, ctx: ProjectContext, review_id: int) -> None:
    """Take a verdict back; the annotation falls to the verdict before it, or waits again.

    Raises NotFound.
    """
    query = select(Review).where(Review.project_id == ctx.project_id, Review.id == review_id)
    review = (await session.scalars(query)).one_or_none()
    if review is None:
        raise NotFound("There is no such review.", review=review_id)
    await lock_task(session, ctx.project_id, review.task_id)
    await session.execute(
        delete(Review).where(Review.project_id == ctx.project_id, Review.id == review_id)
    )
    await _fall_back(session, ctx.project_id, review.task_id, [review.annotation_id])
    await refresh_figures(session, ctx.project_id, [review.task_id])
    await touch_contents(session, ctx.project_id, [review.task_id])


async def delete_of_tasks(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> int:
    """Delete all reviews of these tasks; their annotations wait for a verdict again."""
    await lock_tasks(session, project_id, task_ids)
    query = delete(Review).where(Review.project_id == project_id, Review.task_id.in_(task_ids))
    gone = (await session.execute(query.returning(Review.task_id, Review.annotation_id))).all()
    by_task: dict[int, set[int]] = {}
    for task_id, annotation_id in gone:
        by_task.setdefault(task_id, set()).add(annotation_id)
    for task_id in sorted(by_task):
        await _fall_back(session, project_id, task_id, sorted(by_task[task_id]))
    if by_task:
        await refresh_figures(session, project_id, sorted(by_task))
        await touch_contents(session, project_id, sorted(by_task))
    return len(gone)


async def _fall_back(
    session: AsyncSession, project_id: int, task_id: int, annotation_ids: Sequence[int]
) -> None:
    for annotation_id in annotation_ids:
        annotation = await lock_annotation(session, project_id, annotation_id)
        newest = await queries.newest_review(session, project_id, annotation_id)
        current = newest is not None and annotation.version == (
            newest.fixed_version or newest.annotation_version
        )
        annotation.review_state = (
            STATE_AFTER[Verdict(newest.verdict)] if newest and current else ReviewState.PENDING
        )
        annotation.last_action = Action.DELETED_REVIEW
        await session.flush()
        if annotation.review_state == ReviewState.PENDING and not annotation.was_cancelled:
            await queue_for_review(
                session, project_id, task_id, annotation_id, annotation.completed_by
            )
