"""Answers of models: made, changed, deleted one by one or many at once."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy import update as sql_update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.core.errors import Invalid, NotFound
from touchstone.jobs.queue import enqueue_many
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.labelstudio.records import PredictionRecord
from touchstone.labelstudio.tasks import decode_prediction
from touchstone.models import Prediction, Task
from touchstone.projects import label_configs
from touchstone.projects.queries import get_project
from touchstone.tasks.answers import bad_record, checked_features
from touchstone.tasks.queries import lock_task
from touchstone.tasks.service import refresh_figures, touch_content
from touchstone.transfers import queries
from touchstone.transfers.schemas import PredictionIn, PredictionPatch

MAX_AT_ONCE = 10_000


async def _config(session: AsyncSession, project_id: int) -> LabelConfig:
    return label_configs.parsed((await get_project(session, project_id)).label_config)


async def create(session: AsyncSession, project_id: int, draft: PredictionIn) -> int:
    """Returns the new id. Raises NotFound without such a task, and Invalid."""
    await lock_task(session, project_id, draft.task)
    data = (await queries.task_data(session, project_id, [draft.task]))[draft.task]
    config = await _config(session, project_id)
    row = Prediction(
        project_id=project_id,
        task_id=draft.task,
        result=draft.result,
        features=await checked_features(draft.result, config, data),
        score=draft.score,
        model_version=draft.model_version or "undefined",
    )
    session.add(row)
    await session.flush()
    await _task_changed(session, project_id, draft.task)
    return row.id


async def _task_changed(session: AsyncSession, project_id: int, task_id: int) -> None:
    await refresh_figures(session, project_id, [task_id], predictions=True)
    await touch_content(session, project_id, task_id)


async def _locked(session: AsyncSession, project_id: int, prediction_id: int) -> Prediction:
    """The task is locked first, as by every writer."""
    missing = NotFound("There is no such prediction.", prediction=prediction_id)
    task_id = await session.scalar(
        select(Prediction.task_id).where(
            Prediction.project_id == project_id, Prediction.id == prediction_id
        )
    )
    if task_id is None:
        raise missing
    await lock_task(session, project_id, task_id)
    row = await session.get(Prediction, (project_id, prediction_id), with_for_update=True)
    if row is None:
        raise missing
    return row


async def update(
    session: AsyncSession, project_id: int, prediction_id: int, patch: PredictionPatch
) -> None:
    """Raises NotFound and Invalid."""
    row = await _locked(session, project_id, prediction_id)
    given = patch.model_fields_set
    if patch.result is not None:
        data = (await queries.task_data(session, project_id, [row.task_id]))[row.task_id]
        config = await _config(session, project_id)
        row.features = await checked_features(patch.result, config, data)
        row.result = patch.result
    if "score" in given:
        row.score = patch.score
    if patch.model_version is not None:
        row.model_version = patch.model_version
    row.updated_at = utc_now()
    await session.flush()
    await _task_changed(session, project_id, row.task_id)


async def remove(session: AsyncSession, project_id: int, prediction_id: int) -> None:
    """Raises NotFound."""
    row = await _locked(session, project_id, prediction_id)
    await session.execute(
        delete(Prediction).where(
            Prediction.project_id == project_id, Prediction.id == prediction_id
        )
    )
    await _task_changed(session, project_id, row.task_id)


async def import_many(session: AsyncSession, project_id: int, items: Any) -> int:
    """Store predictions for tasks of the project, all or none; returns how many.

    Raises Invalid that names the faulty item.
    """
    if not isinstance(items, list):
        raise bad_record(BadRecord("send a list of predictions", "$"))
    if len(items) > MAX_AT_ONCE:
        raise Invalid(
            f"Send at most {MAX_AT_ONCE:,} predictions at once, or import them with their tasks.",
            code="too_many",
        )
    config = await _config(session, project_id)
    records = _decode(items, config)
    numbers = sorted({record.task_id for record in records if record.task_id is not None})
    data = await _lock_tasks(session, project_id, numbers)
    rows = [
        await _row(project_id, record, place, data, config) for place, record in enumerate(records)
    ]
    session.add_all(rows)
    await session.flush()
    await _tasks_changed(session, project_id, numbers)
    return len(rows)


def _decode(items: Sequence[Any], config: LabelConfig) -> list[PredictionRecord]:
    try:
        return [decode_prediction(orjson.dumps(item), i, config) for i, item in enumerate(items)]
    except BadRecord as error:
        raise bad_record(error) from error


async def _lock_tasks(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """In the order of their ids, so that two callers cannot block each other."""
    query = (
        select(Task.id, Task.data)
        .where(Task.project_id == project_id, Task.id.in_(task_ids))
        .order_by(Task.id)
        .with_for_update(key_share=True)
    )
    return {row.id: row.data for row in await session.execute(query)}


async def _row(
    project_id: int,
    record: PredictionRecord,
    place: int,
    data: dict[int, dict[str, Any]],
    config: LabelConfig,
) -> Prediction:
    if record.task_id is None or record.task_id not in data:
        raise bad_record(
            BadRecord(f"there is no task {record.task_id} in this project", f"$[{place}].task")
        )
    return Prediction(
        project_id=project_id,
        task_id=record.task_id,
        result=record.result,
        features=await checked_features(
            record.result, config, data[record.task_id], f"$[{place}].result"
        ),
        score=record.score,
        model_version=record.model_version or "undefined",
    )


async def _tasks_changed(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> None:
    await refresh_figures(session, project_id, task_ids, predictions=True)
    await session.execute(
        sql_update(Task)
        .where(Task.project_id == project_id, Task.id.in_(task_ids))
        .values(content_version=Task.content_version + 1)
    )
    await enqueue_many(
        session,
        "scoring.rescore_task",
        [{"project_id": project_id, "task_id": task_id} for task_id in task_ids],
    )
