"""The commonest results, checked and encoded in one pass while a large file is read.

Reads what nearly all results of a project are: choices, spans of a text, boxes on an image, with
no keys but the usual ones. Anything else, and anything wrong, is left to `check_result` and
`extract_features`, which know every case and name the place of a fault. What is read here is read
as they would; the tests hold the two against each other.
"""

from collections.abc import Callable, Mapping
from struct import pack
from typing import Any

import msgspec

from touchstone.agreement.answers import LABEL_SEPARATOR
from touchstone.labelstudio.feature_codec import Payload, encode
from touchstone.labelstudio.feature_parts import LARGEST_MEASURE, MOST_REGIONS, aspect_ratio
from touchstone.labelstudio.label_config import Control, DataObject, LabelConfig
from touchstone.labelstudio.results import LARGEST_OFFSET, PERCENT_TOLERANCE, shown_text

_LOW = -PERCENT_TOLERANCE
_HIGH = 100 + PERCENT_TOLERANCE


class _Value(msgspec.Struct, forbid_unknown_fields=True):
    start: int | None = None
    end: int | None = None
    text: str | None = None
    labels: list[str] | None = None
    choices: list[str] | None = None
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    rotation: float | None = None
    rectanglelabels: list[str] | None = None


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    from_name: str
    to_name: str
    type: str
    value: _Value
    id: str | None = None
    origin: str | None = None
    score: float | None = None
    image_rotation: float | None = None
    original_width: float | None = None
    original_height: float | None = None


_Reader = Callable[[list["_Item"], DataObject, Mapping[str, Any]], Payload | None]
_Rule = tuple[_Reader, DataObject]

_decode = msgspec.json.Decoder(list[_Item]).decode


class QuickReader:
    """Knows which results of one configuration can be read in one pass."""

    def __init__(self, config: LabelConfig) -> None:
        self._rules: dict[tuple[str, str, str], _Rule] = {}
        for control in config.controls.values():
            target = config.objects.get(control.to_names[0]) if control.to_names else None
            if target is None:
                continue
            result_type, reader = _reader_for(control, target)
            if reader is not None:
                self._rules[control.name, target.name, result_type] = (reader, target)

    def read(self, raw: bytes, data: Mapping[str, Any]) -> tuple[int, bytes] | None:
        """How many items the result has, and its features; None for what is not common."""
        if b"\\u0000" in raw:
            return None
        try:
            items = _decode(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None
        groups: dict[str, tuple[_Rule, list[_Item]]] = {}
        for item in items:
            group = groups.get(item.from_name)
            if group is None:
                rule = self._rules.get((item.from_name, item.to_name, item.type))
                if rule is None:
                    return None
                groups[item.from_name] = (rule, [item])
            elif (item.from_name, item.to_name, item.type) in self._rules:
                group[1].append(item)
            else:
                return None
        payloads: dict[str, Payload] = {}
        for name, ((reader, target), found) in groups.items():
            payload = reader(found, target, data)
            if payload is None or len(found) > MOST_REGIONS:
                return None
            payloads[name] = payload
        return len(items), encode(payloads)


def _choices(items: list[_Item], target: DataObject, data: Mapping[str, Any]) -> Payload | None:
    chosen: set[str] = set()
    for item in items:
        value = item.value
        if value.choices is None or value.start is not None or value.x is not None:
            return None
        if value.end is not None or value.width is not None:
            return None
        chosen.update(value.choices)
    return ("i", sorted(chosen))


def _spans(items: list[_Item], target: DataObject, data: Mapping[str, Any]) -> Payload | None:
    text = shown_text(target, data)
    longest = LARGEST_OFFSET if text is None else len(text)
    edges: list[int] = []
    labels: list[str] = []
    for item in items:
        value = item.value
        start, end = value.start, value.end
        if start is None or end is None or value.x is not None or value.width is not None:
            return None
        if not 0 <= start <= end <= longest or not value.labels:
            return None
        edges += (start, end)
        labels.append(_label_set(value.labels))
    return ("s", labels, pack(f"={len(edges)}q", *edges))


def _boxes(items: list[_Item], target: DataObject, data: Mapping[str, Any]) -> Payload | None:
    numbers: list[float] = []
    labels: list[str] = []
    last_size: tuple[float | None, float | None] = (None, None)
    aspect = 1.0
    for item in items:
        value = item.value
        x, y, width, height = value.x, value.y, value.width, value.height
        if x is None or y is None or width is None or height is None:
            return None
        if value.start is not None or value.end is not None or not value.rectanglelabels:
            return None
        rotation = value.rotation or 0.0
        if not (_LOW <= x <= _HIGH and _LOW <= y <= _HIGH and width >= 0 and height >= 0):
            return None
        if not rotation and (x + width > _HIGH or y + height > _HIGH):
            return None
        if rotation and max(width, height, abs(rotation)) > LARGEST_MEASURE:
            return None
        size = item.original_width, item.original_height
        if size != last_size:  # nearly always all lie on one image
            last_size, aspect = size, aspect_ratio(*size)
        numbers += (x, y, width, height, rotation, aspect)
        labels.append(_label_set(value.rectanglelabels))
    return ("b", labels, pack(f"={len(numbers)}d", *numbers))


def _label_set(labels: list[str]) -> str:
    return labels[0] if len(labels) == 1 else LABEL_SEPARATOR.join(sorted(set(labels)))


def _reader_for(control: Control, target: DataObject) -> tuple[str, _Reader | None]:
    """The result type that is common for a control, and what reads it.

    Only controls of one object, whose names no Repeater makes.
    """
    if len(control.to_names) == 1 and "{{" not in control.name + target.name:
        if control.tag == "Choices" and not control.per_region and not control.per_item:
            return "choices", _choices
        if control.tag == "Labels" and target.tag == "Text":
            return "labels", _spans
        if control.tag == "RectangleLabels" and target.tag == "Image":
            return "rectanglelabels", _boxes
    return "", None
