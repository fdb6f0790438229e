"""Reading reviews and what the verdict of one needs."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import Caller
from touchstone.access.queries import AnyRow, member_of, sees_every_project
from touchstone.db.driver import fetch_one
from touchstone.models import Annotation, Project, ProjectMember, Review
from touchstone.models.user import Role

_PLACE = """
    SELECT t.project_id, t.id AS task_id, t.overlap, t.data::text AS data,
           p.review_settings::text AS review_settings, p.label_config,
           m.user_id AS member_id, m.role AS member_role
    FROM annotations a
    JOIN tasks t ON t.project_id = a.project_id AND t.id = a.task_id
    JOIN projects p ON p.id = t.project_id
    LEFT JOIN project_members m ON m.project_id = p.id AND m.user_id = $2
    WHERE a.id = $1
    FOR NO KEY UPDATE OF t
"""


async def lock_place(session: AsyncSession, annotation_id: int, user_id: int) -> AnyRow | None:
    """Lock the annotation's task; with it come the project's settings and the membership."""
    return await fetch_one(session, _PLACE, annotation_id, user_id)


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
