"""When the report of a project is computed anew: after its figures changed, but not too often."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.db.driver import fetch, fetch_one
from touchstone.jobs.queue import enqueue_once

JOB = "scoring.report"
PRIORITY = -10
"""Below that of scoring, so that a report waits for figures that are being computed."""
SOONEST = timedelta(seconds=5)
"""After the first change, so that many changes are one report."""
REST = 10
"""A report is computed again only when this many times its duration has passed."""
STATE = -1
"""The `dimension_id` of the row that says how long the last report took; its generation is 0."""

_WAITING = "SELECT 1 FROM pgqueuer WHERE dedupe_key = $1 AND status IN ('queued', 'picked')"
_LAST = """
    SELECT computed_at, (report ->> 'seconds')::float8 AS seconds
    FROM agreement_reports WHERE project_id = $1 AND dimension_id = $2
"""
_RELABEL = """
    UPDATE pgqueuer SET dedupe_key = $2 WHERE dedupe_key = $1 AND status = 'picked'
    AND NOT EXISTS (SELECT 1 FROM pgqueuer WHERE dedupe_key = $2 AND status = 'picked')
    RETURNING id
"""
_FORGET = "UPDATE pgqueuer SET dedupe_key = NULL WHERE dedupe_key = $1 AND status = 'picked'"


def _waiting(project_id: int) -> str:
    return f"{JOB} {project_id}"


def _running(project_id: int) -> str:
    return f"{JOB} {project_id} running"


async def request_report(session: AsyncSession, project_id: int) -> None:
    """Have the report computed anew some time after this transaction; one request is enough."""
    if await fetch(session, _WAITING, _waiting(project_id)):
        return
    last = await fetch_one(session, _LAST, project_id, STATE)
    delay = SOONEST
    if last is not None:
        rest = timedelta(seconds=REST * (last.seconds or 0.0))
        delay = max(delay, last.computed_at + rest - utc_now())
    await enqueue_once(
        session,
        JOB,
        {"project_id": project_id},
        key=_waiting(project_id),
        delay=delay,
        priority=PRIORITY,
    )


async def begin_report(session: AsyncSession, project_id: int) -> bool:
    """From now on changes ask for another report. False while one is being computed; then this
    one is put off."""
    if await fetch(session, _RELABEL, _waiting(project_id), _running(project_id)):
        return True
    if not await fetch(session, _WAITING, _running(project_id)):
        return True  # called by hand
    await fetch(session, _FORGET, _waiting(project_id))
    await request_report(session, project_id)
    return False


async def is_stale(session: AsyncSession, project_id: int) -> bool:
    """Whether figures have changed since the report was computed."""
    for key in (_waiting(project_id), _running(project_id)):
        if await fetch(session, _WAITING, key):
            return True
    return False
