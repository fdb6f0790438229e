"""The agreement of one task between whom its answers are from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.users import simple_user
from touchstone.core.errors import NotFound
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards import stats_reports as reports
from touchstone.dashboards import stats_task_queries as task_queries
from touchstone.dashboards.stats_figures import matrix
from touchstone.dashboards.stats_queries import Generation
from touchstone.dashboards.stats_report import in_order, participants
from touchstone.models.score import GROUND_TRUTH


@dataclass(frozen=True, slots=True)
class Selection:
    """Who is shown; None stands for all of a kind."""

    annotators: frozenset[int] | None
    models: frozenset[str] | None
    ground_truth: bool


async def _items(session: AsyncSession, project_id: int, task_id: int) -> dict[int, int]:
    """Annotation or prediction by participant; raises NotFound for a task that is not there."""
    if await task_queries.find_task(session, project_id, task_id) is None:
        raise NotFound("There is no such task.", task=task_id)
    by_author, truth, by_model = await task_queries.answers_of_task(session, project_id, task_id)
    items: dict[int, int] = dict(by_author)
    if truth is not None:
        items[GROUND_TRUTH] = truth
    numbers = {name: who for who, name in (await queries.model_names(session, project_id)).items()}
    items |= {numbers[name]: item for name, item in by_model.items() if name in numbers}
    return items


async def task_matrix(
    session: AsyncSession,
    generation: Generation | None,
    project_id: int,
    task_id: int,
    *,
    dimension_id: int | None,
    selection: Selection,
) -> dict[str, Any]:
    """The `TaskMatrixOut` form. Raises NotFound for a dimension that is not active."""
    items = await _items(session, project_id, task_id)
    names = await queries.model_names(session, project_id)
    ids = in_order({who for who in items if _selected(who, selection, names)})
    place = None
    if dimension_id is not None:
        place = None if generation is None else generation.position(dimension_id)
        if place is None:
            raise NotFound("There is no such active dimension.", dimension=dimension_id)
    cells = {}
    if generation is not None:
        for row in await queries.pair_scores(session, generation, [task_id]):
            cells[row.left_id, row.right_id] = _score(row, place, generation)
    people = await queries.people(session, [one for one in ids if one > GROUND_TRUTH])
    return {
        "users": [_shown(one, people, names) for one in ids],
        "matrix": matrix(ids, cells),
    }


def _selected(who: int, selection: Selection, names: Mapping[int, str]) -> bool:
    if who == GROUND_TRUTH:
        return selection.ground_truth
    if who > GROUND_TRUTH:
        return selection.annotators is None or who in selection.annotators
    return selection.models is None or names.get(who) in selection.models


def _shown(who: int, people: Mapping[int, Any], names: Mapping[int, str]) -> dict[str, Any]:
    if who == GROUND_TRUTH:
        return {"id": "ground_truth", "kind": "ground_truth"}
    if who < GROUND_TRUTH:
        return {"id": f"model:{names[who]}", "kind": "model", "model_version": names[who]}
    user = simple_user(people[who]) if who in people else {"id": who}
    return user | {"kind": "annotator"}


def _score(row: Any, place: int | None, generation: Generation) -> float | None:
    """Of a dimension, or over all; where there is but one, the score is that of it."""
    if place is None or (not row.dimension_scores and len(generation.dimensions) == 1):
        score: float | None = row.score
        return score
    scores: Sequence[float | None] = row.dimension_scores
    return scores[place] if place < len(scores) else None


async def task_agreement(
    session: AsyncSession, generation: Generation | None, project_id: int, task_id: int
) -> dict[str, Any]:
    """The `TaskAgreementOut` form: every dimension with its matrix."""
    task = await task_queries.find_task(session, project_id, task_id)
    items = await _items(session, project_id, task_id)
    ids = in_order(set(items))
    shown = [
        one | {"item": items[one["id"]]} for one in await participants(session, project_id, ids)
    ]
    dimensions = []
    if generation is not None:
        rows = await queries.pair_scores(session, generation, [task_id])
        stored = await task_queries.find_task_agreement(session, generation, task_id)
        scores = [] if stored is None else stored.dimension_scores
        for place, one in enumerate(generation.dimensions):
            agreement = scores[place] if place < len(scores) else None
            cells = {(row.left_id, row.right_id): _score(row, place, generation) for row in rows}
            dimensions.append(
                {
                    "id": one["id"],
                    "name": one["name"],
                    "metric_type": one["metric"],
                    "agreement": agreement,
                    **reports.missing(agreement),
                    "scores": matrix(ids, cells),
                }
            )
        problems = [] if stored is None else stored.problems or []
        overall = {(row.left_id, row.right_id): row.score for row in rows}
    else:
        problems, overall = [], {}
    return {
        "task": task_id,
        "participants": shown,
        "overall": {
            "agreement": task.agreement if task is not None else None,
            **reports.reason(task.agreement_undefined if task is not None else None),
            "scores": matrix(ids, overall),
        },
        "dimensions": dimensions,
        "problems": [
            {"detail": None} | one | {"meaning": reports.reason(one["reason"])["meaning"]}
            for one in problems
        ],
    }
