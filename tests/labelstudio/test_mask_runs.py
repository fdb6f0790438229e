"""Masks, held against a decoder that reads bit by bit and against Label Studio's own."""

import base64
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_studio_sdk.converter.brush import decode_rle, encode_rle
from PIL import Image

from tests.labelstudio.results import item, read, reason
from touchstone.agreement.answers import Masks
from touchstone.labelstudio import mask_runs
from touchstone.labelstudio.feature_codec import MASK_STRIDE
from touchstone.labelstudio.feature_parts import CannotRead
from touchstone.labelstudio.mask_runs import Budget, png_runs, rle_runs


class Bits:
    """Reads and writes numbers of any width, one bit after the other."""

    def __init__(self, data: list[int] | None = None) -> None:
        self.text = "".join(f"{byte:08b}" for byte in data or ())
        self.at = 0

    def read(self, width: int) -> int:
        self.at += width
        return int(self.text[self.at - width : self.at], 2)

    def write(self, number: int, width: int) -> None:
        self.text += f"{number:0{width}b}"

    def bytes(self) -> list[int]:
        padded = self.text + "0" * (-len(self.text) % 8)
        return [int(padded[start : start + 8], 2) for start in range(0, len(padded), 8)]


def slow_decode(rle: list[int]) -> list[int]:
    bits = Bits(rle)
    count = bits.read(32)
    width = bits.read(5) + 1
    lengths = [bits.read(4) + 1 for _ in range(4)]
    values: list[int] = []
    while len(values) < count:
        repeated = bits.read(1)
        length = bits.read(lengths[bits.read(2)]) + 1
        if repeated:
            values += [bits.read(width)] * length
        else:
            values += [bits.read(width) for _ in range(length)]
    return values


def encode(values: list[int], blocks: list[int], width: int, lengths: list[int]) -> list[int]:
    """What an encoder may write: runs of equal values, and blocks of values written out."""
    bits = Bits()
    bits.write(len(values), 32)
    bits.write(width - 1, 5)
    for length in lengths:
        bits.write(length - 1, 4)
    at = turn = 0
    while at < len(values):
        end = at
        while end < len(values) and values[end] == values[at]:
            end += 1
        repeated = end - at >= 2
        wanted = end - at if repeated else blocks[turn % len(blocks)]
        turn += 1
        choice = next((n for n in range(4) if wanted <= 2 ** lengths[n]), 3)
        size = min(wanted, 2 ** lengths[choice], len(values) - at)
        bits.write(int(repeated), 1)
        bits.write(choice, 2)
        bits.write(size - 1, lengths[choice])
        for value in values[at : at + 1] if repeated else values[at : at + size]:
            bits.write(value, width)
        at += size
    return bits.bytes()


def painted_runs(alpha: Any) -> list[list[int]]:
    runs: list[list[int]] = []
    for pixel, value in enumerate(alpha):
        if value and runs and runs[-1][1] == pixel:
            runs[-1][1] += 1
        elif value:
            runs.append([pixel, pixel + 1])
    return runs


@st.composite
def pictures(draw: st.DrawFn) -> tuple[int, int, list[int], int]:
    width, height = draw(st.integers(1, 40)), draw(st.integers(1, 6))
    bits = draw(st.sampled_from([1, 3, 8, 8, 8, 16]))
    colour = draw(st.tuples(*[st.integers(0, 2**bits - 1)] * 4))
    mask = draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    values = [part for pixel in mask for part in (colour if pixel else (0, 0, 0, 0))]
    return width, height, values, bits


@settings(deadline=None)
@given(
    pictures(),
    st.lists(st.integers(1, 300), min_size=1, max_size=5),
    st.lists(st.integers(1, 16), min_size=4, max_size=4),
)
def test_agrees_with_a_slow_decoder(
    picture: tuple[int, int, list[int], int], blocks: list[int], lengths: list[int]
) -> None:
    width, height, values, bits = picture
    rle = encode(values, blocks, bits, lengths)
    assert slow_decode(rle) == values
    assert rle_runs(rle, width, height).tolist() == painted_runs(values[3::4])


@pytest.mark.parametrize("colour", [(255, 255, 255, 255), (250, 120, 3, 128)])
def test_agrees_with_label_studio(colour: tuple[int, ...]) -> None:
    rows, columns = np.mgrid[:60, :90]
    picture = np.zeros((60, 90, 4), dtype=np.uint8)
    picture[(columns - 40) ** 2 + (rows - 30) ** 2 < 500] = colour
    rle = encode_rle(picture.ravel())
    alpha = decode_rle(rle).reshape(-1, 4)[:, 3]
    assert rle_runs(rle, 90, 60).tolist() == painted_runs(alpha)


RLE = encode([0] * 8 + [9, 9, 9, 9] * 3 + [0] * 4, [4], 8, [3, 4, 8, 16])  # 6 pixels


@pytest.mark.parametrize(
    ("rle", "why"),
    [
        ([], "no pixels"),
        (None, "no pixels"),
        ("abc", "no pixels"),
        ([*RLE[:-1], 256], "something else than bytes"),
        ([*RLE[:-1], "a"], "something else than bytes"),
        (RLE[:3], "does not fit"),
        (RLE[:5], "ends in the middle"),
        (RLE[:-2], "ends in the middle"),
        ([0, 0, 0, 24] + [255] * 30, "ends in the middle"),
        (encode([0] * 28, [4], 8, [3, 4, 8, 16]), "28 values, which does not fit 3 x 2"),
    ],
)
def test_a_broken_stream_is_unreadable(rle: Any, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        rle_runs(rle, 3, 2)


def test_the_work_is_bounded() -> None:
    assert rle_runs(RLE, 3, 2).tolist() == [[2, 5]]
    with pytest.raises(CannotRead, match="bytes"):
        rle_runs(RLE, 3, 2, Budget(size=len(RLE) - 1))
    with pytest.raises(CannotRead, match="runs of values"):
        rle_runs(RLE, 3, 2, Budget(blocks=1))


def test_runs_without_end_are_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mask_runs, "MOST_RUNS", 1)
    values = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    with pytest.raises(CannotRead, match="more than 1 runs"):
        rle_runs(encode(values, [4], 8, [3, 4, 8, 16]), 3, 1)


# PNG


def png(picture: Image.Image) -> str:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def dotted(mode: str, background: Any, paint: Any) -> Image.Image:
    picture = Image.new(mode, (4, 2), background)
    for spot in ((1, 0), (2, 0), (3, 1)):
        picture.putpixel(spot, paint)
    return picture


@pytest.mark.parametrize(
    ("mode", "background", "paint"),
    [
        ("RGBA", (0, 0, 0, 0), (0, 0, 0, 255)),
        ("RGBA", (255, 255, 255, 0), (0, 0, 0, 1)),
        ("RGBA", (0, 0, 0, 255), (255, 255, 255, 255)),
        ("RGB", (0, 0, 0), (0, 0, 7)),
        ("LA", (0, 0), (0, 9)),
        ("L", 0, 255),
        ("1", 0, 1),
        ("I;16", 0, 300),
    ],
)
def test_pictures_are_painted_where_they_are_not_transparent_or_not_black(
    mode: str, background: Any, paint: Any
) -> None:
    assert png_runs(png(dotted(mode, background, paint)), 4, 2).tolist() == [[1, 3], [7, 8]]


def test_palettes_are_painted_by_their_colours() -> None:
    palette = dotted("L", 0, 1).convert("P")
    palette.putpalette([0, 0, 0, 255, 0, 0])
    assert png_runs(png(palette), 4, 2).tolist() == [[1, 3], [7, 8]]


def test_a_picture_that_is_painted_all_over_is_black() -> None:
    assert png_runs(png(Image.new("RGBA", (4, 2), (0, 0, 0, 255))), 4, 2).tolist() == [[0, 8]]
    assert png_runs(png(Image.new("RGB", (4, 2))), 4, 2).tolist() == []


GOOD = png(dotted("L", 0, 255))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (None, "no PNG"),
        ("https://example.org/a.png", "no PNG"),
        ("data:image/svg+xml;base64,AAAA", "no PNG"),
        ("data:image/png;base64,AAAA", "broken PNG"),
        ("data:image/png;base64,A", "broken PNG"),
        (GOOD[:-40], "broken PNG"),
        (png(Image.new("L", (5, 2))), "5 x 2 pixels, but the image 4 x 2"),
    ],
)
def test_a_broken_picture_is_unreadable(url: Any, why: str) -> None:
    with pytest.raises(CannotRead, match=why):
        png_runs(url, 4, 2)


def test_a_picture_is_not_unpacked_when_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mask_runs, "MOST_PNG_PIXELS", 7)
    with pytest.raises(CannotRead, match="more than 7 pixels"):
        png_runs(GOOD, 4, 2)
    monkeypatch.setattr(mask_runs, "MOST_PNG_BYTES", 10)
    with pytest.raises(CannotRead, match="more than 10 characters"):
        png_runs(GOOD, 4, 2)


# In results


def brush(name: str = "paint", **more: Any) -> dict[str, Any]:
    found = item(name, "scan", "brushlabels", format="rle", rle=RLE, brushlabels=["Tumour"])
    return {**found, "original_width": 3, "original_height": 2, **more}


@pytest.mark.parametrize("name", ["paint", "wand"])
def test_brushes_are_masks(name: str) -> None:
    found = read(brush(name), brush(name))[name]
    assert isinstance(found, Masks)
    assert found.labels == ("Tumour", "Tumour")
    assert found.runs.tolist() == [[2, 5], [2, 5]]
    assert found.starts.tolist() == [0, 1, 2]
    assert found.sizes.tolist() == [[3, 2], [3, 2]]


def test_bitmasks_are_masks() -> None:
    bits = item("bits", "scan", "bitmasklabels", imageDataURL=GOOD, bitmasklabels=["Tumour"])
    found = read({**bits, "original_width": 4, "original_height": 2})["bits"]
    assert isinstance(found, Masks)
    assert (found.runs.tolist(), found.starts.tolist()) == ([[1, 3], [7, 8]], [0, 2])


def test_masks_on_different_images_of_a_list_lie_apart() -> None:
    found = read(brush(), brush(item_index=2))["paint"]
    assert isinstance(found, Masks)
    assert found.runs.tolist() == [[2, 5], [2 + 2 * MASK_STRIDE, 5 + 2 * MASK_STRIDE]]


@pytest.mark.parametrize("width", [None, 0, -1, "3", float("nan"), 2**40])
def test_a_mask_needs_the_size_of_its_image(width: Any) -> None:
    assert "size of the image" in reason(brush(original_width=width), name="paint")


def test_an_image_of_a_mask_may_not_be_without_end() -> None:
    huge = brush(original_width=2**20, original_height=2**20)
    assert "more than 1,073,741,823 pixels" in reason(huge, name="paint")


def test_a_brush_without_pixels_is_unreadable() -> None:
    touches = item("paint", "scan", "brushlabels", touches=[], brushlabels=["Tumour"])
    assert reason(touches, name="paint") == "a region of <BrushLabels> has no shape"
