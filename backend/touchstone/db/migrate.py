"""Bring a database to the newest schema, once, however many processes try.

Alembic is imported where it is used: most starts find the newest schema already, and would
wait for the import alone.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 0x70C5  # any constant; one advisory lock guards the schema


def _folder() -> Path:
    """`migrations/` of the source tree, or its copy inside an installed package."""
    package = Path(__file__).resolve().parents[1]
    source = package.parents[1] / "migrations"
    return source if source.is_dir() else package / "_migrations"


def newest_revision() -> str:
    """The revision that the code needs; the files' names begin with theirs, in order."""
    return max(path.name.partition("_")[0] for path in (_folder() / "versions").glob("[0-9]*.py"))


def alembic_config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_folder()))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    if _revision(connection) == newest_revision():
        return
    from alembic import command  # noqa: PLC0415

    command.upgrade(alembic_config(connection), "head")


def _revision(connection: Connection) -> str | None:
    if connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


async def migrate(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)
