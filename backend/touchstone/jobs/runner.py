"""Take jobs from the queue and run them, many workers at once."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import orjson
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job
from pgqueuer.qm import QueueManager

log = logging.getLogger("touchstone.jobs")

Handler = Callable[[dict[str, Any]], Awaitable[None]]

ATTEMPTS = 5
HEARTBEAT = timedelta(seconds=10)
"""A job whose worker was silent for this long is taken over by another."""


class GiveUp(Exception):
    """Raised by a handler whose job can never succeed; it is not tried again."""


def dsn(url: str) -> str:
    """The address as asyncpg itself spells it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def _entry_point(name: str, handler: Handler) -> Callable[[Job], Awaitable[None]]:
    async def run(job: Job) -> None:
        try:
            await handler(orjson.loads(job.payload or b"{}"))
        except GiveUp:
            log.exception("job %s %s gives up", name, job.id)
        except Exception as error:
            if job.attempts + 1 >= ATTEMPTS:
                raise
            log.warning("job %s %s failed, to be tried again: %r", name, job.id, error)
            raise RetryRequested(
                delay=timedelta(seconds=2**job.attempts), reason=repr(error)[:500]
            ) from error

    return run


async def run_worker(
    url: str,
    handlers: Mapping[str, Handler],
    *,
    concurrency: int = 4,
    stop: asyncio.Event,
) -> None:
    """Run jobs until `stop` is set, then finish the ones under way. Reconnects by itself."""
    pause = 0.5
    while not stop.is_set():
        try:
            await _run_connected(url, handlers, concurrency, stop)
            pause = 0.5
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("the job queue is out of reach, trying again: %r", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, 10)


async def _run_connected(
    url: str, handlers: Mapping[str, Handler], concurrency: int, stop: asyncio.Event
) -> None:
    connection = await asyncpg.connect(dsn(url))
    try:
        manager = QueueManager(Queries(AsyncpgDriver(connection)))
        for name, handler in handlers.items():
            manager.entrypoint(name)(_entry_point(name, handler))
        stopper = asyncio.create_task(_forward(stop, manager.shutdown))
        try:
            await manager.run(
                dequeue_timeout=timedelta(seconds=5),
                batch_size=max(1, concurrency // 2),
                max_concurrent_tasks=max(2, concurrency),
                heartbeat_timeout=HEARTBEAT,
                shutdown_on_listener_failure=True,
            )
        finally:
            stopper.cancel()
    finally:
        if not connection.is_closed():
            await connection.close()


async def _forward(source: asyncio.Event, target: asyncio.Event) -> None:
    await source.wait()
    target.set()
