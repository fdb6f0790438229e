"""Totals counted beside the page: shared, exact, never older than the question."""

import asyncio
import json

import httpx
import pytest
from sqlalchemy import text

from tests.factories import make_project, make_task, make_user
from touchstone.access.dependencies import COOKIE
from touchstone.access.tokens import digest
from touchstone.core.settings import Settings
from touchstone.data_manager.counting import SharedCounts, to_spare
from touchstone.data_manager.queries import Totals
from touchstone.db.engine import Sessions, make_engine, make_sessions
from touchstone.main import create_app
from touchstone.models.user import Role


class Counter:
    """Counts rows of a list that grows, when told to go on."""

    def __init__(self) -> None:
        self.rows = self.runs = 0
        self.go_on = asyncio.Event()

    async def __call__(self) -> Totals:
        self.runs += 1
        rows = self.rows
        await self.go_on.wait()
        return Totals(rows, 0, 0)


async def begin() -> None:
    """Let what was asked for begin."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_those_who_ask_together_share_a_count() -> None:
    shared, counter = SharedCounts(), Counter()
    asked = [shared.ask("a", counter) for _ in range(5)]
    counter.go_on.set()
    assert len({await task for task in asked}) == 1
    assert counter.runs == 1


async def test_nobody_gets_a_count_older_than_the_question() -> None:
    shared, counter = SharedCounts(), Counter()
    first = shared.ask("a", counter)
    await begin()
    counter.rows = 1
    late = [shared.ask("a", counter) for _ in range(3)]
    counter.go_on.set()
    assert (await first).tasks == 0
    assert [(await task).tasks for task in late] == [1, 1, 1]
    assert counter.runs == 2
    assert (shared._next, shared._running) == ({}, {})


async def test_other_lists_do_not_wait() -> None:
    shared, slow, quick = SharedCounts(), Counter(), Counter()
    waiting = shared.ask("a", slow)
    quick.go_on.set()
    await shared.ask("b", quick)
    assert not waiting.done()
    slow.go_on.set()
    await waiting


async def test_a_failure_is_told_to_all_and_forgotten() -> None:
    async def fail() -> Totals:
        raise RuntimeError("no database")

    shared, counter = SharedCounts(), Counter()
    asked = [shared.ask("a", fail) for _ in range(2)]
    for task in asked:
        with pytest.raises(RuntimeError):
            await task
    counter.go_on.set()
    assert (await shared.ask("a", counter)).tasks == 0


async def test_spares_half_of_the_pool(own_database: str) -> None:
    engine = make_engine(own_database, pool_size=2)
    sessions = make_sessions(engine)
    assert to_spare(sessions)
    async with engine.connect():
        assert to_spare(sessions)
        async with engine.connect():
            assert not to_spare(sessions)
    async with engine.connect() as connection:
        assert not to_spare(Sessions(connection)), "a session on one connection has no pool"
    await engine.dispose()


async def test_many_readers_while_tasks_come_and_go(own_database: str, settings: Settings) -> None:
    """More readers than connections; each total fits what its reader has seen before."""
    engine = make_engine(own_database, pool_size=4)
    app = create_app(settings, engine=engine)
    async with app.router.lifespan_context(app):
        sessions = app.state.sessions
        async with sessions() as session, session.begin():
            project = await make_project(session)
            user = await make_user(session, Role.MANAGER)
            for _ in range(5):
                await make_task(session, project, total_annotations=2)
            await session.execute(
                text(
                    "INSERT INTO sessions (token_hash, user_id, expires_at) "
                    "VALUES (:hash, :user, now() + interval '1 hour')"
                ),
                {"hash": digest("token"), "user": user.id},
            )
        query = json.dumps({"ordering": ["-tasks:agreement"]})
        params = {"project": project.id, "page_size": 3, "query": query}

        async def read(client: httpx.AsyncClient) -> int:
            response = await client.get("/api/tasks/", params=params)
            assert response.status_code == 200, response.text
            body = response.json()
            assert len(body["tasks"]) == 3
            assert body["total_annotations"] == 2 * body["total"]
            total: int = body["total"]
            return total

        async def read_and_add(client: httpx.AsyncClient) -> None:
            for _ in range(5):
                before = await read(client)
                async with sessions() as session, session.begin():
                    await make_task(session, project, total_annotations=2)
                assert await read(client) > before

        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://test",
            cookies={COOKIE: "token"},
        ) as client:
            await asyncio.gather(*(read_and_add(client) for _ in range(12)))
            assert await read(client) == 65
    await engine.dispose()
