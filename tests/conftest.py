"""One embedded PostgreSQL for the run; every test works in a transaction that is rolled back."""

import secrets
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session as SyncSession

from touchstone.access.dependencies import COOKIE
from touchstone.access.tokens import digest
from touchstone.core.settings import Settings
from touchstone.db.engine import Sessions, make_engine, make_sessions
from touchstone.db.migrate import migrate
from touchstone.embedded import EmbeddedPostgres
from touchstone.main import create_app
from touchstone.models import User

SECRET = "a secret that is long enough for a test"
TEMPLATE = "touchstone_template"
AsUser = Callable[[User], Awaitable[httpx.AsyncClient]]


class ReadOnlySession(SyncSession):
    """What a GET gets, inside the test's transaction: the savepoint is read only."""


@event.listens_for(ReadOnlySession, "after_begin")
def _read_only(session: SyncSession, transaction: object, connection: Connection) -> None:
    connection.execute(text("SET TRANSACTION READ ONLY"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The run's server, in a folder that its own user can reach when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="touchstone-tests-") as folder:
        Path(folder).chmod(0o711)
        with EmbeddedPostgres(Path(folder)) as server:
            yield server


def _named(url: str, database: str) -> str:
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{database}?{query}"


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """A migrated, empty database that others are copied from."""
    await _create_database(postgres.url, TEMPLATE, None)
    engine = create_async_engine(_named(postgres.url, TEMPLATE))
    await migrate(engine)
    await engine.dispose()
    return TEMPLATE


async def _create_database(url: str, name: str, template: str | None) -> None:
    admin = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        suffix = f' TEMPLATE "{template}"' if template else ""
        await connection.execute(text(f'CREATE DATABASE "{name}"{suffix}'))
    await admin.dispose()


async def _drop_database(url: str, name: str) -> None:
    admin = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    await admin.dispose()


@pytest.fixture(scope="session")
async def engine(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[AsyncEngine]:
    name = "touchstone_tests"
    await _create_database(postgres.url, name, template)
    engine = make_engine(_named(postgres.url, name), pool_size=4)
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """An outer transaction that is always rolled back; commits inside become savepoints."""
    async with engine.connect() as connection:
        outer = await connection.begin()
        yield connection
        await outer.rollback()


@pytest.fixture
async def session(connection: AsyncConnection) -> AsyncIterator[AsyncSession]:
    async with AsyncSession(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    ) as session:
        yield session


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(secret_key=SECRET, data_dir=tmp_path_factory.mktemp("settings"))


@pytest.fixture
def app(engine: AsyncEngine, connection: AsyncConnection, settings: Settings) -> FastAPI:
    app = create_app(settings, engine=engine)
    # Requests open their own sessions on the test's connection: nothing stays loaded between
    # the arrange step and the request, so a missing eager load fails here too.
    app.state.sessions = async_sessionmaker(
        connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )
    app.state.read_sessions = async_sessionmaker(
        connection,
        sync_session_class=ReadOnlySession,
        expire_on_commit=False,
        join_transaction_mode="create_savepoint",
    )
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without credentials."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
async def as_user(app: FastAPI, session: AsyncSession) -> AsyncIterator[AsUser]:
    """`await as_user(user)` gives a client that is logged in as this user, as a browser is."""
    clients: list[httpx.AsyncClient] = []

    async def log_in(user: User) -> httpx.AsyncClient:
        token = secrets.token_hex(20)
        await session.execute(
            text(
                "INSERT INTO sessions (token_hash, user_id, expires_at) "
                "VALUES (:hash, :user, now() + interval '1 hour')"
            ),
            {"hash": digest(token), "user": user.id},
        )
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://test",
            cookies={COOKIE: token},
            headers={"Origin": "http://test"},
        )
        clients.append(client)
        return client

    yield log_in
    for client in clients:
        await client.aclose()


@pytest.fixture
async def own_database(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """The address of a database of the test's own, for tests with several connections."""
    name = f"own_{secrets.token_hex(6)}"
    await _create_database(postgres.url, name, template)
    yield _named(postgres.url, name)
    await _drop_database(postgres.url, name)


@pytest.fixture(scope="module")
async def module_database(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """The address of a database that the tests of one module share."""
    name = f"module_{secrets.token_hex(6)}"
    await _create_database(postgres.url, name, template)
    yield _named(postgres.url, name)
    await _drop_database(postgres.url, name)


@pytest.fixture
async def own_sessions(own_database: str) -> AsyncIterator[Sessions]:
    engine = make_engine(own_database, pool_size=20)
    yield make_sessions(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[1]
