"""What changes a task, and what keeps its figures true."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.core.errors import Invalid
from touchstone.jobs.queue import INTERACTIVE, enqueue
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.tasks import decode_task
from touchstone.models import Project, Task
from touchstone.projects import label_configs
from touchstone.projects.queries import get_project
from touchstone.projects.service import review_settings
from touchstone.tasks import queries, totals
from touchstone.tasks.answers import bad_record
from touchstone.tasks.figures import annotation_figures, prediction_figures


def check_data(project: Project, data: dict[str, Any]) -> None:
    """Raises Invalid for data that the labeling config cannot show or PostgreSQL cannot store."""
    try:
        decode_task(orjson.dumps({"data": data}), 0, label_configs.parsed(project.label_config))
    except BadRecord as error:
        raise bad_record(BadRecord(error.message, error.path.replace("$[0]", "$", 1))) from error
    except (TypeError, ValueError) as error:
        raise Invalid(f"$.data: {error}", code="bad_record", path="$.data") from error


async def create_task(
    session: AsyncSession,
    project_id: int,
    user_id: int,
    *,
    data: dict[str, Any],
    meta: dict[str, Any] | None,
    overlap: int | None,
) -> Task:
    project = await get_project(session, project_id)
    check_data(project, data)
    task = Task(
        project_id=project_id,
        inner_id=await queries.next_inner_id(session, project_id),
        data=data,
        meta=meta,
        overlap=overlap or project.maximum_annotations,
        created_by=user_id,
    )
    session.add(task)
    await session.flush()
    await session.refresh(task)
    return task


async def update_task(
    session: AsyncSession, project_id: int, task_id: int, changes: dict[str, Any]
) -> Task:
    """Change data, meta or overlap. Raises NotFound and Invalid."""
    await queries.lock_task(session, project_id, task_id)
    task = await queries.get_task(session, project_id, task_id)
    if "data" in changes:
        check_data(await get_project(session, project_id), changes["data"])
    for name, value in changes.items():
        setattr(task, name, value)
    task.updated_at = utc_now()
    await session.flush()
    if "overlap" in changes:
        await refresh_figures(session, project_id, [task_id])
        await session.refresh(task)
    return task


async def refresh_figures(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, predictions: bool = False
) -> None:
    """Recompute what follows from annotations, reviews and drafts (and predictions, if asked)."""
    project = await get_project(session, project_id)
    criteria = review_settings(project).review_criteria
    overlaps = await session.execute(
        select(Task.id, Task.overlap).where(Task.project_id == project_id, Task.id.in_(task_ids))
    )
    facts = await queries.annotation_facts(session, project_id, task_ids)
    drafts = await queries.tasks_with_drafts(session, project_id, task_ids)
    models = await queries.prediction_facts(session, project_id, task_ids) if predictions else {}
    now = utc_now()
    for task_id, overlap in overlaps.all():
        values = annotation_figures(facts.get(task_id, []), overlap=overlap, criteria=criteria)
        if predictions:
            values |= prediction_figures(models.get(task_id, []))
        await session.execute(
            update(Task)
            .where(Task.project_id == project_id, Task.id == task_id)
            .values(updated_at=now, draft_exists=task_id in drafts, **values)
        )


async def touch_content(session: AsyncSession, project_id: int, task_id: int) -> None:
    """Say that the task's answers changed: its agreement is computed anew, soon."""
    await session.execute(
        update(Task)
        .where(Task.project_id == project_id, Task.id == task_id)
        .values(content_version=Task.content_version + 1)
    )
    await enqueue(
        session,
        "scoring.rescore_task",
        {"project_id": project_id, "task_id": task_id},
        priority=INTERACTIVE,
    )


async def touch_contents(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> None:
    """The same for many tasks, computed anew by one job."""
    await session.execute(
        update(Task)
        .where(Task.project_id == project_id, Task.id.in_(task_ids))
        .values(content_version=Task.content_version + 1)
    )
    payload = {"project_id": project_id, "first_id": min(task_ids), "last_id": max(task_ids)}
    await enqueue(session, "scoring.rescore_range", payload, priority=INTERACTIVE)


async def delete_tasks(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> int:
    """Delete tasks with their annotations, and take their part out of the running totals."""
    chosen = (Task.project_id == project_id, Task.id.in_(task_ids))
    locked = select(Task.id).where(*chosen).order_by(Task.id).with_for_update()
    ids = (await session.scalars(locked)).all()
    await totals.take_out(session, project_id, ids)
    gone = await session.execute(delete(Task).where(*chosen).returning(Task.id))
    return len(gone.all())


async def delete_all_tasks(session: AsyncSession, project_id: int) -> int:
    """Delete every task of a project; the running totals start again from nothing."""
    everything = select(Task.id).where(Task.project_id == project_id).order_by(Task.id)
    await session.execute(everything.with_for_update())  # before the totals, as scoring does
    await totals.start_again(session, project_id)
    gone = await session.execute(delete(Task).where(Task.project_id == project_id))
    return int(getattr(gone, "rowcount", 0))
