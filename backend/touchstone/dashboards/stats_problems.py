"""What could not be scored, and why."""

from typing import Any, Final

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.dashboards import stats_reports as reports
from touchstone.dashboards.stats_queries import Generation
from touchstone.dashboards.stats_report import participants
from touchstone.db.driver import fetch

MOST: Final = 20_000
"""Problems that are counted and can be paged through."""

_FOUND = """
    SELECT a.task_id, p.item AS problem, p.place
    FROM task_agreements a, jsonb_array_elements(a.problems) WITH ORDINALITY AS p (item, place)
    WHERE a.project_id = $1 AND a.generation = $2 AND a.problems IS NOT NULL
      AND ($3::text IS NULL OR p.item ->> 'reason' = $3)
      AND ($4::bigint IS NULL OR (p.item ->> 'dimension')::bigint = $4)
"""

_PAGE = f"""
    SELECT found.task_id, t.inner_id, found.problem
    FROM ({_FOUND} ORDER BY a.task_id, p.place LIMIT $5 OFFSET $6) AS found
    JOIN tasks t ON t.project_id = $1 AND t.id = found.task_id
    ORDER BY found.task_id, found.place
"""  # noqa: S608  parts of ours

_COUNTS = f"""
    SELECT problem ->> 'reason' AS reason, count(*) AS n
    FROM ({_FOUND} LIMIT {MOST}) AS found GROUP BY 1 ORDER BY 2 DESC, 1
"""  # noqa: S608  parts of ours


def _decoded(problem: Any) -> dict[str, Any]:
    """The driver gives JSON as text, SQLAlchemy as what it holds."""
    found: dict[str, Any] = orjson.loads(problem) if isinstance(problem, str) else problem
    return found


async def problems(
    session: AsyncSession,
    generation: Generation | None,
    *,
    reason: str | None,
    dimension_id: int | None,
    offset: int,
    limit: int,
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The `ProblemOut` forms of a page, and how many there are by reason, of the first `MOST`."""
    if generation is None:
        return [], {}
    which = (generation.project_id, generation.number, reason, dimension_id)
    counts = {row.reason: row.n for row in await fetch(session, _COUNTS, *which)}
    if offset >= min(sum(counts.values()), MOST):
        return [], counts
    rows = await fetch(session, _PAGE, *which, limit, offset)
    found = [(row.task_id, row.inner_id, _decoded(row.problem)) for row in rows]
    ids = {one[side] for _, _, one in found for side in ("left_id", "right_id")}
    shown = await participants(session, generation.project_id, sorted(ids))
    by_id = {one["id"]: one for one in shown}
    names = {one["id"]: one["name"] for one in generation.dimensions}
    return [
        {
            "task": task_id,
            "inner_id": inner_id,
            "dimension": one["dimension"],
            "dimension_name": names.get(one["dimension"]),
            "left": by_id.get(one["left_id"]),
            "right": by_id.get(one["right_id"]),
            "left_item": one["left_item"],
            "right_item": one["right_item"],
            "reason": one["reason"],
            "meaning": reports.reason(one["reason"])["meaning"],
            "detail": one.get("detail"),
        }
        for task_id, inner_id, one in found
    ], counts
