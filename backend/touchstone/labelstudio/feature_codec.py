"""How answers are stored: msgpack of short tagged arrays, with the bytes of arrays as they are.

An encoder makes plain tuples whose first item is the tag of a class below; the classes read them
back. They are read far more often than written: with every scoring of a task.
"""

from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from touchstone.agreement import answers
from touchstone.agreement.answers import Answer
from touchstone.labelstudio.outlines import ellipse_outlines

EXTRACTOR_VERSION: Final = 2
"""Changes with every change of what is stored; what was stored before is extracted anew."""

MASK_STRIDE: Final = 2**33
"""Pixels between the masks of different images; no image is larger."""

Payload = tuple[Any, ...]

_HEAD = bytes([0x92, EXTRACTOR_VERSION])  # an array of two, the version first
_LONGEST_REMEMBERED = 160  # bytes
_MOST_REMEMBERED = 8192


class Outdated(Exception):
    """Features of another version than EXTRACTOR_VERSION: the result has to be read anew."""


def encode(payloads: dict[str, Payload]) -> bytes:
    """The stored form of the answers of one result, by the name of their control."""
    return _encode((EXTRACTOR_VERSION, payloads))


_encode = msgspec.msgpack.Encoder().encode


class _Stored(msgspec.Struct, array_like=True, gc=False):
    def answer(self) -> Answer:
        raise NotImplementedError


class _Items(_Stored, tag="i"):
    values: tuple[str, ...]

    def answer(self) -> Answer:
        return answers.Items(self.values)


class _Paths(_Stored, tag="p"):
    values: tuple[tuple[str, ...], ...]

    def answer(self) -> Answer:
        return answers.Paths(self.values)


class _Numbers(_Stored, tag="n"):
    values: tuple[float, ...]

    def answer(self) -> Answer:
        return answers.Numbers(self.values)


class _Texts(_Stored, tag="t"):
    values: tuple[str, ...]

    def answer(self) -> Answer:
        return answers.Texts(self.values)


class _Ranking(_Stored, tag="r"):
    buckets: tuple[tuple[str, tuple[str, ...]], ...]

    def answer(self) -> Answer:
        return answers.Ranking(self.buckets)


class _Boxes(_Stored, tag="b"):
    labels: tuple[str, ...]
    geometry: bytes

    def answer(self) -> Answer:
        return answers.Boxes(self.labels, np.frombuffer(self.geometry).reshape(-1, 6))


class _Ellipses(_Stored, tag="e"):
    """Columns as of a box: the centre, the two radii, rotation, aspect."""

    labels: tuple[str, ...]
    geometry: bytes

    def answer(self) -> Answer:
        points, starts = ellipse_outlines(_floats(self.geometry, 6))
        return answers.Polygons(self.labels, points, starts)


class _Polygons(_Stored, tag="g"):
    labels: tuple[str, ...]
    points: bytes
    starts: bytes

    def answer(self) -> Answer:
        return answers.Polygons(self.labels, _floats(self.points, 2), _integers(self.starts))


class _Masks(_Stored, tag="m"):
    """Runs as 32-bit numbers; `places` tells the images of a list apart."""

    labels: tuple[str, ...]
    runs: bytes
    starts: bytes
    sizes: bytes
    places: bytes = b""

    def answer(self) -> Answer:
        runs = np.frombuffer(self.runs, np.uint32).astype(np.int64).reshape(-1, 2)
        starts = _integers(self.starts)
        if self.places:
            shift = _integers(self.places) * MASK_STRIDE
            runs += np.repeat(shift, np.diff(starts))[:, None]
        return answers.Masks(self.labels, runs, starts, _integers(self.sizes).reshape(-1, 2))


class _Points(_Stored, tag="k"):
    labels: tuple[str, ...]
    geometry: bytes

    def answer(self) -> Answer:
        return answers.Points(self.labels, _floats(self.geometry, 3))


class _Spans(_Stored, tag="s"):
    labels: tuple[str, ...]
    geometry: bytes
    groups: tuple[str, ...] | None = None

    def answer(self) -> Answer:
        geometry = _integers(self.geometry).reshape(-1, 2)
        return answers.Spans(self.labels, geometry, self.groups)


class _Times(_Stored, tag="f"):
    labels: tuple[str, ...]
    geometry: bytes
    groups: tuple[str, ...] | None = None

    def answer(self) -> Answer:
        return answers.Spans(self.labels, _floats(self.geometry, 2), self.groups)


class _Tracks(_Stored, tag="v"):
    labels: tuple[str, ...]
    keyframes: bytes
    starts: bytes
    lengths: bytes

    def answer(self) -> Answer:
        return answers.Tracks(
            self.labels,
            _floats(self.keyframes, 7),
            _integers(self.starts),
            _integers(self.lengths),
        )


_Region = _Boxes | _Ellipses | _Polygons | _Masks | _Points | _Spans | _Times | _Tracks
_Plain = _Items | _Paths | _Numbers | _Texts


class _Attached(_Stored, tag="a"):
    regions: _Region
    values: tuple[_Plain, ...]

    def answer(self) -> Answer:
        regions: Any = self.regions.answer()
        values: Any = tuple(value.answer() for value in self.values)
        return answers.Attached(regions, values)


class _Relations(_Stored, tag="x"):
    labels: tuple[str, ...]
    directions: tuple[str, ...]
    ends: _Boxes

    def answer(self) -> Answer:
        ends: Any = self.ends.answer()
        return answers.Relations(self.labels, self.directions, ends)


class _Other(_Stored, tag="o"):
    values: tuple[str, ...]

    def answer(self) -> Answer:
        return answers.Other(self.values)


class _Unreadable(_Stored, tag="u"):
    reason: str

    def answer(self) -> Answer:
        return answers.Unreadable(self.reason)


class _Blob(msgspec.Struct, array_like=True, gc=False):
    version: int
    answers: dict[
        str,
        _Items
        | _Paths
        | _Numbers
        | _Texts
        | _Ranking
        | _Boxes
        | _Ellipses
        | _Polygons
        | _Masks
        | _Points
        | _Spans
        | _Times
        | _Tracks
        | _Attached
        | _Relations
        | _Other
        | _Unreadable,
    ]


_decode = msgspec.msgpack.Decoder(_Blob).decode
_remembered: dict[bytes, dict[str, Answer]] = {}
"""Short ones, because a project has few different combinations of choices."""


def decode(blob: bytes) -> dict[str, Answer]:
    """The answers by the name of their control; they may be shared, so leave them as they are.

    Raises Outdated for what another version stored.
    """
    if len(blob) > _LONGEST_REMEMBERED:
        if blob[:2] != _HEAD:
            raise Outdated
        return {name: stored.answer() for name, stored in _decode(blob).answers.items()}
    found = _remembered.get(blob)
    if found is None:
        if blob[:2] != _HEAD:
            raise Outdated
        found = {name: stored.answer() for name, stored in _decode(blob).answers.items()}
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[blob] = found
    return found.copy()


def _floats(raw: bytes, columns: int) -> NDArray[np.float64]:
    return np.frombuffer(raw, np.float64).reshape(-1, columns)


def _integers(raw: bytes) -> NDArray[np.int64]:
    return np.frombuffer(raw, np.int64)
