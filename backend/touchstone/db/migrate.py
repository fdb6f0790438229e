"""Bring a database to the newest schema, once, however many processes try."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

LOCK = 0x70C5  # any constant; one advisory lock guards the schema


def _folder() -> Path:
    """`migrations/` of the source tree, or its copy inside an installed package."""
    package = Path(__file__).resolve().parents[1]
    source = package.parents[1] / "migrations"
    return source if source.is_dir() else package / "_migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_folder()))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(alembic_config(connection), "head")


async def migrate(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
