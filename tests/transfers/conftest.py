"""A project, somebody who may import into it, and an application on a database of its own."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from tests.conftest import AsUser
from tests.factories import make_project, make_user
from touchstone.access.tokens import digest
from touchstone.core.settings import Settings
from touchstone.db.engine import Sessions, make_engine, make_sessions
from touchstone.main import create_app
from touchstone.models import Project
from touchstone.models.user import Role


@pytest.fixture
async def project(session: AsyncSession) -> Project:
    return await make_project(session, maximum_annotations=3)


@pytest.fixture
async def manager(session: AsyncSession, as_user: AsUser) -> httpx.AsyncClient:
    return await as_user(await make_user(session, Role.MANAGER))


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that an import with real transactions needs."""

    url: str
    """Of the database."""
    sessions: Sessions
    app: FastAPI
    client: httpx.AsyncClient
    """Logged in as a manager."""
    project_id: int
    token: str
    """The manager's legacy token."""

    async def count(self, table: str) -> int:
        async with self.sessions() as session:
            query = text(f"SELECT count(*) FROM {table}")  # noqa: S608  names of this test
            return int(await session.scalar(query) or 0)


@pytest.fixture
async def place(own_database: str, settings: Settings) -> AsyncIterator[Place]:
    engine = make_engine(own_database, pool_size=10)
    sessions = make_sessions(engine)
    token = secrets.token_hex(20)
    async with sessions() as session, session.begin():
        await make_user(session, Role.MANAGER, legacy_token_hash=digest(token))
        project = await make_project(session, maximum_annotations=3)
    app = create_app(settings, engine=engine)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://test",
        headers={"Authorization": f"Token {token}"},
    ) as client:
        yield Place(own_database, sessions, app, client, project.id, token)
    await engine.dispose()
