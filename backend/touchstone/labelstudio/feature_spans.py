"""Stretches of texts, pages, dialogues, recordings, time series and videos as arrays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from touchstone.labelstudio.feature_parts import (
    CannotRead,
    Item,
    digest,
    labels_of_item,
    lies_apart,
    number,
    place_of,
)
from touchstone.labelstudio.label_config import Control, DataObject, LabelConfig
from touchstone.labelstudio.moments import formatted, seconds

# How far apart the spans of different texts and recordings are kept.
TEXT_STRIDE: Final = 2**32  # code points, frames
TIME_STRIDE: Final = 10**6  # seconds

GROUP_SEPARATOR: Final = "\x1f"
_LONGEST_GROUP = 200
_LARGEST_OFFSET = 2**31


@dataclass(slots=True)
class SpanRows:
    """Spans in order; `whole` are numbers that count something, else they measure time."""

    whole: bool
    rows: list[tuple[float, float]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def geometry(self) -> NDArray[np.int64] | NDArray[np.float64]:
        if self.whole:
            return np.array(self.rows, dtype=np.int64).reshape(-1, 2)
        return np.array(self.rows, dtype=np.float64).reshape(-1, 2)


def read_spans(
    items: Sequence[Item], control: Control, config: LabelConfig, *, one_each: bool = False
) -> SpanRows:
    """The spans of all items, each from its lower to its higher end.

    A region of several ranges gives one span a range; with `one_each`, one from the first to
    the last. Raises CannotRead where the items measure in different units.
    """
    found: SpanRows | None = None
    apart = lies_apart(items, control)
    targets: dict[Any, DataObject | None] = {}
    for item in items:
        to_name, value = item.get("to_name"), item["value"]
        if to_name not in targets:
            targets[to_name] = config.find_object(str(to_name))
        target = targets[to_name]
        read = _reader(value, target)
        whole = read not in (_times, _series)
        if found is None:
            found = SpanRows(whole)
        elif found.whole is not whole:
            raise CannotRead("the spans are of different kinds")
        place = place_of(item, control) if apart else 0
        labels = labels_of_item(item)
        spans = read(value, target)
        if one_each and len(spans) > 1:
            spans = [(min(s[0] for s in spans), max(s[1] for s in spans), spans[0][2])]
        for start, end, group in spans:
            low, high = (start, end) if start <= end else (end, start)
            if place and read is _series:
                group = f"{place}{GROUP_SEPARATOR}{group}"  # its numbers may be of any size
            elif place:
                shift = place * (TEXT_STRIDE if whole else TIME_STRIDE)
                low, high = low + shift, high + shift
            found.rows.append((low, high))
            found.labels.append(labels)
            found.groups.append(group)
    return found or SpanRows(whole=True)


def _reader(value: Mapping[str, Any], target: DataObject | None) -> "_Read":
    if "ranges" in value:
        return _ranges
    if target is None:
        return _offsets
    # A text may be shown as a page; then its spans begin at an XPath.
    in_nodes = "startOffset" in value or "globalOffsets" in value
    if target.tag == "Paragraphs" or (in_nodes and isinstance(value.get("start"), str)):
        return _nodes
    return _READERS.get(target.tag, _offsets)


Spans = list[tuple[float, float, str]]
"""Start, end and group of each; only spans of equal groups can have something in common."""


def _offsets(value: Mapping[str, Any], _target: DataObject | None) -> Spans:
    """Code points of a text."""
    return [(_offset(value.get("start")), _offset(value.get("end")), "")]


def _offset(found: Any) -> int:
    if type(found) is float and found.is_integer():
        found = int(found)
    if type(found) is not int or not -_LARGEST_OFFSET < found < _LARGEST_OFFSET:
        raise CannotRead("an end of a span is not a whole number")
    return found


def _nodes(value: Mapping[str, Any], target: DataObject | None) -> Spans:
    """Between nodes of a page, or paragraphs of a dialogue.

    Spans have something in common only if they begin in the same node and end in the same node.
    Inside, the offsets in the whole page count where they are known, else those in the node. For
    a span over several nodes the length of its text tells the end; without its text, it is only
    equal to the very same span.
    """
    start, end = _node(value.get("start")), _node(value.get("end"))
    group = start if start == end else f"{start}{GROUP_SEPARATOR}{end}"
    page = value.get("globalOffsets")
    if isinstance(page, dict):
        return [(_offset(page.get("start")), _offset(page.get("end")), group)]
    if target is not None and target.tag != "Paragraphs":
        group += GROUP_SEPARATOR  # what is counted in the node never meets what is in the page
    first, last = _offset(value.get("startOffset")), _offset(value.get("endOffset"))
    if start == end:
        return [(first, last, group)]
    text = value.get("text")
    if isinstance(text, str) and text:
        return [(first, first + len(text), group)]
    return [(0, 1, f"{group}{GROUP_SEPARATOR}{first}{GROUP_SEPARATOR}{last}")]


def _node(found: Any) -> str:
    if not isinstance(found, str | int):
        raise CannotRead("a span does not say in which node it begins and ends")
    text = str(found)
    return text if len(text) <= _LONGEST_GROUP else digest(text)


def _times(value: Mapping[str, Any], _target: DataObject | None) -> Spans:
    """Seconds of a recording; its channels have nothing in common."""
    channel = value.get("channel")
    group = str(channel) if type(channel) is int and channel > 0 else ""
    start, end = value.get("start"), value.get("end")
    return [(number(start, "an end of a span"), number(end, "an end of a span"), group)]


def _series(value: Mapping[str, Any], target: DataObject | None) -> Spans:
    """Numbers of the time column, or the seconds since 1970 of its dates."""
    form = None if target is None else target.attrs.get("timeFormat")
    return [(_of_series(value.get("start"), form), _of_series(value.get("end"), form), "")]


def _of_series(found: Any, form: str | None) -> float:
    if not isinstance(found, str):
        return number(found, "an end of a span")
    moment = formatted(found.strip(), form)
    if moment is not None:
        return moment
    try:
        value: float | None = float(found)
    except ValueError:
        value = seconds(found)
    if value is None:
        raise CannotRead("an end of a span is neither a number nor a known date")
    return number(value, "an end of a span")


def _ranges(value: Mapping[str, Any], _target: DataObject | None) -> Spans:
    """Frames of a video, of which Label Studio names the first and the last."""
    ranges = value.get("ranges")
    if not isinstance(ranges, list) or not all(isinstance(one, dict) for one in ranges):
        raise CannotRead("the ranges of a timeline are not a list of objects")
    spans: Spans = []
    for one in ranges:
        start, end = _offset(one.get("start")), _offset(one.get("end"))
        spans.append((min(start, end), max(start, end) + 1, ""))
    if not spans:
        raise CannotRead("a region of a timeline has no range")
    return spans


_Read = Callable[[Mapping[str, Any], DataObject | None], Spans]

_READERS: Final[Mapping[str, _Read]] = {
    "Audio": _times,
    "AudioPlus": _times,
    "TimeSeries": _series,
    "Video": _times,
}
