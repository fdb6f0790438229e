"""The running totals as they are, and as they must be: computed anew from the rows."""

from collections import Counter
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.models.score import OVERALL
from touchstone.scoring.totals import Change

Key = tuple[Any, ...]


async def _rows(session: AsyncSession, statement: str, project_id: int) -> list[Any]:
    rows = await session.execute(text(statement), {"p": project_id})
    return list(rows.all())


async def pair_totals(session: AsyncSession, project_id: int) -> dict[Key, Key]:
    """Over all dimensions in the current generation."""
    return {
        (left, right): sums
        for (generation, dimension, left, right), sums in (
            await all_pair_totals(session, project_id, "AND status = 'current'")
        ).items()
        if dimension == OVERALL
    }


async def all_pair_totals(
    session: AsyncSession, project_id: int, which: str = "AND status <> 'retired'"
) -> dict[Key, Key]:
    rows = await _rows(
        session,
        f"""
        SELECT t.* FROM pair_totals t JOIN scoring_generations g
            ON g.project_id = t.project_id AND g.number = t.generation
        WHERE t.project_id = :p AND n_tasks <> 0 {which}
        """,  # noqa: S608
        project_id,
    )
    return {
        (r.generation, r.dimension_id, r.left_id, r.right_id): (
            r.n_tasks,
            r.total,
            r.total_of_squares,
        )
        for r in rows
    }


async def label_counts(session: AsyncSession, project_id: int) -> dict[Key, int]:
    rows = await _rows(
        session, "SELECT * FROM label_counts WHERE project_id = :p AND count <> 0", project_id
    )
    return {(r.source, r.from_name, r.label): r.count for r in rows}


async def confusion_totals(session: AsyncSession, project_id: int) -> dict[Key, int]:
    """By generation, dimension, mode, left and right label."""
    rows = await _rows(
        session,
        "SELECT * FROM confusion_totals WHERE project_id = :p AND count <> 0",
        project_id,
    )
    return {
        (r.generation, r.dimension_id, r.mode, r.left_label, r.right_label): r.count for r in rows
    }


async def assert_totals_equal_sums(session: AsyncSession, project_id: int) -> None:
    """To the last bit, for every generation that is not retired."""
    generations = await _rows(
        session,
        "SELECT number, settings FROM scoring_generations "
        "WHERE project_id = :p AND status <> 'retired'",
        project_id,
    )
    pairs: dict[Key, Key] = {}
    agreements: dict[Key, Key] = {}
    people: dict[Key, int] = {}
    confusion: dict[Key, int] = {}
    for number, settings in generations:
        change = await _sum(session, project_id, number, settings)
        pairs |= {(number, *key): sums for key, sums in change.pairs.items()}
        agreements |= {(number, *key): sums for key, sums in change.agreements.items()}
        people |= {(number, user_id): n for user_id, n in change.people.items()}
        confusion |= {(number, *key): n for key, n in change.confusion.items()}
    live = {number for number, _ in generations}
    assert await all_pair_totals(session, project_id) == pairs
    met = await confusion_totals(session, project_id)
    assert {key: n for key, n in met.items() if key[0] in live} == confusion
    rows = await _rows(
        session, "SELECT * FROM agreement_totals WHERE project_id = :p AND n_tasks <> 0", project_id
    )
    assert {
        (r.generation, r.dimension_id, r.bucket): (r.n_tasks, r.total, r.total_of_squares)
        for r in rows
        if r.generation in live
    } == agreements
    rows = await _rows(
        session,
        "SELECT * FROM participant_totals WHERE project_id = :p AND n_tasks <> 0",
        project_id,
    )
    assert {(r.generation, r.user_id): r.n_tasks for r in rows if r.generation in live} == people
    await _assert_label_counts(session, project_id)


async def _sum(
    session: AsyncSession, project_id: int, number: int, settings: dict[str, Any]
) -> Change:
    change = Change([dimension["id"] for dimension in settings["dimensions"]])
    rows = await _rows(
        session,
        f"SELECT * FROM pair_scores WHERE project_id = :p AND generation = {number}",  # noqa: S608
        project_id,
    )
    for r in rows:
        change.add_pair(r.left_id, r.right_id, r.score, r.dimension_scores, 1)
    change.add_people([(r.task_id, r.left_id, r.right_id) for r in rows if r.score is not None], 1)
    for r in await _rows(
        session,
        f"SELECT * FROM task_agreements WHERE project_id = :p AND generation = {number}",  # noqa: S608
        project_id,
    ):
        change.add_task(r.agreement, r.dimension_scores, r.confusion, 1)
    return change


async def _assert_label_counts(session: AsyncSession, project_id: int) -> None:
    counts: Counter[Key] = Counter()
    stored = await _rows(
        session, "SELECT label_counts FROM task_scores WHERE project_id = :p", project_id
    )
    for row in stored:
        for source, controls in row.label_counts.items():
            for name, labels in controls.items():
                for label, count in labels.items():
                    counts[source, name, label] += count
    assert await label_counts(session, project_id) == dict(counts)
