"""Exhibits of painted masks, in both ways of storing them."""

import base64
import io
from typing import Any, Final

import numpy as np
from PIL import Image, ImageDraw

from touchstone.demo.gallery import harbour
from touchstone.demo.gallery.exhibit import Exhibit, Shown, as_predicted, item, on_picture
from touchstone.demo.gallery.harbour import HEIGHT, WIDTH, Point
from touchstone.demo.gallery.rooms.pictures import HARBOUR, picture_data

_LENGTHS: Final = (4, 8, 12, 16)  # bits of the four widths of a run's length


def encode_rle(painted: bytes) -> list[int]:
    """Label Studio's run-length form of a mask with one byte a pixel, 255 where it is painted.

    All four values of a pixel are the same, so that a run of pixels is one run of values.
    """
    pixels = np.frombuffer(painted, np.uint8)
    edges = np.flatnonzero(np.diff(pixels)) + 1
    starts = [0, *edges.tolist()]
    ends = [*edges.tolist(), pixels.size]
    bits = [f"{pixels.size * 4:032b}", f"{7:05b}", *(f"{length - 1:04b}" for length in _LENGTHS)]
    for start, end in zip(starts, ends, strict=True):
        left = (end - start) * 4
        while left:
            size = min(left, 1 << _LENGTHS[-1])
            choice = next(n for n, length in enumerate(_LENGTHS) if size <= 1 << length)
            bits.append(f"1{choice:02b}{size - 1:0{_LENGTHS[choice]}b}{pixels[start]:08b}")
            left -= size
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return [int(text[at : at + 8], 2) for at in range(0, len(text), 8)]


def _mask(
    *blobs: tuple[float, float, float, float], outline: tuple[Point, ...] = ()
) -> Image.Image:
    image = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    for x, y, wide, high in blobs:
        pen.ellipse((x - wide, y - high, x + wide, y + high), fill=255)
    if outline:
        pen.polygon(list(outline), fill=255)
    return image


def _brush(name: str, label: str, mask: Image.Image) -> dict[str, Any]:
    value = {"format": "rle", "rle": encode_rle(mask.tobytes()), "brushlabels": [label]}
    return on_picture(item("paint", "image", "brushlabels", name, value), WIDTH, HEIGHT)


def _bitmask(name: str, label: str, mask: Image.Image) -> dict[str, Any]:
    picture = Image.new("RGBA", mask.size, (0, 0, 0, 0))
    picture.paste((28, 126, 214, 255), mask=mask)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    url = "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()
    value = {"imageDataURL": url, "bitmasklabels": [label]}
    return on_picture(item("bits", "image", "bitmasklabels", name, value), WIDTH, HEIGHT)


def _moved(points: tuple[Point, ...], off: float) -> tuple[Point, ...]:
    return tuple((x + off, y + off) for x, y in points)


_BOTH: Final = harbour.CLOUDS
_SLOPPY: Final = ((146.0, 84.0, 76.0, 30.0), (380.0, 62.0, 48.0, 22.0))

BRUSH: Final = Exhibit(
    name="BrushLabels",
    about="Masks painted with a brush, stored as runs.",
    label_config="""\
<View>
  <BrushLabels name="paint" toName="image">
    <Label value="Cloud" background="#5c7cfa"/><Label value="Quay" background="#e8590c"/>
  </BrushLabels>
  <Image name="image" value="$image" zoom="true"/>
</View>
""",
    tasks=(
        Shown(
            picture_data,
            (
                [
                    _brush("a-clouds", "Cloud", _mask(*_BOTH)),
                    _brush("a-quay", "Quay", _mask(outline=harbour.QUAY)),
                ],
                [
                    _brush("b-clouds", "Cloud", _mask(*_SLOPPY)),
                    _brush("b-quay", "Quay", _mask(outline=_moved(harbour.QUAY, 8))),
                ],
                [_brush("c-clouds", "Cloud", _mask(_BOTH[0]))],
            ),
            as_predicted([_brush("m-quay", "Quay", _mask(outline=_moved(harbour.QUAY, -14)))]),
        ),
    ),
    files=HARBOUR,
)

BITMASK: Final = Exhibit(
    name="BitmaskLabels",
    about="Masks stored as small pictures.",
    label_config="""\
<View>
  <BitmaskLabels name="bits" toName="image">
    <Label value="Sun" background="#f08c00"/><Label value="Tower" background="#e03131"/>
  </BitmaskLabels>
  <Image name="image" value="$image"/>
</View>
""",
    tasks=(
        Shown(
            picture_data,
            (
                [
                    _bitmask("a-sun", "Sun", _mask((640, 88, 42, 42))),
                    _bitmask("a-tower", "Tower", _mask(outline=harbour.LIGHTHOUSE)),
                ],
                [_bitmask("b-sun", "Sun", _mask((646, 92, 48, 40)))],
                [
                    _bitmask("c-sun", "Sun", _mask((640, 88, 38, 38))),
                    _bitmask("c-tower", "Tower", _mask(outline=_moved(harbour.LIGHTHOUSE, 7))),
                ],
            ),
            as_predicted([_bitmask("m-sun", "Sun", _mask((632, 80, 52, 52)))]),
        ),
    ),
    files=HARBOUR,
)

ROOM: Final = (BRUSH, BITMASK)
