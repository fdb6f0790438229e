"""A generation's settings, ready for computing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from touchstone.access.queries import AnyRow
from touchstone.agreement.registry import METRICS, Metric
from touchstone.core.settings import Settings
from touchstone.labelstudio.dimensions import RELATIONS
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.models.score import ExtractionMethod, GenerationStatus
from touchstone.projects import label_configs
from touchstone.projects.generations import XML


@dataclass(frozen=True, slots=True)
class Dimension:
    """One comparable aspect of a task.

    Both left blank counts as agreement, except where the control may have been hidden, or a path
    found nothing: then the dimension does not take part.
    """

    id: int
    name: str
    source: str
    """Where among the features its answers are."""
    metric: Metric | None
    """None where this version of the program does not have it."""
    params: Mapping[str, Any]
    weight: float
    excluded: frozenset[str]
    method: str
    extraction: Mapping[str, Any]
    may_be_hidden: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What the tasks of a project are scored by in one generation."""

    project_id: int
    generation: int
    is_current: bool
    is_consensus: bool
    is_custom: bool
    """Whether the project's own function gives the overall scores.

    Where the operator allows none (any more) the dimensions do, also in a generation that was
    begun with one.
    """
    dimensions: Sequence[Dimension]
    paths: Sequence[Dimension]
    """Those whose answers a path finds in the results."""
    xml: str

    @property
    def config(self) -> LabelConfig:
        return label_configs.parsed(self.xml)

    @property
    def needs_results(self) -> bool:
        return self.is_custom or bool(self.paths)


def plan_of(project_id: int, generation: AnyRow) -> Plan:
    """From a row of `generations.live_generations`."""
    settings = generation.settings
    dimensions = [_dimension(values) for values in settings["dimensions"]]
    return Plan(
        project_id=project_id,
        generation=generation.number,
        is_current=generation.status == GenerationStatus.CURRENT,
        is_consensus=settings["methodology"] == "consensus",
        is_custom=settings["custom"] is not None and Settings().custom_metrics,
        dimensions=dimensions,
        paths=[one for one in dimensions if one.method == ExtractionMethod.JSON_PATH],
        xml=settings[XML],
    )


def _dimension(values: Mapping[str, Any]) -> Dimension:
    return Dimension(
        id=values["id"],
        name=values["name"],
        source=_source(values),
        metric=METRICS.get(values["metric"]),
        params=values["params"],
        weight=values["weight"],
        excluded=frozenset(values["excluded_classes"]),
        method=values["extraction_method"],
        extraction=values["extraction_params"],
        may_be_hidden=values["may_be_hidden"],
        repeated=values["repeated"],
    )


def _source(values: Mapping[str, Any]) -> str:
    if values["extraction_method"] == ExtractionMethod.RELATIONS:
        return RELATIONS
    if values["extraction_method"] == ExtractionMethod.JSON_PATH:
        return f"$path {values['id']}"
    return str(values["control_name"])
