"""Job names and the functions that do them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from touchstone.core.settings import Settings
from touchstone.db.engine import Sessions, make_engine, make_sessions
from touchstone.jobs.heartbeat import beat
from touchstone.jobs.runner import Handler, run_worker
from touchstone.scoring import jobs as scoring
from touchstone.tasks import jobs as tasks
from touchstone.transfers import jobs as transfers

HANDLERS: dict[str, Callable[[Sessions, dict[str, Any]], Awaitable[None]]] = {
    "scoring.rescore_range": scoring.rescore_range,
    "scoring.rescore_task": scoring.rescore_task,
    "tasks.refresh_range": tasks.refresh_range,
    "transfers.import_tasks": transfers.import_tasks,
}


def _bound(sessions: Sessions) -> dict[str, Handler]:
    def bind(function: Callable[[Sessions, dict[str, Any]], Awaitable[None]]) -> Handler:
        async def run(payload: dict[str, Any]) -> None:
            await function(sessions, payload)

        return run

    return {name: bind(function) for name, function in HANDLERS.items()}


async def work(settings: Settings, url: str, stop: asyncio.Event) -> None:
    """Do jobs until `stop` is set."""
    engine = make_engine(url, pool_size=settings.worker_concurrency + 2)
    heartbeat = (
        asyncio.create_task(beat(settings.heartbeat_file, engine, stop))
        if settings.heartbeat_file
        else None
    )
    try:
        await run_worker(
            url,
            _bound(make_sessions(engine)),
            concurrency=settings.worker_concurrency,
            stop=stop,
        )
    finally:
        if heartbeat is not None:
            heartbeat.cancel()
        await engine.dispose()
