"""The running totals as they are, and as they must be: computed anew from the rows."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

Key = tuple[Any, ...]


async def pair_totals(session: AsyncSession, project_id: int) -> dict[Key, Key]:
    rows = await session.execute(
        text("SELECT * FROM pair_totals WHERE project_id = :p AND n_tasks <> 0"), {"p": project_id}
    )
    return {
        (r.left_user, r.right_user): (r.n_tasks, r.total, r.total_of_squares) for r in rows.all()
    }


async def annotator_totals(session: AsyncSession, project_id: int) -> dict[int, int]:
    rows = await session.execute(
        text("SELECT * FROM annotator_totals WHERE project_id = :p AND n_tasks <> 0"),
        {"p": project_id},
    )
    return {r.user_id: r.n_tasks for r in rows.all()}


async def label_counts(session: AsyncSession, project_id: int) -> dict[Key, int]:
    rows = await session.execute(
        text("SELECT * FROM label_counts WHERE project_id = :p AND count <> 0"), {"p": project_id}
    )
    return {(r.source, r.from_name, r.label): r.count for r in rows.all()}


async def assert_totals_equal_sums(session: AsyncSession, project_id: int) -> None:
    rows = await session.execute(
        text(
            "SELECT left_user, right_user, count(*) AS n, sum(score) AS total, "
            "sum(score * score) AS squares FROM pair_scores WHERE project_id = :p GROUP BY 1, 2"
        ),
        {"p": project_id},
    )
    sums = {(r.left_user, r.right_user): (r.n, r.total, r.squares) for r in rows.all()}
    totals = await pair_totals(session, project_id)
    assert totals.keys() == sums.keys()
    for key, expected in sums.items():
        assert totals[key] == pytest.approx(expected), key

    compared = await session.execute(
        text(
            "SELECT user_id, count(DISTINCT task_id) AS n FROM pair_scores, "
            "LATERAL (VALUES (left_user), (right_user)) AS member (user_id) "
            "WHERE project_id = :p GROUP BY 1"
        ),
        {"p": project_id},
    )
    assert await annotator_totals(session, project_id) == {r.user_id: r.n for r in compared.all()}

    counts: Counter[Key] = Counter()
    stored = await session.execute(
        text("SELECT label_counts FROM task_scores WHERE project_id = :p"), {"p": project_id}
    )
    for row in stored.all():
        for source, controls in row.label_counts.items():
            for name, labels in controls.items():
                for label, count in labels.items():
                    counts[source, name, label] += count
    assert await label_counts(session, project_id) == dict(counts)
