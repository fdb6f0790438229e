"""Measure scoring through the database and workers, and reading its running totals.

    python -m tests.bench.agreement_scoring                    100,000 tasks
    python -m tests.bench.agreement_scoring --tasks 1000000    for the figures of reading

Each task has three annotations with one choice, of ten annotators unless told otherwise. The workers are real
processes on the cores that PostgreSQL shares with them.
"""

import argparse
import asyncio
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import psutil
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from tests.bench.generate import CONFIGS
from tests.bench.run import Row, at_least, at_most, note, show
from touchstone.access.dependencies import COOKIE
from touchstone.access.tokens import digest
from touchstone.core.clock import utc_now
from touchstone.core.settings import Settings
from touchstone.dashboards import queries as dashboards
from touchstone.db.engine import Sessions, make_engine, make_sessions
from touchstone.db.migrate import migrate
from touchstone.embedded import EmbeddedPostgres
from touchstone.labelstudio.features import extract_features
from touchstone.main import create_app
from touchstone.models import Dimension, Project, Session, User
from touchstone.projects import label_configs
from touchstone.projects.dimensions import sync_dimensions
from touchstone.projects.generations import request_generation
from touchstone.scoring.service import rescore_range, rescore_task

LABELS = ("Billing", "Delivery", "Returns", "Account", "Other")
ANNOTATORS = 10  # by default

_TASKS = text(
    """
    INSERT INTO tasks (project_id, inner_id, data, total_annotations, content_version)
    SELECT :p, n, '{"text": "late"}', 3, 3 FROM generate_series(1, :n) AS n
    """
)
_ANNOTATIONS = text(
    """
    INSERT INTO annotations (project_id, task_id, result, features, completed_by)
    SELECT :p, t.id, (CAST(:results AS text[]))[1 + pick]::json,
           (CAST(:features AS bytea[]))[1 + pick],
           (CAST(:users AS bigint[]))[1 + (t.inner_id + k * (1 + t.inner_id % 3)) % :annotators]
    FROM tasks t, generate_series(0, 2) AS k,
         LATERAL (SELECT CASE WHEN hashint8(t.inner_id * 3 + k) % 4 = 0
                              THEN abs(hashint8(t.inner_id * 7 + k)) % 5
                              ELSE abs(hashint8(t.inner_id)) % 5 END AS pick) AS chosen
    WHERE t.project_id = :p
    """
)


def _result(label: str) -> str:
    return (
        '[{"id":"a","from_name":"topic","to_name":"text","type":"choices",'
        f'"value":{{"choices":["{label}"]}}}}]'
    )


async def fill(session: AsyncSession, tasks: int, annotators: int = ANNOTATORS) -> int:
    """A project with so many tasks, which nobody has scored yet; its id."""
    users = [User(email=f"u{n}@example.org", role="AN") for n in range(annotators)]
    xml = CONFIGS["choices"]
    project = Project(title="Measured", label_config=xml)
    session.add_all([*users, project])
    await session.flush()
    await session.refresh(project)
    await sync_dimensions(session, project)
    await request_generation(session, project.id)
    config = label_configs.parsed(xml)
    choices = [
        [
            {
                "from_name": "topic",
                "to_name": "text",
                "type": "choices",
                "value": {"choices": [label]},
            }
        ]
        for label in LABELS
    ]
    await session.execute(_TASKS, {"p": project.id, "n": tasks})
    values = {
        "p": project.id,
        "results": [_result(label) for label in LABELS],
        "features": [extract_features(choice, config) for choice in choices],
        "users": [user.id for user in users],
        "annotators": annotators,
    }
    await session.execute(_ANNOTATIONS, values)
    return project.id


@dataclass
class Workers:
    processes: list[psutil.Process]
    heartbeats: list[Path]
    memory: float = 0.0
    """The highest seen of one process, MiB."""

    def look(self) -> None:
        for process in self.processes:
            self.memory = max(self.memory, process.memory_info().rss / 2**20)

    def seconds(self) -> float:
        """Of processor time that the workers have taken."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes)


def database_seconds(folder: Path) -> float:
    """Of processor time that PostgreSQL in this folder has taken."""
    with suppress(psutil.Error, OSError, ValueError):
        number = int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
        server = psutil.Process(number)
        found = [server, *server.children(recursive=True)]
        return sum(sum(process.cpu_times()[:2]) for process in found)
    return 0.0


@contextmanager
def workers(url: str, count: int, folder: Path) -> Iterator[Workers]:
    with ExitStack() as stack:
        found, beats = [], []
        for number in range(count):
            beats.append(folder / f"beat-{count}-{number}")
            log = stack.enter_context((folder / f"worker{number}.log").open("w"))
            process = subprocess.Popen(
                [sys.executable, "-m", "touchstone", "worker"],
                env={
                    **os.environ,
                    "TOUCHSTONE_DATABASE_URL": url,
                    "TOUCHSTONE_HEARTBEAT_FILE": str(beats[-1]),
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)
            found.append(psutil.Process(process.pid))
        yield Workers(found, beats)


async def _scalar(sessions: Sessions, statement: str) -> int:
    async with sessions() as session:
        return int(await session.scalar(text(statement)) or 0)


async def _until(sessions: Sessions, statement: str, team: Workers) -> float:
    """When the count is down to nothing."""
    while await _scalar(sessions, statement):
        team.look()
        await asyncio.sleep(0.1)
    return time.perf_counter()


_BUILDING = "SELECT count(*) FROM scoring_generations WHERE status = 'building'"
_PLANNED = "SELECT count(*) FROM scoring_chunks"
_QUEUED = "SELECT count(*) FROM pgqueuer WHERE entrypoint <> 'scoring.report'"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    shown: float
    """Seconds until the new figures are shown."""
    gone: float
    """Seconds until the old ones are gone."""
    memory: float
    """The highest of one worker, MiB."""
    processor: float
    """Seconds of processor time of the workers and PostgreSQL until the figures are shown."""


async def rebuild(
    sessions: Sessions, project_id: int, url: str, count: int, folder: Path
) -> Rebuilt:
    """Compute a project anew with so many workers."""
    with workers(url, count, folder) as team:
        while not all(beat.exists() for beat in team.heartbeats):  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        await asyncio.sleep(2)  # they take up listening
        async with sessions() as session, session.begin():
            weight = 0.5 + 0.1 * count
            # A report of the first figures is not what is measured here.
            await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint = 'scoring.report'"))
            await session.execute(update(Dimension).values(weight=weight))
            await request_generation(session, project_id)
        began = time.perf_counter()
        busy = team.seconds() + database_seconds(folder)
        shown = await _until(sessions, _BUILDING, team)
        busy = team.seconds() + database_seconds(folder) - busy
        gone = await _until(sessions, _QUEUED, team)
    return Rebuilt(shown - began, gone - began, team.memory, busy)


async def reading(sessions: Sessions, project_id: int) -> dict[str, float]:
    """Milliseconds, the best of five."""
    found: dict[str, float] = {}
    for name, read in (
        ("matrix", dashboards.list_pair_totals),
        ("histogram", dashboards.agreement_buckets),
        ("totals of annotators", dashboards.compared_tasks),
    ):
        times = []
        for _ in range(5):
            async with sessions() as session:
                began = time.perf_counter()
                await read(session, project_id)
                times.append(time.perf_counter() - began)
        found[name] = min(times) * 1000
    return found


PATHS = {
    "matrix with means and deviations": "agreement-matrix/",
    "matrix in Label Studio's form": "stats/IAA?std=true",
    "distribution": "analytics/data-quality/agreement-analysis/distribution",
    "total": "stats/total_agreement",
    "confusion matrix": "analytics/data-quality/agreement-analysis/confusion-matrix",
}


async def over_http(engine: AsyncEngine, project_id: int) -> dict[str, float]:
    """Milliseconds a request of the API takes, the slowest of twenty after the first."""
    token = secrets.token_hex(20)
    async with make_sessions(engine)() as session, session.begin():
        owner = User(email="owner@example.org", role="OW")
        session.add(owner)
        await session.flush()
        soon = utc_now() + timedelta(hours=1)
        session.add(Session(token_hash=digest(token), user_id=owner.id, expires_at=soon))
    application = create_app(Settings(secret_key=secrets.token_hex(32)), engine=engine)
    found: dict[str, float] = {}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(application),
        base_url="http://127.0.0.1",
        cookies={COOKIE: token},
    ) as client:
        for name, path in PATHS.items():
            times = []
            for _ in range(21):
                began = time.perf_counter()
                answer = await client.get(f"/api/projects/{project_id}/{path}")
                times.append(time.perf_counter() - began)
                answer.raise_for_status()
            found[name] = max(times[1:]) * 1000
    return found


async def one_task(sessions: Sessions, project_id: int) -> float:
    """Milliseconds to score one changed task, begin to commit, the median of fifty."""
    times = []
    first = await _scalar(sessions, "SELECT min(id) FROM tasks")
    for number in range(50):
        task_id = first + number
        async with sessions() as session, session.begin():
            await session.execute(
                text("UPDATE tasks SET content_version = content_version + 1 WHERE id = :id"),
                {"id": task_id},
            )
        began = time.perf_counter()
        async with sessions() as session, session.begin():
            await rescore_task(session, project_id, task_id)
        times.append(time.perf_counter() - began)
    return sorted(times)[25] * 1000


async def measure(url: str, tasks: int, annotators: int, folder: Path) -> list[Row]:
    engine = make_engine(url, pool_size=4)
    await migrate(engine)
    sessions = make_sessions(engine)
    async with sessions() as session, session.begin():
        project_id = await fill(session, tasks, annotators)
    async with engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(text("ANALYZE"))
    async with sessions() as session, session.begin():
        first = min(tasks, 2000)
        began = time.perf_counter()
        lowest = await session.scalar(text("SELECT min(id) FROM tasks")) or 0
        await rescore_range(session, project_id, lowest, lowest + first - 1)
        direct = first / (time.perf_counter() - began)
    rates, rows = {}, [note("first scoring in one process", f"{direct:,.0f} tasks/s")]
    for count in (1, 2):
        done = await rebuild(sessions, project_id, url, count, folder)
        rates[count] = tasks / done.shown
        name = f"{count} worker(s): "
        rows.append(note(f"{name}until the old figures are gone", f"{done.gone:.1f} s"))
        rows.append(note(f"{name}highest memory of one", f"{done.memory:.0f} MiB"))
        each = done.processor / tasks * 1000
        rows.append(
            note(f"{name}processor time of a task, PostgreSQL's included", f"{each:.2f} ms")
        )
        cores = done.processor / done.shown
        rows.append(note(f"{name}cores kept busy, PostgreSQL's included", f"{cores:.2f}"))
    rows.append(at_least("full rescore, 2 workers", 3000, rates[2], "tasks/s"))
    rows.append(note("full rescore, 1 worker", f"{rates[1]:,.0f} tasks/s"))
    rows.append(at_most("one changed task", 15, await one_task(sessions, project_id), "ms"))
    for name, milliseconds in (await reading(sessions, project_id)).items():
        rows.append(at_most(f"read the {name}", 100, milliseconds, "ms"))
    for name, milliseconds in (await over_http(engine, project_id)).items():
        rows.append(at_most(f"GET the {name}", 100, milliseconds, "ms"))
    await engine.dispose()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--annotators", type=int, default=ANNOTATORS)
    given = parser.parse_args()
    tasks = given.tasks
    with tempfile.TemporaryDirectory(prefix="touchstone-scoring-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with EmbeddedPostgres(folder / "data") as postgres:
            print(f"{tasks:,} tasks; load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores")
            print(show(asyncio.run(measure(postgres.url, tasks, given.annotators, folder))))


if __name__ == "__main__":
    main()
