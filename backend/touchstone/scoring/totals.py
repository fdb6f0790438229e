"""Writing scores, and keeping the running totals equal to their sum."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models import Annotation, Prediction
from touchstone.scoring import queries
from touchstone.scoring.compute import Pair, TaskAgreement
from touchstone.scoring.labels import LabelCounts, LabelKey, add_to_totals

_DELETE_PAIRS = text("DELETE FROM pair_scores WHERE project_id = :p AND task_id = ANY(:ids)")

_INSERT_PAIRS = text(
    """
    INSERT INTO pair_scores (project_id, task_id, left_annotation, right_annotation,
                             left_user, right_user, score)
    SELECT :p, * FROM unnest(
        CAST(:tasks AS bigint[]), CAST(:left_annotations AS bigint[]),
        CAST(:right_annotations AS bigint[]), CAST(:left_users AS bigint[]),
        CAST(:right_users AS bigint[]), CAST(:scores AS float8[]))
    """
)

_STORE_COUNTS = text(
    """
    INSERT INTO task_scores (project_id, task_id, label_counts)
    SELECT :p, task_id, counts::jsonb
    FROM unnest(CAST(:ids AS bigint[]), CAST(:counts AS text[])) AS new (task_id, counts)
    ON CONFLICT (project_id, task_id) DO UPDATE SET label_counts = excluded.label_counts
    """
)

_UPDATE_TASKS = text(
    """
    UPDATE tasks
    SET agreement = new.agreement, agreement_undefined = new.undefined,
        scored_version = new.version
    FROM unnest(CAST(:ids AS bigint[]), CAST(:agreements AS float8[]),
                CAST(:undefined AS text[]), CAST(:versions AS bigint[]))
         AS new (id, agreement, undefined, version)
    WHERE tasks.project_id = :p AND tasks.id = new.id
    """
)

# The keys come sorted, so that two workers lock the rows in one order. An empty total is exactly
# zero: what rounding left over must not stay behind.
_ADD_TO_PAIR_TOTALS = text(
    """
    INSERT INTO pair_totals AS t (project_id, left_user, right_user,
                                  n_tasks, total, total_of_squares)
    SELECT :p, * FROM unnest(
        CAST(:left_users AS bigint[]), CAST(:right_users AS bigint[]), CAST(:ns AS bigint[]),
        CAST(:totals AS float8[]), CAST(:squares AS float8[]))
    ON CONFLICT (project_id, left_user, right_user) DO UPDATE
    SET n_tasks = t.n_tasks + excluded.n_tasks,
        total = CASE WHEN t.n_tasks + excluded.n_tasks = 0 THEN 0
                     ELSE t.total + excluded.total END,
        total_of_squares = CASE WHEN t.n_tasks + excluded.n_tasks = 0 THEN 0
                                ELSE t.total_of_squares + excluded.total_of_squares END
    """
)

_ADD_TO_ANNOTATOR_TOTALS = text(
    """
    INSERT INTO annotator_totals AS t (project_id, user_id, n_tasks)
    SELECT :p, * FROM unnest(CAST(:users AS bigint[]), CAST(:ns AS bigint[]))
    ON CONFLICT (project_id, user_id) DO UPDATE SET n_tasks = t.n_tasks + excluded.n_tasks
    """
)

_ADD_TO_LABEL_COUNTS = text(
    """
    INSERT INTO label_counts AS t (project_id, source, from_name, label, count)
    SELECT :p, * FROM unnest(CAST(:sources AS text[]), CAST(:names AS text[]),
                             CAST(:labels AS text[]), CAST(:counts AS bigint[]))
    ON CONFLICT (project_id, source, from_name, label) DO UPDATE
    SET count = t.count + excluded.count
    """
)


async def replace_scores(
    session: AsyncSession,
    project_id: int,
    versions: Mapping[int, int],
    agreements: Sequence[TaskAgreement],
    label_counts: Mapping[int, LabelCounts],
) -> None:
    """Put new figures in the place of old ones for tasks whose rows the caller has locked."""
    task_ids = list(versions)
    user_change = await _change_of_tasks_compared(session, project_id, task_ids, agreements)
    pair_change = await _replace_pairs(session, project_id, task_ids, agreements)
    label_change = await _replace_counts(session, project_id, label_counts)
    await session.execute(
        _UPDATE_TASKS,
        {
            "p": project_id,
            "ids": [a.task_id for a in agreements],
            "agreements": [a.agreement for a in agreements],
            "undefined": [a.undefined for a in agreements],
            "versions": [versions[a.task_id] for a in agreements],
        },
    )
    # Last, because everybody who scores in this project waits for these rows.
    await _add_to_pair_totals(session, project_id, pair_change)
    await _add_to_annotator_totals(session, project_id, user_change)
    await _add_to_label_counts(session, project_id, label_change)


async def _change_of_tasks_compared(
    session: AsyncSession,
    project_id: int,
    task_ids: Sequence[int],
    agreements: Sequence[TaskAgreement],
) -> dict[int, int]:
    """What changes in the number of tasks on which a person is compared with anybody."""
    change: Counter[int] = Counter()
    for row in await queries.old_tasks_compared(session, project_id, task_ids):
        change[row.user_id] -= row.n_tasks
    for agreement in agreements:
        change.update(
            {user for pair in agreement.pairs for user in (pair.left_user, pair.right_user)}
        )
    return {user_id: n for user_id, n in change.items() if n}


_PairSums = dict[tuple[int, int], tuple[int, float, float]]


async def _replace_pairs(
    session: AsyncSession,
    project_id: int,
    task_ids: Sequence[int],
    agreements: Sequence[TaskAgreement],
) -> _PairSums:
    """What changes in n, total and total of squares, by the pair of users."""
    change: _PairSums = {}
    old = await queries.old_pair_sums(session, project_id, task_ids)
    for row in old:
        change[row.left_user, row.right_user] = (-row.n, -row.total, -row.squares)
    if old:
        await session.execute(_DELETE_PAIRS, {"p": project_id, "ids": list(task_ids)})

    pairs = [pair for agreement in agreements for pair in agreement.pairs]
    if pairs:
        await session.execute(_INSERT_PAIRS, {"p": project_id} | _columns(pairs))
    for pair in pairs:
        n, total, squares = change.get((pair.left_user, pair.right_user), (0, 0.0, 0.0))
        change[pair.left_user, pair.right_user] = (
            n + 1,
            total + pair.score,
            squares + pair.score * pair.score,
        )
    return change


def _columns(pairs: Sequence[Pair]) -> dict[str, Any]:
    return {
        "tasks": [pair.task_id for pair in pairs],
        "left_annotations": [pair.left_annotation for pair in pairs],
        "right_annotations": [pair.right_annotation for pair in pairs],
        "left_users": [pair.left_user for pair in pairs],
        "right_users": [pair.right_user for pair in pairs],
        "scores": [pair.score for pair in pairs],
    }


async def _replace_counts(
    session: AsyncSession, project_id: int, label_counts: Mapping[int, LabelCounts]
) -> dict[LabelKey, int]:
    """What changes in the number of uses, by label."""
    change: Counter[LabelKey] = Counter()
    for row in await queries.old_label_counts(session, project_id, list(label_counts)):
        add_to_totals(change, row.label_counts, -1)
    for counts in label_counts.values():
        add_to_totals(change, counts, 1)
    await session.execute(
        _STORE_COUNTS,
        {
            "p": project_id,
            "ids": list(label_counts),
            "counts": [orjson.dumps(counts).decode() for counts in label_counts.values()],
        },
    )
    return {key: count for key, count in change.items() if count}


async def _add_to_pair_totals(session: AsyncSession, project_id: int, change: _PairSums) -> None:
    if not change:
        return
    rows = sorted(change.items())
    await session.execute(
        _ADD_TO_PAIR_TOTALS,
        {
            "p": project_id,
            "left_users": [left for (left, _), _ in rows],
            "right_users": [right for (_, right), _ in rows],
            "ns": [n for _, (n, _, _) in rows],
            "totals": [total for _, (_, total, _) in rows],
            "squares": [squares for _, (_, _, squares) in rows],
        },
    )


async def _add_to_annotator_totals(
    session: AsyncSession, project_id: int, change: Mapping[int, int]
) -> None:
    if not change:
        return
    users = sorted(change)
    await session.execute(
        _ADD_TO_ANNOTATOR_TOTALS,
        {"p": project_id, "users": users, "ns": [change[user_id] for user_id in users]},
    )


async def _add_to_label_counts(
    session: AsyncSession, project_id: int, change: Mapping[LabelKey, int]
) -> None:
    if not change:
        return
    rows = sorted(change.items())
    await session.execute(
        _ADD_TO_LABEL_COUNTS,
        {
            "p": project_id,
            "sources": [source for (source, _, _), _ in rows],
            "names": [name for (_, name, _), _ in rows],
            "labels": [label for (_, _, label), _ in rows],
            "counts": [count for _, count in rows],
        },
    )


async def store_features(
    session: AsyncSession,
    model: type[Annotation] | type[Prediction],
    project_id: int,
    features: Sequence[tuple[int, bytes]],
) -> None:
    await session.execute(
        text(
            f"""
            UPDATE {model.__tablename__} AS old SET features = new.features
            FROM unnest(CAST(:ids AS bigint[]), CAST(:features AS bytea[])) AS new (id, features)
            WHERE old.project_id = :p AND old.id = new.id
            """  # noqa: S608  a table of ours
        ),
        {
            "p": project_id,
            "ids": [row_id for row_id, _ in features],
            "features": [blob for _, blob in features],
        },
    )
