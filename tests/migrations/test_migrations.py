"""Up from empty, no drift from the models, and back down."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from touchstone import models
from touchstone.db.base import Base
from touchstone.db.migrate import alembic_config, migrate, newest_revision


def _drift(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "compare_server_default": True,
            "include_name": lambda name, kind, _: (
                not (kind == "table" and (name or "").startswith("pgqueuer"))
            ),
        },
    )
    return list(compare_metadata(context, Base.metadata))


def _down_and_up(connection: Connection) -> tuple[set[str], set[str]]:
    config = alembic_config(connection)
    command.downgrade(config, "base")
    empty = set(inspect(connection).get_table_names())
    command.upgrade(config, "head")
    return empty, set(inspect(connection).get_table_names())


async def test_the_schema_is_what_the_models_say(own_database: str) -> None:
    assert models.__all__
    engine = create_async_engine(own_database)
    await migrate(engine)  # again: nothing happens
    async with engine.connect() as connection:
        assert await connection.run_sync(_drift) == []
    await engine.dispose()


async def test_down_to_nothing_and_up_again(own_database: str) -> None:
    engine = create_async_engine(own_database)
    async with engine.begin() as connection:
        empty, full = await connection.run_sync(_down_and_up)
    await engine.dispose()
    assert empty == {"alembic_version"}
    assert {"tasks", "annotations", "reviews", "pgqueuer"} <= full


def test_the_newest_revision_is_the_one_head_of_the_scripts() -> None:
    """So that a start may tell without Alembic that nothing is to be done."""
    heads = ScriptDirectory.from_config(alembic_config()).get_heads()
    assert heads == [newest_revision()]
