"""One page of tasks, as bytes: stored JSON passes through undecoded."""

import asyncio
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import ColumnElement, and_
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.dependencies import ProjectContext
from touchstone.access.queries import AnyRow, list_by_ids
from touchstone.core.errors import Invalid, NotFound
from touchstone.data_manager import queries
from touchstone.data_manager.columns import TASK
from touchstone.data_manager.counting import Count, SharedCounts, to_spare
from touchstone.data_manager.queries import Totals
from touchstone.data_manager.selection import Selection
from touchstone.db.driver import as_dict
from touchstone.db.engine import Sessions
from touchstone.projects.queries import get_project
from touchstone.projects.service import review_settings
from touchstone.reviews.stream import tasks_to_review
from touchstone.tasks import wire
from touchstone.tasks.queries import annotations_of, drafts_of, predictions_of

Fields = Literal["task_only", "all", "id"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks, which page of them and what of each."""

    selection: Selection
    key: Hashable
    """The same for requests whose totals are the same."""
    page: int
    page_size: int
    fields: Fields
    include: frozenset[str] | None
    only_annotated: bool
    only_for_review: bool


@dataclass(frozen=True, slots=True)
class Counting:
    """Where totals are counted, if not in the request's own transaction."""

    shared: SharedCounts
    sessions: Sessions


async def list_tasks(
    session: AsyncSession, ctx: ProjectContext, wanted: Wanted, counting: Counting
) -> bytes:
    """The `TaskPage` form. Raises NotFound for a page past the end, but never for the first."""
    condition = await _condition(session, ctx, wanted)
    async with queries.limited(session, wanted.selection.filter):
        ids = await queries.page_ids(
            session,
            ctx.project_id,
            condition,
            wanted.selection.order,
            offset=(wanted.page - 1) * wanted.page_size,
            limit=wanted.page_size,
        )
        if not ids and wanted.page > 1:
            raise NotFound("There is no such page.", code="no_such_page", page=wanted.page)
        complete = wanted.page == 1 and len(ids) < wanted.page_size
        count = None if complete else _count(session, ctx, wanted, condition, counting)
        rows = await queries.rows_of(session, ctx.project_id, ids)
        tasks = await _shown(session, ctx, wanted, rows)
        totals = _totals(rows) if count is None else await count()
    return orjson.dumps(
        {
            "tasks": tasks,
            "total": totals.tasks,
            "total_annotations": totals.annotations,
            "total_predictions": totals.predictions,
        }
    )


def _count(
    session: AsyncSession,
    ctx: ProjectContext,
    wanted: Wanted,
    condition: ColumnElement[bool],
    counting: Counting,
) -> Count:
    """Begins to count beside the request, or gives a function that counts in it.

    A pattern of the user's is tried in the request alone, under its time limit.
    """
    if wanted.selection.filter.has_regex or not to_spare(counting.sessions):
        return lambda: queries.count(session, ctx.project_id, condition)

    async def beside() -> Totals:
        async with counting.sessions() as other:
            return await queries.count(other, ctx.project_id, condition)

    key = (ctx.project_id, ctx.user_id if wanted.only_for_review else None, wanted.key)
    asked = counting.shared.ask(key, beside)
    return lambda: asyncio.shield(asked)


async def _condition(
    session: AsyncSession, ctx: ProjectContext, wanted: Wanted
) -> ColumnElement[bool]:
    conditions = [wanted.selection.condition]
    if wanted.only_annotated:
        conditions.append(TASK.total_annotations > 0)
    if wanted.only_for_review:
        settings = review_settings(await get_project(session, ctx.project_id))
        conditions.append(tasks_to_review(ctx, settings))
    return and_(*conditions)


def _totals(rows: Sequence[AnyRow]) -> Totals:
    return Totals(
        len(rows),
        sum(row.total_annotations for row in rows),
        sum(row.total_predictions for row in rows),
    )


async def _shown(
    session: AsyncSession, ctx: ProjectContext, wanted: Wanted, rows: Sequence[AnyRow]
) -> list[dict[str, Any]]:
    if wanted.fields == "id":
        return [{"id": row.id} for row in rows]
    ids = {user_id for row in rows for user_id in (*row.annotators, *row.reviewers)}
    users = {user.id: user for user in await list_by_ids(session, ids)}
    people = {user_id: wire.people([user_id], users)[0] for user_id in users}
    tasks = [_task(row, people) for row in rows]
    if wanted.fields == "all":
        await _add_answers(session, ctx, tasks, rows)
    if wanted.include is None:
        return tasks
    known = tasks[0].keys() if tasks else wanted.include
    unknown = wanted.include - known
    if unknown:
        raise Invalid(
            f"Tasks have no field {sorted(unknown)[0]!r}. They have {', '.join(known)}.",
            code="unknown_field",
        )
    return [{name: task[name] for name in wanted.include} for task in tasks]


def _task(row: AnyRow, people: Mapping[int, dict[str, Any]]) -> dict[str, Any]:
    """The `TaskOut` form, as `tasks.wire.task` has it."""
    shown = as_dict(row)
    shown["data"] = wire.fragment(row.data)
    shown["meta"] = None if row.meta is None else wire.fragment(row.meta)
    for name in ("annotators", "reviewers"):
        shown[name] = [people[user_id] for user_id in shown[name] if user_id in people]
    return shown


def _answer(row: AnyRow) -> dict[str, Any]:
    """The `AnnotationOut` or `PredictionOut` form, as `tasks.wire` has them."""
    shown = as_dict(row)
    shown["task"], shown["project"] = shown.pop("task_id"), shown.pop("project_id")
    shown["result"] = wire.fragment(shown.pop("result_text"))
    return shown


async def _add_answers(
    session: AsyncSession,
    ctx: ProjectContext,
    tasks: Sequence[dict[str, Any]],
    rows: Sequence[AnyRow],
) -> None:
    """Annotations, predictions and drafts of the whole page, a query each."""
    ids = [row.id for row in rows]
    drafted = [row.id for row in rows if row.draft_exists]
    annotations = await annotations_of(session, ctx.project_id, ids) if ids else []
    predicted = [row.id for row in rows if row.total_predictions]
    predictions = await predictions_of(session, ctx.project_id, predicted) if predicted else []
    drafts = await drafts_of(session, ctx.project_id, drafted) if drafted else []
    for name, items in (
        ("annotations", _by_task(annotations, _answer)),
        ("predictions", _by_task(predictions, _answer)),
        ("drafts", _by_task(drafts, wire.draft)),
    ):
        for task in tasks:
            task[name] = items.get(task["id"], [])


def _by_task(
    rows: Iterable[AnyRow], show: Callable[[AnyRow], dict[str, Any]]
) -> dict[int, list[dict[str, Any]]]:
    shown: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        shown.setdefault(row.task_id, []).append(show(row))
    return shown
