"""Many workers at once, the same job twice, a job that dies half way: the totals stay the sums."""

import asyncio
import random
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from tests.factories import choice, make_annotation, make_project, make_task, make_user
from tests.scoring.sums import assert_totals_equal_sums, label_counts, pair_totals
from touchstone.core.errors import NotFound
from touchstone.db.engine import Sessions
from touchstone.models import Annotation, PairScore, Task
from touchstone.scoring import jobs, totals
from touchstone.tasks.queries import lock_task
from touchstone.tasks.service import delete_tasks, touch_content

LABELS = ["Billing", "Shipping", "Other"]
TASKS = 30


async def arrange(sessions: Sessions, seed: int) -> tuple[int, list[int]]:
    """A project with `TASKS` tasks of up to four annotators, not scored yet."""
    rng = random.Random(seed)
    async with sessions() as session, session.begin():
        project = await make_project(session)
        users = [await make_user(session) for _ in range(4)]
        tasks = [await make_task(session, project) for _ in range(TASKS)]
        for task in tasks:
            for user in rng.sample(users, rng.randint(1, 4)):
                await make_annotation(session, task, user, choice(rng.choice(LABELS)))
        return project.id, [task.id for task in tasks]


async def change(session: AsyncSession, project_id: int, task_id: int, label: str) -> None:
    """Somebody changes their answer, as `annotations` does it."""
    await lock_task(session, project_id, task_id)
    annotation = await session.scalar(
        select(Annotation)
        .where(Annotation.project_id == project_id, Annotation.task_id == task_id)
        .order_by(func.random())
        .limit(1)
    )
    if annotation is not None:
        annotation.result = choice(label)
        annotation.features = None
        await session.flush()
        await touch_content(session, project_id, task_id)


async def scores(session: AsyncSession, project_id: int) -> Sequence[tuple[object, ...]]:
    rows = await session.execute(
        select(PairScore.task_id, PairScore.left_id, PairScore.right_id, PairScore.score).where(
            PairScore.project_id == project_id
        )
    )
    return sorted(tuple(row) for row in rows.all())


async def assert_equals_computing_anew(sessions: Sessions, project_id: int) -> None:
    async with sessions() as session, session.begin():
        await assert_totals_equal_sums(session, project_id)
        kept = (
            await scores(session, project_id),
            await pair_totals(session, project_id),
            await label_counts(session, project_id),
        )
        for table in (
            "pair_scores",
            "pair_totals",
            "participant_totals",
            "agreement_totals",
            "confusion_totals",
            "task_agreements",
            "task_scores",
            "label_counts",
        ):
            await session.execute(text(f"DELETE FROM {table}"))  # noqa: S608
        await session.execute(text("UPDATE tasks SET scored_version = 0"))
    await jobs.rescore_range(sessions, {"project_id": project_id, "first_id": 0, "last_id": 10**9})
    async with sessions() as session:
        anew = (
            await scores(session, project_id),
            await pair_totals(session, project_id),
            await label_counts(session, project_id),
        )
    assert kept[0] == anew[0]
    assert {k: pytest.approx(v) for k, v in kept[1].items()} == anew[1]
    assert kept[2] == anew[2]


@pytest.mark.parametrize("seed", range(3))
async def test_overlapping_ranges_and_changes_at_once(own_sessions: Sessions, seed: int) -> None:
    project_id, task_ids = await arrange(own_sessions, seed)
    rng = random.Random(seed)

    async def score_range() -> None:
        first = rng.randrange(TASKS)
        last = min(first + rng.randint(1, 20), TASKS - 1)
        payload = {
            "project_id": project_id,
            "first_id": task_ids[first],
            "last_id": task_ids[last],
            "reextract": rng.random() < 0.3,
        }
        await jobs.rescore_range(own_sessions, payload)

    async def change_and_score() -> None:
        task_id = rng.choice(task_ids)
        try:
            async with own_sessions() as session, session.begin():
                await change(session, project_id, task_id, rng.choice(LABELS))
        except NotFound:
            return  # deleted by `delete_some`
        payload = {"project_id": project_id, "task_id": task_id}
        await asyncio.gather(
            jobs.rescore_task(own_sessions, payload), jobs.rescore_task(own_sessions, payload)
        )

    async def delete_some() -> None:
        async with own_sessions() as session, session.begin():
            await delete_tasks(session, project_id, rng.sample(task_ids, 2))

    work = [score_range() for _ in range(12)] + [change_and_score() for _ in range(12)]
    work += [delete_some() for _ in range(2)]
    rng.shuffle(work)
    await asyncio.gather(*work)
    await jobs.rescore_range(
        own_sessions,
        {"project_id": project_id, "first_id": task_ids[0], "last_id": task_ids[-1]},
    )

    async with own_sessions() as session:
        behind = await session.scalar(
            select(func.count()).where(Task.scored_version < Task.content_version)
        )
    assert behind == 0
    await assert_equals_computing_anew(own_sessions, project_id)


async def test_a_worker_that_dies_half_way_leaves_no_trace(
    own_sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_id, task_ids = await arrange(own_sessions, 7)
    payload = {"project_id": project_id, "first_id": task_ids[0], "last_id": task_ids[-1]}
    last_step = totals.apply

    async def killed(session: AsyncSession, *arguments: object) -> None:
        """The server ends the connection, as it does when the worker's process is gone."""
        pid = await session.scalar(text("SELECT pg_backend_pid()"))
        async with own_sessions() as other:
            gone = await other.scalar(
                text("SELECT pg_terminate_backend(:pid, 10_000)"), {"pid": pid}
            )
            assert gone
        await last_step(session, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(totals, "apply", killed)
    # How the driver words it depends on whether it has read the server's farewell yet.
    with pytest.raises(DBAPIError):
        await jobs.rescore_range(own_sessions, payload)
    monkeypatch.undo()
    async with own_sessions() as session:
        assert await scores(session, project_id) == []
        assert await pair_totals(session, project_id) == {}

    await jobs.rescore_range(own_sessions, payload)
    await assert_equals_computing_anew(own_sessions, project_id)


async def test_deleting_the_project_meanwhile_is_no_deadlock(own_sessions: Sessions) -> None:
    project_id, task_ids = await arrange(own_sessions, 9)
    payload = {"project_id": project_id, "first_id": task_ids[0], "last_id": task_ids[-1]}

    async def delete_project() -> None:
        async with own_sessions() as session, session.begin():
            await session.execute(text("DELETE FROM projects WHERE id = :p"), {"p": project_id})

    await asyncio.gather(
        *(jobs.rescore_range(own_sessions, payload | {"reextract": True}) for _ in range(4)),
        delete_project(),
    )
    async with own_sessions() as session:
        assert await scores(session, project_id) == []
        assert await session.scalar(select(func.count()).select_from(Task)) == 0
