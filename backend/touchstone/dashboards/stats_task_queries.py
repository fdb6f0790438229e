"""What the agreement of one task is shown from."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.dashboards.stats_queries import Generation
from touchstone.models import Annotation, Prediction, Task, TaskAgreement


async def find_task(session: AsyncSession, project_id: int, task_id: int) -> AnyRow | None:
    """(id, agreement, agreement_undefined)"""
    query = select(Task.id, Task.agreement, Task.agreement_undefined).where(
        Task.project_id == project_id, Task.id == task_id
    )
    return (await session.execute(query)).one_or_none()


async def answers_of_task(
    session: AsyncSession, project_id: int, task_id: int
) -> tuple[dict[int, int], int | None, dict[str, int]]:
    """Annotation by author (the newest), the ground truth's, prediction by model version."""
    annotations = select(Annotation.id, Annotation.completed_by, Annotation.ground_truth).where(
        Annotation.project_id == project_id,
        Annotation.task_id == task_id,
        Annotation.was_cancelled.is_(False),
    )
    predictions = select(Prediction.id, Prediction.model_version).where(
        Prediction.project_id == project_id, Prediction.task_id == task_id
    )
    by_author: dict[int, int] = {}
    truth = None
    ordered = annotations.order_by(Annotation.created_at, Annotation.id)
    for row in await session.execute(ordered):
        if row.completed_by is not None:
            by_author[row.completed_by] = row.id
        if row.ground_truth:
            truth = row.id
    found = await session.execute(predictions.order_by(Prediction.id))
    return by_author, truth, {row.model_version: row.id for row in found if row.model_version}


async def find_task_agreement(
    session: AsyncSession, generation: Generation, task_id: int
) -> TaskAgreement | None:
    key = (generation.project_id, task_id, generation.number)
    return await session.get(TaskAgreement, key)
