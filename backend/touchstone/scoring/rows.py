"""Reading and writing the rows of a task's figures, in few statements for many tasks."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.types import Floats
from touchstone.db.driver import fetch
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
_ADD_PAIRS = """
    INSERT INTO pair_scores (project_id, generation, task_id, left_id, right_id, left_item,
                             right_item, score, dimension_scores)
    SELECT $1, $2, task_id, left_id, right_id, left_item, right_item, score, dimensions::float8[]
    FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                $8::float8[], $9::text[])
         AS new (task_id, left_id, right_id, left_item, right_item, score, dimensions)
"""
_ADD_TASKS = """
    INSERT INTO task_agreements (project_id, generation, task_id, agreement, undefined,
                                 dimension_scores, confusion, problems)
    SELECT $1, $2, task_id, agreement, undefined, dimensions::float8[], confusion::jsonb,
           problems::jsonb
    FROM unnest($3::bigint[], $4::float8[], $5::text[], $6::text[], $7::text[], $8::text[])
         AS new (task_id, agreement, undefined, dimensions, confusion, problems)
"""
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
    await _add_pairs(session, plan, scored, change)
    await _add_tasks(session, plan, scored, change)


async def _add_pairs(session: AsyncSession, plan: Plan, scored: Scored, change: Change) -> None:
    batch = scored.batch
    some = ~np.isnan(scored.scores) | ~np.isnan(scored.by_dimension).all(axis=0)
    kept = np.flatnonzero(some)
    if not len(kept):
        return
    task_ids = np.asarray(batch.task_ids, dtype=np.int64)[batch.task_of[kept]].tolist()
    left_ids, right_ids = batch.left_ids[kept].tolist(), batch.right_ids[kept].tolist()
    scores = _optional(scored.scores[kept])
    only = len(plan.dimensions) == 1 and plan.dimensions[0].weight > 0
    dimensions: Sequence[Sequence[float | None]] = (
        [()] * len(kept) if only else _columns(scored.by_dimension[:, kept])
    )
    await fetch(
        session,
        _ADD_PAIRS,
        plan.project_id,
        plan.generation,
        task_ids,
        left_ids,
        right_ids,
        [batch.answers[place].id for place in batch.left[kept].tolist()],
        [batch.answers[place].id for place in batch.right[kept].tolist()],
        scores,
        [_array(values) for values in dimensions],
    )
    for left, right, score, values in zip(left_ids, right_ids, scores, dimensions, strict=True):
        change.add_pair(left, right, score, values, 1)
    compared = zip(task_ids, left_ids, right_ids, scores, strict=True)
    change.add_people([(t, a, b) for t, a, b, score in compared if score is not None], 1)


async def _add_tasks(session: AsyncSession, plan: Plan, scored: Scored, change: Change) -> None:
    agreements = _optional(scored.agreements)
    dimensions = _columns(scored.task_dimensions)
    confusion = [scored.confusion.get(n) for n in range(len(agreements))]
    for agreement, values, met in zip(agreements, dimensions, confusion, strict=True):
        change.add_task(agreement, values, met, 1)
    await fetch(
        session,
        _ADD_TASKS,
        plan.project_id,
        plan.generation,
        list(scored.batch.task_ids),
        agreements,
        scored.undefined,
        [_array(values) for values in dimensions],
        [_json(met) for met in confusion],
        [_json(scored.problems.get(n)) for n in range(len(agreements))],
    )


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
