"""One embedded server: what it is, where its files go, what it refuses."""

import os
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.embedded.processes import copy_data_dir
from touchstone.embedded import EmbeddedPostgres, EmbeddedPostgresError
from touchstone.embedded.layout import MAX_SOCKET_PATH, SOCKET_NAME
from touchstone.embedded.server import ServerState


async def test_the_database_speaks_unicode_and_survives_a_restart(fresh_dir: Path) -> None:
    async with EmbeddedPostgres(fresh_dir) as server:
        connection = await asyncpg.connect(server.dsn)
        row = await connection.fetchrow(
            "SELECT pg_encoding_to_char(encoding) AS encoding, datlocprovider::text AS provider, "
            "datlocale AS locale FROM pg_database WHERE datname = current_database()"
        )
        assert tuple(row) == ("UTF8", "b", "C.UTF-8")
        assert await connection.fetchval("SELECT upper('straße été ж')") == "STRASSE ÉTÉ Ж".replace(
            "SS", "ß", 1
        )
        await connection.execute("CREATE TABLE words AS SELECT '愛 🙂' AS word")
        await connection.close()

    began = time.monotonic()
    async with EmbeddedPostgres(fresh_dir) as server:
        assert time.monotonic() - began < 1
        engine = create_async_engine(server.url)
        async with engine.connect() as session:
            assert (await session.execute(text("SELECT word FROM words"))).scalar_one() == "愛 🙂"
        await engine.dispose()


async def test_the_status_follows_the_server(fresh_dir: Path) -> None:
    server = EmbeddedPostgres(fresh_dir)
    assert server.status().state is ServerState.ABSENT
    with server:
        status = server.status()
        assert status.state is ServerState.READY
        assert status.pid is not None
        assert status.socket_dir == fresh_dir / "postgresql/run"
    assert server.status().state is ServerState.STOPPED
    assert server.status().pid is None


async def test_starting_twice_and_stopping_twice_change_nothing(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    assert server.start() == server.start()
    server.stop()
    server.stop()
    with pytest.raises(EmbeddedPostgresError, match="was not started"):
        _ = server.url


async def test_the_server_never_runs_as_root_and_has_no_network_listener(data_dir: Path) -> None:
    async with EmbeddedPostgres(data_dir) as server:
        pid = server.status().pid
        assert pid is not None
        process = psutil.Process(pid)
        assert process.uids().real != 0
        assert process.uids().real == (data_dir / "postgresql/data").stat().st_uid
        assert [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN] == []


async def test_other_users_of_the_machine_cannot_connect(data_dir: Path) -> None:
    async with EmbeddedPostgres(data_dir) as server:
        socket_dir = server.status().socket_dir
        assert socket_dir is not None
        assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
        assert stat.S_IMODE((socket_dir / SOCKET_NAME).stat().st_mode) == 0o700
        if os.geteuid() == 0:
            assert "PermissionError" in connect_as_stranger(socket_dir / SOCKET_NAME)


def connect_as_stranger(path: Path) -> str:
    """What a process of another user gets: forked, as an interpreter may be private to root."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            socket.socket(socket.AF_UNIX).connect(str(path))
            os.write(writer, b"connected")
        except OSError as error:
            os.write(writer, repr(error).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as said:
        return said.read()


@pytest.mark.parametrize("name", ["two words", 'it\'s "quoted"', "données-データ", "a,b:c", "50%"])
async def test_any_folder_name_works(fresh_dir: Path, used_dir: Path, name: str) -> None:
    fresh_dir.mkdir()  # noqa: ASYNC240 - a test may wait for its own disk
    copy_data_dir(used_dir, fresh_dir / name)
    async with EmbeddedPostgres(fresh_dir / name) as server:
        connection = await asyncpg.connect(server.dsn)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
        engine = create_async_engine(server.url)
        async with engine.connect() as session:
            assert (await session.execute(text("SELECT 1"))).scalar_one() == 1
        await engine.dispose()


async def test_a_path_too_long_for_a_socket_gets_a_short_socket_folder(fresh_dir: Path) -> None:
    deep = fresh_dir / ('it\'s a "long" folder ' * 6)
    async with EmbeddedPostgres(deep) as server:
        socket_dir = server.status().socket_dir
        assert socket_dir is not None
        assert len(str(socket_dir / SOCKET_NAME)) <= MAX_SOCKET_PATH
        assert stat.S_IMODE(socket_dir.stat().st_mode) == 0o700
        async with EmbeddedPostgres(deep) as other:
            assert other.dsn == server.dsn
        connection = await asyncpg.connect(server.dsn)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
    assert not (socket_dir / SOCKET_NAME).exists()


async def test_a_cluster_of_another_version_is_refused(data_dir: Path) -> None:
    (data_dir / "postgresql/data/PG_VERSION").write_text("12\n")
    with pytest.raises(EmbeddedPostgresError, match="is of PostgreSQL 12, but only"):
        EmbeddedPostgres(data_dir).start()


async def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    with (data_dir / "postgresql/data/postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        EmbeddedPostgres(data_dir).start()


async def test_an_interrupted_setup_is_begun_again(fresh_dir: Path) -> None:
    unfinished = fresh_dir / "postgresql/data.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(fresh_dir) as server:
        assert server.status().state is ServerState.READY
    assert not unfinished.exists()


async def test_the_operators_own_settings_hold(data_dir: Path) -> None:
    with (data_dir / "postgresql/data/postgresql.conf").open("a") as settings:
        settings.write("work_mem = 7MB\n")
    async with EmbeddedPostgres(data_dir) as server:
        connection = await asyncpg.connect(server.dsn)
        assert await connection.fetchval("SHOW work_mem") == "7MB"
        assert await connection.fetchval("SHOW synchronous_commit") == "on"
        assert await connection.fetchval("SHOW jit") == "off"
        await connection.close()


def test_variables_of_other_postgres_installations_do_not_matter(fresh_dir: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from touchstone.embedded import EmbeddedPostgres\n"
        "with EmbeddedPostgres(Path(sys.argv[1])) as server: print(server.status().state)"
    )
    bent = {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "elsewhere", "LC_ALL": "xx_XX.UTF-8"}
    ran = subprocess.run(
        [sys.executable, "-c", program, str(fresh_dir)],
        env={**os.environ, **bent},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.stdout, ran.returncode) == ("ready\n", 0), ran.stderr
