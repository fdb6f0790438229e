"""What was said of regions, and the arrows between them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from touchstone.agreement import answers
from touchstone.agreement.answers import LABEL_SEPARATOR
from touchstone.labelstudio.dimensions import region_kind
from touchstone.labelstudio.feature_answers import ATTACHED_READERS
from touchstone.labelstudio.feature_codec import Payload
from touchstone.labelstudio.feature_parts import (
    MOST_REGIONS,
    CannotRead,
    Item,
    labels_of_item,
    place_of,
)
from touchstone.labelstudio.feature_regions import boxes_around, draws_regions, regions_as, shape_of
from touchstone.labelstudio.feature_spans import read_spans
from touchstone.labelstudio.label_config import Control, LabelConfig

Regions = Mapping[str, Item]
"""The region of each id."""


def regions_by_id(
    result: Iterable[Any], config: LabelConfig, asked: Iterable[Item], arrows: Iterable[Item]
) -> Regions:
    """The item that draws each region that is asked about or that an arrow leads from or to.

    Several items may share an id: the region, its labels where another control names them, and
    what was said of it. An item with labels goes before one without.
    """
    wanted = {_text_or_none(item.get("id")) for item in asked}
    for arrow in arrows:
        wanted.add(_text_or_none(arrow.get("from_id")))
        wanted.add(_text_or_none(arrow.get("to_id")))
    wanted.discard(None)
    found: dict[str, Item] = {}
    if not wanted:
        return found
    for item in result:
        region_id = _text_or_none(item.get("id")) if isinstance(item, dict) else None
        if region_id is None or region_id not in wanted:
            continue
        value = item.get("value")
        if not isinstance(value, dict) or not isinstance(item.get("type"), str):
            continue
        control = config.find_control(str(item.get("from_name")))
        if control is None or control.per_region or not draws_regions(control):
            continue
        if shape_of(value) is None:
            continue
        if region_id not in found or (_is_labelled(item) and not _is_labelled(found[region_id])):
            found[region_id] = item
    return found


def _is_labelled(item: Item) -> bool:
    value = item["value"]
    return bool(value.get(item["type"]) or value.get("labels"))


def _text_or_none(found: Any) -> str | None:
    return found if isinstance(found, str) else None


def attached(
    items: Sequence[Item], control: Control, config: LabelConfig, regions: Regions
) -> Payload:
    """The answers of a per-region control, each with its region.

    All regions are of the kind that the configuration says, see `region_kind`. Answers to one
    region belong together; an answer without an id, or whose region is not in the result, is
    one of the region that it describes itself.
    """
    grouped: dict[Any, list[Item]] = {}
    for number, item in enumerate(items):
        region_id = item.get("id")
        grouped.setdefault(region_id if isinstance(region_id, str) else number, []).append(item)
    drawn: list[Item] = []
    values: list[Payload] = []
    for key, group in grouped.items():
        region = regions.get(key) if isinstance(key, str) else None
        if region is None:
            if shape_of(group[0]["value"]) is None:
                raise CannotRead("an answer belongs to a region that is not there")
            region = {**group[0], "type": ""}  # whose own value is no label
        drawn.append(region)
        values.append(_said(group, control))
    kind = region_kind(config, control.to_names)
    return ("a", regions_as(kind, drawn, control, config), values)


def attached_to_images(items: Sequence[Item], control: Control, config: LabelConfig) -> Payload:
    """The answers of a control that is asked of every image: its region is the whole image."""
    grouped: dict[int, list[Item]] = {}
    for item in items:
        grouped.setdefault(place_of(item, control), []).append(item)
    whole = {"x": 0, "y": 0, "width": 100, "height": 100}
    drawn = [{**group[0], "type": "", "value": whole} for group in grouped.values()]
    values = [_said(group, control) for group in grouped.values()]
    return ("a", regions_as(answers.Boxes, drawn, control, config), values)


def _said(group: Sequence[Item], control: Control) -> Payload:
    read = ATTACHED_READERS.get(control.tag)
    if read is None:
        raise CannotRead(f"<{control.tag}> cannot be asked of every region")
    value = read(group, control)
    if value[0] == "o":
        raise CannotRead("an answer about a region cannot be read")
    return value


def relations(items: Sequence[Item], config: LabelConfig, regions: Regions) -> Payload:
    """Arrows from region to region; those whose ends are not there are shown to nobody."""
    if len(items) > MOST_REGIONS:
        raise CannotRead(f"{len(items):,} relations are more than the {MOST_REGIONS:,} compared")
    labels: list[str] = []
    directions: list[str] = []
    ends: list[Item] = []
    for item in items:
        start, end = regions.get(str(item.get("from_id"))), regions.get(str(item.get("to_id")))
        if start is None or end is None:
            continue
        direction = item.get("direction")
        if direction == "left":
            start, end = end, start
        found = item.get("labels") or []
        if isinstance(found, str):
            found = [found]
        if not isinstance(found, list):
            raise CannotRead("the labels of a relation are not a list of texts")
        labels.append(LABEL_SEPARATOR.join(sorted({str(label) for label in found})))
        directions.append("bi" if direction == "bi" else "right")
        ends += (start, end)
    return ("x", labels, directions, _ends(ends, config))


def _ends(ends: Sequence[Item], config: LabelConfig) -> Payload:
    rows, labels = [], []
    for item in ends:
        control = config.find_control(item["from_name"])
        if control is None:
            raise CannotRead("a relation begins or ends at an unknown control")
        names = [item["from_name"], labels_of_item(item)]
        if shape_of(item["value"]) == "span":
            names += filter(None, read_spans([item], control, config, one_each=True).groups)
        labels.append(LABEL_SEPARATOR.join(names))
        rows.append(boxes_around([item], control, config))
    raw = np.concatenate(rows).tobytes() if rows else b""
    return ("b", labels, raw)
