"""Regions of one control as a payload, whatever tool drew them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from touchstone.agreement import answers
from touchstone.agreement.answers import Answer
from touchstone.labelstudio import feature_shapes as shapes
from touchstone.labelstudio.dimensions import region_kind
from touchstone.labelstudio.feature_codec import Payload
from touchstone.labelstudio.feature_parts import (
    MOST_REGIONS,
    CannotRead,
    Item,
    aspects_of,
    labels_of_item,
    places_of,
)
from touchstone.labelstudio.feature_spans import read_spans
from touchstone.labelstudio.label_config import Control, LabelConfig
from touchstone.labelstudio.outlines import box_corners, ellipse_outlines

BOX_STRIDE: Final = 1000.0
"""Percent between the regions of different images; no image is wider than 100."""

BOX, ELLIPSE, POLYGON, MASK, POINT, SPAN, TRACK = (
    "rectangle", "ellipse", "polygon", "mask", "key point", "span", "track",
)  # fmt: skip

_KIND_OF_SHAPE: Final[Mapping[str, type[Answer]]] = {
    BOX: answers.Boxes,
    ELLIPSE: answers.Polygons,
    POLYGON: answers.Polygons,
    MASK: answers.Masks,
    POINT: answers.Points,
    SPAN: answers.Spans,
    TRACK: answers.Tracks,
}

_SHAPES_OF_TAG: Final[Mapping[str, frozenset[str]]] = {
    "Bitmask": frozenset({MASK}),
    "Brush": frozenset({MASK}),
    "Ellipse": frozenset({ELLIPSE}),
    "HyperText": frozenset({SPAN}),
    "KeyPoint": frozenset({POINT}),
    "": frozenset(_KIND_OF_SHAPE),
    "MagicWand": frozenset({MASK}),
    "Ocr": frozenset(_KIND_OF_SHAPE),
    "Paragraph": frozenset({SPAN}),
    "Polygon": frozenset({POLYGON}),
    "Rectangle": frozenset({BOX}),
    "TimeSeries": frozenset({SPAN}),
    "Timeline": frozenset({SPAN}),
    "VideoRectangle": frozenset({TRACK}),
}


def draws_regions(control: Control) -> bool:
    return control.tag.removesuffix("Labels") in _SHAPES_OF_TAG


def shape_of(value: Mapping[str, Any]) -> str | None:
    """What a value describes, by its keys; None for no region."""
    if "x" in value:
        if "radiusX" in value:
            return ELLIPSE
        return BOX if "height" in value else POINT
    for key, shape in _SHAPE_OF_KEY:
        if key in value:
            return shape
    return None


_SHAPE_OF_KEY = (
    ("start", SPAN),
    ("startOffset", SPAN),
    ("points", POLYGON),
    ("rle", MASK),
    ("imageDataURL", MASK),
    ("sequence", TRACK),
    ("ranges", SPAN),
)


def regions(items: Sequence[Item], control: Control, config: LabelConfig) -> Payload:
    """The regions of a control. Raises CannotRead where it cannot have drawn them."""
    found = {shape_of(item["value"]) for item in items}
    allowed = _SHAPES_OF_TAG[control.tag.removesuffix("Labels")]
    for shape in found:
        if shape not in allowed:
            what = f"is a {shape}" if shape else "has no shape"
            raise CannotRead(f"a region of <{control.tag}> {what}")
    if len(allowed) > 1 and found != {SPAN}:
        kind = region_kind(config, control.to_names, plain=True)
    else:
        kind = _KIND_OF_SHAPE[next(iter(allowed & found))] if found else answers.Boxes
    return _regions_as(kind, items, control, config, found)


def regions_as(
    kind: type[Answer], items: Sequence[Item], control: Control, config: LabelConfig
) -> Payload:
    """Regions of any shapes as one kind, exactly one an item.

    Rectangles and ellipses are turned into polygons, and everything into the boxes around it.
    Raises CannotRead for other shapes.
    """
    found = {shape_of(item["value"]) for item in items}
    return _regions_as(kind, items, control, config, found, one_each=True)


def _regions_as(
    kind: type[Answer],
    items: Sequence[Item],
    control: Control,
    config: LabelConfig,
    found: set[str | None],
    *,
    one_each: bool = False,
) -> Payload:
    if kind is answers.Spans and found == {SPAN}:
        return _spans(items, control, config, one_each=one_each)
    places = places_of(items, control)
    labels = [labels_of_item(item) for item in items]
    if kind is answers.Boxes:
        rows = shapes.box_rows(items) if found == {BOX} else boxes_around(items, control, config)
        return ("b", labels, _shifted(rows, places).tobytes())
    if kind is answers.Polygons and found <= {BOX, ELLIPSE, POLYGON}:
        return _polygons(items, labels, places, found)
    if found and {_KIND_OF_SHAPE.get(shape or "") for shape in found} == {kind}:
        return _BUILDERS[kind](items, labels, places)
    names = ", ".join(sorted(f"{shape or 'without a shape'}" for shape in found))
    raise CannotRead(f"regions of other kinds than {kind.__name__.lower()}: {names}")


def _shifted(
    rows: NDArray[np.float64], places: NDArray[np.int64] | None, column: int = 0
) -> NDArray[np.float64]:
    if places is not None:
        rows[:, column] += places * BOX_STRIDE
    return rows


def _spans(
    items: Sequence[Item], control: Control, config: LabelConfig, *, one_each: bool
) -> Payload:
    found = read_spans(items, control, config, one_each=one_each)
    if len(found.rows) > MOST_REGIONS:
        raise CannotRead(f"{len(found.rows):,} spans are more than the {MOST_REGIONS:,} compared")
    key = "s" if found.whole else "f"
    payload = (key, found.labels, found.geometry().tobytes())
    return (*payload, found.groups) if any(found.groups) else payload


def _polygons(
    items: Sequence[Item],
    labels: list[str],
    places: NDArray[np.int64] | None,
    found: set[str | None],
) -> Payload:
    if found == {ELLIPSE}:
        return ("e", labels, _shifted(shapes.ellipse_rows(items), places).tobytes())
    points, starts = shapes.polygon_points(items) if found == {POLYGON} else _outlines(items)
    if places is not None:
        points[:, 0] += np.repeat(places, np.diff(starts)) * BOX_STRIDE
    return ("g", labels, points.tobytes(), starts.tobytes())


def _outlines(items: Sequence[Item]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Points and starts of rectangles, ellipses and polygons in one order."""
    parts = [_outline(item) for item in items]
    starts = np.concatenate(([0], np.cumsum([len(part) for part in parts])))
    return np.concatenate(parts), starts.astype(np.int64)


def _outline(item: Item) -> NDArray[np.float64]:
    shape = shape_of(item["value"])
    if shape == BOX:
        return box_corners(shapes.box_rows([item])).reshape(-1, 2)
    if shape == ELLIPSE:
        return ellipse_outlines(shapes.ellipse_rows([item]))[0]
    return shapes.polygon_points([item])[0]


def _masks(items: Sequence[Item], labels: list[str], places: NDArray[np.int64] | None) -> Payload:
    runs, starts, sizes = shapes.masks(items)
    payload = ("m", labels, runs.astype(np.uint32).tobytes(), starts.tobytes(), sizes.tobytes())
    return payload if places is None else (*payload, places.tobytes())


def _points(items: Sequence[Item], labels: list[str], places: NDArray[np.int64] | None) -> Payload:
    return ("k", labels, _shifted(shapes.point_rows(items), places).tobytes())


def _tracks(items: Sequence[Item], labels: list[str], places: NDArray[np.int64] | None) -> Payload:
    frames, starts, lengths = shapes.tracks(items)
    if places is not None:
        frames[:, 1] += np.repeat(places, np.diff(starts)) * BOX_STRIDE
    return ("v", labels, frames.tobytes(), starts.tobytes(), lengths.tobytes())


_Builder = Callable[[Sequence[Item], list[str], NDArray[np.int64] | None], Payload]

_BUILDERS: Final[Mapping[type[Answer], _Builder]] = {
    answers.Masks: _masks,
    answers.Points: _points,
    answers.Tracks: _tracks,
}


def boxes_around(
    items: Sequence[Item], control: Control, config: LabelConfig
) -> NDArray[np.float64]:
    """Rows of `answers.Boxes`: rectangles as they are, of other regions the box around them.

    A key point is a box of 2 by 2 percent, a span a box of height 1 from its start to its end,
    a track the box around all its key frames.
    """
    return np.concatenate([_box_around(item, control, config) for item in items])


def _box_around(item: Item, control: Control, config: LabelConfig) -> NDArray[np.float64]:
    shape = shape_of(item["value"])
    if shape == BOX:
        return shapes.box_rows([item])
    if shape in (ELLIPSE, POLYGON):
        points = _outline(item)
        low, high = points.min(axis=0), points.max(axis=0)
    elif shape == POINT:
        ((x, y, _),) = shapes.point_rows([item])
        low, high = np.array((x - 1, y - 1)), np.array((x + 1, y + 1))
    elif shape == MASK:
        low, high = _mask_bounds(item)
    elif shape == TRACK:
        frames, _, _ = shapes.tracks([item])
        low, high = frames[:, 1:3].min(axis=0), (frames[:, 1:3] + frames[:, 3:5]).max(axis=0)
    elif shape == SPAN:
        ((start, end),) = read_spans([item], control, config, one_each=True).geometry()
        low, high = np.array((start, 0.0)), np.array((end, 1.0))
    else:
        raise CannotRead("a region has no shape")
    row = (*low, *(high - low), 0.0, 1.0 if shape == SPAN else aspects_of([item])[0])
    return np.array([row], dtype=np.float64)


def _mask_bounds(item: Item) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    runs, _, sizes = shapes.masks([item])
    width, height = sizes[0]
    if not len(runs):
        return np.zeros(2), np.zeros(2)
    first, last = runs[:, 0], runs[:, 1] - 1
    wraps = (first // width != last // width).any()
    left = 0 if wraps else (first % width).min()
    right = width if wraps else (last % width).max() + 1
    top, bottom = first.min() // width, last.max() // width + 1
    scale = 100 / np.array((width, height))
    return np.array((left, top)) * scale, np.array((right, bottom)) * scale
