"""Figures by label, from the stored reports: of the tasks in which somebody used the label."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.dashboards import stats_queries as queries
from touchstone.dashboards import stats_reports as reports
from touchstone.dashboards.stats_figures import matrix, shown_users, spread
from touchstone.dashboards.stats_queries import Generation
from touchstone.models.score import GROUND_TRUTH


async def means(session: AsyncSession, generation: Generation | None) -> dict[str, float | None]:
    """The mean agreement by label; empty before the first report."""
    if generation is None:
        return {}
    return reports.label_means(await queries.list_reports(session, generation))


async def iaa(
    session: AsyncSession, generation: Generation | None, *, std: bool, expand: bool
) -> dict[str, Any]:
    """The `IaaOut` form, by label; all matrices have the same annotators in the same order."""
    stored = {} if generation is None else await queries.label_reports(session, generation)
    by_label = {
        label: {pair: cell for pair, cell in cells.items() if pair[0] > GROUND_TRUTH}
        for label, cells in reports.label_cells(stored).items()
    }
    ids = sorted({who for cells in by_label.values() for pair in cells for who in pair})
    found: dict[str, Any] = {
        "IAA": {
            label: matrix(ids, {pair: mean for pair, (_, mean) in cells.items()}, diagonal=1.0)
            for label, cells in by_label.items()
        },
        "common_tasks": {
            label: matrix(ids, {pair: n for pair, (n, _) in cells.items()}, blank=0)
            for label, cells in by_label.items()
        },
        "users": await shown_users(session, ids) if expand else [{"id": one} for one in ids],
    }
    if std:
        found["std"] = {
            label: spread(mean for _, mean in cells.values()) for label, cells in by_label.items()
        }
    return found
