"""Painted pixels from Label Studio's two ways of storing them, as runs.

The run-length form is a stream of bits: how many values there are (32 bits), their width in bits
minus 1 (5), four widths of lengths, each minus 1 (4 each), then blocks. A block is a bit that says
whether one value is repeated, two bits that choose a width of length, the length minus 1, and
either one value or all of them. The values are red, green, blue and alpha of every pixel, row by
row; a pixel is painted where alpha is above 0. Only alpha is looked at here, and no image is made.
"""

import base64
import binascii
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from touchstone.labelstudio.feature_parts import CannotRead

if TYPE_CHECKING:
    from PIL import Image

Runs = NDArray[np.int64]

MOST_RLE_BYTES: Final = 32 * 1024 * 1024
MOST_BLOCKS: Final = 2_000_000
MOST_PNG_BYTES: Final = 32 * 1024 * 1024
MOST_PNG_PIXELS: Final = 40_000_000
MOST_PIXELS: Final = 2**30 - 1  # four values each, counted in 32 bits
MOST_RUNS: Final = 1_000_000

_HEADER_BITS = 32 + 5 + 4 * 4
_WINDOW = 64  # bits looked at in one step: more than a block's head and value
_BYTE = 8
_MANY = 16  # pixels written out that are read faster all at once


@dataclass(slots=True)
class Budget:
    """What may still be read of the masks of one control."""

    size: int = MOST_RLE_BYTES
    blocks: int = MOST_BLOCKS


def rle_runs(rle: Any, width: int, height: int, budget: Budget | None = None) -> Runs:
    """Runs (R, 2) of painted pixels: the first and the one behind the last, ascending.

    Raises CannotRead if the bytes are no such stream, do not fit the size of the image, or are
    more than the budget has.
    """
    if not isinstance(rle, list) or not rle:
        raise CannotRead("a mask has no pixels in run-length form")
    budget = budget or Budget()
    budget.size -= len(rle)
    if budget.size < 0:
        raise CannotRead(f"the masks have more than {MOST_RLE_BYTES:,} bytes")
    try:
        data = bytes(rle)
    except (TypeError, ValueError):
        raise CannotRead("a mask holds something else than bytes") from None
    count = int.from_bytes(data[:4], "big")
    if count != width * height * 4:
        raise CannotRead(f"a mask has {count:,} values, which does not fit {width} x {height}")
    stream = _Stream(data, budget)
    while stream.first < count:
        stream.read_block()
    if stream.first > count or stream.at > len(data) * 8:
        raise CannotRead("a mask ends in the middle")
    return joined(stream.runs())


class _Stream:
    """Reads block by block; `first` is the number of the next value, `at` the next bit."""

    __slots__ = ("_budget", "_data", "_found", "_single", "_value_bits", "_widths", "at", "first")

    def __init__(self, data: bytes, budget: Budget) -> None:
        head = int.from_bytes(data[4:7], "big")
        self._value_bits = (head >> 19) + 1
        self._widths = [(head >> shift & 15) + 1 for shift in (15, 11, 7, 3)]
        self._data = data + bytes(_WINDOW // 8)
        self._budget = budget
        self._found: list[Runs] = []
        self._single: list[tuple[int, int]] = []
        self.at = _HEADER_BITS
        self.first = 0

    def read_block(self) -> None:
        at, value_bits, first = self.at, self._value_bits, self.first
        if self._budget.blocks <= 0 or at >> 3 >= len(self._data) - _WINDOW // 8:
            raise CannotRead(
                "a mask ends in the middle"
                if self._budget.blocks > 0
                else f"the masks have more than {MOST_BLOCKS:,} runs of values"
            )
        self._budget.blocks -= 1
        window = int.from_bytes(self._data[at >> 3 : (at >> 3) + 8], "big")
        left = _WINDOW - 3 - (at & 7)  # bits of the window behind the first three of the block
        width = self._widths[window >> left & 3]
        left -= width
        last = first + 1 + (window >> left & ((1 << width) - 1))
        at += 3 + width
        if window >> (left + width + 2) & 1:
            if first >> 2 < last >> 2 and window >> (left - value_bits) & ((1 << value_bits) - 1):
                self._single.append((first >> 2, last >> 2))
            self.at = at + value_bits
        else:
            if first >> 2 < last >> 2:
                self._read_values(at, first, last)
            self.at = at + (last - first) * value_bits
        self.first = last

    def _read_values(self, at: int, first: int, last: int) -> None:
        """Values that are written out one after the other from bit `at` on."""
        value_bits, data = self._value_bits, self._data
        pixel, end = first >> 2, last >> 2
        if at + (last - first) * value_bits > len(data) * 8 - _WINDOW:
            raise CannotRead("a mask ends in the middle")
        if end - pixel > _MANY and value_bits == _BYTE:
            self._flush()
            self._found.append(
                _literal(data, at + (pixel * 4 + 3 - first) * 8, end - pixel) + pixel
            )
            return
        for one in range(pixel, end):
            bit = at + (one * 4 + 3 - first) * value_bits
            window = int.from_bytes(data[bit >> 3 : (bit >> 3) + 8], "big")
            if window >> (_WINDOW - (bit & 7) - value_bits) & ((1 << value_bits) - 1):
                self._single.append((one, one + 1))

    def _flush(self) -> None:
        if self._single:
            self._found.append(np.array(self._single, dtype=np.int64))
            self._single = []

    def runs(self) -> list[Runs]:
        """Painted runs in ascending order, of which neighbours may touch."""
        self._flush()
        return self._found


def _literal(data: bytes, bit: int, pixels: int) -> Runs:
    """Runs of alpha above 0 among pixels that are written out, the first alpha at `bit`."""
    values = np.frombuffer(data, np.uint8)[bit >> 3 :]
    high = values[: pixels * 4 : 4].astype(np.uint16)
    low = values[1 : pixels * 4 + 1 : 4]
    shift = bit & 7
    return true_runs(((high << shift & 255) | (low >> (8 - shift))) > 0)


def png_runs(url: Any, width: int, height: int) -> Runs:
    """Runs of painted pixels of a PNG in a data URL.

    Painted is what is not transparent; in a picture that is nowhere transparent, what is not
    black. A picture with alpha that is all opaque and black is painted all over.

    Raises CannotRead if it is no such picture, is too large, or has another size.
    """
    head, comma, body = url.partition(",") if isinstance(url, str) else ("", "", "")
    if not comma or not head.startswith("data:image/png") or ";base64" not in head:
        raise CannotRead("a bitmask is no PNG in a data URL")
    if len(body) > MOST_PNG_BYTES:
        raise CannotRead(f"a bitmask has more than {MOST_PNG_BYTES:,} characters")
    from PIL import Image  # noqa: PLC0415  slow to import, and few projects have bitmasks

    try:
        picture = Image.open(io.BytesIO(base64.b64decode(body)), formats=("PNG",))
        if picture.width * picture.height > MOST_PNG_PIXELS:
            raise CannotRead(f"a bitmask has more than {MOST_PNG_PIXELS:,} pixels")
        if picture.size != (width, height):
            raise CannotRead(f"a bitmask has {picture.width} x {picture.height} pixels, "
                             f"but the image {width} x {height}")  # fmt: skip
        return joined([true_runs(_painted(picture))])
    except (
        OSError,
        ValueError,
        SyntaxError,
        binascii.Error,
        Image.DecompressionBombError,
    ) as error:
        if isinstance(error, CannotRead):
            raise
        raise CannotRead("a bitmask is a broken PNG") from None


def _painted(picture: "Image.Image") -> NDArray[np.bool_]:
    if picture.mode == "P" or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    has_alpha = "A" in picture.getbands()
    if has_alpha:
        alpha = np.asarray(picture.getchannel("A")).ravel()
        if not alpha.all():
            return np.asarray(alpha > 0)
        picture = picture.convert("RGB")
    painted = np.asarray(picture).reshape(picture.width * picture.height, -1) > 0
    if has_alpha and not painted.any():
        return np.ones(len(painted), dtype=np.bool_)
    return np.asarray(painted.any(axis=1))


def true_runs(painted: NDArray[np.bool_]) -> Runs:
    """Where runs of True begin and end."""
    edges = np.flatnonzero(np.diff(painted.view(np.int8), prepend=0, append=0))
    return edges.reshape(-1, 2)


def joined(pieces: Sequence[Runs]) -> Runs:
    """Runs in ascending order, those that touch as one."""
    runs = np.concatenate(pieces) if pieces else np.empty((0, 2), dtype=np.int64)
    if not len(runs):
        return runs
    apart = runs[1:, 0] > runs[:-1, 1]
    starts = runs[np.concatenate(([True], apart)), 0]
    ends = runs[np.concatenate((apart, [True])), 1]
    if len(starts) > MOST_RUNS:
        raise CannotRead(f"a mask has more than {MOST_RUNS:,} runs of pixels")
    return np.stack((starts, ends), axis=1)
