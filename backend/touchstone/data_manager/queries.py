"""Pages of tasks. The ids come first, from indexes alone where they serve; then the page's rows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.errors import Invalid
from touchstone.data_manager.filters import Filter
from touchstone.db.driver import fetch
from touchstone.models import Task

REGEX_MILLISECONDS = 2000
BAD_REGEX, QUERY_CANCELED = "2201B", "57014"

_SHOWN = ", ".join(
    column.name
    for column in Task.__table__.columns
    if column.name not in {"data", "meta", "import_id", "created_by"}
)
_ROWS = f"""
    SELECT {_SHOWN}, data::text AS data, meta::text AS meta
    FROM tasks WHERE project_id = $1 AND id = ANY($2)
"""  # noqa: S608  columns of our own


@dataclass(frozen=True, slots=True)
class Totals:
    tasks: int
    annotations: int
    predictions: int


@asynccontextmanager
async def limited(session: AsyncSession, used: Filter) -> AsyncIterator[None]:
    """A pattern of the user's gets a time limit. Raises Invalid for one that is wrong or slow."""
    if not used.has_regex:
        yield
        return
    before = await session.scalar(text("SELECT current_setting('statement_timeout')"))
    limit = text("SELECT set_config('statement_timeout', :limit, true)")
    await session.execute(limit, {"limit": str(REGEX_MILLISECONDS)})
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state == BAD_REGEX:
            raise Invalid("The regular expression is not valid.", code="bad_regex") from error
        if state == QUERY_CANCELED:
            raise Invalid("The regular expression takes too long.", code="slow_regex") from error
        raise
    await session.execute(limit, {"limit": before})


async def page_ids(
    session: AsyncSession,
    project_id: int,
    condition: ColumnElement[bool],
    order: Sequence[ColumnElement[Any]],
    *,
    offset: int,
    limit: int,
) -> list[int]:
    query = select(Task.id).where(Task.project_id == project_id, condition).order_by(*order)
    return list(await session.scalars(query.offset(offset).limit(limit)))


async def all_ids(
    session: AsyncSession, project_id: int, condition: ColumnElement[bool]
) -> list[int]:
    query = select(Task.id).where(Task.project_id == project_id, condition).order_by(Task.id)
    return list(await session.scalars(query))


async def count(session: AsyncSession, project_id: int, condition: ColumnElement[bool]) -> Totals:
    query = select(
        func.count(),
        cast(func.coalesce(func.sum(Task.total_annotations), 0), BigInteger),
        cast(func.coalesce(func.sum(Task.total_predictions), 0), BigInteger),
    ).where(Task.project_id == project_id, condition)
    return Totals(*(await session.execute(query)).one())


async def rows_of(session: AsyncSession, project_id: int, ids: Sequence[int]) -> list[AnyRow]:
    """What `tasks.wire.task` shows of these tasks, in the order of `ids`; JSON as its text."""
    by_id = {row.id: row for row in await fetch(session, _ROWS, project_id, ids)}
    return [by_id[task_id] for task_id in ids if task_id in by_id]


_DATA_KEYS = text(
    """
    WITH sample AS (
        (SELECT data FROM tasks WHERE project_id = :p ORDER BY id LIMIT 100)
        UNION ALL
        (SELECT data FROM tasks WHERE project_id = :p ORDER BY id DESC LIMIT 100)
    )
    SELECT entry.key, mode() WITHIN GROUP (ORDER BY jsonb_typeof(entry.value))
               FILTER (WHERE jsonb_typeof(entry.value) <> 'null') AS type
    FROM sample, jsonb_each(sample.data) AS entry
    GROUP BY entry.key ORDER BY entry.key LIMIT 1000
    """
)


async def data_keys(session: AsyncSession, project_id: int) -> dict[str, str | None]:
    """Keys of the task data to their usual JSON type, from the first and the last tasks."""
    rows = await session.execute(_DATA_KEYS, {"p": project_id})
    return {row.key: row.type for row in rows}
