"""Give a conversion what it asks for, and its rows to PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import asyncpg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.db.driver import driver_connection
from touchstone.labelstudio.errors import BadRecord
from touchstone.transfers.authors import resolve_authors
from touchstone.transfers.readers.columns import COLUMNS
from touchstone.transfers.readers.messages import TABLES, Need, Rows, Supply

MAX_NOTES = 100
_AHEAD = 2
"""Runs of rows that may wait while another is stored."""


class Talk(Protocol):
    """A conversion under way, wherever it runs."""

    def __aiter__(self) -> AsyncIterator[Need | Rows]: ...

    async def answer(self, supply: Supply) -> None: ...


@dataclass(slots=True)
class Loaded:
    """What was stored so far."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    size: int = 0
    first_task_id: int | None = None
    last_task_id: int | None = None
    to_score: list[tuple[int, int]] = field(default_factory=list)
    """First and last task ids of runs that hold answers."""
    notes: list[str] = field(default_factory=list)
    more_notes: int = 0

    def add(self, rows: Rows) -> None:
        for table, count in rows.counts.items():
            self.counts[table] += count
        self.size += rows.size
        if self.first_task_id is None:
            self.first_task_id = rows.first_task_id
        self.last_task_id = rows.last_task_id
        if rows.has_answers:
            self.to_score.append((rows.first_task_id, rows.last_task_id))
        room = MAX_NOTES - len(self.notes)
        self.notes += rows.notes[:room]
        self.more_notes += len(rows.notes[room:])

    def all_notes(self) -> list[str]:
        if not self.more_notes:
            return self.notes
        return [*self.notes, f"and {self.more_notes} more of the same kind"]


Report = Callable[[Loaded], Awaitable[None]]


async def copy_rows(connection: Any, table: str, columns: tuple[str, ...], content: bytes) -> None:
    """Store rows that are in the binary form of COPY."""

    async def pieces() -> AsyncIterator[bytes]:
        yield content

    await connection.copy_to_table(table, source=pieces(), columns=columns, format="binary")


_SKIP_CHECKS = text(
    "SELECT set_config('session_replication_role', 'replica', true) "
    "WHERE has_parameter_privilege(current_user, 'session_replication_role', 'SET')"
)
_CHECK_AGAIN = text(
    "SELECT set_config('session_replication_role', 'origin', true) "
    "WHERE current_setting('session_replication_role') <> 'origin'"
)


class Loader:
    """Stores one import inside the transaction of `session`.

    The caller holds a lock on the project's row; accounts are locked when they are resolved, and
    tasks and annotations come from this very transaction. So no foreign key can be broken, and
    checking each again, half the work of the database, is left out where the role may do so.
    """

    def __init__(self, session: AsyncSession, project_id: int) -> None:
        self._session = session
        self._project_id = project_id
        self.lock = asyncio.Lock()
        """One statement at a time: whoever else uses the session meanwhile takes it too."""
        self.loaded = Loaded()
        self._room = asyncio.Semaphore(_AHEAD)

    async def load(self, talk: Talk, report: Report | None = None) -> Loaded:
        """Store everything; `report` is called after each run of tasks, and may raise.

        Raises what the conversion raises, BadRecord above all.
        """
        await self._session.execute(_SKIP_CHECKS)
        queue: asyncio.Queue[Rows | None] = asyncio.Queue()
        listener = asyncio.create_task(self._listen(talk, queue))
        listener.add_done_callback(lambda _: queue.put_nowait(None))
        try:
            while (rows := await queue.get()) is not None:
                await self._store(rows)
                self._room.release()
                self.loaded.add(rows)
                if report is not None:
                    await report(self.loaded)
            await listener
        finally:
            await self.stop(listener)
        await self._session.execute(_CHECK_AGAIN)
        return self.loaded

    async def stop(self, task: asyncio.Task[None]) -> None:
        """End a task that uses the session, between two of its statements."""
        async with self.lock:
            task.cancel()
        await asyncio.wait([task])

    async def _listen(self, talk: Talk, queue: asyncio.Queue[Rows | None]) -> None:
        async for event in talk:
            if isinstance(event, Need):
                await talk.answer(await self._supply(event))
            else:
                await self._room.acquire()
                queue.put_nowait(event)

    async def _store(self, rows: Rows) -> None:
        async with self.lock:
            connection = await driver_connection(self._session)
            try:
                for table in TABLES:
                    if table in rows.tables:
                        await copy_rows(connection, table, COLUMNS[table], rows.tables[table])
            except asyncpg.DataError as error:  # PostgreSQL is stricter than the reader somewhere
                raise BadRecord(f"the database refuses it: {error}", rows.place) from error

    async def _supply(self, need: Need) -> Supply:
        async with self.lock:
            ids = {table: await self._reserve(table, count) for table, count in need.ids.items()}
            authors = await resolve_authors(self._session, self._project_id, need.authors)
        return Supply(ids, authors)

    async def _reserve(self, table: str, count: int) -> list[int]:
        if not count:
            return []
        numbers: list[int] = await self._session.scalar(
            text(
                "SELECT array(SELECT nextval(pg_get_serial_sequence(:table, 'id')) "
                "FROM generate_series(1, :count))"
            ),
            {"table": table, "count": count},
        )
        return numbers
