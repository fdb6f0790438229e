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
from touchstone.data_manager.columns import TASK
from touchstone.data_manager.filters import Filter
from touchstone.db.driver import fetch

REGEX_MILLISECONDS = 2000
BAD_REGEX, QUERY_CANCELED = "2201B", "57014"

_ROWS = """
    SELECT id, inner_id, project_id AS project, data::text AS data, meta::text AS meta, overlap,
           state, is_labeled, file_upload, created_at, updated_at, completed_at,
           total_annotations, cancelled_annotations, total_predictions,
           annotators, cardinality(annotators) AS annotators_count,
           reviewers, cardinality(reviewers) AS reviewers_count,
           reviews_accepted, reviews_rejected, reviewed, reviewed_at, ground_truth, draft_exists,
           avg_lead_time, predictions_score,
           array_to_string(predictions_model_versions, ',') AS predictions_model_versions,
           agreement, agreement_undefined, scored_version < content_version AS scoring_pending
    FROM tasks WHERE project_id = $1 AND id = ANY($2)
"""


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
    query = select(TASK.id).where(TASK.project_id == project_id, condition).order_by(*order)
    return list(await session.scalars(query.offset(offset).limit(limit)))


async def all_ids(
    session: AsyncSession, project_id: int, condition: ColumnElement[bool]
) -> list[int]:
    query = select(TASK.id).where(TASK.project_id == project_id, condition).order_by(TASK.id)
    return list(await session.scalars(query))


async def count(session: AsyncSession, project_id: int, condition: ColumnElement[bool]) -> Totals:
    query = select(
        func.count(),
        cast(func.coalesce(func.sum(TASK.total_annotations), 0), BigInteger),
        cast(func.coalesce(func.sum(TASK.total_predictions), 0), BigInteger),
    ).where(TASK.project_id == project_id, condition)
    return Totals(*(await session.execute(query)).one())


async def rows_of(session: AsyncSession, project_id: int, ids: Sequence[int]) -> list[AnyRow]:
    """Every field of `TaskOut` of these tasks, in the order of `ids`; JSON still as text."""
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
