"""Computing a generation beside the current one, and putting it in its place when it is whole.

A chunk of tasks is a row of `scoring_chunks` until it is done; the row goes in the transaction
that writes its figures. So a chunk counts once, however often its job is delivered.
"""

import logging

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.db.driver import fetch, fetch_one
from touchstone.jobs.queue import enqueue, enqueue_many
from touchstone.models.score import GenerationStatus
from touchstone.projects import generations
from touchstone.scoring import queries, totals
from touchstone.scoring.plan import plan_of
from touchstone.scoring.report_queue import request_report
from touchstone.scoring.service import score_tasks

log = logging.getLogger("touchstone.scoring")

CHUNK = 500
"""Tasks a job works on."""
CUSTOM_CHUNK = 100
"""The same where a project's own function is called for each pair."""

_STATUS = """
    SELECT status, settings->>'custom' IS NOT NULL AS is_custom
    FROM scoring_generations WHERE project_id = $1 AND number = $2 FOR UPDATE
"""
_CUT = """
    SELECT min(id) AS first_id, max(id) AS last_id, count(*) AS n
    FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / $2 AS chunk
          FROM tasks WHERE project_id = $1) AS numbered
    GROUP BY chunk ORDER BY chunk
"""
_PLAN = """
    INSERT INTO scoring_chunks (project_id, generation, first_id, last_id)
    SELECT $1, $2, * FROM unnest($3::bigint[], $4::bigint[])
"""
_BEGIN = """
    UPDATE scoring_generations SET tasks_total = $3, tasks_done = 0, chunks_left = $4
    WHERE project_id = $1 AND number = $2
"""


async def plan_chunks(session: AsyncSession, project_id: int, number: int) -> None:
    """Cut the project into chunks and queue a job for each; once."""
    found = await fetch_one(session, _STATUS, project_id, number)
    if found is None or found.status != GenerationStatus.BUILDING:
        return
    planned = await fetch_one(
        session,
        "SELECT 1 FROM scoring_chunks WHERE project_id = $1 AND generation = $2 LIMIT 1",
        project_id,
        number,
    )
    if planned is not None:
        return
    place = {"project_id": project_id, "generation": number}
    size = CUSTOM_CHUNK if found.is_custom else CHUNK
    chunks = await fetch(session, _CUT, project_id, size)
    if not chunks:
        await enqueue(session, "scoring.finish_generation", place)
        return
    first, last = [row.first_id for row in chunks], [row.last_id for row in chunks]
    await fetch(session, _PLAN, project_id, number, first, last)
    total = sum(row.n for row in chunks)
    await fetch(session, _BEGIN, project_id, number, total, len(chunks))
    await enqueue_many(session, "scoring.build_chunk", [place | {"first_id": n} for n in first])


_TAKE_CHUNK = """
    DELETE FROM scoring_chunks WHERE project_id = $1 AND generation = $2 AND first_id = $3
    RETURNING last_id
"""
_COUNT_CHUNK = """
    UPDATE scoring_generations
    SET tasks_done = tasks_done + $3, chunks_left = chunks_left - 1
    WHERE project_id = $1 AND number = $2
    RETURNING chunks_left
"""


async def build_chunk(session: AsyncSession, project_id: int, number: int, first_id: int) -> None:
    """Score a chunk's tasks in a building generation, unless that is done or given up."""
    if not await queries.lock_project(session, project_id):
        return
    live = await generations.live_generations(session, project_id)
    row = next((row for row in live if row.number == number), None)
    if row is None or row.status != GenerationStatus.BUILDING:
        return
    chunk = await fetch_one(session, _TAKE_CHUNK, project_id, number, first_id)
    if chunk is None:
        return
    versions = await queries.lock_tasks(
        session, project_id, first_id, chunk.last_id, stale_only=False
    )
    task_ids = [task_id for task_id, version in versions.items() if version > 0]  # have answers
    if task_ids:
        changes, labels = await score_tasks(
            session,
            [plan_of(project_id, row)],
            task_ids,
            reextract=row.reextract,
            always_count=False,
        )
        await totals.apply(session, project_id, changes, labels)
    left = await fetch_one(session, _COUNT_CHUNK, project_id, number, len(versions))
    if left is not None and left.chunks_left == 0:
        payload = {"project_id": project_id, "generation": number}
        await enqueue(session, "scoring.finish_generation", payload)


_RETIRE_CURRENT = """
    UPDATE scoring_generations SET status = 'retired'
    WHERE project_id = $1 AND status = 'current' RETURNING number
"""
_FLIP = """
    UPDATE scoring_generations SET status = 'current', reextract = false, finished_at = now()
    WHERE project_id = $1 AND number = $2
"""


async def finish(session: AsyncSession, project_id: int, number: int) -> None:
    """Let the whole generation be the one that is shown; the old one's rows go."""
    await queries.lock_generations(session, project_id)
    found = await fetch_one(session, _STATUS, project_id, number)
    if found is None or found.status != GenerationStatus.BUILDING:
        return
    old = await fetch_one(session, _RETIRE_CURRENT, project_id)
    await fetch(session, _FLIP, project_id, number)
    if old is not None:
        payload = {"project_id": project_id, "generation": old.number}
        await enqueue(session, "scoring.drop_generation", payload)
    payloads = [
        {"project_id": project_id, "first_id": row.first_id, "last_id": row.last_id}
        for row in await fetch(session, _CUT, project_id, CHUNK)
    ]
    await enqueue_many(session, "scoring.show_chunk", payloads)
    await request_report(session, project_id)


_DIFFERING = """
    SELECT t.id FROM tasks t JOIN task_agreements a ON a.project_id = t.project_id AND a.task_id = t.id
    WHERE t.project_id = $1 AND t.id BETWEEN $2 AND $3 AND a.generation = $4
      AND (t.agreement, t.agreement_undefined) IS DISTINCT FROM (a.agreement, a.undefined)
    ORDER BY t.id FOR NO KEY UPDATE OF t
"""
_SHOW = """
    UPDATE tasks t SET agreement = a.agreement, agreement_undefined = a.undefined
    FROM task_agreements a
    WHERE t.project_id = $1 AND t.id = ANY($2)
      AND a.project_id = $1 AND a.task_id = t.id AND a.generation = $3
"""


async def show_chunk(session: AsyncSession, project_id: int, first_id: int, last_id: int) -> None:
    """Let tasks carry their agreement in the generation that is shown."""
    if not await queries.lock_project(session, project_id):
        return
    live = await generations.live_generations(session, project_id)
    if not live or live[0].status != GenerationStatus.CURRENT:
        return
    number = live[0].number
    differing = await fetch(session, _DIFFERING, project_id, first_id, last_id, number)
    if differing:
        await fetch(session, _SHOW, project_id, [row.id for row in differing], number)


async def is_to_be_dropped(session: AsyncSession, project_id: int, number: int) -> bool:
    """Whether the generation is retired; nobody who saw it alive is writing to it any more."""
    await queries.lock_generations(session, project_id)
    found = await fetch_one(session, _STATUS, project_id, number)
    return found is not None and found.status == GenerationStatus.RETIRED


_DROP_PAIRS = """
    DELETE FROM pair_scores WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM pair_scores WHERE project_id = $1 AND generation = $2 LIMIT $3))
    RETURNING 1
"""
_DROP_TASKS = """
    DELETE FROM task_agreements WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM task_agreements WHERE project_id = $1 AND generation = $2 LIMIT $3))
    RETURNING 1
"""
_DROPPED_AT_ONCE = 10_000
_TOTALS = (
    "pair_totals",
    "participant_totals",
    "agreement_totals",
    "confusion_totals",
    "scoring_chunks",
)


async def drop_some(session: AsyncSession, project_id: int, number: int) -> bool:
    """Delete some rows of a retired generation; whether there may be more."""
    for statement in (_DROP_PAIRS, _DROP_TASKS):
        if await fetch(session, statement, project_id, number, _DROPPED_AT_ONCE):
            return True
    for table in _TOTALS:
        await fetch(
            session,
            f"DELETE FROM {table} WHERE project_id = $1 AND generation = $2",  # noqa: S608
            project_id,
            number,
        )
    return False
