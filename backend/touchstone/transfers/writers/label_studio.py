"""Label Studio's export form, streamed task by task.

PostgreSQL writes the JSON: results are stored as text and go out as they came in. What Label
Studio does not have (`version`, `review_state`, and of a review `verdict`, `comment` and the
versions) lets our own import give back the same.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy import TextClause, text

from touchstone.db.engine import Sessions

BATCH = 200
"""Tasks that are on their way at once."""

_PERSON = """(SELECT row_to_json(u) FROM (
    SELECT u.id, u.email, u.first_name, u.last_name FROM users u WHERE u.id = {id}) u)"""

_REVIEWS = f"""coalesce((SELECT json_agg(r) FROM (
    SELECT r.id, {_PERSON.format(id="r.created_by")} AS created_by,
           r.verdict <> 'rejected' AS accepted, r.verdict, r.reject_action,
           coalesce(r.reject_action = 'remove', false) AS remove_from_queue,
           r.comment, r.annotation_version, r.fixed_version, r.created_at, r.started_at
    FROM reviews r
    WHERE r.project_id = a.project_id AND r.annotation_id = a.id
    ORDER BY r.id) r), '[]')"""  # noqa: S608  constants of this module

_ANNOTATIONS = f"""coalesce((SELECT json_agg(a) FROM (
    SELECT a.id, {_PERSON.format(id="a.completed_by")} AS completed_by, a.result,
           {_REVIEWS} AS reviews, a.was_cancelled, a.ground_truth, a.created_at, a.updated_at,
           a.draft_created_at, a.lead_time, a.result_count, a.unique_id, a.import_id,
           a.last_action, a.task_id AS task, a.project_id AS project, a.updated_by,
           a.last_created_by, a.parent_prediction, a.parent_annotation, a.version,
           a.review_state
    FROM annotations a
    WHERE a.project_id = t.project_id AND a.task_id = t.id
    ORDER BY a.id) a), '[]')"""  # noqa: S608  constants of this module

_PREDICTIONS = """coalesce((SELECT json_agg(p) FROM (
    SELECT p.id, p.result, p.score, p.model_version, p.created_at, p.updated_at,
           p.task_id AS task, p.project_id AS project
    FROM predictions p
    WHERE p.project_id = t.project_id AND p.task_id = t.id
    ORDER BY p.id) p), '[]')"""

_DRAFTS = """coalesce((SELECT json_agg(d) FROM (
    SELECT d.id, (SELECT u.email FROM users u WHERE u.id = d.user_id) AS "user",
           d.annotation_id AS annotation, d.result, d.lead_time, d.created_at, d.updated_at,
           d.task_id AS task, d.project_id AS project
    FROM drafts d
    WHERE d.project_id = t.project_id AND d.task_id = t.id
    ORDER BY d.id) d), '[]')"""

_TASKS = f"""
SELECT convert_to(row_to_json(x)::text, 'UTF8') FROM (
    SELECT t.id, t.inner_id, t.project_id AS project, t.data, t.meta, t.overlap, t.file_upload,
           t.created_at, t.updated_at, t.is_labeled, t.agreement, t.total_annotations,
           t.cancelled_annotations, t.total_predictions,
           {_ANNOTATIONS} AS annotations, {_PREDICTIONS} AS predictions, {_DRAFTS} AS drafts
    FROM tasks t
    WHERE t.project_id = :project_id
      AND (:everything OR t.total_annotations > 0 OR t.cancelled_annotations > 0)
      AND (NOT :reviewed OR t.reviewed)
      {{chosen}}
    ORDER BY t.project_id, t.id) x
"""  # noqa: S608  constants of this module
_ALL = text(_TASKS.format(chosen=""))
_CHOSEN = text(_TASKS.format(chosen="AND t.id = ANY(:task_ids)"))


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tasks of a project to export."""

    project_id: int
    everything: bool = True
    """Also tasks without any annotation."""
    reviewed: bool = False
    """Only tasks whose review is done."""
    task_ids: Sequence[int] | None = None

    def query(self) -> TextClause:
        values = {
            "project_id": self.project_id,
            "everything": self.everything,
            "reviewed": self.reviewed,
        }
        if self.task_ids is None:
            return _ALL.bindparams(**values)
        return _CHOSEN.bindparams(**values, task_ids=list(self.task_ids))


async def stream_tasks(sessions: Sessions, selection: Selection) -> AsyncIterator[bytes]:
    """A JSON list of the selected tasks, all as they were at one moment.

    One statement, read through a cursor, sees one state of the database. The session is this
    function's own, because it outlives the request's; a caller who goes away closes it.
    """
    async with sessions() as session:
        rows = await session.stream(selection.query(), execution_options={"yield_per": BATCH})
        yield b"["
        separator = b""
        async for batch in rows.scalars().partitions():
            yield separator + b",\n".join(batch)
            separator = b",\n"
        yield b"]"
