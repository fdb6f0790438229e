"""The picture that most exhibits share: a quiet harbour, drawn from the places named here."""

import io
import math
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw

WIDTH: Final = 800
HEIGHT: Final = 500
_SCALE: Final = 2  # drawn larger and made smaller, so that edges are smooth

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one time of the day."""

    sky: str
    low_sky: str
    sun: str
    cloud: str
    hills: str
    sea: str
    low_sea: str


DAY: Final = Palette("#8cc5f0", "#e3f2fb", "#ffd84d", "#ffffff", "#7fae86", "#4a90b8", "#1f5f86")
DUSK: Final = Palette("#4b3f72", "#f2a65a", "#ff7847", "#d8a0a6", "#3d4f5c", "#7a5c78", "#2b2f4e")
FOG: Final = Palette("#c9d1d6", "#dfe4e6", "#f1efe2", "#e9edef", "#b3bec2", "#a9b8bf", "#8b9ca5")

SUN: Final = (640.0, 88.0, 42.0)
CLOUDS: Final = ((150.0, 80.0, 70.0, 24.0), (385.0, 58.0, 54.0, 18.0))
HILLS: Final[tuple[Point, ...]] = (
    (0, 232), (0, 190), (120, 140), (240, 186), (340, 150), (470, 206), (560, 170), (680, 212),
    (800, 180), (800, 232),
)  # fmt: skip
QUAY: Final[tuple[Point, ...]] = ((0, 500), (0, 404), (330, 404), (402, 446), (430, 500))
FERRY: Final = (140.0, 246.0, 330.0, 334.0)
SAILBOAT: Final = (476.0, 196.0, 590.0, 332.0)
DINGHY: Final = (640.0, 392.0, 150.0, 44.0, 18.0)  # centre, width, height, degrees
BUOY: Final = (462.0, 424.0, 15.0, 21.0)
LIGHTHOUSE: Final[tuple[Point, ...]] = ((722, 236), (732, 118), (754, 118), (764, 236))
BODY: Final[dict[str, Point]] = {
    "head": (222, 336), "neck": (222, 352), "left hand": (198, 376), "right hand": (250, 362),
    "hip": (222, 388), "left foot": (208, 420), "right foot": (238, 420),
}  # fmt: skip
_BONES: Final = (
    ("head", "neck"), ("neck", "hip"), ("neck", "left hand"), ("neck", "right hand"),
    ("hip", "left foot"), ("hip", "right foot"),
)  # fmt: skip
ROPE: Final[tuple[Point, ...]] = ((312, 408), (346, 378), (318, 322))


def percent(x: float, y: float) -> tuple[float, float]:
    """A place on the picture as results hold it; what lies outside is drawn to the edge."""
    left, top = x / WIDTH * 100, y / HEIGHT * 100
    return round(min(100, max(0, left)), 4), round(min(100, max(0, top)), 4)


def corners(x: float, y: float, width: float, height: float, degrees: float) -> list[Point]:
    """Of a rectangle turned about its centre; the first is the one that was top left."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    sides = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    spans = [(width / 2 * across, height / 2 * down) for across, down in sides]
    return [(x + dx * cos - dy * sin, y + dx * sin + dy * cos) for dx, dy in spans]


def draw(palette: Palette = DAY) -> bytes:
    """The harbour as PNG."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE))
    _Painter(image, palette).paint()
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.quantize(128, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()


class _Painter:
    def __init__(self, image: Image.Image, palette: Palette) -> None:
        self._pen = ImageDraw.Draw(image)
        self._palette = palette

    def paint(self) -> None:
        palette = self._palette
        self._fade(0, 232, palette.sky, palette.low_sky)
        self._disc(*SUN[:2], SUN[2], SUN[2], palette.sun)
        for x, y, wide, high in CLOUDS:
            self._disc(x, y, wide, high, palette.cloud)
            self._disc(x - wide * 0.4, y + high * 0.4, wide * 0.7, high * 0.7, palette.cloud)
        self._shape(HILLS, palette.hills)
        self._shape(LIGHTHOUSE, "#f4f1ea")
        self._shape(((726, 190), (729, 160), (757, 160), (760, 190)), "#c8453b")
        self._shape(((732, 118), (743, 96), (754, 118)), "#3b3b44")
        self._fade(232, HEIGHT, palette.sea, palette.low_sea)
        for row in range(14):
            x, y = 40.0 + row * 211 % 700, 250.0 + row * 17
            self._line(((x, y), (x + 46, y - 3), (x + 92, y)), "#ffffff", 1)
        self._boats()
        self._shape(QUAY, "#8d8478")
        self._line(((0, 404), (330, 404), (402, 446)), "#5f584f", 4)
        self._line(ROPE, "#4a3b28", 3)
        self._disc(312, 408, 8, 6, "#3b3b44")
        self._disc(*BUOY[:2], BUOY[2], BUOY[3], "#d9412f")
        self._line(((450, 424), (474, 424)), "#ffffff", 4)
        for first, second in _BONES:
            self._line((BODY[first], BODY[second]), "#26324a", 6)
        self._disc(*BODY["head"], 11, 12, "#e0a98a")

    def _boats(self) -> None:
        left, top, right, bottom = FERRY
        self._shape(
            ((left, 290), (right, 290), (right - 22, bottom), (left + 18, bottom)), "#c03a34"
        )
        self._shape(
            ((left + 26, 266), (right - 40, 266), (right - 40, 290), (left + 26, 290)), "#f7f4ee"
        )
        self._shape(
            ((left + 60, top), (left + 84, top), (left + 84, 266), (left + 60, 266)), "#2d3a52"
        )
        for port in range(int(left) + 38, int(right) - 54, 20):
            self._disc(port, 278, 5, 5, "#5d88a8")
        left, top, right, bottom = SAILBOAT
        self._shape(
            ((left, 304), (right, 304), (right - 22, bottom), (left + 18, bottom)), "#27405e"
        )
        self._shape(((536, top), (536, 298), (left + 6, 298)), "#fdfaf3")
        self._shape(((542, top + 20), (542, 298), (right - 8, 298)), "#f0dcb4")
        self._line(((539, top), (539, 306)), "#4a3b28", 4)
        self._shape(tuple(corners(*DINGHY)), "#d99a3a")
        x, y, width, height, turn = DINGHY
        self._shape(tuple(corners(x, y, width - 26, height - 18, turn)), "#8a5a24")

    def _fade(self, top: int, bottom: int, first: str, last: str) -> None:
        ends = [tuple(int(code[at : at + 2], 16) for at in (1, 3, 5)) for code in (first, last)]
        bands = 24
        for band in range(bands):
            share = band / (bands - 1)
            colour = tuple(round(a + (b - a) * share) for a, b in zip(*ends, strict=True))
            y = top + (bottom - top) * band / bands
            low = top + (bottom - top) * (band + 1) / bands
            self._pen.rectangle((0, y * _SCALE, WIDTH * _SCALE, low * _SCALE), fill=colour)

    def _shape(self, points: tuple[Point, ...], colour: str) -> None:
        self._pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=colour)

    def _line(self, points: tuple[Point, ...], colour: str, width: int) -> None:
        scaled = [(x * _SCALE, y * _SCALE) for x, y in points]
        self._pen.line(scaled, fill=colour, width=width * _SCALE, joint="curve")

    def _disc(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        box = [(x - wide) * _SCALE, (y - high) * _SCALE, (x + wide) * _SCALE, (y + high) * _SCALE]
        self._pen.ellipse(box, fill=colour)
