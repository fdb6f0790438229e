"""The import of an upload, done by a worker."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.db.engine import Sessions
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.stream import iter_records
from touchstone.models import Import
from touchstone.models.transfer import ImportStatus
from touchstone.transfers import queries, service
from touchstone.transfers.chunks import drop_chunks, read_chunk, read_chunks
from touchstone.transfers.loading import Loaded, Loader, Talk
from touchstone.transfers.readers.in_process import ConversionDied, process_talk
from touchstone.transfers.readers.in_thread import ThreadTalk
from touchstone.transfers.readers.messages import Plan

log = logging.getLogger("touchstone.transfers")

REPORT_SECONDS = 0.5
OWN_PROCESS_BYTES = 4 * 1024 * 1024
"""Files above this are worth the start of a process."""


class _Cancelled(Exception):
    """Somebody asked the import to stop."""


async def import_tasks(sessions: Sessions, payload: dict[str, Any]) -> None:
    """Import an upload in one transaction, which also says that it is completed.

    A worker that dies leaves nothing but the status `in_progress`; the next one starts anew.
    """
    import_id = payload["import_id"]
    if not await _start(sessions, import_id):
        return
    try:
        await _run(sessions, import_id)
    except BadRecord as error:
        await _end(sessions, import_id, ImportStatus.FAILED, error.message, error.path)
    except _Cancelled:
        await _end(sessions, import_id, ImportStatus.CANCELLED)
    except ConversionDied:
        log.exception("import %s ended early", import_id)
        message = "the process that read the file was ended from outside; is there enough memory?"
        await _end(sessions, import_id, ImportStatus.FAILED, message)


async def _start(sessions: Sessions, import_id: int) -> bool:
    """Whether there is something to do."""
    query = (
        update(Import)
        .where(Import.id == import_id, Import.status.in_(service.UNFINISHED))
        .values(status=ImportStatus.IN_PROGRESS, started_at=utc_now(), processed_bytes=0)
        .returning(Import.id)
    )
    async with sessions() as session, session.begin():
        return await session.scalar(query) is not None


async def _run(sessions: Sessions, import_id: int) -> None:
    async with sessions() as session, session.begin():
        found = await queries.lock_import(session, import_id)
        if found is None or found.status not in service.UNFINISHED:
            return
        plan = await service.make_plan(session, found)
        loader = Loader(session, found.project_id)
        async with _talk(session, loader, plan, found.total_bytes) as talk:
            loaded = await loader.load(talk, _Reporter(sessions, import_id).report)
        await service.complete(session, found, loaded)
        await drop_chunks(session, import_id)


@asynccontextmanager
async def _small_talk(session: AsyncSession, plan: Plan) -> AsyncIterator[Talk]:
    chunks = [chunk async for chunk in read_chunks(session, plan.import_id)]
    yield ThreadTalk(plan, iter_records(chunks))


def _talk(
    session: AsyncSession, loader: Loader, plan: Plan, size: int
) -> AbstractAsyncContextManager[Talk]:
    if size <= OWN_PROCESS_BYTES:
        return _small_talk(session, plan)

    async def chunks() -> AsyncIterator[bytes]:
        seq = 0
        while True:
            async with loader.lock:
                chunk = await read_chunk(session, plan.import_id, seq)
            if chunk is None:
                return
            yield chunk
            seq += 1

    return process_talk(plan, chunks(), loader.stop)


class _Reporter:
    """Shows how far an import is, in short transactions of its own."""

    def __init__(self, sessions: Sessions, import_id: int) -> None:
        self._sessions = sessions
        self._import_id = import_id
        self._next = 0.0

    async def report(self, loaded: Loaded) -> None:
        """Raises _Cancelled when somebody asked for it."""
        if time.monotonic() < self._next:
            return
        query = (
            update(Import)
            .where(Import.id == self._import_id)
            .values(
                processed_bytes=loaded.size,
                task_count=loaded.counts["tasks"],
                annotation_count=loaded.counts["annotations"],
                prediction_count=loaded.counts["predictions"],
            )
            .returning(Import.cancel_requested)
        )
        async with self._sessions() as session, session.begin():
            if await session.scalar(query):
                raise _Cancelled
        self._next = time.monotonic() + REPORT_SECONDS


async def _end(
    sessions: Sessions,
    import_id: int,
    status: ImportStatus,
    error: str | None = None,
    error_path: str | None = None,
) -> None:
    """The upload is not needed any more, and nothing of it was kept."""
    async with sessions() as session, session.begin():
        found = await session.scalar(select(Import).where(Import.id == import_id).with_for_update())
        if found is None:
            return
        found.status = status
        found.error, found.error_path = error, error_path
        found.task_count = found.annotation_count = found.prediction_count = 0
        found.finished_at = utc_now()
        await drop_chunks(session, import_id)
