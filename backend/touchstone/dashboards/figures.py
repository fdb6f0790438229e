"""The dashboard of one project, put together from `queries`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.access.users import simple_user
from touchstone.dashboards import queries
from touchstone.models import PairTotal
from touchstone.models.annotation import ReviewState
from touchstone.models.task import TaskState

ANNOTATED = (TaskState.NEEDS_REVIEW, TaskState.REVIEW_IN_PROGRESS, TaskState.COMPLETED)


async def dashboard(session: AsyncSession, project_id: int) -> dict[str, Any]:
    """The `DashboardOut` form."""
    by_person = await queries.count_annotations(session, project_id)
    totals = await queries.list_pair_totals(session, project_id)
    compared = await queries.compared_tasks(session, project_id)
    known = [row for row in by_person if row.user_id is not None]
    ids = {row.user_id for row in known} | {
        user_id for total in totals for user_id in (total.left_id, total.right_id)
    }
    users = await queries.people(session, ids)
    return {
        "progress": _progress(await queries.count_tasks(session, project_id)),
        "reviews": _reviews(by_person),
        "agreement": await _agreement(session, project_id),
        "annotators": [_annotator(row, users, totals, compared) for row in known],
        "matrix": _matrix(users, totals),
        "labels": _labels(await queries.list_label_counts(session, project_id)),
    }


def _progress(rows: Sequence[AnyRow]) -> dict[str, Any]:
    by_state = {state.value: 0 for state in TaskState} | {row.state: row.tasks for row in rows}
    return {
        "tasks": sum(row.tasks for row in rows),
        "by_state": by_state,
        "annotated": sum(by_state[state] for state in ANNOTATED),
        "reviewed": sum(row.reviewed for row in rows),
        "ground_truths": sum(row.ground_truths for row in rows),
    }


def _reviews(by_person: Sequence[AnyRow]) -> dict[str, int]:
    counts = {
        state.value: sum(getattr(row, state.value) for row in by_person) for state in ReviewState
    }
    return counts | {"annotations": sum(row.submitted for row in by_person)}


async def _agreement(session: AsyncSession, project_id: int) -> dict[str, Any]:
    buckets = await queries.agreement_buckets(session, project_id)
    threshold = await queries.threshold_of(session, project_id)
    histogram = [0] * queries.BUCKETS
    for row in buckets:
        histogram[row.bucket] = row.tasks
    tasks = sum(histogram)
    return {
        "average": sum(row.total for row in buckets) / tasks if tasks else None,
        "tasks": tasks,
        "histogram": histogram,
        "low_agreement_count": None
        if threshold is None
        else await queries.count_low_agreement(session, project_id, threshold),
        "threshold": threshold,
        "pending": await queries.count_unscored(session, project_id),
    }


def _annotator(
    row: AnyRow,
    users: Mapping[int, AnyRow],
    totals: Sequence[PairTotal],
    compared: Mapping[int, int],
) -> dict[str, Any]:
    accepted = row.accepted + row.fixed_and_accepted
    reviewed = accepted + row.rejected
    mine = [total for total in totals if row.user_id in (total.left_id, total.right_id)]
    pairs = sum(total.n_tasks for total in mine)
    return {
        "user": simple_user(users[row.user_id]),
        "submitted": row.submitted,
        "skipped": row.skipped,
        **{state.value: getattr(row, state.value) for state in ReviewState},
        "acceptance_score": accepted / reviewed if reviewed else None,
        "agreement": _share(sum(total.total for total in mine), pairs),
        "agreement_tasks": compared.get(row.user_id, 0),
        "total_lead_time": row.total_lead_time,
        "average_lead_time": row.average_lead_time,
        "last_active": row.last_active,
    }


def _share(total: float, n: int) -> float | None:
    """A mean of scores; rounding in a running total must not lead out of 0..1."""
    return min(max(total / n, 0.0), 1.0) if n else None


def _matrix(users: Mapping[int, AnyRow], totals: Sequence[PairTotal]) -> dict[str, Any]:
    """Of everybody who annotated, also those who share no task with anybody."""
    ids = sorted(users)
    cells: dict[tuple[int, int], tuple[float | None, int]] = defaultdict(lambda: (None, 0))
    for total in totals:
        cell = (_share(total.total, total.n_tasks), total.n_tasks)
        cells[total.left_id, total.right_id] = cells[total.right_id, total.left_id] = cell
    return {
        "users": [simple_user(users[user_id]) for user_id in ids],
        "agreement": [[cells[a, b][0] for b in ids] for a in ids],
        "common_tasks": [[cells[a, b][1] for b in ids] for a in ids],
    }


def _labels(rows: Sequence[AnyRow]) -> dict[str, list[dict[str, Any]]]:
    by_source: dict[str, list[dict[str, Any]]] = {"annotations": [], "predictions": []}
    for row in rows:
        by_source[row.source].append(
            {"from_name": row.from_name, "label": row.label, "count": row.count}
        )
    return by_source
