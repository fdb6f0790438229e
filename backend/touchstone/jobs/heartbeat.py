"""A file that stays young while a worker is alive, for the health checks of containers."""

import asyncio
import contextlib
import logging
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

log = logging.getLogger("touchstone.jobs")

INTERVAL = 5.0  # seconds


async def beat(file: Path, engine: AsyncEngine, stop: asyncio.Event) -> None:
    """Touch `file` while the event loop turns and the database answers, until `stop` is set."""
    while not stop.is_set():
        try:
            async with engine.connect() as connection:
                await connection.execute(text("SELECT 1"))
            await asyncio.to_thread(file.touch)
        except (OSError, SQLAlchemyError) as error:
            log.warning("no heartbeat: %r", error)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), INTERVAL)
