"""The dashboard of one project, put together from `queries`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.access.users import simple_user
from touchstone.dashboards import queries
from touchstone.models.annotation import ReviewState
from touchstone.models.task import TaskState

ANNOTATED = (TaskState.NEEDS_REVIEW, TaskState.REVIEW_IN_PROGRESS, TaskState.COMPLETED)


async def dashboard(session: AsyncSession, project_id: int) -> dict[str, Any]:
    """The `DashboardOut` form."""
    by_person = await queries.count_annotations(session, project_id)
    totals = [tuple(row) for row in await queries.list_pair_totals(session, project_id)]
    compared = await queries.compared_tasks(session, project_id)
    known = [row for row in by_person if row.user_id is not None]
    ids = {row.user_id for row in known} | {
        user_id for left, right, _, _ in totals for user_id in (left, right)
    }
    with_others = _by_annotator(totals)
    users = await queries.people(session, ids)
    return {
        "progress": _progress(await queries.count_tasks(session, project_id)),
        "reviews": _reviews(by_person),
        "agreement": await _agreement(session, project_id),
        "annotators": [_annotator(row, users, with_others[row.user_id], compared) for row in known],
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


_Total = tuple[int, int, int, float]
"""left, right, tasks, sum of scores"""


def _by_annotator(totals: Sequence[_Total]) -> Mapping[int, tuple[int, float]]:
    """How many pairs of answers each is part of, and the sum of their scores."""
    found: dict[int, tuple[int, float]] = defaultdict(lambda: (0, 0.0))
    for left, right, n, total in totals:
        for user_id in (left, right):
            pairs, summed = found[user_id]
            found[user_id] = (pairs + n, summed + total)
    return found


def _annotator(
    row: AnyRow,
    users: Mapping[int, AnyRow],
    with_others: tuple[int, float],
    compared: Mapping[int, int],
) -> dict[str, Any]:
    accepted = row.accepted + row.fixed_and_accepted
    reviewed = accepted + row.rejected
    pairs, total = with_others
    return {
        "user": simple_user(users[row.user_id]),
        "submitted": row.submitted,
        "skipped": row.skipped,
        **{state.value: getattr(row, state.value) for state in ReviewState},
        "acceptance_score": accepted / reviewed if reviewed else None,
        "agreement": _share(total, pairs),
        "agreement_tasks": compared.get(row.user_id, 0),
        "total_lead_time": row.total_lead_time,
        "average_lead_time": row.average_lead_time,
        "last_active": row.last_active,
    }


def _share(total: float, n: int) -> float | None:
    """A mean of scores; rounding in a running total must not lead out of 0..1."""
    return min(max(total / n, 0.0), 1.0) if n else None


def _matrix(users: Mapping[int, AnyRow], totals: Sequence[_Total]) -> dict[str, Any]:
    """Of everybody who annotated, also those who share no task with anybody."""
    ids = sorted(users)
    place = {user_id: number for number, user_id in enumerate(ids)}
    agreement: list[list[float | None]] = [[None] * len(ids) for _ in ids]
    common = [[0] * len(ids) for _ in ids]
    for left, right, n, total in totals:
        for row, column in ((place[left], place[right]), (place[right], place[left])):
            agreement[row][column] = _share(total, n)
            common[row][column] = n
    return {
        "users": [simple_user(users[user_id]) for user_id in ids],
        "agreement": agreement,
        "common_tasks": common,
    }


def _labels(rows: Sequence[AnyRow]) -> dict[str, list[dict[str, Any]]]:
    by_source: dict[str, list[dict[str, Any]]] = {"annotations": [], "predictions": []}
    for row in rows:
        by_source[row.source].append(
            {"from_name": row.from_name, "label": row.label, "count": row.count}
        )
    return by_source
