"""Reading what scoring needs, under the locks that make it safe."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Text, any_, case, cast, func, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.models import Annotation, PairScore, Prediction, Project, Task, TaskScore


def _among(column: Any, ids: Iterable[int]) -> ColumnElement[bool]:
    """One array parameter: a statement of the same text, prepared once, for any number of ids."""
    among: ColumnElement[bool] = column == any_(cast(list(ids), ARRAY(BigInteger)))
    return among


async def lock_project(session: AsyncSession, project_id: int) -> str | None:
    """The labeling config; the project can be neither deleted nor reconfigured meanwhile."""
    query = select(Project.label_config).where(Project.id == project_id)
    return await session.scalar(query.with_for_update(key_share=True, read=True))


async def lock_tasks(
    session: AsyncSession, project_id: int, first_id: int, last_id: int, *, stale_only: bool
) -> dict[int, int]:
    """Task to content version. Whoever changes a task's answers takes the same lock first.

    The locks are taken in the order of the ids, as everywhere, so that nobody waits in a circle.
    """
    query = (
        select(Task.id, Task.content_version)
        .where(Task.project_id == project_id, Task.id.between(first_id, last_id))
        .order_by(Task.id)
        .with_for_update(key_share=True)
    )
    if stale_only:
        query = query.where(Task.scored_version < Task.content_version)
    return {row.id: row.content_version for row in await session.execute(query)}


async def list_annotations(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, with_results: bool
) -> Sequence[AnyRow]:
    """Submitted annotations, oldest first; the result comes where there are no features."""
    needed = Annotation.features.is_(None) | with_results
    query = (
        select(
            Annotation.id,
            Annotation.task_id,
            Annotation.completed_by,
            Annotation.features,
            case((needed, cast(Annotation.result, Text))).label("result_text"),
        )
        .where(
            Annotation.project_id == project_id,
            _among(Annotation.task_id, task_ids),
            Annotation.was_cancelled.is_(False),
        )
        .order_by(Annotation.created_at, Annotation.id)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def list_predictions(
    session: AsyncSession, project_id: int, task_ids: Sequence[int], *, with_results: bool
) -> Sequence[AnyRow]:
    needed = Prediction.features.is_(None) | with_results
    query = select(
        Prediction.id,
        Prediction.task_id,
        Prediction.features,
        case((needed, cast(Prediction.result, Text))).label("result_text"),
    ).where(Prediction.project_id == project_id, _among(Prediction.task_id, task_ids))
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def results_of(
    session: AsyncSession,
    model: type[Annotation] | type[Prediction],
    project_id: int,
    ids: Iterable[int],
) -> dict[int, str]:
    """JSON texts by id."""
    query = select(model.id, cast(model.result, Text)).where(
        model.project_id == project_id, _among(model.id, ids)
    )
    return {row[0]: row[1] for row in await session.execute(query)}


async def old_pair_sums(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    """(left_user, right_user, n, total, squares) that these tasks now have in the totals."""
    query = (
        select(
            PairScore.left_user,
            PairScore.right_user,
            func.count().label("n"),
            func.sum(PairScore.score).label("total"),
            func.sum(PairScore.score * PairScore.score).label("squares"),
        )
        .where(PairScore.project_id == project_id, _among(PairScore.task_id, task_ids))
        .group_by(PairScore.left_user, PairScore.right_user)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def old_tasks_compared(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    """(user_id, n_tasks) that these tasks now have in the totals."""
    here = (PairScore.project_id == project_id, _among(PairScore.task_id, task_ids))
    compared = union(
        select(PairScore.left_user.label("user_id"), PairScore.task_id).where(*here),
        select(PairScore.right_user.label("user_id"), PairScore.task_id).where(*here),
    ).subquery()
    query = select(compared.c.user_id, func.count().label("n_tasks")).group_by(compared.c.user_id)
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def old_label_counts(
    session: AsyncSession, project_id: int, task_ids: Sequence[int]
) -> Sequence[AnyRow]:
    query = select(TaskScore.task_id, TaskScore.label_counts).where(
        TaskScore.project_id == project_id, _among(TaskScore.task_id, task_ids)
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows
