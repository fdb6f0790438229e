"""A labeling config from nothing but results: which controls there are, and of what kind."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeGuard
from xml.sax.saxutils import quoteattr

from touchstone.labelstudio.label_config import LabelConfig, parse_label_config

MOST_LABELS = 1000
"""Of one control; where there are more, they are taken as they come."""

TAG_OF_TYPE = {
    "bitmask": "Bitmask", "bitmasklabels": "BitmaskLabels", "brush": "Brush",
    "brushlabels": "BrushLabels", "chatmessage": "ChatMessage", "choices": "Choices",
    "cube": "Cube", "cubelabels": "CubeLabels", "datetime": "DateTime", "ellipse": "Ellipse",
    "ellipselabels": "EllipseLabels", "hypertextlabels": "HyperTextLabels",
    "keypoint": "KeyPoint", "keypointlabels": "KeyPointLabels", "labels": "Labels",
    "magicwand": "MagicWand", "number": "Number", "ocrlabels": "OcrLabels",
    "pairwise": "Pairwise", "paragraphlabels": "ParagraphLabels", "polygon": "Polygon",
    "polygonlabels": "PolygonLabels", "ranker": "Ranker", "rating": "Rating",
    "rectangle": "Rectangle", "rectanglelabels": "RectangleLabels", "taxonomy": "Taxonomy",
    "textarea": "TextArea", "timelinelabels": "TimelineLabels",
    "timeserieslabels": "TimeSeriesLabels", "vector": "Vector", "vectorlabels": "VectorLabels",
    "videorectangle": "VideoRectangle", "videovector": "VideoVector",
    "videovectorlabels": "VideoVectorLabels",
}  # fmt: skip

OBJECT_OF_TAG = {
    "HyperTextLabels": "HyperText",
    "ParagraphLabels": "Paragraphs",
    "TimeSeriesLabels": "TimeSeries",
    "TimelineLabels": "Video",
    "VideoRectangle": "Video",
    "VideoVector": "Video",
    "VideoVectorLabels": "Video",
}
_ON_IMAGES = (
    "Bitmask", "Brush", "Cube", "Ellipse", "KeyPoint", "MagicWand", "Ocr", "Polygon", "Rectangle",
    "Vector",
)  # fmt: skip
_PLACES = frozenset({"x", "y", "start", "end", "points", "rle", "sequence", "ranges"})
_ASKED_OF_REGIONS = frozenset({"Choices", "TextArea", "Rating", "Number", "Taxonomy", "DateTime"})


@dataclass(slots=True)
class Control:
    """What the results say of one control."""

    name: str
    tag: str
    to_names: dict[str, None] = field(default_factory=dict)
    labels: dict[str, None] = field(default_factory=dict)
    paths: dict[tuple[str, ...], None] = field(default_factory=dict)
    multiple: bool = False
    per_region: bool = False
    object_tag: str | None = None


@dataclass(slots=True)
class Seen:
    """Collects what results say; give every result to `add`."""

    controls: dict[str, Control] = field(default_factory=dict)
    unknown_types: dict[str, int] = field(default_factory=dict)
    """How many items are of types that are not known, and so are not compared."""

    n_tasks: int = 0
    first_problem: str | None = None

    def add(self, result: Iterable[Any]) -> None:
        items = [item for item in result if isinstance(item, dict)]
        regions = {
            item.get("id") for item in items if _PLACES & _value(item).keys() and not _asked(item)
        }
        for item in items:
            self._add_item(item, regions)

    def _add_item(self, item: dict[str, Any], regions: set[Any]) -> None:
        kind, name, to_name = item.get("type"), item.get("from_name"), item.get("to_name")
        if kind == "relation" or not _is_label(name) or not _is_label(to_name):
            return
        tag = TAG_OF_TYPE.get(kind) if isinstance(kind, str) else None
        if tag is None or not isinstance(kind, str):
            shown = str(kind)[:80]
            self.unknown_types[shown] = self.unknown_types.get(shown, 0) + 1
            return
        control = self.controls.setdefault(name, Control(name, tag))
        # A labels control writes the plain shape while no label is chosen.
        if tag == f"{control.tag}Labels":
            control.tag = tag
        control.to_names[to_name] = None
        value = _value(item)
        if control.object_tag is None:
            control.object_tag = _object_tag(tag, value)
        if tag in _ASKED_OF_REGIONS and (_PLACES & value.keys() or item.get("id") in regions):
            control.per_region = True
        self._add_labels(control, value, kind)

    @staticmethod
    def _add_labels(control: Control, value: dict[str, Any], kind: str) -> None:
        found = value.get(kind) or value.get("labels")
        if not isinstance(found, list) or len(control.labels) > MOST_LABELS:
            return
        if control.tag == "Taxonomy":
            paths = [tuple(map(str, path)) for path in found if isinstance(path, list) and path]
            control.paths.update(dict.fromkeys(paths))
        elif control.tag.endswith("Labels") or control.tag == "Choices":
            control.multiple |= len(found) > 1
            control.labels.update(dict.fromkeys(label for label in found if _is_label(label)))


def _is_label(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and value.strip() != ""


def _value(item: dict[str, Any]) -> dict[str, Any]:
    value = item.get("value")
    return value if isinstance(value, dict) else {}


def _asked(item: dict[str, Any]) -> bool:
    return TAG_OF_TYPE.get(str(item.get("type"))) in _ASKED_OF_REGIONS


def _object_tag(tag: str, value: dict[str, Any]) -> str | None:
    """What kind of object was labelled, as far as a value of the control tells."""
    if tag in OBJECT_OF_TAG:
        return OBJECT_OF_TAG[tag]
    if tag.startswith(_ON_IMAGES) or "x" in value:
        return "Image"
    if "sequence" in value:
        return "Video"
    start = value.get("start")
    if "startOffset" in value:
        return "HyperText" if str(start).startswith("/") else "Paragraphs"
    if "channel" in value or isinstance(start, float):
        return "Audio"
    return "Text" if isinstance(start, int) else None


def infer_config(seen: Seen) -> tuple[LabelConfig, str]:
    """A config with the controls and labels that were used, and its XML.

    Raises BadConfig for names that no XML can hold.
    """
    objects: dict[str, str] = {}
    used = {name for control in seen.controls.values() for name in control.to_names}
    controls = [control for name, control in seen.controls.items() if name not in used]
    for control in controls:
        for name in control.to_names:
            if control.object_tag is not None:
                objects[name] = control.object_tag
            else:
                objects.setdefault(name, "Text")
    lines = [*_objects(objects), *_controls(controls)]
    xml = "<View>\n" + "\n".join(f"  {line}" for line in lines) + "\n</View>\n"
    return parse_label_config(xml), xml


def _objects(objects: dict[str, str]) -> Iterator[str]:
    for name, tag in objects.items():
        yield f"<{tag} name={quoteattr(name)} value={quoteattr('$' + name)}/>"


def _controls(controls: Iterable[Control]) -> Iterator[str]:
    for control in controls:
        attrs = f"name={quoteattr(control.name)} toName={quoteattr(','.join(control.to_names))}"
        if control.tag == "Choices" and control.multiple:
            attrs += ' choice="multiple"'
        if control.per_region:
            attrs += ' perRegion="true"'
        inside = _children(control)
        if not inside and (control.tag.endswith("Labels") or control.tag in _WITH_CHILDREN):
            attrs += f" value={quoteattr('$' + control.name)}"  # labels taken from the data
        yield (
            f"<{control.tag} {attrs}>{inside}</{control.tag}>"
            if inside
            else (f"<{control.tag} {attrs}/>")
        )


_WITH_CHILDREN = frozenset({"Choices", "Taxonomy"})


def _children(control: Control) -> str:
    if max(len(control.labels), len(control.paths)) > MOST_LABELS:
        return ""
    if control.tag == "Taxonomy":
        tree: dict[str, Any] = {}
        for path in control.paths:
            node = tree
            for step in path:
                node = node.setdefault(step, {})
        return _choices(tree)
    if not (control.tag.endswith("Labels") or control.tag == "Choices"):
        return ""
    child = "Choice" if control.tag == "Choices" else "Label"
    return "".join(f"<{child} value={quoteattr(label)}/>" for label in control.labels)


def _choices(tree: dict[str, Any]) -> str:
    return "".join(
        f"<Choice value={quoteattr(name)}>{_choices(below)}</Choice>" if below
        else f"<Choice value={quoteattr(name)}/>"
        for name, below in tree.items()
    )  # fmt: skip
