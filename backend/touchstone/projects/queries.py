"""Projects with their counts, and their members."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import Caller
from touchstone.access.queries import AnyRow, member_of, sees_every_project
from touchstone.core.errors import Invalid, NotFound
from touchstone.models import (
    Annotation,
    Dimension,
    Project,
    ProjectMember,
    Review,
    ReviewQueueItem,
    Task,
    User,
)
from touchstone.models.task import TaskState

ID = re.compile("[0-9]{1,18}")

ORDERINGS = {
    "id": Project.id,
    "title": func.lower(Project.title),
    "created_at": Project.created_at,
    "updated_at": Project.updated_at,
}


def _count(condition: Any) -> Any:
    return cast(func.coalesce(func.sum(case((condition, 1), else_=0)), 0), Integer)


COUNTS = {
    "task_number": func.count(),
    "finished_task_number": _count(Task.is_labeled),
    "num_tasks_with_annotations": _count(Task.total_annotations > 0),
    "useful_annotation_number": cast(func.coalesce(func.sum(Task.total_annotations), 0), Integer),
    "skipped_annotations_number": cast(
        func.coalesce(func.sum(Task.cancelled_annotations), 0), Integer
    ),
    "ground_truth_number": _count(Task.ground_truth),
    "total_predictions_number": cast(func.coalesce(func.sum(Task.total_predictions), 0), Integer),
    "reviewed_number": _count(Task.reviewed),
    "scoring_pending": _count(Task.scored_version < Task.content_version),
    "completed_number": _count(Task.state == TaskState.COMPLETED),
}


def visible_to(caller: Caller) -> Select[Project]:
    query = select(Project)
    if not sees_every_project(caller.role):
        query = query.where(member_of(caller.id))
    return query


def filtered(
    query: Select[Project], *, title: str | None, search: str | None, ids: str | None
) -> Select[Project]:
    if title:
        query = query.where(Project.title.icontains(title, autoescape=True))
    if search:
        query = query.where(
            or_(
                Project.title.icontains(search, autoescape=True),
                Project.description.icontains(search, autoescape=True),
            )
        )
    if ids:
        numbers = [int(part) for part in ids.split(",") if ID.fullmatch(part.strip())]
        query = query.where(Project.id.in_(numbers))
    return query


async def list_projects(
    session: AsyncSession,
    query: Select[Project],
    *,
    ordering: str | None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Project], int]:
    """Projects of a page, newest first unless ordered otherwise, and how many there are."""
    total = await session.scalar(select(func.count()).select_from(query.subquery())) or 0
    key = (ordering or "-id").removeprefix("-")
    if key not in ORDERINGS:
        raise Invalid(f"Order by one of {', '.join(ORDERINGS)}.", code="unknown_ordering")
    column = ORDERINGS[key]
    descending = (ordering or "-id").startswith("-")
    query = query.order_by(column.desc() if descending else column.asc(), Project.id)
    rows = (await session.scalars(query.offset(offset).limit(limit))).all()
    return rows, total


async def get_project(session: AsyncSession, project_id: int, *, lock: bool = False) -> Project:
    project = await session.get(Project, project_id, with_for_update=lock or None)
    if project is None:
        raise NotFound("There is no such project.", project=project_id)
    return project


async def count_by_project(
    session: AsyncSession, project_ids: Sequence[int]
) -> dict[int, dict[str, int]]:
    """The figures of `COUNTS` and the length of the review queue, a project."""
    counts = (
        select(Task.project_id, *(column.label(name) for name, column in COUNTS.items()))
        .where(Task.project_id.in_(project_ids))
        .group_by(Task.project_id)
    )
    figures = {row.project_id: dict(row._mapping) for row in await session.execute(counts)}
    waiting = (
        select(ReviewQueueItem.project_id, func.count())
        .where(ReviewQueueItem.project_id.in_(project_ids))
        .group_by(ReviewQueueItem.project_id)
    )
    queue = {row[0]: row[1] for row in await session.execute(waiting)}
    empty = dict.fromkeys(COUNTS, 0)
    return {
        project_id: {
            **empty,
            **figures.get(project_id, {}),
            "review_queue_total": queue.get(project_id, 0),
        }
        for project_id in project_ids
    }


async def dimensions_of(
    session: AsyncSession, project_ids: Sequence[int]
) -> dict[int, list[Dimension]]:
    """By project, in their order of display."""
    query = (
        select(Dimension)
        .where(Dimension.project_id.in_(project_ids))
        .order_by(Dimension.position, Dimension.id)
    )
    found: dict[int, list[Dimension]] = {project_id: [] for project_id in project_ids}
    for dimension in await session.scalars(query):
        found[dimension.project_id].append(dimension)
    return found


async def creators(session: AsyncSession, projects: Sequence[Project]) -> dict[int, User]:
    ids = {project.created_by for project in projects if project.created_by is not None}
    rows = await session.scalars(select(User).where(User.id.in_(ids)))
    return {user.id: user for user in rows}


async def roles_in(
    session: AsyncSession, user_id: int, project_ids: Sequence[int]
) -> dict[int, str | None]:
    query = select(ProjectMember.project_id, ProjectMember.role).where(
        ProjectMember.user_id == user_id, ProjectMember.project_id.in_(project_ids)
    )
    return {row.project_id: row.role for row in await session.execute(query)}


async def list_members(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """(User, membership role or None, annotations, reviews) of members and of managers and up."""
    annotations = (
        select(Annotation.completed_by.label("user_id"), func.count().label("n"))
        .where(Annotation.project_id == project_id)
        .group_by(Annotation.completed_by)
        .subquery()
    )
    reviews = (
        select(Review.created_by.label("user_id"), func.count().label("n"))
        .where(Review.project_id == project_id)
        .group_by(Review.created_by)
        .subquery()
    )
    query = (
        select(
            User,
            ProjectMember.role.label("project_role"),
            ProjectMember.user_id.label("member_id"),
            func.coalesce(annotations.c.n, 0).label("annotations"),
            func.coalesce(reviews.c.n, 0).label("reviews"),
        )
        .outerjoin(
            ProjectMember,
            and_(ProjectMember.user_id == User.id, ProjectMember.project_id == project_id),
        )
        .outerjoin(annotations, annotations.c.user_id == User.id)
        .outerjoin(reviews, reviews.c.user_id == User.id)
        .where(
            or_(
                ProjectMember.user_id.is_not(None),
                and_(User.role.in_(["OW", "AD", "MA"]), User.is_active),
            )
        )
        .order_by(User.id)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def find_member(session: AsyncSession, project_id: int, user_id: int) -> ProjectMember | None:
    return await session.get(ProjectMember, (project_id, user_id))
