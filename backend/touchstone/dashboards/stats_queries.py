"""Agreement figures out of running totals and stored reports; nothing here reads every task."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.models import (
    AgreementReport,
    AgreementTotal,
    Annotation,
    ConfusionTotal,
    Dimension,
    ModelVersion,
    PairScore,
    PairTotal,
    Prediction,
    Project,
    ScoringGeneration,
    Task,
    TaskAgreement,
    User,
)
from touchstone.models.score import GROUND_TRUTH, OVERALL, GenerationStatus
from touchstone.projects.comparable import comparables_of

BUCKETS = 100
"""Of `AgreementTotal`."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The figures that are shown, and the settings they were computed with."""

    project_id: int
    number: int
    methodology: str
    dimensions: list[dict[str, Any]]

    def find(self, dimension_id: int) -> dict[str, Any] | None:
        return next((one for one in self.dimensions if one["id"] == dimension_id), None)

    def position(self, dimension_id: int) -> int | None:
        """The place of a dimension in `dimension_scores`."""
        for place, one in enumerate(self.dimensions):
            if one["id"] == dimension_id:
                return place
        return None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over scores between 0 and 1."""

    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float | None:
        """Rounding in a running total must not lead out of 0..1."""
        return min(max(self.total / self.n, 0.0), 1.0) if self.n else None

    @property
    def std(self) -> float | None:
        """The sample's standard deviation; one score has none."""
        if self.n < 2:
            return None
        variance = (self.squares - self.total * self.total / self.n) / (self.n - 1)
        return float(max(variance, 0.0) ** 0.5)

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(self.n + other.n, self.total + other.total, self.squares + other.squares)


NOTHING = Totals(0, 0.0, 0.0)


async def current_generation(session: AsyncSession, project_id: int) -> Generation | None:
    """None as long as nothing was ever computed."""
    settings = ScoringGeneration.settings
    query = select(
        ScoringGeneration.number,
        settings["methodology"].as_string().label("methodology"),
        settings["dimensions"].label("dimensions"),
    ).where(
        ScoringGeneration.project_id == project_id,
        ScoringGeneration.status == GenerationStatus.CURRENT,
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    return Generation(project_id, row.number, row.methodology, row.dimensions)


def _of(model: type[PairTotal | AgreementTotal | ConfusionTotal], generation: Generation) -> Any:
    return (
        model.project_id == generation.project_id,
        model.generation == generation.number,
    )


async def pair_totals(
    session: AsyncSession,
    generation: Generation,
    *,
    dimension_id: int = OVERALL,
    among: ColumnElement[bool] | None = None,
) -> dict[tuple[int, int], Totals]:
    """By pair of participants, the smaller number first."""
    query = select(
        PairTotal.left_id,
        PairTotal.right_id,
        PairTotal.n_tasks,
        PairTotal.total,
        PairTotal.total_of_squares,
    ).where(
        *_of(PairTotal, generation),
        PairTotal.dimension_id == dimension_id,
        PairTotal.n_tasks > 0,
    )
    if among is not None:
        query = query.where(among)
    return {
        (row.left_id, row.right_id): Totals(row.n_tasks, row.total, row.total_of_squares)
        for row in await session.execute(query)
    }


BETWEEN_ANNOTATORS = PairTotal.left_id > GROUND_TRUTH
WITH_GROUND_TRUTH = (PairTotal.left_id == GROUND_TRUTH) & (PairTotal.right_id > GROUND_TRUTH)
WITH_MODELS = (PairTotal.left_id < GROUND_TRUTH) & (PairTotal.right_id > GROUND_TRUTH)


def of_participant(participant: int) -> ColumnElement[bool]:
    return or_(PairTotal.left_id == participant, PairTotal.right_id == participant)


async def agreement_buckets(
    session: AsyncSession, generation: Generation, dimension_id: int = OVERALL
) -> dict[int, Totals]:
    """By bucket 0..99, what the tasks in it have."""
    query = select(
        AgreementTotal.bucket,
        AgreementTotal.n_tasks,
        AgreementTotal.total,
        AgreementTotal.total_of_squares,
    ).where(
        *_of(AgreementTotal, generation),
        AgreementTotal.dimension_id == dimension_id,
        AgreementTotal.n_tasks > 0,
    )
    return {
        row.bucket: Totals(row.n_tasks, row.total, row.total_of_squares)
        for row in await session.execute(query)
    }


async def agreement_by_dimension(
    session: AsyncSession, generation: Generation
) -> dict[int, Totals]:
    """By dimension; `OVERALL` among them."""
    query = (
        select(
            AgreementTotal.dimension_id,
            func.sum(AgreementTotal.n_tasks).label("n"),
            func.sum(AgreementTotal.total).label("total"),
            func.sum(AgreementTotal.total_of_squares).label("squares"),
        )
        .where(*_of(AgreementTotal, generation), AgreementTotal.n_tasks > 0)
        .group_by(AgreementTotal.dimension_id)
    )
    return {
        row.dimension_id: Totals(int(row.n), row.total, row.squares)
        for row in await session.execute(query)
    }


async def count_below(
    session: AsyncSession, project_id: int, threshold: float, first_bucket: int
) -> int:
    """Tasks below the threshold, from a bucket on."""
    query = select(func.count()).where(
        Task.project_id == project_id,
        Task.agreement >= first_bucket / BUCKETS - _ROUNDING,
        Task.agreement < threshold,
        func.floor(Task.agreement * BUCKETS + _EDGE) >= first_bucket,
    )
    return await session.scalar(query) or 0


_ROUNDING = 1e-6
_EDGE = 1e-9
"""As the running totals do, so that every task is in the bucket that it was counted in."""


async def confusion(
    session: AsyncSession, generation: Generation, dimension_id: int, mode: str
) -> dict[tuple[str, str], int]:
    """How often the left label met the right one."""
    query = select(
        ConfusionTotal.left_label, ConfusionTotal.right_label, ConfusionTotal.count
    ).where(
        *_of(ConfusionTotal, generation),
        ConfusionTotal.dimension_id == dimension_id,
        ConfusionTotal.mode == mode,
        ConfusionTotal.count > 0,
    )
    rows = await session.execute(query)
    return {(row[0], row[1]): row[2] for row in rows}


async def find_report(
    session: AsyncSession, generation: Generation, dimension_id: int = OVERALL
) -> AgreementReport | None:
    """What was computed from all tasks at once; None before that, or with other settings."""
    query = select(AgreementReport).where(
        AgreementReport.project_id == generation.project_id,
        AgreementReport.dimension_id == dimension_id,
        AgreementReport.generation == generation.number,
    )
    return (await session.scalars(query)).one_or_none()


async def list_reports(session: AsyncSession, generation: Generation) -> dict[int, AgreementReport]:
    """By dimension; `OVERALL` among them."""
    query = select(AgreementReport).where(
        AgreementReport.project_id == generation.project_id,
        AgreementReport.generation == generation.number,
    )
    return {one.dimension_id: one for one in await session.scalars(query)}


async def control_tags(session: AsyncSession, project_id: int) -> dict[int, str | None]:
    """The tag of each dimension's control."""
    query = select(Dimension.id, Dimension.control_tag).where(Dimension.project_id == project_id)
    return {row.id: row.control_tag for row in await session.execute(query)}


async def labels_by_dimension(session: AsyncSession, project_id: int) -> dict[int, Sequence[str]]:
    """The labels of the present labeling config; a dimension without any is not categorical."""
    project = await session.get_one(Project, project_id)
    by_name = {one.name: one for one in comparables_of(project.label_config)}
    query = select(Dimension).where(Dimension.project_id == project_id)
    found: dict[int, Sequence[str]] = {}
    for dimension in await session.scalars(query):
        one = by_name.get(dimension.control_name or "")
        if one is not None and one.is_categorical:
            found[dimension.id] = one.labels
    return found


async def model_names(session: AsyncSession, project_id: int) -> dict[int, str]:
    """By participant, which is below 0."""
    query = select(ModelVersion.id, ModelVersion.name).where(ModelVersion.project_id == project_id)
    return {-row.id: row.name for row in await session.execute(query)}


async def find_model(session: AsyncSession, project_id: int, name: str) -> int | None:
    """The participant that a model version is."""
    query = select(ModelVersion.id).where(
        ModelVersion.project_id == project_id, ModelVersion.name == name
    )
    found = await session.scalar(query)
    return None if found is None else -found


async def pair_scores(
    session: AsyncSession, generation: Generation, task_ids: Collection[int]
) -> Sequence[AnyRow]:
    """(task_id, left_id, right_id, score, dimension_scores)"""
    query = select(
        PairScore.task_id,
        PairScore.left_id,
        PairScore.right_id,
        PairScore.score,
        PairScore.dimension_scores,
    ).where(
        PairScore.project_id == generation.project_id,
        PairScore.task_id.in_(task_ids),
        PairScore.generation == generation.number,
    )
    rows: Sequence[AnyRow] = (await session.execute(query)).all()
    return rows


async def find_task(session: AsyncSession, project_id: int, task_id: int) -> AnyRow | None:
    """(id, agreement, agreement_undefined)"""
    query = select(Task.id, Task.agreement, Task.agreement_undefined).where(
        Task.project_id == project_id, Task.id == task_id
    )
    return (await session.execute(query)).one_or_none()


async def answers_of_task(
    session: AsyncSession, project_id: int, task_id: int
) -> tuple[dict[int, int], int | None, dict[str, int]]:
    """Annotation by author (the newest), the ground truth's, prediction by model version."""
    annotations = select(Annotation.id, Annotation.completed_by, Annotation.ground_truth).where(
        Annotation.project_id == project_id,
        Annotation.task_id == task_id,
        Annotation.was_cancelled.is_(False),
    )
    predictions = select(Prediction.id, Prediction.model_version).where(
        Prediction.project_id == project_id, Prediction.task_id == task_id
    )
    by_author: dict[int, int] = {}
    truth = None
    ordered = annotations.order_by(Annotation.created_at, Annotation.id)
    for row in await session.execute(ordered):
        if row.completed_by is not None:
            by_author[row.completed_by] = row.id
        if row.ground_truth:
            truth = row.id
    found = await session.execute(predictions.order_by(Prediction.id))
    return by_author, truth, {row.model_version: row.id for row in found if row.model_version}


async def find_task_agreement(
    session: AsyncSession, generation: Generation, task_id: int
) -> TaskAgreement | None:
    key = (generation.project_id, task_id, generation.number)
    return await session.get(TaskAgreement, key)


async def count_unscored(session: AsyncSession, project_id: int) -> int:
    query = select(func.count()).where(
        Task.project_id == project_id, Task.scored_version < Task.content_version
    )
    return await session.scalar(query) or 0


async def count_problem_tasks(session: AsyncSession, generation: Generation) -> int:
    """Tasks of which something could not be scored."""
    query = select(func.count()).where(
        TaskAgreement.project_id == generation.project_id,
        TaskAgreement.generation == generation.number,
        TaskAgreement.problems.is_not(None),
    )
    return await session.scalar(query) or 0


async def is_building(session: AsyncSession, project_id: int) -> bool:
    query = select(ScoringGeneration.number).where(
        ScoringGeneration.project_id == project_id,
        ScoringGeneration.status == GenerationStatus.BUILDING,
    )
    return await session.scalar(query) is not None


async def people(session: AsyncSession, ids: Iterable[int]) -> dict[int, AnyRow]:
    query = select(User.id, User.email, User.first_name, User.last_name)
    rows = await session.execute(query.where(User.id.in_(list(ids))))
    return {row.id: row for row in rows}


async def threshold_of(session: AsyncSession, project_id: int) -> float | None:
    return await session.scalar(select(Project.agreement_threshold).where(Project.id == project_id))
