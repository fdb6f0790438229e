"""What of a labeling configuration two annotators can be compared by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from touchstone.agreement import answers
from touchstone.labelstudio.label_config import Control, LabelConfig
from touchstone.labelstudio.tags import LABELS_TAGS

Kinds = tuple[type[answers.Answer], ...]

RELATIONS: Final = "$relations"
"""The name, in place of a control's, under which the relations between regions are compared."""

PLACEHOLDER: Final = "{{"
"""Marks a control inside a Repeater: results name it with an index in this place."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A control, or the relations between regions.

    `kinds` are the kinds of answers that it can give, the usual one first; results older than
    the configuration may give `Other` or `Unreadable` instead. `per_region`: it is asked of every
    region, or of every image of a list. `labels` are its classes in the
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
    object_tag = _object_tag(config, control)
    labels = control.labels
    if control.tag == "Taxonomy":
        labels = tuple(answers.PATH_SEPARATOR.join(path) for path in control.paths)
    return Comparable(
        name=control.name,
        tag=control.tag,
        object_tag=object_tag,
        kinds=_kinds(config, control, object_tag),
        labels=labels,
        dynamic=control.dynamic,
        per_region=control.per_region or control.per_item,
        may_be_hidden=control.per_region or control.name in hidden,
        repeated=PLACEHOLDER in control.name,
    )


def _kinds(config: LabelConfig, control: Control, object_tag: str) -> Kinds:
    kinds = kinds_of(control.tag, object_tag, per_region=control.per_region or control.per_item)
    if control.tag in _NAMING and object_tag in _DRAWN_ON and not control.per_region:
        return (region_kind(config, control.to_names, plain=True),)
    return kinds


def _object_tag(config: LabelConfig, control: Control) -> str:
    """The tag of what a control labels; all its objects are of one kind."""
    target = config.find_object(control.to_names[0])
    return "" if target is None else target.tag


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
    "OcrLabels": (answers.Boxes,),
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
    "Image": (answers.Boxes,),
    "Pdf": (answers.Boxes,),
    "Video": (answers.Tracks,),
}


def kinds_of(tag: str, object_tag: str, *, per_region: bool = False) -> Kinds:
    """The kinds of answers that a control tag gives on an object, the usual one first."""
    if per_region:
        return (answers.Attached,)
    if tag == "Labels":
        return _LABELS_ON.get(object_tag, (answers.Spans,))
    return _KINDS.get(tag, (answers.Other,))


def region_kind(
    config: LabelConfig, to_names: tuple[str, ...], *, plain: bool = False
) -> type[answers.Answer]:
    """As what the regions on some objects are compared, where any control may draw them.

    That is for what is asked of every region, and, with `plain`, for labels that only name what
    plain tools draw. It depends on the configuration alone, so that all annotators' answers are
    of one kind: the one kind that is drawn; polygons where rectangles, ellipses and polygons
    are; else the boxes around the regions.
    """
    kinds: set[type[answers.Answer]] = set()
    for control in config.controls.values():
        if control.per_region or not set(control.to_names) & set(to_names):
            continue
        if control.tag in _NAMING:
            if _object_tag(config, control) not in _DRAWN_ON:
                kinds.add(answers.Spans)
        elif not (plain and control.tag in LABELS_TAGS):
            kinds.update(kind for kind in _KINDS.get(control.tag, ()) if kind in REGION_KINDS)
    if len(kinds) == 1:
        return kinds.pop()
    if kinds == {answers.Boxes, answers.Polygons}:
        return answers.Polygons
    return answers.Boxes


_NAMING: Final = frozenset({"Labels", "OcrLabels"})
"""They name regions; on some objects, another control draws them."""

_DRAWN_ON: Final = frozenset({"Image", "Pdf", "Video"})


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
