"""A database of the SDK tests' own."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from touchstone.embedded import EmbeddedPostgres


@pytest.fixture(scope="module")
async def sdk_database(postgres: EmbeddedPostgres) -> str:
    admin = create_async_engine(postgres.url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text("CREATE DATABASE sdk"))
    await admin.dispose()
    head, _, query = postgres.url.partition("?")
    return f"{head.rpartition('/')[0]}/sdk?{query}"
