"""Runs migrations on the connection handed over by `touchstone.db.migrate`, or on an address."""

import asyncio
import os

from alembic import context
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from touchstone.db.base import Base
from touchstone.models import User  # noqa: F401  the import fills Base.metadata


def include_name(name: str | None, kind: str, _: object) -> bool:
    """The job engine's tables are made by a migration and owned by the engine."""
    return not (kind == "table" and (name or "").startswith("pgqueuer"))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=include_name,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_on_address(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_on_address(os.environ["TOUCHSTONE_DATABASE_URL"]))
