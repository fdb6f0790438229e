"""Progress of computing figures, and annotations to try a path on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.models import Annotation, Project, ScoringGeneration, Task
from touchstone.models.score import GenerationStatus
from touchstone.projects import generations

TRIED = 20
"""Annotations that a path is tried on."""


async def count_tasks(session: AsyncSession, project_id: int) -> int:
    query = select(func.count()).where(Task.project_id == project_id)
    return await session.scalar(query) or 0


async def rebuild(session: AsyncSession, project: Project) -> dict[str, Any]:
    """The `RebuildOut` form."""
    query = select(ScoringGeneration).where(
        ScoringGeneration.project_id == project.id,
        ScoringGeneration.status != GenerationStatus.RETIRED,
    )
    by_status = {one.status: one for one in await session.scalars(query)}
    building = by_status.get(GenerationStatus.BUILDING)
    current = by_status.get(GenerationStatus.CURRENT)
    return {
        "building": None if building is None else _building(building),
        "current": None
        if current is None
        else {"number": current.number, "finished_at": current.finished_at},
        "outdated": building is None
        and current is not None
        and not generations.same_figures(
            current.settings, await generations.settings_of(session, project)
        ),
    }


def _building(generation: ScoringGeneration) -> dict[str, Any]:
    done, total = generation.tasks_done, generation.tasks_total
    return {
        "number": generation.number,
        "tasks_total": total,
        "tasks_done": done,
        "percent": min(100, done * 100 // total) if total else 0,
        "created_at": generation.created_at,
        "created_by": generation.created_by,
    }


async def find_task_to_try(
    session: AsyncSession, project_id: int, task_id: int | None
) -> int | None:
    """The task, if it is of the project; without one the first that several have annotated."""
    query = select(Task.id).where(Task.project_id == project_id)
    if task_id is None:
        query = query.where(Task.total_annotations >= 2)
    else:
        query = query.where(Task.id == task_id)
    return await session.scalar(query.order_by(Task.id).limit(1))


async def results_of_task(session: AsyncSession, project_id: int, task_id: int) -> Sequence[AnyRow]:
    """(id, completed_by, result)"""
    query = (
        select(Annotation.id, Annotation.completed_by, Annotation.result)
        .where(
            Annotation.project_id == project_id,
            Annotation.task_id == task_id,
            Annotation.was_cancelled.is_(False),
        )
        .order_by(Annotation.id)
        .limit(TRIED)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows
