"""Figures by label, from the stored reports: of the tasks in which somebody used the label."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement.types import Floats, Ints
from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards import stats_reports as reports
from touchstone.dashboards.stats_figures import shown_users, spread
from touchstone.dashboards.stats_queries import Generation
from touchstone.models.score import GROUND_TRUTH


async def means(session: AsyncSession, generation: Generation | None) -> dict[str, float | None]:
    """The mean agreement by label; empty before the first report."""
    if generation is None:
        return {}
    return reports.label_means(await queries.list_reports(session, generation))


async def iaa(
    session: AsyncSession, generation: Generation | None, *, std: bool, expand: bool
) -> bytes:
    """The `IaaOut` form as JSON, by label; all matrices have the same annotators in one order."""
    stored = {} if generation is None else await queries.label_reports(session, generation)
    cells = {
        label: [_of_annotators(one["cells"]) for one in ones if one.get("cells")]
        for label, ones in reports.by_label(stored).items()
    }
    everybody = [pairs.ravel() for ones in cells.values() for pairs, _, _ in ones]
    people = np.unique(np.concatenate(everybody)) if everybody else np.zeros(0, dtype=np.int64)
    matrices = {label: _matrices(people, ones) for label, ones in cells.items()}
    ids: list[int] = people.tolist()
    found: dict[str, Any] = {
        "IAA": {label: mean for label, (mean, _) in matrices.items()},
        "common_tasks": {label: n for label, (_, n) in matrices.items()},
        "users": await shown_users(session, ids) if expand else [{"id": one} for one in ids],
    }
    if std:
        above = np.triu_indices(len(ids), 1)
        found["std"] = {
            label: spread(mean[above][~np.isnan(mean[above])].tolist())
            for label, (mean, _) in matrices.items()
        }
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)  # NaN becomes null


_Cells = tuple[Ints, Ints, Floats]
"""Pairs of annotators (P, 2), and how many tasks they share with which mean score (P,)."""


def _of_annotators(columns: Mapping[str, Any]) -> _Cells:
    pairs = np.array([columns["left"], columns["right"]], dtype=np.int64).T
    human = pairs[:, 0] > GROUND_TRUTH
    n = np.array(columns["n"], dtype=np.int64)
    return pairs[human], n[human], np.array(columns["mean"], dtype=np.float64)[human]


def _matrices(ids: Ints, ones: Iterable[_Cells]) -> tuple[Floats, Ints]:
    """Mean scores, NaN where there are none, and common tasks.

    A label of two controls weighs each by its tasks.
    """
    size = len(ids)
    n, mean = np.zeros((size, size), dtype=np.int64), np.full((size, size), np.nan)
    for pairs, tasks, scores in ones:
        left, right = np.searchsorted(ids, pairs).T
        before = n[left, right]
        old = np.where(before > 0, mean[left, right], scores)
        pooled = old + (scores - old) * (tasks / np.maximum(before + tasks, 1))
        mean[left, right] = mean[right, left] = pooled
        n[left, right] = n[right, left] = before + tasks
    np.fill_diagonal(mean, 1.0)
    return mean, n
