"""The locked task that a change of one annotation works on, in as few round trips as it can."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.access.queries import AnyRow
from touchstone.core.clock import utc_now
from touchstone.core.errors import NotFound
from touchstone.db.driver import fetch, fetch_one
from touchstone.jobs.queue import INTERACTIVE, enqueue
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.projects import label_configs
from touchstone.projects.schemas import ReviewSettings
from touchstone.tasks.figures import AnnotationFacts, annotation_figures
from touchstone.tasks.queries import annotation_facts


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """A task under lock, and the rules of its project."""

    project_id: int
    task_id: int
    overlap: int
    settings: ReviewSettings
    config: LabelConfig
    data: dict[str, Any]


_LOCK = """
    SELECT t.overlap, t.data::text AS data, p.review_settings::text AS review_settings,
           p.label_config
    FROM tasks t JOIN projects p ON p.id = t.project_id
    WHERE t.project_id = $1 AND t.id = $2
    FOR NO KEY UPDATE OF t
"""
_FIGURES = (
    "total_annotations",
    "cancelled_annotations",
    "annotators",
    "reviewers",
    "reviews_accepted",
    "reviews_rejected",
    "ground_truth",
    "avg_lead_time",
    "is_labeled",
    "completed_at",
    "reviewed",
    "reviewed_at",
    "state",
)


def assignments(first: int) -> str:
    """`SET` items for the values of `figures_of`, numbered from `$first`."""
    return ", ".join(f"{name} = ${number}" for number, name in enumerate(_FIGURES, start=first))


def figures_of(place: TaskPlace, facts: Sequence[AnnotationFacts]) -> list[Any]:
    """The values of the task's derived columns."""
    values = annotation_figures(
        facts, overlap=place.overlap, criteria=place.settings.review_criteria
    )
    return [values[name] for name in _FIGURES]


_SETTLE = f"""
    UPDATE tasks SET updated_at = $3, content_version = content_version + $4, {assignments(5)}
    WHERE project_id = $1 AND id = $2
"""  # noqa: S608  constants only


def place_of(project_id: int, task_id: int, row: AnyRow) -> TaskPlace:
    """From the columns of a task and its project."""
    return TaskPlace(
        project_id,
        task_id,
        row.overlap,
        ReviewSettings.model_validate_json(row.review_settings),
        label_configs.parsed(row.label_config),
        orjson.loads(row.data),
    )


async def lock_place(session: AsyncSession, project_id: int, task_id: int) -> TaskPlace:
    """Every writer of a task's annotations takes this lock first. Raises NotFound."""
    row = await fetch_one(session, _LOCK, project_id, task_id)
    if row is None:
        raise NotFound("There is no such task.", task=task_id)
    return place_of(project_id, task_id, row)


async def settle(session: AsyncSession, place: TaskPlace, *, content_changed: bool) -> None:
    """Make the task's figures true after a change, and have its agreement computed if need be."""
    facts = await annotation_facts(session, place.project_id, [place.task_id])
    await fetch(
        session,
        _SETTLE,
        place.project_id,
        place.task_id,
        utc_now(),
        int(content_changed),
        *figures_of(place, facts.get(place.task_id, [])),
    )
    if content_changed:
        await rescore(session, place)


async def rescore(session: AsyncSession, place: TaskPlace) -> None:
    """Have the agreement of a task computed, soon; its `content_version` has grown."""
    await enqueue(
        session,
        "scoring.rescore_task",
        {"project_id": place.project_id, "task_id": place.task_id},
        priority=INTERACTIVE,
    )
