"""The dimensions of a project: kept equal to its labeling config, and what scoring needs of them.

Whoever changes a dimension or the config calls `generations.request_generation` in the same
transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from touchstone.agreement import answers
from touchstone.agreement.registry import METRICS, Metric, default_metric, metrics_for
from touchstone.core.settings import Settings
from touchstone.labelstudio.dimensions import PLACEHOLDER, RELATIONS, Comparable, Kinds
from touchstone.models import CustomMetric, Dimension, Project, ScoringGeneration
from touchstone.models.score import ExtractionMethod
from touchstone.projects import metric_choice
from touchstone.projects.comparable import comparables_of

USER_KINDS: Mapping[str, type[answers.Answer]] = {
    "items": answers.Items,
    "paths": answers.Paths,
    "numbers": answers.Numbers,
    "texts": answers.Texts,
    "other": answers.Other,
}
"""What a JSON path may be said to find."""


async def list_dimensions(session: AsyncSession, project_id: int) -> Sequence[Dimension]:
    """In their order of display."""
    query = select(Dimension).where(Dimension.project_id == project_id)
    return (await session.scalars(query.order_by(Dimension.position, Dimension.id))).all()


def comparable_of(project: Project, dimension: Dimension) -> Comparable | None:
    """What the dimension takes from the labeling config; None for a user-defined one."""
    if dimension.extraction_method == ExtractionMethod.JSON_PATH:
        return None
    name = dimension.control_name or RELATIONS
    return next((one for one in comparables_of(project.label_config) if one.name == name), None)


def kinds_in(project: Project, dimension: Dimension) -> Kinds:
    """The kinds of answers that the dimension compares."""
    if dimension.extraction_method == ExtractionMethod.JSON_PATH:
        return (USER_KINDS[dimension.extraction_params["kind"]],)
    found = comparable_of(project, dimension)
    return () if found is None else found.kinds


def allowed_in(project: Project, dimension: Dimension) -> list[Metric]:
    """The metrics that the dimension may be given."""
    one = comparable_of(project, dimension)
    return metric_choice.allowed_metrics(
        kinds_in(project, dimension),
        None if one is None else one.tag,
        per_region=one is not None and one.per_region,
    )


async def sync_dimensions(session: AsyncSession, project: Project) -> None:
    """Make the dimensions follow the labeling config.

    Controls that stay with their tag keep their settings; new ones get the default metric; those
    that went are deleted. User-defined dimensions stay.
    """
    wanted = {one.name: one for one in comparables_of(project.label_config)}
    existing = list(await list_dimensions(session, project.id))
    taken = {dimension.name for dimension in existing}
    kept: dict[str, Dimension] = {}
    for dimension in existing:
        if dimension.extraction_method == ExtractionMethod.JSON_PATH:
            continue
        name = dimension.control_name or RELATIONS
        if name in wanted and wanted[name].tag == dimension.control_tag:
            kept[name] = dimension
            _keep(dimension, wanted[name])
        else:
            taken.discard(dimension.name)
            await session.delete(dimension)
    await session.flush()
    for position, (name, one) in enumerate(wanted.items()):
        if name not in kept:
            kept[name] = _new(project, one, _free_name(_title(name), taken), position)
            taken.add(kept[name].name)
            session.add(kept[name])
    await session.flush()


def _title(name: str) -> str:
    return "relations" if name == RELATIONS else name


def _free_name(name: str, taken: Iterable[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _default(one: Comparable) -> Metric:
    """The default metric of the tag, or the most specific one for what this control gives."""
    usual = one.kinds[0]
    metric = default_metric(one.tag, one.object_tag, per_region=one.per_region)
    return metric if usual in metric.inputs else metrics_for(usual)[0]


def _new(project: Project, one: Comparable, name: str, position: int) -> Dimension:
    metric = _default(one)
    relations = one.name == RELATIONS
    return Dimension(
        project_id=project.id,
        name=name,
        control_name=None if relations else one.name,
        control_tag=one.tag,
        extraction_method=ExtractionMethod.RELATIONS if relations else ExtractionMethod.CONTROL,
        extraction_params={},
        metric=metric.key,
        metric_params={},
        weight=1.0,
        is_active=one.shown,
        excluded_classes=[],
        position=position,
    )


def _keep(dimension: Dimension, one: Comparable) -> None:
    """A control of the same tag may give another kind of answer, as of another object."""
    metric = METRICS.get(dimension.metric)
    if metric is None or not set(metric.inputs) & set(one.kinds):
        metric = _default(one)
        dimension.metric = metric.key
        dimension.metric_params = {}


async def sync_missing(session: AsyncSession) -> list[int]:
    """Give dimensions to the projects that have never been scored by any; their ids."""
    query = select(Project).where(
        ~exists().where(ScoringGeneration.project_id == Project.id),
        ~exists().where(Dimension.project_id == Project.id),
    )
    projects = (await session.scalars(query.order_by(Project.id))).all()
    for project in projects:
        await sync_dimensions(session, project)
    return [project.id for project in projects]


async def snapshot(session: AsyncSession, project: Project) -> dict[str, Any]:
    """All settings that figures follow from, as a generation keeps them.

    Dimensions come in the order of their ids, so that another order of display changes nothing.
    """
    dimensions = await list_dimensions(session, project.id)
    return {
        "methodology": project.agreement_methodology,
        "custom": await _custom_hash(session, project.id),
        "label_config": digest(project.label_config),
        "dimensions": [
            _settings(project, dimension)
            for dimension in sorted(dimensions, key=lambda dimension: dimension.id)
            if dimension.is_active
        ],
    }


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


async def _custom_hash(session: AsyncSession, project_id: int) -> str | None:
    """Of the function that gives the figures; None where the operator allows none."""
    custom = await session.get(CustomMetric, project_id)
    if custom is None or not custom.is_active or not Settings().custom_metrics:
        return None
    return digest(custom.code)


def _settings(project: Project, dimension: Dimension) -> dict[str, Any]:
    one = comparable_of(project, dimension)
    metric = METRICS[dimension.metric]
    return {
        "id": dimension.id,
        "name": dimension.name,
        "control_name": dimension.control_name,
        "metric": dimension.metric,
        "params": metric_choice.usable(
            metric, dimension.metric_params, project.agreement_methodology
        ),
        "weight": dimension.weight,
        "excluded_classes": sorted(dimension.excluded_classes),
        "extraction_method": dimension.extraction_method,
        "extraction_params": dimension.extraction_params,
        "may_be_hidden": one is None or one.may_be_hidden,
        "repeated": PLACEHOLDER in (dimension.control_name or ""),
    }
