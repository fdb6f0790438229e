"""What the readers of answers share: items of a result, their labels, and what cannot be read."""

import math
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from touchstone.agreement.answers import LABEL_SEPARATOR
from touchstone.labelstudio.label_config import Control

Item = dict[str, Any]

MOST_REGIONS: Final = 20_000
"""Of one control in one annotation; more are not compared, which keeps time and memory bounded."""

LARGEST_MEASURE: Final = 1e7
"""Percent, degrees, frames: what is larger is no region, and would only overflow."""

PLACES_OF_OBJECT: Final = 4096
"""Images of a list, or pages, that are told apart."""

_LONGEST_PLAIN_VALUE = 64

_canonical_json = msgspec.json.Encoder(order="sorted").encode


class CannotRead(ValueError):
    """A control's answer of which nothing can be compared; the message says why."""


def number(value: Any, what: str) -> float:
    """A finite number. Raises CannotRead with `what` it should be."""
    if type(value) is float or type(value) is int:
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
        if math.isfinite(found):
            return found
    raise CannotRead(f"{what} is not a finite number")


def table(rows: Sequence[Sequence[Any]], what: str) -> NDArray[np.float64]:
    """Rows of measures as an array. Raises CannotRead with `what` they should be."""
    try:
        array = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise CannotRead(f"{what} is not a number") from None
    if array.size and not np.abs(array).max() <= LARGEST_MEASURE:  # also NaN
        finite = np.isfinite(array).all()
        raise CannotRead(f"{what} is {'out of range' if finite else 'not a finite number'}")
    return array


def labels_of_item(item: Item) -> str:
    """The labels of a region as one text, in sorted order."""
    value = item["value"]
    labels = value.get(item["type"]) or value.get("labels")
    if not labels:
        return ""
    if type(labels) is list:
        if len(labels) == 1:
            return str(labels[0])
        return LABEL_SEPARATOR.join(sorted({str(label) for label in labels}))
    if isinstance(labels, str):
        return labels
    raise CannotRead("the labels of a region are not a list of texts")


def place_of(item: Item, control: Control) -> int:
    """A number for each object that the control labels and each image or page of it."""
    index = item.get("item_index")
    if index is None:
        value = item["value"]
        page = value.get("page")  # counts from 1
        index = page - 1 if type(page) is int else value.get("pageIndex")
    place = index if type(index) is int and 0 < index < PLACES_OF_OBJECT else 0
    to_name = item.get("to_name")
    if to_name in control.to_names:
        place += control.to_names.index(to_name) * PLACES_OF_OBJECT
    return place


def lies_apart(items: Sequence[Item], control: Control) -> bool:
    """Whether some may lie on another object than the first, or on another image or page."""
    if len(control.to_names) > 1:
        return True
    for item in items:
        if "item_index" in item or "page" in item["value"] or "pageIndex" in item["value"]:
            return True
    return False


def places_of(items: Sequence[Item], control: Control) -> NDArray[np.int64] | None:
    """The place of each region; None where all lie on the first image of the first object."""
    if not lies_apart(items, control):
        return None
    places = [place_of(item, control) for item in items]
    return np.array(places, dtype=np.int64) if any(places) else None


def aspects_of(items: Sequence[Item]) -> list[float]:
    """Width divided by height of the image of each region; 1 where it is not known."""
    found: list[float] = []
    last: tuple[Any, Any] | None = None
    aspect = 1.0
    for item in items:
        size = item.get("original_width"), item.get("original_height")
        if size != last:  # nearly always all lie on one image
            last, aspect = size, aspect_ratio(*size)
        found.append(aspect)
    return found


def aspect_ratio(width: Any, height: Any) -> float:
    """Width divided by height; 1 where one of them is no size, or the form is absurd."""
    if not isinstance(width, (int, float)) or not isinstance(height, (int, float)):
        return 1.0
    if not 0 < width <= _LARGEST_SIDE or not 0 < height <= _LARGEST_SIDE:
        return 1.0
    ratio = width / height
    return float(ratio) if 1 / _LONGEST_FORM <= ratio <= _LONGEST_FORM else 1.0


def size_of(item: Item) -> tuple[int, int]:
    """Width and height of the image of a region in pixels."""
    width, height = item.get("original_width"), item.get("original_height")
    if not isinstance(width, int | float) or not isinstance(height, int | float):
        raise CannotRead("the size of the image of a mask is not known")
    if not 1 <= width <= _LARGEST_SIDE or not 1 <= height <= _LARGEST_SIDE:
        raise CannotRead("the size of the image of a mask is out of range")
    return int(width), int(height)


_LARGEST_SIDE = 2**31
_LONGEST_FORM = 10_000


def digest(answer: Any) -> str:
    """A short text that is equal for equal JSON, whatever the order of its keys."""
    text = _canonical_json(answer)
    if len(text) <= _LONGEST_PLAIN_VALUE:
        return text.decode()
    return f"#{blake2b(text, digest_size=16).hexdigest()}"
