"""Reading and writing the rows of a task's figures, in few statements for many tasks."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.types import Floats
from touchstone.db.driver import driver_connection, fetch
from touchstone.models import Annotation, Prediction
from touchstone.scoring.compute import Scored
from touchstone.scoring.plan import Plan
from touchstone.scoring.totals import Change

_TAKE_PAIRS = """
    DELETE FROM pair_scores WHERE project_id = $1 AND task_id = ANY($2) AND generation = $3
    RETURNING task_id, left_id, right_id, score, dimension_scores
"""
_TAKE_TASKS = """
    DELETE FROM task_agreements WHERE project_id = $1 AND task_id = ANY($2) AND generation = $3
    RETURNING agreement, dimension_scores, confusion
"""
_PAIR_COLUMNS = (
    "project_id", "generation", "task_id", "left_id", "right_id", "left_item", "right_item",
    "score", "dimension_scores",
)  # fmt: skip
_ADD_PAIRS = """
    INSERT INTO pair_scores (project_id, generation, task_id, left_id, right_id, left_item,
                             right_item, score, dimension_scores)
    SELECT project_id, generation, task_id, left_id, right_id, left_item, right_item, score,
           dimensions::float8[]
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
                $6::bigint[], $7::bigint[], $8::float8[], $9::text[])
         AS new (project_id, generation, task_id, left_id, right_id, left_item, right_item, score,
                 dimensions)
"""
_TASK_COLUMNS = (
    "project_id", "generation", "task_id", "agreement", "undefined", "confusion", "problems",
    "dimension_scores",
)  # fmt: skip
_ADD_TASKS = """
    INSERT INTO task_agreements (project_id, generation, task_id, agreement, undefined, confusion,
                                 problems, dimension_scores)
    SELECT project_id, generation, task_id, agreement, undefined, confusion::jsonb,
           problems::jsonb, dimensions::float8[]
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::float8[], $5::text[], $6::text[],
                $7::text[], $8::text[])
         AS new (project_id, generation, task_id, agreement, undefined, confusion, problems,
                 dimensions)
"""
_COPIED = 50
"""From so many rows on they are copied: that costs two round trips more, and less a row."""
_SHOW = """
    UPDATE tasks t
    SET agreement = a.agreement, agreement_undefined = a.undefined, scored_version = new.version
    FROM unnest($3::bigint[], $4::bigint[]) AS new (id, version), task_agreements a
    WHERE t.project_id = $1 AND t.id = new.id
      AND a.project_id = $1 AND a.task_id = new.id AND a.generation = $2
"""


async def replace(session: AsyncSession, plan: Plan, scored: Scored, change: Change) -> None:
    """Put new figures in the place of old ones for tasks that the caller has locked.

    What this changes in the running totals is added to `change`, which the caller writes last.
    """
    place = (plan.project_id, list(scored.batch.task_ids), plan.generation)
    old = await fetch(session, _TAKE_PAIRS, *place)
    for row in old:
        change.add_pair(row.left_id, row.right_id, row.score, row.dimension_scores, -1)
    change.add_people(
        [(row.task_id, row.left_id, row.right_id) for row in old if row.score is not None], -1
    )
    for row in await fetch(session, _TAKE_TASKS, *place):
        change.add_task(row.agreement, row.dimension_scores, row.confusion, -1)
    await _add_pairs(session, plan, scored)
    await _add_tasks(session, plan, scored)
    change.add_scored(scored)


async def _add_pairs(session: AsyncSession, plan: Plan, scored: Scored) -> None:
    batch = scored.batch
    some = ~np.isnan(scored.scores) | ~np.isnan(scored.by_dimension).all(axis=0)
    kept = np.flatnonzero(some)
    only = len(plan.dimensions) == 1 and plan.dimensions[0].weight > 0
    item_ids = np.array([answer.id for answer in batch.answers], dtype=np.int64)
    columns = (
        np.asarray(batch.task_ids, dtype=np.int64)[batch.task_of[kept]].tolist(),
        batch.left_ids[kept].tolist(),
        batch.right_ids[kept].tolist(),
        item_ids[batch.left[kept]].tolist(),
        item_ids[batch.right[kept]].tolist(),
        _optional(scored.scores[kept]),
        repeat((), len(kept)) if only else _columns(scored.by_dimension[:, kept]),
    )
    await _insert(session, plan, "pair_scores", _PAIR_COLUMNS, _ADD_PAIRS, columns)


async def _add_tasks(session: AsyncSession, plan: Plan, scored: Scored) -> None:
    numbers = range(len(scored.batch.task_ids))
    columns = (
        scored.batch.task_ids,
        _optional(scored.agreements),
        scored.undefined,
        [_json(scored.confusion.get(number)) for number in numbers],
        [_json(scored.problems.get(number)) for number in numbers],
        _columns(scored.task_dimensions),
    )
    await _insert(session, plan, "task_agreements", _TASK_COLUMNS, _ADD_TASKS, columns)


async def _insert(
    session: AsyncSession,
    plan: Plan,
    table: str,
    names: Sequence[str],
    statement: str,
    columns: Sequence[Iterable[Any]],
) -> None:
    """Rows of this plan's generation; the last column holds the scores in the dimensions."""
    rows = [(plan.project_id, plan.generation, *row) for row in zip(*columns, strict=True)]
    if len(rows) >= _COPIED:
        connection = await driver_connection(session)
        await connection.copy_records_to_table(table, records=rows, columns=names)
    elif rows:
        *values, dimensions = zip(*rows, strict=True)
        await fetch(session, statement, *values, [_array(scores) for scores in dimensions])


async def show(
    session: AsyncSession, project_id: int, generation: int, versions: Mapping[int, int]
) -> None:
    """Let the tasks themselves carry these agreements; they are up to date."""
    await fetch(session, _SHOW, project_id, generation, list(versions), list(versions.values()))


def _optional(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _columns(table: Floats) -> list[list[float | None]]:
    """One list a column."""
    return [[None if value != value else value for value in column] for column in table.T.tolist()]


def _array(values: Sequence[float | None]) -> str:
    return "{" + ",".join("NULL" if value is None else repr(value) for value in values) + "}"


def _json(value: Any) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


_TAKE_LABELS = """
    SELECT task_id, label_counts FROM task_scores
    WHERE project_id = $1 AND task_id = ANY($2)
"""
_STORE_LABELS = """
    INSERT INTO task_scores (project_id, task_id, label_counts)
    SELECT $1, task_id, counts::jsonb FROM unnest($2::bigint[], $3::text[]) AS new (task_id, counts)
    ON CONFLICT (project_id, task_id) DO UPDATE SET label_counts = excluded.label_counts
"""


async def old_label_counts(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> dict[int, Any]:
    rows = await fetch(session, _TAKE_LABELS, project_id, list(task_ids))
    return {row.task_id: row.label_counts for row in rows}


async def store_label_counts(
    session: AsyncSession, project_id: int, counts: Mapping[int, Any]
) -> None:
    if counts:
        texts = [orjson.dumps(value).decode() for value in counts.values()]
        await fetch(session, _STORE_LABELS, project_id, list(counts), texts)


async def store_features(
    session: AsyncSession,
    model: type[Annotation] | type[Prediction],
    project_id: int,
    features: Mapping[int, bytes],
) -> None:
    if features:
        statement = f"""
            UPDATE {model.__tablename__} AS old SET features = new.features
            FROM unnest($2::bigint[], $3::bytea[]) AS new (id, features)
            WHERE old.project_id = $1 AND old.id = new.id
        """  # noqa: S608  a table of ours
        await fetch(session, statement, project_id, list(features), list(features.values()))
