"""Counting the whole of a list beside fetching its page.

A page costs the same however long the list is; its exact total does not. So the total is counted
on a connection of its own while the page is fetched and written, and once for all requests that
ask for the same at the same time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from sqlalchemy import AsyncAdaptedQueuePool
from sqlalchemy.ext.asyncio import AsyncEngine

from touchstone.data_manager.queries import Totals
from touchstone.db.engine import Sessions

Count = Callable[[], Awaitable[Totals]]


class SharedCounts:
    """Runs one count for all who ask for the same one before it begins.

    Who asks while it runs waits for the next one, so nobody gets a count older than their
    question, and sees their own changes in it.
    """

    def __init__(self) -> None:
        self._next: dict[Hashable, asyncio.Task[Totals]] = {}
        self._running: dict[Hashable, asyncio.Task[Totals]] = {}

    def ask(self, key: Hashable, count: Count) -> asyncio.Task[Totals]:
        """The count to wait for; it begins as soon as the caller waits for anything."""
        asked = self._next.get(key)
        if asked is None:
            asked = asyncio.create_task(self._run(key, count, self._running.get(key)))
            asked.add_done_callback(_look_at_error)
            self._next[key] = asked
        return asked

    async def _run(
        self, key: Hashable, count: Count, before: asyncio.Task[Totals] | None
    ) -> Totals:
        if before is not None:
            await asyncio.wait([before])
        self._running[key] = running = self._next.pop(key)
        try:
            return await count()
        finally:
            if self._running.get(key) is running:
                del self._running[key]


def _look_at_error(task: asyncio.Task[Totals]) -> None:
    """The request that asked may have failed meanwhile, and nobody else would look."""
    if not task.cancelled():
        task.exception()


def to_spare(sessions: Sessions) -> bool:
    """Whether the pool has connections for more than the requests themselves.

    Only while half of it is free: then those who wait for a second connection always find one,
    or a request that needs no second one ends and gives its own back.
    """
    engine = sessions.kw.get("bind")
    pool = engine.pool if isinstance(engine, AsyncEngine) else None
    return isinstance(pool, AsyncAdaptedQueuePool) and pool.checkedout() * 2 <= pool.size()
