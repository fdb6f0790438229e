"""Workers that are killed while a generation is built: the next ones finish it, and once."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from tests.bench.agreement_scoring import fill
from tests.scoring.sums import assert_totals_equal_sums
from touchstone.db.engine import Sessions
from touchstone.models import Dimension, ScoringGeneration
from touchstone.projects.generations import request_generation
from touchstone.scoring.service import rescore_range

TASKS = 6000
PATIENCE = 120.0  # seconds


@contextmanager
def worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`touchstone worker` as an operator starts it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "touchstone", "worker"],
        env=os.environ | {"TOUCHSTONE_DATABASE_URL": url, "TOUCHSTONE_DATA_DIR": str(folder)},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)


async def watch(sessions: Sessions, wanted: Callable[[list[ScoringGeneration]], bool]) -> None:
    """Until the generations are as wanted."""
    query = select(ScoringGeneration).order_by(ScoringGeneration.number)
    async with asyncio.timeout(PATIENCE):
        while True:
            async with sessions() as session:
                if wanted(list((await session.scalars(query)).all())):
                    return
            await asyncio.sleep(0.02)


async def count(session: AsyncSession, statement: str) -> int:
    return int(await session.scalar(text(statement)) or 0)


async def histogram(session: AsyncSession, generation: int) -> list[tuple[int, int]]:
    rows = await session.execute(
        text(
            "SELECT bucket, n_tasks FROM agreement_totals "
            "WHERE generation = :g AND dimension_id = 0 AND n_tasks <> 0 ORDER BY bucket"
        ),
        {"g": generation},
    )
    return [(row.bucket, row.n_tasks) for row in rows]


async def test_a_killed_worker_costs_nothing_but_time(
    own_database: str, own_sessions: Sessions, tmp_path: Path
) -> None:
    async with own_sessions() as session, session.begin():
        project_id = await fill(session, TASKS)
        lowest = await count(session, "SELECT min(id) FROM tasks")
        await rescore_range(session, project_id, lowest, lowest + TASKS)
        before = await histogram(session, 1)
        await session.execute(update(Dimension).values(excluded_classes=["Other"]))
        await request_generation(session, project_id)

    with worker(own_database, tmp_path) as first:
        await watch(own_sessions, lambda found: found[-1].tasks_done > 0)
        first.send_signal(signal.SIGKILL)
        first.wait(timeout=60)
    async with own_sessions() as session:
        building = await session.get_one(ScoringGeneration, (project_id, 2))
        assert building.status == "building"
        assert 0 < building.tasks_done < building.tasks_total == TASKS
        # Whole chunks are there, and nothing else; the figures shown are the old ones.
        assert (
            await count(session, "SELECT count(*) FROM task_agreements WHERE generation = 2")
            == building.tasks_done
        )
        assert await histogram(session, 1) == before
        await assert_totals_equal_sums(session, project_id)

    with worker(own_database, tmp_path), worker(own_database, tmp_path):
        await watch(own_sessions, lambda found: found[-1].status == "current")
        async with asyncio.timeout(PATIENCE):
            async with own_sessions() as session:
                while await count(
                    session, "SELECT count(*) FROM pgqueuer WHERE entrypoint <> 'scoring.report'"
                ):
                    await session.rollback()
                    await asyncio.sleep(0.05)

    async with own_sessions() as session:
        done = await session.get_one(ScoringGeneration, (project_id, 2))
        assert (done.tasks_done, done.tasks_total, done.chunks_left) == (TASKS, TASKS, 0)
        await assert_totals_equal_sums(session, project_id)
        assert await count(session, "SELECT count(*) FROM pair_scores WHERE generation = 1") == 0
        differing = await count(
            session,
            "SELECT count(*) FROM tasks t LEFT JOIN task_agreements a "
            "ON a.task_id = t.id AND a.generation = 2 "
            "WHERE a.task_id IS NULL OR t.agreement IS DISTINCT FROM a.agreement "
            "OR t.agreement_undefined IS DISTINCT FROM a.undefined",
        )
        assert differing == 0, "every task shows its new agreement"
        assert await histogram(session, 2) != before
