"""The whole picture of a project's agreement: figures with their intervals and reasons."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.users import simple_user
from touchstone.agreement.types import Undefined
from touchstone.core.errors import NotFound
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards import stats_reports as reports
from touchstone.dashboards.stats_figures import matrix
from touchstone.dashboards.stats_queries import NOTHING, Generation, Stored, Totals
from touchstone.models.score import GROUND_TRUTH, OVERALL
from touchstone.scoring.report_queue import is_stale


async def participants(
    session: AsyncSession, project_id: int, ids: Sequence[int]
) -> list[dict[str, Any]]:
    """The `ParticipantOut` form, in the order given."""
    people = await queries.people(session, [one for one in ids if one > GROUND_TRUTH])
    models = (
        await queries.model_names(session, project_id)
        if any(one < GROUND_TRUTH for one in ids)
        else {}
    )
    return [_participant(one, people, models) for one in ids]


def _participant(who: int, people: Mapping[int, Any], models: Mapping[int, str]) -> dict[str, Any]:
    if who == GROUND_TRUTH:
        return {"id": who, "kind": "ground_truth", "user": None, "name": "Ground truth"}
    if who < GROUND_TRUTH:
        return {"id": who, "kind": "model", "user": None, "name": models.get(who, str(who))}
    user = people.get(who)
    if user is None:
        return {"id": who, "kind": "annotator", "user": None, "name": str(who)}
    name = f"{user.first_name} {user.last_name}".strip() or user.email
    return {"id": who, "kind": "annotator", "user": simple_user(user), "name": name}


def in_order(ids: set[int]) -> list[int]:
    """Annotators, then the ground truth, then models in the order they came."""
    humans = sorted(one for one in ids if one > GROUND_TRUTH)
    truth = [GROUND_TRUTH] if GROUND_TRUTH in ids else []
    return humans + truth + sorted((one for one in ids if one < GROUND_TRUTH), reverse=True)


async def project_matrix(
    session: AsyncSession, generation: Generation | None, dimension_id: int
) -> dict[str, Any]:
    """The `MatrixOut` form. Raises NotFound for a dimension that is not among the active ones."""
    totals: dict[tuple[int, int], Totals] = {}
    intervals: dict[tuple[int, int], tuple[float | None, float | None]] = {}
    shown: list[dict[str, Any]] = []
    ids: list[int] = []
    if generation is not None:
        if dimension_id != OVERALL and generation.find(dimension_id) is None:
            raise NotFound("There is no such active dimension.", dimension=dimension_id)
        totals = await queries.pair_totals(session, generation, dimension_id=dimension_id)
        cells = await queries.find_cells(session, generation, dimension_id)
        intervals = reports.cell_intervals(cells)
        ids = in_order({who for pair in totals for who in pair})
        shown = await participants(session, generation.project_id, ids)
    return {
        "dimension": None if dimension_id == OVERALL else dimension_id,
        "participants": shown,
        "agreement": matrix(ids, {pair: one.mean for pair, one in totals.items()}),
        "common_tasks": matrix(ids, {pair: one.n for pair, one in totals.items()}, blank=0),
        "std": matrix(ids, {pair: one.std for pair, one in totals.items()}),
        "low": matrix(ids, {pair: low for pair, (low, _) in intervals.items()}),
        "high": matrix(ids, {pair: high for pair, (_, high) in intervals.items()}),
    }


async def report(
    session: AsyncSession, generation: Generation | None, project_id: int
) -> dict[str, Any]:
    """The `AgreementReportOut` form."""
    pending = await queries.count_unscored(session, project_id)
    building = await queries.is_building(session, project_id)
    if generation is None:
        return {
            "generation": None,
            "methodology": None,
            "by_function": False,
            "computed_at": None,
            "tasks_read": 0,
            "stale": pending > 0 or building,
            "pending": pending,
            "building": building,
            "problems": 0,
            "overall": _whole(NOTHING, reports.NO_REPORT),
            "participants": [],
            "dimensions": [],
        }
    totals = await queries.agreement_by_dimension(session, generation)
    stored = await queries.list_reports(session, generation)
    overall = stored.get(OVERALL)
    computed_at: datetime | None = None if overall is None else overall.computed_at
    return {
        "generation": generation.number,
        "methodology": generation.methodology,
        "by_function": generation.by_function,
        "computed_at": computed_at,
        "tasks_read": _content(overall).get("tasks_read", 0),
        "stale": overall is None or pending > 0 or building or await is_stale(session, project_id),
        "pending": pending,
        "building": building,
        "problems": await queries.count_problem_tasks(session, generation),
        "overall": _whole(totals.get(OVERALL, NOTHING), _content(overall)),
        "participants": await _against_annotators(session, project_id, _content(overall)),
        "dimensions": [
            {
                "id": one["id"],
                "name": one["name"],
                "metric_type": one["metric"],
                "metric_params": one["params"],
                "weight": one["weight"],
            }
            | _whole(totals.get(one["id"], NOTHING), _content(stored.get(one["id"])))
            for one in generation.dimensions
        ],
    }


async def _against_annotators(
    session: AsyncSession, project_id: int, stored: reports.Report
) -> list[dict[str, Any]]:
    found = {one["id"]: one for one in reports.participant_means(stored)}
    shown = await participants(session, project_id, in_order(set(found)))
    return [found[one["id"]] | one for one in shown]


def _content(stored: Stored | None) -> reports.Report:
    return reports.NO_REPORT if stored is None else stored.report


def _whole(totals: Totals, stored: reports.Report) -> dict[str, Any]:
    return _figure(totals, stored) | {
        "coefficients": reports.coefficients(stored),
        "by_label": reports.labels(stored),
        "labels_left_out": stored.get("labels_left_out", 0),
    }


def _figure(totals: Totals, stored: reports.Report) -> dict[str, Any]:
    return {
        "mean": totals.mean,
        "std": totals.std,
        **reports.interval(stored.get("agreement")),
        "n_tasks": totals.n,
        **reports.missing(totals.mean, Undefined.NO_PAIRS),
    }
