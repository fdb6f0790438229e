"""Reading reviews and what the verdict of one needs."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import Caller
from touchstone.access.queries import AnyRow, member_of, sees_every_project
from touchstone.models import Annotation, Project, ProjectMember, Review, ReviewQueueItem, Task
from touchstone.models.user import Role


def _place(annotation_id: int, user_id: int) -> Select[*tuple[object, ...]]:
    return (
        select(
            Task.project_id,
            Task.id.label("task_id"),
            Task.overlap,
            Task.data,
            Project.review_settings,
            Project.label_config,
            ProjectMember.user_id.label("member_id"),
            ProjectMember.role.label("member_role"),
        )
        .join(
            Annotation,
            and_(Annotation.project_id == Task.project_id, Annotation.task_id == Task.id),
        )
        .join(Project, Project.id == Task.project_id)
        .outerjoin(
            ProjectMember,
            and_(ProjectMember.project_id == Project.id, ProjectMember.user_id == user_id),
        )
        .where(Annotation.id == annotation_id)
    )


async def lock_place(session: AsyncSession, annotation_id: int, user_id: int) -> AnyRow | None:
    """Lock the annotation's task; with it come the project's settings and the membership."""
    query = _place(annotation_id, user_id).with_for_update(of=Task, key_share=True)
    return (await session.execute(query)).first()


async def annotation_under_review(
    session: AsyncSession, project_id: int, annotation_id: int
) -> AnyRow | None:
    """What the verdict depends on; read after the lock, so that it is current."""
    query = (
        select(
            Annotation.id,
            Annotation.version,
            Annotation.completed_by,
            Annotation.was_cancelled,
            Annotation.review_state,
            ReviewQueueItem.lease_stream,
            ReviewQueueItem.lease_user,
            ReviewQueueItem.leased_until,
        )
        .outerjoin(
            ReviewQueueItem,
            and_(
                ReviewQueueItem.project_id == Annotation.project_id,
                ReviewQueueItem.task_id == Annotation.task_id,
                ReviewQueueItem.annotation_id == Annotation.id,
            ),
        )
        .where(Annotation.project_id == project_id, Annotation.id == annotation_id)
    )
    return (await session.execute(query)).first()


async def newest_review(
    session: AsyncSession, project_id: int, annotation_id: int
) -> Review | None:
    query = (
        select(Review)
        .where(Review.project_id == project_id, Review.annotation_id == annotation_id)
        .order_by(Review.id.desc())
        .limit(1)
    )
    return (await session.scalars(query)).first()


async def list_reviews(
    session: AsyncSession,
    caller: Caller,
    *,
    annotation_id: int | None,
    project_id: int | None,
    offset: int,
    limit: int,
) -> Sequence[Review]:
    """Reviews that the caller may see, oldest first: all of a project, or those of own work."""
    query = select(Review).order_by(Review.id).offset(offset).limit(limit)
    if annotation_id is not None:
        query = query.where(Review.annotation_id == annotation_id)
    if project_id is not None:
        query = query.where(Review.project_id == project_id)
    if not sees_every_project(caller.role):
        role = func.coalesce(ProjectMember.role, caller.role)
        reviewed_by_me = select(ProjectMember.project_id).where(
            ProjectMember.user_id == caller.id, role == Role.REVIEWER
        )
        mine = select(Project.id).where(member_of(caller.id))
        own_work = (
            select(Annotation.id)
            .where(Annotation.project_id == Review.project_id)
            .where(Annotation.id == Review.annotation_id, Annotation.completed_by == caller.id)
            .exists()
        )
        query = query.where(
            or_(
                Review.project_id.in_(reviewed_by_me),
                and_(Review.project_id.in_(mine), own_work),
            )
        )
    return (await session.scalars(query)).all()
