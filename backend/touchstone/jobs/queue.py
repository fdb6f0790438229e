"""Put jobs into the queue inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.db.driver import fetch

INTERACTIVE = 100
"""Priority of work that somebody waits for; bulk work has 0."""

_INSERT = QueryQueueBuilder().build_enqueue_query("raise")


async def enqueue(
    session: AsyncSession, name: str, payload: Mapping[str, Any], *, priority: int = 0
) -> None:
    """Queue one job. It exists exactly if the transaction of `session` commits."""
    await enqueue_many(session, name, [payload], priority=priority)


async def enqueue_many(
    session: AsyncSession, name: str, payloads: Sequence[Mapping[str, Any]], *, priority: int = 0
) -> None:
    """Queue one job a payload, in one statement."""
    count = len(payloads)
    if not count:
        return
    await fetch(
        session,
        _INSERT,
        [priority] * count,
        [name] * count,
        [orjson.dumps(payload) for payload in payloads],
        [timedelta(0)] * count,
        [None] * count,
        ["null"] * count,
    )


_INSERT_ONCE = QueryQueueBuilder().build_enqueue_query("skip")


async def enqueue_once(
    session: AsyncSession,
    name: str,
    payload: Mapping[str, Any],
    *,
    key: str,
    delay: timedelta = timedelta(0),
    priority: int = 0,
) -> None:
    """Queue a job, not before `delay` has passed, unless one with the same key waits or runs."""
    await fetch(
        session,
        _INSERT_ONCE,
        [priority],
        [name],
        [orjson.dumps(payload)],
        [delay],
        [key],
        ["null"],
    )
