"""Generations of figures: which settings figures are computed with, and when they change.

At most one generation of a project is `current`, the one whose figures are shown, and at most
one is `building`. How they are computed is the business of `scoring`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ScalarSelect, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.clock import utc_now
from touchstone.db.driver import fetch
from touchstone.jobs.queue import enqueue
from touchstone.labelstudio.features import EXTRACTOR_VERSION
from touchstone.models import CustomMetric, Dimension, Project, ScoringGeneration, Task
from touchstone.models.score import ExtractionMethod, GenerationStatus
from touchstone.projects import dimensions

XML = "xml"
"""The key of the labeling config in a generation's settings: answers are read by it."""

_MISSING_LOCK = 0x70CA
"""Any constant; of many workers that start at once one looks for what is missing."""

LIVE = (GenerationStatus.CURRENT, GenerationStatus.BUILDING)


async def settings_of(session: AsyncSession, project: Project) -> dict[str, Any]:
    """What a generation that is begun now is computed with."""
    snapshot = await dimensions.snapshot(session, project)
    return snapshot | {"extractor": EXTRACTOR_VERSION, XML: project.label_config}


def same_figures(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two settings give the same figures; what a dimension is called moves none."""
    return _without_names(a) == _without_names(b)


def _without_names(settings: Mapping[str, Any]) -> dict[str, Any]:
    nameless = [
        {key: value for key, value in dimension.items() if key != "name"}
        for dimension in settings["dimensions"]
    ]
    return {**settings, "dimensions": nameless}


def current_number(project_id: int) -> ScalarSelect[int]:
    """For queries: the number of the project's current generation, or NULL."""
    return (
        select(ScoringGeneration.number)
        .where(
            ScoringGeneration.project_id == project_id,
            ScoringGeneration.status == GenerationStatus.CURRENT,
        )
        .scalar_subquery()
    )


async def request_generation(
    session: AsyncSession, project_id: int, *, user_id: int | None = None
) -> None:
    """Have the figures computed anew if the settings are not those they were computed with.

    Called in the transaction that changed the settings. The figures of the current generation
    stay until the new ones are whole; a building one that is out of date is given up.
    """
    project = await _lock(session, project_id)
    if project is None:
        return
    current, building = await _live(session, project_id)
    wanted = await settings_of(session, project)
    newest = building or current
    if newest is not None and same_figures(newest.settings, wanted):
        newest.settings = wanted
        return
    reextract = _features_are_stale(current, building, wanted)
    if building is not None:
        await _retire(session, building)
    if current is not None and same_figures(current.settings, wanted) and not reextract:
        current.settings = wanted
        return
    if await _has_tasks(session, project_id):
        await _begin(session, project_id, wanted, reextract=reextract, user_id=user_id)
        return
    if current is not None:
        await _retire(session, current)
    await _insert(session, project_id, GenerationStatus.CURRENT, wanted, user_id=user_id)


def _features_are_stale(
    current: ScoringGeneration | None,
    building: ScoringGeneration | None,
    wanted: Mapping[str, Any],
) -> bool:
    """Whether stored features may have been read by another labeling config."""
    live = [one for one in (current, building) if one is not None]
    return any(one.reextract or one.settings[XML] != wanted[XML] for one in live)


async def cancel(session: AsyncSession, project_id: int) -> bool:
    """Give up the building generation; the current figures stay. Whether there was one."""
    if await _lock(session, project_id) is None:
        return False
    current, building = await _live(session, project_id)
    if building is None or current is None:
        return False  # the very first figures have nothing to fall back to
    current.reextract = current.reextract or building.reextract
    await _retire(session, building)
    return True


async def request_missing(session: AsyncSession) -> None:
    """Begin a generation where there is none, or the figures would be others now.

    For the start of a worker: an upgrade may read answers anew, or treat what a path finds
    otherwise, and the operator may have switched custom metrics on or off.
    """
    await session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MISSING_LOCK})
    await dimensions.sync_missing(session)
    live = select(ScoringGeneration.project_id).where(ScoringGeneration.status.in_(LIVE))
    newest = live.where(ScoringGeneration.settings["extractor"].as_integer() == EXTRACTOR_VERSION)
    with_function = select(CustomMetric.project_id).where(CustomMetric.is_active)
    with_paths = select(Dimension.project_id).where(
        Dimension.extraction_method == ExtractionMethod.JSON_PATH, Dimension.is_active
    )
    suspects = select(Project.id).where(
        Project.id.not_in(newest) | Project.id.in_(with_function.union(with_paths))
    )
    for project_id in (await session.scalars(suspects.order_by(Project.id))).all():
        await request_generation(session, project_id)


_LIVE = """
    SELECT number, status, settings, reextract FROM scoring_generations
    WHERE project_id = $1 AND status IN ('current', 'building') ORDER BY number
"""


async def live_generations(session: AsyncSession, project_id: int) -> Sequence[AnyRow]:
    """(number, status, settings, reextract), the current one first."""
    return await fetch(session, _LIVE, project_id)


async def _lock(session: AsyncSession, project_id: int) -> Project | None:
    """Settings change one after the other; scoring, which only reads them, goes on."""
    query = select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    if await session.scalar(query) is None:
        return None
    return await session.get(Project, project_id)


async def _live(
    session: AsyncSession, project_id: int
) -> tuple[ScoringGeneration | None, ScoringGeneration | None]:
    query = (
        select(ScoringGeneration)
        .where(ScoringGeneration.project_id == project_id, ScoringGeneration.status.in_(LIVE))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    by_status = {one.status: one for one in await session.scalars(query)}
    return by_status.get(GenerationStatus.CURRENT), by_status.get(GenerationStatus.BUILDING)


async def _has_tasks(session: AsyncSession, project_id: int) -> bool:
    query = select(Task.id).where(Task.project_id == project_id).limit(1)
    return await session.scalar(query) is not None


async def _begin(
    session: AsyncSession,
    project_id: int,
    settings: Mapping[str, Any],
    *,
    reextract: bool,
    user_id: int | None,
) -> None:
    number = await _insert(
        session,
        project_id,
        GenerationStatus.BUILDING,
        settings,
        reextract=reextract,
        user_id=user_id,
    )
    payload = {"project_id": project_id, "generation": number}
    await enqueue(session, "scoring.start_generation", payload)


async def _insert(
    session: AsyncSession,
    project_id: int,
    status: GenerationStatus,
    settings: Mapping[str, Any],
    *,
    user_id: int | None,
    reextract: bool = False,
) -> int:
    last = await session.scalar(
        select(func.max(ScoringGeneration.number)).where(ScoringGeneration.project_id == project_id)
    )
    generation = ScoringGeneration(
        project_id=project_id,
        number=(last or 0) + 1,
        status=status,
        settings=dict(settings),
        reextract=reextract,
        created_by=user_id,
        finished_at=utc_now() if status == GenerationStatus.CURRENT else None,
    )
    session.add(generation)
    await session.flush()
    return generation.number


async def _retire(session: AsyncSession, generation: ScoringGeneration) -> None:
    """Show or build it no longer; a job deletes its rows."""
    await session.execute(
        update(ScoringGeneration)
        .where(
            ScoringGeneration.project_id == generation.project_id,
            ScoringGeneration.number == generation.number,
        )
        .values(status=GenerationStatus.RETIRED)
    )
    payload = {"project_id": generation.project_id, "generation": generation.number}
    await enqueue(session, "scoring.drop_generation", payload)
