"""Agreement figures out of running totals and stored reports; nothing here reads every task."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.db.driver import fetch, fetch_one
from touchstone.models import (
    AgreementTotal,
    ConfusionTotal,
    Dimension,
    ModelVersion,
    PairScore,
    Project,
    ScoringGeneration,
    Task,
    TaskAgreement,
    User,
)
from touchstone.models.score import OVERALL, GenerationStatus
from touchstone.projects.comparable import comparables_of

LARGEST_ID: Final = 2**63 - 1

BUCKETS = 100
"""Of `AgreementTotal`."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The figures that are shown, and the settings they were computed with."""

    project_id: int
    number: int
    methodology: str
    by_function: bool
    """Whether the project's own function gives the overall figures."""
    dimensions: list[dict[str, Any]]

    def find(self, dimension_id: int) -> dict[str, Any] | None:
        return next((one for one in self.dimensions if one["id"] == dimension_id), None)

    def position(self, dimension_id: int) -> int | None:
        """The place of a dimension in `dimension_scores`."""
        for place, one in enumerate(self.dimensions):
            if one["id"] == dimension_id:
                return place
        return None


class Totals(NamedTuple):
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


NOTHING = Totals(0, 0.0, 0.0)


class Stored(NamedTuple):
    """A report, and when it was computed."""

    computed_at: datetime
    report: dict[str, Any]


async def current_generation(session: AsyncSession, project_id: int) -> Generation | None:
    """None as long as nothing was ever computed."""
    settings = ScoringGeneration.settings
    query = select(
        ScoringGeneration.number,
        settings["methodology"].as_string().label("methodology"),
        settings["custom"].as_string().is_not(None).label("by_function"),
        settings["dimensions"].label("dimensions"),
    ).where(
        ScoringGeneration.project_id == project_id,
        ScoringGeneration.status == GenerationStatus.CURRENT,
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    return Generation(project_id, row.number, row.methodology, row.by_function, row.dimensions)


def _of(model: type[AgreementTotal | ConfusionTotal], generation: Generation) -> Any:
    return (
        model.project_id == generation.project_id,
        model.generation == generation.number,
    )


_PAIRS = """
    SELECT left_id, right_id, n_tasks, total, total_of_squares FROM pair_totals
    WHERE project_id = $1 AND generation = $2 AND dimension_id = $3 AND n_tasks > 0
"""

BETWEEN_ANNOTATORS: Final = "left_id > 0"
WITH_GROUND_TRUTH: Final = "left_id = 0 AND right_id > 0"
WITH_MODELS: Final = "left_id < 0 AND right_id > 0"
OF_ONE: Final = "(left_id = $4 OR right_id = $4)"


async def pair_totals(
    session: AsyncSession,
    generation: Generation,
    *,
    dimension_id: int = OVERALL,
    among: str = "true",
    participant: int | None = None,
) -> dict[tuple[int, int], Totals]:
    """By pair of participants, the smaller number first; `among` is one of the above."""
    which = [generation.project_id, generation.number, dimension_id]
    which += [] if participant is None else [participant]
    rows = await fetch(session, f"{_PAIRS} AND {among}", *which)
    return {(row[0], row[1]): Totals(row[2], row[3], row[4]) for row in rows}


async def annotator_totals(session: AsyncSession, generation: Generation) -> dict[int, Totals]:
    """Each annotator with all other annotators."""
    rows = await fetch(
        session,
        f"""
        SELECT who, sum(n_tasks)::bigint, sum(total), sum(total_of_squares)
        FROM ({_PAIRS} AND {BETWEEN_ANNOTATORS}) AS pairs, unnest(ARRAY[left_id, right_id]) AS who
        GROUP BY who
        """,  # noqa: S608  parts of ours
        generation.project_id,
        generation.number,
        OVERALL,
    )
    return {row[0]: Totals(row[1], row[2], row[3]) for row in rows}


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


_REPORT = """
    SELECT dimension_id, computed_at, {content}::text AS report FROM agreement_reports
    WHERE project_id = $1 AND generation = $2
"""

_WITHOUT_CELLS = """(
    (report - 'cells') || jsonb_build_object('by_label', coalesce((
        SELECT jsonb_object_agg(label, figures - 'cells')
        FROM jsonb_each(report -> 'by_label') AS by_label (label, figures)), '{}')))"""


async def find_cells(
    session: AsyncSession, generation: Generation, dimension_id: int = OVERALL
) -> dict[str, Any] | None:
    """What the report has on pairs of participants; None before there is one."""
    query = _REPORT.format(content="(report -> 'cells')") + " AND dimension_id = $3"
    which = (generation.project_id, generation.number, dimension_id)
    row = await fetch_one(session, query, *which)
    found: dict[str, Any] | None = (
        None if row is None or row.report is None else orjson.loads(row.report)
    )
    return found


async def list_reports(session: AsyncSession, generation: Generation) -> dict[int, Stored]:
    """What was computed from all tasks at once, but for pairs; by dimension and `OVERALL`."""
    return await _reports(session, generation, _WITHOUT_CELLS)


async def label_reports(session: AsyncSession, generation: Generation) -> dict[int, Stored]:
    """The same with what the report has on labels alone, and pairs in it."""
    labels = "jsonb_build_object('by_label', report -> 'by_label')"
    return await _reports(session, generation, labels)


async def _reports(
    session: AsyncSession, generation: Generation, content: str
) -> dict[int, Stored]:
    query = _REPORT.replace("{content}", content)
    rows = await fetch(session, query, generation.project_id, generation.number)
    return {row.dimension_id: Stored(row.computed_at, orjson.loads(row.report)) for row in rows}


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


_TAKES_PART = """
    SELECT EXISTS (SELECT FROM project_members WHERE project_id = $1 AND user_id = $2::bigint)
        OR EXISTS (SELECT FROM annotations WHERE project_id = $1 AND completed_by = $2::bigint)
        AS found
"""


async def takes_part(session: AsyncSession, project_id: int, user_id: int) -> bool:
    """Whether the account is a member or has annotated, such as a former member."""
    if not 0 < user_id <= LARGEST_ID:
        return False
    row = await fetch_one(session, _TAKES_PART, project_id, user_id)
    return row is not None and bool(row.found)


async def threshold_of(session: AsyncSession, project_id: int) -> float | None:
    return await session.scalar(select(Project.agreement_threshold).where(Project.id == project_id))
