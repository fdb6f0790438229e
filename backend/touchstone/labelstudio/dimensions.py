"""What of a labeling configuration two annotators can be compared by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from touchstone.agreement import answers
from touchstone.labelstudio.label_config import Control, LabelConfig

Kinds = tuple[type[answers.Answer], ...]

RELATIONS: Final = "$relations"
"""The name, in place of a control's, under which the relations between regions are compared."""

PLACEHOLDER: Final = "{{"
"""Marks a control inside a Repeater: results name it with an index in this place."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A control, or the relations between regions.

    `kinds` are the kinds of answers that it can give, the usual one first; results older than
    the configuration may give `Other` or `Unreadable` instead. `labels` are its classes in the
    order of the configuration, those of a taxonomy as whole paths. `may_be_hidden`: it is not
    shown to everybody, so that leaving it blank says nothing.
    """

    name: str
    tag: str
    object_tag: str
    kinds: Kinds
    labels: tuple[str, ...] = ()
    dynamic: bool = False
    per_region: bool = False
    may_be_hidden: bool = False
    repeated: bool = False
    shown: bool = True
    """False for relations in a configuration that has no <Relations>."""

    @property
    def is_categorical(self) -> bool:
        """Whether the answers are classes that can be counted: labels, choices, paths."""
        return bool(self.labels) or self.dynamic


def comparable(config: LabelConfig) -> tuple[Comparable, ...]:
    """All that can be compared, in the order of the configuration.

    Relations come last, and only where there are regions for them to connect.
    """
    hidden = frozenset(_conditional_names(config.tree, conditional=False))
    found = [_of_control(config, control, hidden) for control in config.controls.values()]
    if any(kind in REGION_KINDS for one in found for kind in one.kinds):
        found.append(_relations(config.tree))
    return tuple(found)


def _of_control(config: LabelConfig, control: Control, hidden: frozenset[str]) -> Comparable:
    target = config.find_object(control.to_names[0])
    object_tag = "" if target is None else target.tag
    labels = control.labels
    if control.tag == "Taxonomy":
        labels = tuple(answers.PATH_SEPARATOR.join(path) for path in control.paths)
    return Comparable(
        name=control.name,
        tag=control.tag,
        object_tag=object_tag,
        kinds=kinds_of(control.tag, object_tag, per_region=control.per_region),
        labels=labels,
        dynamic=control.dynamic,
        per_region=control.per_region,
        may_be_hidden=control.per_region or control.name in hidden,
        repeated=PLACEHOLDER in control.name,
    )


def _relations(tree: Mapping[str, Any]) -> Comparable:
    nodes = list(_walk(tree))
    labels = (node["attrs"].get("value") for node in nodes if node["tag"] == "Relation")
    return Comparable(
        name=RELATIONS,
        tag="Relations",
        object_tag="",
        kinds=(answers.Relations,),
        labels=tuple(dict.fromkeys(filter(None, labels))),
        may_be_hidden=True,
        shown=any(node["tag"] == "Relations" for node in nodes),
    )


REGION_KINDS: Final[Kinds] = (
    answers.Boxes,
    answers.Polygons,
    answers.Masks,
    answers.Points,
    answers.Spans,
    answers.Tracks,
)

_KINDS: Final[Mapping[str, Kinds]] = {
    "Choices": (answers.Items,),
    "Pairwise": (answers.Items,),
    "Taxonomy": (answers.Paths,),
    "Number": (answers.Numbers,),
    "Rating": (answers.Numbers,),
    "DateTime": (answers.Numbers,),
    "TextArea": (answers.Texts,),
    "Ranker": (answers.Ranking,),
    "Rectangle": (answers.Boxes,),
    "RectangleLabels": (answers.Boxes,),
    "OcrLabels": (answers.Boxes, answers.Polygons),
    "Polygon": (answers.Polygons,),
    "PolygonLabels": (answers.Polygons,),
    "Ellipse": (answers.Polygons,),
    "EllipseLabels": (answers.Polygons,),
    "Brush": (answers.Masks,),
    "BrushLabels": (answers.Masks,),
    "MagicWand": (answers.Masks,),
    "Bitmask": (answers.Masks,),
    "BitmaskLabels": (answers.Masks,),
    "KeyPoint": (answers.Points,),
    "KeyPointLabels": (answers.Points,),
    "HyperTextLabels": (answers.Spans,),
    "ParagraphLabels": (answers.Spans,),
    "TimeSeriesLabels": (answers.Spans,),
    "TimelineLabels": (answers.Spans,),
    "VideoRectangle": (answers.Tracks,),
}

_LABELS_ON: Final[Mapping[str, Kinds]] = {
    "Image": (answers.Boxes, answers.Polygons),
    "Pdf": (answers.Boxes,),
    "Video": (answers.Spans, answers.Tracks),
}


def kinds_of(tag: str, object_tag: str, *, per_region: bool = False) -> Kinds:
    """The kinds of answers that a control tag gives on an object, the usual one first."""
    if per_region:
        return (answers.Attached,)
    if tag == "Labels":
        return _LABELS_ON.get(object_tag, (answers.Spans,))
    return _KINDS.get(tag, (answers.Other,))


def _walk(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for child in node["children"]:
        yield from _walk(child)


def _conditional_names(node: Mapping[str, Any], *, conditional: bool) -> Iterator[str]:
    """Names of the tags that are shown under a condition, their own or an outer tag's."""
    attrs = node["attrs"]
    conditional = conditional or bool(attrs.get("visibleWhen"))
    if conditional and "name" in attrs:
        yield attrs["name"]
    for child in node["children"]:
        yield from _conditional_names(child, conditional=conditional)
