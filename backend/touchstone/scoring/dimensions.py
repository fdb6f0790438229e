"""What is compared in a project: one dimension a control of its labeling config."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from touchstone.agreement.registry import Metric, default_metric
from touchstone.labelstudio.label_config import Control, LabelConfig
from touchstone.projects import label_configs

PLACEHOLDER = "{{"
"""Marks a control inside a Repeater: results name it with an index in this place."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One comparable aspect of a task.

    Both left blank counts as agreement, except where the control may have been hidden: then
    the dimension does not take part.
    """

    name: str
    metric: Metric
    may_be_hidden: bool
    repeated: bool


@lru_cache(maxsize=256)
def dimensions_of(label_config: str) -> tuple[Dimension, ...]:
    config = label_configs.parsed(label_config)
    hidden = frozenset(_conditional_names(config.tree, conditional=False))
    return tuple(
        Dimension(
            name=control.name,
            metric=default_metric(control.tag, _object_tag(config, control)),
            may_be_hidden=control.per_region or control.name in hidden,
            repeated=PLACEHOLDER in control.name,
        )
        for control in config.controls.values()
    )


def _object_tag(config: LabelConfig, control: Control) -> str:
    """The tag of what a control labels; all its objects are of one kind."""
    target = config.find_object(control.to_names[0])
    return "" if target is None else target.tag


def _conditional_names(node: Mapping[str, Any], *, conditional: bool) -> Iterator[str]:
    """Names of the tags that are shown under a condition, their own or an outer tag's."""
    attrs = node["attrs"]
    conditional = conditional or bool(attrs.get("visibleWhen"))
    if conditional and "name" in attrs:
        yield attrs["name"]
    for child in node["children"]:
        yield from _conditional_names(child, conditional=conditional)


def dimension_name(config: LabelConfig, name: str) -> str | None:
    """The dimension that the answers of a result's `from_name` belong to."""
    control = config.find_control(name)
    return None if control is None else control.name
