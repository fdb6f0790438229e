"""Reading imports, predictions and files."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.errors import NotFound
from touchstone.models import Import, Prediction, ProjectFile, Task
from touchstone.tasks.queries import PREDICTION_COLUMNS


async def get_import(session: AsyncSession, project_id: int, import_id: int) -> Import:
    query = select(Import).where(Import.project_id == project_id, Import.id == import_id)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise NotFound("There is no such import.", import_id=import_id)
    return found


async def list_imports(session: AsyncSession, project_id: int, *, limit: int) -> Sequence[Import]:
    """The newest first."""
    query = (
        select(Import)
        .where(Import.project_id == project_id)
        .order_by(Import.id.desc())
        .limit(limit)
    )
    return (await session.scalars(query)).all()


async def find_by_key(session: AsyncSession, project_id: int, key: str) -> Import | None:
    query = select(Import).where(Import.project_id == project_id, Import.idempotency_key == key)
    return (await session.scalars(query)).one_or_none()


async def task_ids_of(session: AsyncSession, found: Import) -> list[int]:
    """The tasks that an import made and that are still there."""
    if found.first_task_id is None or found.last_task_id is None:
        return []
    query = (
        select(Task.id)
        .where(Task.project_id == found.project_id, Task.import_id == found.id)
        .where(Task.id.between(found.first_task_id, found.last_task_id))
        .order_by(Task.id)
    )
    return list(await session.scalars(query))


async def first_free_inner_id(session: AsyncSession, project_id: int) -> int:
    """The caller holds the project's lock."""
    query = select(func.max(Task.inner_id)).where(Task.project_id == project_id)
    return (await session.scalar(query) or 0) + 1


async def lock_import(session: AsyncSession, import_id: int) -> Import | None:
    """Wait for another worker's attempt at this import, then look at it anew."""
    await session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": import_id})
    return await session.get(Import, import_id, populate_existing=True)


async def find_file(session: AsyncSession, project_id: int, name: str) -> AnyRow | None:
    query = select(
        ProjectFile.id, ProjectFile.content_type, ProjectFile.size, ProjectFile.name
    ).where(ProjectFile.project_id == project_id, ProjectFile.name == name)
    return (await session.execute(query)).first()


async def file_content(session: AsyncSession, file_id: int, *, start: int, length: int) -> bytes:
    """A part of a file; `start` counts from 0."""
    part = func.substring(ProjectFile.content, start + 1, length)
    return bytes(await session.scalar(select(part).where(ProjectFile.id == file_id)) or b"")


async def list_predictions(
    session: AsyncSession, project_id: int, task_id: int | None
) -> Sequence[AnyRow]:
    query = select(*PREDICTION_COLUMNS).where(Prediction.project_id == project_id)
    if task_id is not None:
        query = query.where(Prediction.task_id == task_id)
    rows: Sequence[AnyRow] = (await session.execute(query.order_by(Prediction.id))).all()
    return rows


async def get_prediction(session: AsyncSession, project_id: int, prediction_id: int) -> AnyRow:
    query = select(*PREDICTION_COLUMNS).where(
        Prediction.project_id == project_id, Prediction.id == prediction_id
    )
    row = (await session.execute(query)).first()
    if row is None:
        raise NotFound("There is no such prediction.", prediction=prediction_id)
    return row


async def task_data(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    query = select(Task.id, Task.data).where(Task.project_id == project_id, Task.id.in_(task_ids))
    return {row.id: row.data for row in await session.execute(query)}


async def project_of_task(session: AsyncSession, task_id: int) -> int:
    project_id: int | None = await session.scalar(select(Task.project_id).where(Task.id == task_id))
    if project_id is None:
        raise NotFound("There is no such task.", task=task_id)
    return project_id
