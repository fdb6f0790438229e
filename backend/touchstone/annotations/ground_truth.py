"""The star: at most one annotation of a task is its ground truth."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models import Annotation
from touchstone.tasks.queries import lock_tasks
from touchstone.tasks.service import refresh_figures, touch_contents


async def set_star(
    session: AsyncSession, project_id: int, task_id: int, annotation_id: int, *, starred: bool
) -> None:
    """Give an annotation the star, which takes it from the task's other one, or take it away.

    The caller holds the task's lock and settles its figures afterwards.
    """
    of_task = (Annotation.project_id == project_id, Annotation.task_id == task_id)
    if starred:  # the old star goes first: an index allows one a task
        await session.execute(
            update(Annotation)
            .where(*of_task, Annotation.ground_truth, Annotation.id != annotation_id)
            .values(ground_truth=False)
        )
    await session.execute(
        update(Annotation)
        .where(*of_task, Annotation.id == annotation_id)
        .values(ground_truth=starred)
    )


async def clear(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> int:
    """Take the star from these tasks' annotations; the annotations stay. Returns how many."""
    query = (
        update(Annotation)
        .where(
            Annotation.project_id == project_id,
            Annotation.task_id.in_(task_ids),
            Annotation.ground_truth,
        )
        .values(ground_truth=False)
        .returning(Annotation.task_id)
    )
    starred = (
        select(Annotation.task_id)
        .where(
            Annotation.project_id == project_id,
            Annotation.task_id.in_(task_ids),
            Annotation.ground_truth,
        )
        .order_by(Annotation.task_id)
    )
    await lock_tasks(session, project_id, (await session.scalars(starred)).all())
    touched = (await session.scalars(query)).all()
    if touched:
        await refresh_figures(session, project_id, touched)
        await touch_contents(session, project_id, touched)
    return len(touched)
