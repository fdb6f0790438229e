"""Regions of images and videos as arrays: one function a shape, from items to rows."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from touchstone.labelstudio.feature_parts import (
    LARGEST_MEASURE,
    CannotRead,
    Item,
    aspects_of,
    size_of,
    table,
)
from touchstone.labelstudio.mask_runs import MOST_PIXELS, Budget, Runs, png_runs, rle_runs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST_POINTS: Final = 1_000_000
"""Corners, key frames or runs of one control in one annotation."""


def box_rows(items: Sequence[Item]) -> Floats:
    """As in `answers.Boxes`. A box that was drawn from right to left is turned round."""
    rows = _turned_rows(items, "width", "height", "a side of a rectangle")
    if rows[:, 2:4].min() < 0:
        if rows[(rows[:, 2:4] < 0).any(axis=1), 4].any():
            raise CannotRead("a turned rectangle has a negative side")
        rows[:, :2] += np.minimum(rows[:, 2:4], 0)
        rows[:, 2:4] = np.abs(rows[:, 2:4])
    return rows


def ellipse_rows(items: Sequence[Item]) -> Floats:
    """Centre, radii, rotation, aspect."""
    rows = _turned_rows(items, "radiusX", "radiusY", "a measure of an ellipse")
    rows[:, 2:4] = np.abs(rows[:, 2:4])
    return rows


def _turned_rows(items: Sequence[Item], across: str, down: str, what: str) -> Floats:
    rows = []
    for item, aspect in zip(items, aspects_of(items), strict=True):
        get = item["value"].get
        rows.append((get("x"), get("y"), get(across), get(down), get("rotation") or 0.0, aspect))
    return table(rows, what)


def polygon_points(items: Sequence[Item]) -> tuple[Floats, Ints]:
    """Points and starts. Lines that cross and polygons without an area are kept as they are."""
    rows: list[Any] = []
    starts = [0]
    for item in items:
        points = item["value"].get("points")
        if not isinstance(points, list) or not points:
            raise CannotRead("a polygon has no points")
        rows += points
        starts.append(len(rows))
        if len(rows) > MOST_POINTS:
            raise CannotRead(f"the polygons have more than {MOST_POINTS:,} points")
    points = table(rows, "a coordinate of a polygon")
    if points.ndim != 2 or points.shape[1] != 2:
        raise CannotRead("a point of a polygon is not a pair of numbers")
    return points, np.array(starts, dtype=np.int64)


def point_rows(items: Sequence[Item]) -> Floats:
    rows = [
        (item["value"].get("x"), item["value"].get("y"), aspect)
        for item, aspect in zip(items, aspects_of(items), strict=True)
    ]
    return table(rows, "a coordinate of a key point")


def masks(items: Sequence[Item]) -> tuple[Runs, Ints, Ints]:
    """Runs, starts and sizes."""
    budget = Budget()
    parts, sizes, total = [], [], 0
    for item in items:
        width, height = size_of(item)
        if width * height > MOST_PIXELS:
            raise CannotRead(f"the image of a mask has more than {MOST_PIXELS:,} pixels")
        value = item["value"]
        if "rle" in value:
            runs = rle_runs(value["rle"], width, height, budget)
        else:
            runs = png_runs(value.get("imageDataURL"), width, height)
        parts.append(runs)
        sizes.append((width, height))
        total += len(runs)
        if total > MOST_POINTS:
            raise CannotRead(f"the masks have more than {MOST_POINTS:,} runs of pixels")
    starts = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int64)
    return np.concatenate(parts), starts, np.array(sizes, dtype=np.int64)


def tracks(items: Sequence[Item]) -> tuple[Floats, Ints, Ints]:
    """Key frames, starts and lengths. Of two key frames for one frame the later one counts."""
    parts: list[Floats] = []
    lengths: list[float] = []
    total = 0
    for item in items:
        value = item["value"]
        sequence = value.get("sequence")
        if not isinstance(sequence, list) or not sequence:
            raise CannotRead("a track has no key frames")
        total += len(sequence)
        if total > MOST_POINTS:
            raise CannotRead(f"the tracks have more than {MOST_POINTS:,} key frames")
        rows = _key_frames(sequence)
        count = value.get("framesCount")
        known = isinstance(count, int | float) and rows[-1, 0] <= count <= LARGEST_MEASURE
        lengths.append(int(count) if known else rows[-1, 0])
        parts.append(_hidden_after(rows, lengths[-1]))
    starts = np.concatenate(([0], np.cumsum([len(part) for part in parts]))).astype(np.int64)
    return np.concatenate(parts), starts, np.array(lengths).astype(np.int64)


def _hidden_after(rows: Floats, length: float) -> Floats:
    """Where a key frame ends a stretch, the box is still shown in it and hidden from the next."""
    off = rows[:, 6] == 0
    if not off.any():
        return rows
    after = rows[off]
    after[:, 0] += 1
    rows[:, 6] = 1
    after = after[~np.isin(after[:, 0], rows[:, 0]) & (after[:, 0] <= length)]
    merged = np.concatenate((rows, after))
    ordered: Floats = merged[np.argsort(merged[:, 0], kind="stable")]
    return ordered


def _key_frames(sequence: Sequence[Any]) -> Floats:
    if not all(isinstance(frame, dict) for frame in sequence):
        raise CannotRead("a key frame is not an object")
    rows = table(
        [
            (
                frame.get("frame"),
                frame.get("x"),
                frame.get("y"),
                frame.get("width"),
                frame.get("height"),
                frame.get("rotation") or 0.0,
                frame.get("enabled") is not False,
            )
            for frame in sequence
        ],
        "a measure of a key frame",
    )
    if (rows[:, 3:5] < 0).any():
        raise CannotRead("a key frame has a negative side")
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    last_of_frame = np.append(np.diff(rows[:, 0]) > 0, True)
    kept: Floats = rows[last_of_frame]
    return kept
