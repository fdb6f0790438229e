"""Reading what scoring needs, under the locks that make it safe."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.db.driver import fetch
from touchstone.models import Annotation, Prediction

_GENERATIONS_LOCK = 0x70C8 << 40
"""One advisory lock a project: shared by who scores, alone for who changes what is current."""


_LOCK_PROJECT = """
    SELECT pg_advisory_xact_lock_shared($2 + id) FROM projects WHERE id = $1 FOR KEY SHARE
"""


async def lock_project(session: AsyncSession, project_id: int) -> bool:
    """Whether it is there: it cannot be deleted meanwhile, nor its generations flip."""
    return bool(await fetch(session, _LOCK_PROJECT, project_id, _GENERATIONS_LOCK))


async def lock_generations(session: AsyncSession, project_id: int) -> None:
    """Wait until nobody scores with the generations as they were; nobody begins meanwhile."""
    await fetch(session, "SELECT pg_advisory_xact_lock($1)", _GENERATIONS_LOCK + project_id)


_LOCK_TASKS = """
    SELECT id, content_version FROM tasks
    WHERE project_id = $1 AND id BETWEEN $2 AND $3
      AND (NOT $4 OR scored_version < content_version)
    ORDER BY id FOR NO KEY UPDATE
"""


async def lock_tasks(
    session: AsyncSession, project_id: int, first_id: int, last_id: int, *, stale_only: bool
) -> dict[int, int]:
    """Task to content version. Whoever changes a task's answers takes the same lock first.

    The locks are taken in the order of the ids, as everywhere, so that nobody waits in a circle.
    """
    rows = await fetch(session, _LOCK_TASKS, project_id, first_id, last_id, stale_only)
    return {row.id: row.content_version for row in rows}


_SIZES = """
    SELECT task_id, sum(octet_length(features) + CASE WHEN $3 THEN 4 * pg_column_size(result)
                                                      ELSE 0 END)::bigint AS size
    FROM {table} WHERE project_id = $1 AND task_id = ANY($2) GROUP BY task_id
"""
MOST_BYTES = 16 * 2**20
"""Of answers that are looked at together."""


async def cut_by_size(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, with_results: bool
) -> list[list[int]]:
    """The tasks in their order, so many together that their answers are not much memory."""
    if len(task_ids) == 1:
        return [list(task_ids)]
    sizes: Counter[int] = Counter()
    for table in ("annotations", "predictions"):
        statement = _SIZES.format(table=table)
        for row in await fetch(session, statement, project_id, list(task_ids), with_results):
            sizes[row.task_id] += row.size or 0
    parts: list[list[int]] = [[]]
    room = MOST_BYTES
    for task_id in task_ids:
        if parts[-1] and sizes[task_id] > room:
            parts.append([])
            room = MOST_BYTES
        parts[-1].append(task_id)
        room -= sizes[task_id]
    return parts


_ANNOTATIONS = """
    SELECT id, task_id, completed_by, ground_truth, review_state, features,
           CASE WHEN features IS NULL OR $3 THEN result::text END AS result_text
    FROM annotations
    WHERE project_id = $1 AND task_id = ANY($2) AND NOT was_cancelled
    ORDER BY created_at, id
"""
_PREDICTIONS = """
    SELECT id, task_id, model_version, features,
           CASE WHEN features IS NULL OR $3 THEN result::text END AS result_text
    FROM predictions
    WHERE project_id = $1 AND task_id = ANY($2)
    ORDER BY created_at, id
"""


async def list_annotations(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, with_results: bool
) -> Sequence[AnyRow]:
    """Submitted annotations, oldest first; the result comes where there are no features."""
    return await fetch(session, _ANNOTATIONS, project_id, list(task_ids), with_results)


async def list_predictions(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, with_results: bool
) -> Sequence[AnyRow]:
    return await fetch(session, _PREDICTIONS, project_id, list(task_ids), with_results)


async def results_of(
    session: AsyncSession,
    model: type[Annotation] | type[Prediction],
    project_id: int,
    ids: Iterable[int],
) -> dict[int, str]:
    """JSON texts by id."""
    statement = f"""
        SELECT id, result::text AS text FROM {model.__tablename__}
        WHERE project_id = $1 AND id = ANY($2)
    """  # noqa: S608  a table of ours
    return {row.id: row.text for row in await fetch(session, statement, project_id, list(ids))}


_MODELS = "SELECT id, name FROM model_versions WHERE project_id = $1 AND name = ANY($2)"
_NEW_MODELS = """
    INSERT INTO model_versions (project_id, name) SELECT $1, unnest($2::text[])
    ON CONFLICT (project_id, name) DO NOTHING
"""


async def model_numbers(
    session: AsyncSession, project_id: int, names: Iterable[str]
) -> dict[str, int]:
    """The participant's number, below 0, of each model version; new versions get theirs."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    rows = await fetch(session, _MODELS, project_id, wanted)
    known = {row.name: -row.id for row in rows}
    missing = [name for name in wanted if name not in known]
    if missing:
        await fetch(session, _NEW_MODELS, project_id, missing)
        rows = await fetch(session, _MODELS, project_id, missing)
        known |= {row.name: -row.id for row in rows}
    return known
