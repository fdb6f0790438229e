"""Many processes, one server: who starts it, who stops it, what a kill -9 does."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from tests.embedded.processes import UserProcess, server_processes, supervisors, wait_gone
from touchstone.embedded import EmbeddedPostgres
from touchstone.embedded.server import ServerState

StartUser = Callable[[Path], UserProcess]


async def write_row(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    await connection.execute("CREATE TABLE IF NOT EXISTS kept (value integer)")
    await connection.execute("INSERT INTO kept VALUES (1)")
    await connection.close()


async def count_rows(dsn: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval("SELECT count(*) FROM kept"))
    finally:
        await connection.close()


async def test_six_processes_at_once_share_one_server(
    fresh_dir: Path, start_user: StartUser
) -> None:
    users = [start_user(fresh_dir) for _ in range(6)]
    pids = {user.wait_until_connected().pid for user in users}

    assert len(pids) == 1
    assert len(supervisors(fresh_dir)) == 1

    for user in users:
        assert user.leave() == "left\n"
    assert EmbeddedPostgres(fresh_dir).status().state is ServerState.STOPPED
    for process in server_processes(fresh_dir):
        wait_gone(process.pid)


async def test_the_one_who_started_it_may_leave_first(
    data_dir: Path, start_user: StartUser
) -> None:
    first = start_user(data_dir).wait_until_connected()
    async with EmbeddedPostgres(data_dir) as server:
        assert server.status().pid == first.pid
        first.leave()
        await write_row(server.dsn)
        assert server.status().pid == first.pid
    assert server.status().state is ServerState.STOPPED


async def test_a_killed_user_leaves_no_server_behind(data_dir: Path, start_user: StartUser) -> None:
    user = start_user(data_dir).wait_until_connected()
    await write_row(user.dsn)
    user.kill()

    wait_gone(user.pid)
    for process in supervisors(data_dir):
        wait_gone(process.pid)

    async with EmbeddedPostgres(data_dir) as server:
        assert await count_rows(server.dsn) == 1


async def test_a_server_without_supervisor_is_adopted_and_stopped(
    data_dir: Path, start_user: StartUser
) -> None:
    user = start_user(data_dir).wait_until_connected()
    await write_row(user.dsn)
    for process in supervisors(data_dir):
        process.kill()
        wait_gone(process.pid)
    user.kill()
    assert EmbeddedPostgres(data_dir).status().pid == user.pid

    async with EmbeddedPostgres(data_dir) as server:
        assert server.status().pid == user.pid
        assert await count_rows(server.dsn) == 1
        assert len(supervisors(data_dir)) == 1

    assert server.status().state is ServerState.STOPPED


async def test_the_last_user_stops_a_server_whose_supervisor_was_killed(data_dir: Path) -> None:
    async with EmbeddedPostgres(data_dir) as server:
        for process in supervisors(data_dir):
            process.kill()
            wait_gone(process.pid)
    assert server.status().state is ServerState.STOPPED


async def test_a_killed_server_comes_back_with_every_committed_row(data_dir: Path) -> None:
    async with EmbeddedPostgres(data_dir) as server:
        await write_row(server.dsn)
        killed = server.status().pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)

        async with asyncio.timeout(60):
            while True:
                try:
                    assert await count_rows(server.dsn) == 1
                    break
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    await asyncio.sleep(0.05)
        assert server.status().pid != killed


async def test_the_next_start_recovers_after_everything_was_killed(
    data_dir: Path, start_user: StartUser
) -> None:
    user = start_user(data_dir).wait_until_connected()
    await write_row(user.dsn)
    for process in supervisors(data_dir):
        process.kill()
        wait_gone(process.pid)
    os.kill(user.pid, signal.SIGKILL)
    user.kill()

    async with EmbeddedPostgres(data_dir) as server:
        assert await count_rows(server.dsn) == 1


@pytest.mark.parametrize("claimed_by", [os.getpid(), 1, 4_000_000])
async def test_a_reused_process_number_does_not_block_a_start(
    data_dir: Path, claimed_by: int
) -> None:
    async with EmbeddedPostgres(data_dir) as server:
        await write_row(server.dsn)
        layout = data_dir / "postgresql"
        claim = (layout / "data/postmaster.pid").read_text().splitlines()
    claim[0] = str(claimed_by)
    (layout / "data/postmaster.pid").write_text("\n".join(claim))
    (layout / "run/.s.PGSQL.5432.lock").write_text("\n".join(claim[:5]))

    async with EmbeddedPostgres(data_dir) as server:
        assert await count_rows(server.dsn) == 1
