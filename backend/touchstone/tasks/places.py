"""The locked task that a change of one annotation works on, in as few round trips as it can."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.core.errors import NotFound
from touchstone.jobs.queue import INTERACTIVE, enqueue
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.models import Project, Task
from touchstone.projects import label_configs
from touchstone.projects.schemas import ReviewSettings
from touchstone.tasks.figures import annotation_figures
from touchstone.tasks.queries import annotation_facts


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """A task under lock, and the rules of its project."""

    project_id: int
    task_id: int
    overlap: int
    settings: ReviewSettings
    config: LabelConfig
    data: dict[str, Any]


async def lock_place(session: AsyncSession, project_id: int, task_id: int) -> TaskPlace:
    """Every writer of a task's annotations takes this lock first. Raises NotFound."""
    query = (
        select(Task.overlap, Task.data, Project.review_settings, Project.label_config)
        .join(Project, Project.id == Task.project_id)
        .where(Task.project_id == project_id, Task.id == task_id)
        .with_for_update(of=Task, key_share=True)
    )
    row = (await session.execute(query)).first()
    if row is None:
        raise NotFound("There is no such task.", task=task_id)
    return TaskPlace(
        project_id,
        task_id,
        row.overlap,
        ReviewSettings.model_validate(row.review_settings),
        label_configs.parsed(row.label_config),
        row.data,
    )


async def settle(session: AsyncSession, place: TaskPlace, *, content_changed: bool) -> None:
    """Make the task's figures true after a change, and have its agreement computed if need be."""
    facts = await annotation_facts(session, place.project_id, [place.task_id])
    values = annotation_figures(
        facts.get(place.task_id, []),
        overlap=place.overlap,
        criteria=place.settings.review_criteria,
    )
    if content_changed:
        values["content_version"] = Task.content_version + 1
    await session.execute(
        update(Task)
        .where(Task.project_id == place.project_id, Task.id == place.task_id)
        .values(updated_at=utc_now(), **values)
    )
    if content_changed:
        await enqueue(
            session,
            "scoring.rescore_task",
            {"project_id": place.project_id, "task_id": place.task_id},
            priority=INTERACTIVE,
        )
