"""Label Studio's statistics about agreement, from running totals.

A figure without data is None. What is said of annotators counts annotators alone, unless its
name says models or ground truth.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.users import simple_user
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards.stats_queries import NOTHING, Generation, Totals
from touchstone.models.score import GROUND_TRUTH

PairTotals = Mapping[tuple[int, int], Totals]


def summed(totals: Iterable[Totals]) -> Totals:
    """All of them taken together, without what adding many floats in a row would lose."""
    found = list(totals)
    return Totals(
        sum(one.n for one in found),
        math.fsum(one.total for one in found),
        math.fsum(one.squares for one in found),
    )


def by_right(totals: PairTotals) -> dict[int, Totals]:
    """Taken together by the second of the pair."""
    found: dict[int, list[Totals]] = {}
    for (_, right), one in totals.items():
        found.setdefault(right, []).append(one)
    return {right: summed(ones) for right, ones in found.items()}


async def project_mean(session: AsyncSession, generation: Generation | None) -> Totals:
    """Over the tasks that have an agreement."""
    if generation is None:
        return NOTHING
    buckets = await queries.agreement_buckets(session, generation)
    return summed(buckets.values())


async def annotator_means(
    session: AsyncSession, generation: Generation | None, ids: Collection[int]
) -> dict[str, float | None]:
    """Of each account asked for: its mean pair score with other annotators."""
    if generation is None:
        return {str(user_id): None for user_id in ids}
    means = await queries.annotator_totals(session, generation)
    return {str(user_id): means.get(user_id, NOTHING).mean for user_id in ids}


async def ground_truth_means(
    session: AsyncSession, generation: Generation | None, ids: Collection[int]
) -> dict[str, float | None]:
    if generation is None:
        return {str(user_id): None for user_id in ids}
    totals = await queries.pair_totals(session, generation, among=queries.WITH_GROUND_TRUTH)
    return {str(user_id): totals.get((GROUND_TRUTH, user_id), NOTHING).mean for user_id in ids}


async def prediction_means(
    session: AsyncSession, generation: Generation | None, ids: Collection[int]
) -> dict[str, float | None]:
    """With all model versions taken together."""
    if generation is None:
        return {str(user_id): None for user_id in ids}
    totals = await queries.pair_totals(session, generation, among=queries.WITH_MODELS)
    means = by_right(totals)
    return {str(user_id): means.get(user_id, NOTHING).mean for user_id in ids}


async def model_means(
    session: AsyncSession, generation: Generation | None, model: int
) -> dict[str, float | None]:
    """Of one model version: with all annotators, with the ground truth, with other versions."""
    if generation is None:
        return dict.fromkeys(("annotators", "ground_truth", "models"))
    totals = await queries.pair_totals(session, generation, among=queries.OF_ONE, participant=model)
    others = {left if left != model else right: one for (left, right), one in totals.items()}
    return {
        "annotators": summed(one for who, one in others.items() if who > GROUND_TRUTH).mean,
        "ground_truth": others.get(GROUND_TRUTH, NOTHING).mean,
        "models": summed(one for who, one in others.items() if who < GROUND_TRUTH).mean,
    }


async def iaa(
    session: AsyncSession,
    generation: Generation | None,
    *,
    task_ids: Collection[int] | None,
    std: bool,
    expand_users: bool,
) -> dict[str, Any]:
    """The `IaaOut` form: the matrix of annotators who were compared with somebody."""
    if generation is None:
        totals: PairTotals = {}
    elif task_ids is None:
        totals = await queries.pair_totals(session, generation, among=queries.BETWEEN_ANNOTATORS)
    else:
        totals = _sum_pairs(await queries.pair_scores(session, generation, task_ids))
    ids = sorted({who for pair in totals for who in pair})
    found: dict[str, Any] = {
        "IAA": matrix(ids, {pair: one.mean for pair, one in totals.items()}, diagonal=1.0),
        "common_tasks": matrix(ids, {pair: one.n for pair, one in totals.items()}, blank=0),
        "users": await shown_users(session, ids) if expand_users else [{"id": one} for one in ids],
    }
    if std:
        found["std"] = spread([one.mean for one in totals.values()])
    return found


def _sum_pairs(rows: Iterable[Any]) -> PairTotals:
    scores: dict[tuple[int, int], list[float]] = {}
    for row in rows:
        if row.left_id > GROUND_TRUTH and row.score is not None:
            scores.setdefault((row.left_id, row.right_id), []).append(row.score)
    return {
        pair: Totals(len(values), math.fsum(values), math.fsum(v * v for v in values))
        for pair, values in scores.items()
    }


async def shown_users(session: AsyncSession, ids: Sequence[int]) -> list[dict[str, Any]]:
    people = await queries.people(session, ids)
    return [simple_user(people[user_id]) for user_id in ids if user_id in people]


def matrix(
    ids: Sequence[int],
    cells: Mapping[tuple[int, int], Any],
    *,
    diagonal: Any = None,
    blank: Any = None,
) -> list[list[Any]]:
    """Symmetric; a pair is given once, the smaller number first."""
    place = {who: number for number, who in enumerate(ids)}
    rows = [[blank] * len(ids) for _ in ids]
    if diagonal is not None:
        for number, row in enumerate(rows):
            row[number] = diagonal
    for (left, right), value in cells.items():
        if left in place and right in place:
            rows[place[left]][place[right]] = rows[place[right]][place[left]] = value
    return rows


def spread(values: Iterable[float | None]) -> float | None:
    """The sample's standard deviation; None for fewer than two."""
    found = [value for value in values if value is not None]
    if len(found) < 2:
        return None
    mean = math.fsum(found) / len(found)
    return math.sqrt(math.fsum((value - mean) ** 2 for value in found) / (len(found) - 1))


async def distribution(
    session: AsyncSession, generation: Generation | None, project_id: int
) -> dict[str, Any]:
    """The `DistributionOut` form."""
    buckets = {} if generation is None else await queries.agreement_buckets(session, generation)
    histogram = [0] * 10
    for bucket, totals in buckets.items():
        histogram[min(bucket // 10, 9)] += totals.n
    together = summed(buckets.values())
    threshold = await queries.threshold_of(session, project_id)
    return {
        "average_agreement": together.mean,
        "histogram": histogram,
        "low_agreement_count": 0
        if threshold is None
        else await count_low(session, project_id, threshold, buckets),
        "total_tasks": together.n,
    }


async def count_low(
    session: AsyncSession, project_id: int, threshold: float, buckets: Mapping[int, Totals]
) -> int:
    """Tasks below the threshold: whole buckets from the totals, the last ones from the tasks."""
    first = max(math.floor(threshold * queries.BUCKETS) - 1, 0)
    whole = sum(one.n for bucket, one in buckets.items() if bucket < first)
    return whole + await queries.count_below(session, project_id, threshold, first)


async def by_dimension(
    session: AsyncSession, generation: Generation | None
) -> list[dict[str, Any]]:
    """The `DimensionAgreementOut` form of every active dimension."""
    if generation is None:
        return []
    totals = await queries.agreement_by_dimension(session, generation)
    tags = await queries.control_tags(session, generation.project_id)
    return [
        {
            "id": one["id"],
            "name": one["name"],
            "from_name": one["control_name"] or one["name"],
            "control_tag": tags.get(one["id"]),
            "metric_type": one["metric"],
            "agreement": totals.get(one["id"], NOTHING).mean,
            "total_tasks": totals.get(one["id"], NOTHING).n,
        }
        for one in generation.dimensions
    ]
