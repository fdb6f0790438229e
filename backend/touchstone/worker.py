"""Job names and the functions that do them."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from touchstone.core.settings import Settings
from touchstone.db.engine import Sessions, make_engine, make_sessions
from touchstone.jobs.heartbeat import beat
from touchstone.jobs.runner import Handler, run_worker
from touchstone.projects.generations import request_missing
from touchstone.scoring import jobs as scoring
from touchstone.scoring.report import report
from touchstone.tasks import jobs as tasks
from touchstone.transfers import jobs as transfers

log = logging.getLogger("touchstone.jobs")

PAUSE = 2.0  # seconds
HANDLERS: dict[str, Callable[[Sessions, dict[str, Any]], Awaitable[None]]] = {
    "scoring.build_chunk": scoring.build_chunk,
    "scoring.drop_generation": scoring.drop_generation,
    "scoring.finish_generation": scoring.finish_generation,
    "scoring.report": report,
    "scoring.rescore_range": scoring.rescore_range,
    "scoring.rescore_task": scoring.rescore_task,
    "scoring.show_chunk": scoring.show_chunk,
    "scoring.start_generation": scoring.start_generation,
    "tasks.refresh_range": tasks.refresh_range,
    "transfers.import_tasks": transfers.import_tasks,
}


def _bound(sessions: Sessions) -> dict[str, Handler]:
    def bind(function: Callable[[Sessions, dict[str, Any]], Awaitable[None]]) -> Handler:
        async def run(payload: dict[str, Any]) -> None:
            await function(sessions, payload)

        return run

    return {name: bind(function) for name, function in HANDLERS.items()}


async def _catch_up(sessions: Sessions, stop: asyncio.Event) -> None:
    """Begin the figures that an upgrade asks for, as soon as the database answers."""
    while not stop.is_set():
        try:
            async with sessions() as session, session.begin():
                await request_missing(session)
            return
        except (OSError, SQLAlchemyError) as error:
            log.warning("cannot look for figures to be computed anew, trying again: %r", error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE)


async def work(settings: Settings, url: str, stop: asyncio.Event) -> None:
    """Do jobs until `stop` is set."""
    engine = make_engine(url, pool_size=settings.worker_concurrency + 2)
    heartbeat = (
        asyncio.create_task(beat(settings.heartbeat_file, engine, stop))
        if settings.heartbeat_file
        else None
    )
    sessions = make_sessions(engine)
    try:
        await _catch_up(sessions, stop)
        await run_worker(
            url,
            _bound(sessions),
            concurrency=settings.worker_concurrency,
            stop=stop,
        )
    finally:
        if heartbeat is not None:
            heartbeat.cancel()
        await engine.dispose()
