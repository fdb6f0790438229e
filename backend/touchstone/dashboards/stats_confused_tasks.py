"""The tasks in which one label met another."""

from typing import Any, Final

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.errors import NotFound
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards.stats_queries import Generation
from touchstone.db.driver import fetch, fetch_one
from touchstone.models.score import ConfusionMode

MOST: Final = 20_000
"""Tasks that are counted."""

# The first condition is quick and knows no order; the second is exact.
_MET = """
    FROM task_agreements a JOIN tasks t ON t.project_id = a.project_id AND t.id = a.task_id
    WHERE a.project_id = $1 AND a.generation = $2 AND a.confusion @> $3::jsonb
      AND EXISTS (
        SELECT FROM jsonb_array_elements(a.confusion) AS met
        WHERE met -> 0 = $3::jsonb -> 0 -> 0 AND met ->> 1 = $4 AND met ->> 2 = $5 AND met ->> 3 = $6
      )
"""
_FIND = f"SELECT a.task_id AS id, t.inner_id {_MET} ORDER BY a.task_id LIMIT $7"
_COUNT = f"SELECT count(*) AS n FROM (SELECT {_MET} LIMIT {MOST}) AS found"  # noqa: S608


async def confused_tasks(
    session: AsyncSession,
    generation: Generation | None,
    *,
    dimension_id: int,
    mode: ConfusionMode,
    actual: str,
    label: str,
    limit: int,
) -> dict[str, Any]:
    """The `ConfusedTasksOut` form. Raises NotFound for a dimension that is not active."""
    place = None if generation is None else generation.position(dimension_id)
    if generation is None or place is None:
        raise NotFound("There is no such active dimension.", dimension=dimension_id)
    counts = await queries.confusion(session, generation, dimension_id, mode)
    met = counts.get((actual, label), 0)
    if not met:
        return {"count": 0, "meetings": 0, "tasks": []}
    pattern = orjson.dumps([[place, mode, actual, label]]).decode()
    which = (generation.project_id, generation.number, pattern, mode.value, actual, label)
    rows = await fetch(session, _FIND, *which, limit)
    count = len(rows)
    if count == limit:  # there may be more
        row = await fetch_one(session, _COUNT, *which)
        count = max(count, 0 if row is None else row.n)
    return {
        "count": count,
        "meetings": met,
        "tasks": [{"id": row.id, "inner_id": row.inner_id} for row in rows],
    }
