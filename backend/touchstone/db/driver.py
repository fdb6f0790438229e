"""Hand-written SQL for the hot paths, straight through asyncpg in the session's transaction.

A statement costs the event loop a quarter of what it costs through SQLAlchemy, which builds,
compiles and wraps it every time (docs/decisions/0018). Everywhere else SQLAlchemy is used.
"""

from collections.abc import Sequence
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncSession


class Row(asyncpg.Record):  # type: ignore[misc]  # asyncpg has no types
    """A row whose columns are attributes, as SQLAlchemy's rows have them."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def as_dict(row: Any) -> dict[str, Any]:
    """The columns of a row that `fetch` gave, by name."""
    return dict(row if isinstance(row, Row) else row._mapping)


async def driver_connection(session: AsyncSession) -> Any:
    """asyncpg's own connection; inside the transaction once a statement went through `session`."""
    raw = await (await session.connection()).get_raw_connection()
    return raw.driver_connection


async def fetch(session: AsyncSession, statement: str, *arguments: Any) -> Sequence[Any]:
    """The rows of one statement with `$1` parameters; columns are attributes."""
    if session.new or session.dirty or session.deleted:
        await session.flush()
    connection = await session.connection()
    raw = (await connection.get_raw_connection()).driver_connection
    if raw is not None and raw.is_in_transaction():
        rows: Sequence[Any] = await raw.fetch(statement, *arguments, record_class=Row)
        return rows
    return (await connection.exec_driver_sql(statement, arguments)).all()  # begins the transaction


async def fetch_one(session: AsyncSession, statement: str, *arguments: Any) -> Any | None:
    """The first row, or None."""
    rows = await fetch(session, statement, *arguments)
    return rows[0] if rows else None
