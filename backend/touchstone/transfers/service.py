"""What brings tasks, and files, into a project."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.core.clock import utc_now
from touchstone.core.errors import Invalid, NotFound
from touchstone.core.settings import Settings
from touchstone.jobs.queue import enqueue, enqueue_many
from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.stream import iter_records
from touchstone.models import Import, Project, ProjectFile
from touchstone.models.transfer import ImportStatus
from touchstone.projects.service import review_settings
from touchstone.tasks.answers import bad_record
from touchstone.transfers import queries
from touchstone.transfers.chunks import ChunkWriter, drop_chunks
from touchstone.transfers.loading import Loaded, Loader
from touchstone.transfers.readers.in_thread import ThreadTalk
from touchstone.transfers.readers.messages import Plan
from touchstone.transfers.uploads import Upload

JOB = "transfers.import_tasks"
UNFINISHED = frozenset({ImportStatus.CREATED, ImportStatus.IN_PROGRESS})


async def receive(
    session: AsyncSession,
    project_id: int,
    user_id: int,
    upload: Upload,
    *,
    idempotency_key: str | None,
    settings: Settings,
) -> Import:
    """Import what is small at once and queue the rest; a key that was used gives its import.

    Raises UnsupportedMedia, TooLarge, and Invalid with the place of the fault.
    """
    found, is_new = await _begin(session, project_id, user_id, idempotency_key)
    if not is_new:
        return found
    pieces = upload.pieces()
    if upload.is_json:
        head, ended = await _read_up_to(pieces, settings.inline_import_bytes)
        if ended:
            await import_inline(session, found, iter_records(head), size=sum(map(len, head)))
            return found
    else:
        head = []
    writer = ChunkWriter(session, found.id)
    for piece in head:
        await writer.write(piece)
    async for piece in pieces:
        await writer.write(piece)
    await writer.finish()
    if not writer.size:
        raise bad_record(BadRecord("the file is empty", "$"))
    found.file_name = upload.file_name
    found.total_bytes = writer.size
    await session.flush()
    await enqueue(session, JOB, {"import_id": found.id})
    return found


async def _begin(
    session: AsyncSession, project_id: int, user_id: int, key: str | None
) -> tuple[Import, bool]:
    """A new import, or the one that this key already made; two at once wait for each other."""
    query = (
        insert(Import)
        .values(project_id=project_id, created_by=user_id, idempotency_key=key)
        .on_conflict_do_nothing()
        .returning(Import)
    )
    found = (await session.scalars(query)).one_or_none()
    if found is not None:
        return found, True
    existing = await queries.find_by_key(session, project_id, key or "")
    if existing is None:
        raise NotFound("The import with this key is gone.")
    return existing, False


async def _read_up_to(pieces: AsyncIterator[bytes], limit: int) -> tuple[list[bytes], bool]:
    """The first pieces, and whether they are all."""
    head: list[bytes] = []
    size = 0
    async for piece in pieces:
        head.append(piece)
        size += len(piece)
        if size > limit:
            return head, False
    return head, True


async def make_plan(session: AsyncSession, found: Import) -> Plan:
    """Lock the project, so that its tasks are numbered without gaps, and say what is in force."""
    project = await session.get(Project, found.project_id, with_for_update={"key_share": True})
    if project is None:
        raise NotFound("There is no such project.", project=found.project_id)
    return Plan(
        project_id=project.id,
        import_id=found.id,
        user_id=found.created_by or 0,
        label_config=project.label_config,
        overlap=project.maximum_annotations,
        criteria=review_settings(project).review_criteria,
        first_inner_id=await queries.first_free_inner_id(session, project.id),
        now=utc_now(),
    )


async def import_inline(
    session: AsyncSession, found: Import, records: Iterable[bytes], *, size: int
) -> None:
    """Import within the present transaction. Raises Invalid with the place of the fault."""
    found.started_at = utc_now()
    found.total_bytes = size
    plan = await make_plan(session, found)
    await session.flush()
    try:
        loaded = await Loader(session, found.project_id).load(ThreadTalk(plan, records))
    except BadRecord as error:
        raise bad_record(error) from error
    await complete(session, found, loaded)


async def complete(session: AsyncSession, found: Import, loaded: Loaded) -> None:
    """Say what was imported, and have the agreement of the new tasks computed."""
    found.status = ImportStatus.COMPLETED
    found.finished_at = utc_now()
    found.processed_bytes = found.total_bytes
    found.task_count = loaded.counts["tasks"]
    found.annotation_count = loaded.counts["annotations"]
    found.prediction_count = loaded.counts["predictions"]
    found.first_task_id, found.last_task_id = loaded.first_task_id, loaded.last_task_id
    found.notes = loaded.all_notes()
    await session.flush()
    await enqueue_many(
        session,
        "scoring.rescore_range",
        [
            {"project_id": found.project_id, "first_id": first, "last_id": last}
            for first, last in loaded.to_score
        ],
    )


@dataclass(frozen=True, slots=True)
class Counts:
    import_id: int
    tasks: int
    annotations: int
    predictions: int


async def import_records(
    session: AsyncSession, project_id: int, user_id: int, records: Iterable[dict[str, Any] | bytes]
) -> Counts:
    """Import records of Label Studio JSON in the present transaction, whole or not at all.

    Raises Invalid with the place of the fault.
    """
    found, _ = await _begin(session, project_id, user_id, None)
    raw = [item if isinstance(item, bytes) else orjson.dumps(item) for item in records]
    await import_inline(session, found, raw, size=sum(map(len, raw)))
    return Counts(found.id, found.task_count, found.annotation_count, found.prediction_count)


async def cancel(session: AsyncSession, found: Import) -> None:
    """End an import that waits, or ask a running one to stop. Raises Invalid when it has ended."""
    await session.refresh(found, with_for_update=True)
    if found.status not in UNFINISHED:
        raise Invalid(f"The import is {found.status} already.", code="import_ended")
    found.cancel_requested = True
    if found.status == ImportStatus.CREATED:  # its job will find nothing to do
        found.status = ImportStatus.CANCELLED
        found.finished_at = utc_now()
        await drop_chunks(session, found.id)
    await session.flush()


async def store_file(
    session: AsyncSession, project_id: int, name: str, content_type: str, content: bytes
) -> None:
    """Keep a media file of a project. Raises Invalid when the name is taken.

    A file never changes, because browsers keep it for good.
    """
    query = (
        insert(ProjectFile)
        .values(
            project_id=project_id,
            name=name,
            content_type=content_type,
            size=len(content),
            content=content,
        )
        .on_conflict_do_nothing()
        .returning(ProjectFile.id)
    )
    if await session.scalar(query) is None:
        raise Invalid(f"There is a file {name} already.", code="duplicate")


def percent(found: Import) -> int:
    """0..100; all is done only once the import says so."""
    if found.status == ImportStatus.COMPLETED:
        return 100
    if not found.total_bytes:
        return 0
    return min(99, found.processed_bytes * 100 // found.total_bytes)
