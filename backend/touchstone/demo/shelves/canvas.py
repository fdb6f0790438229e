"""A picture in the making: colours at double size, and beside them who covers which pixel."""

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from touchstone.demo.shelves.camera import NEAR, Camera, Pixel, Point, add, dot

WIDTH: Final = 960
HEIGHT: Final = 640
_OVERSAMPLING: Final = 2
_SHADOW_SCALE: Final = 8  # shadow pixels are this much coarser than oversampled ones
_JPEG_QUALITY: Final = 80

_DRAWN: Final = (WIDTH * _OVERSAMPLING, HEIGHT * _OVERSAMPLING)
_SCALE: Final = 1 / _OVERSAMPLING

_Extent = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the drawing."""
Colour = tuple[int, int, int]

_NOT_SEEN: Final = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))

_MAX_OBJECTS: Final = 255  # one byte each; 0 is nobody
_MIN_PIXELS: Final = 420
_MIN_SIDE: Final = 15
_MIN_FACE: Final = 220
"""Square pixels of the first side drawn; what starts smaller is too far away to label."""
_MIN_VISIBLE: Final = {"Pallet": 0.15, "Forklift": 0.2}
"""Least visible share; parts that cover each other make these two outlines count too large."""
_MIN_VISIBLE_OTHERS: Final = 0.45

_SHADED_FACE: Final = 900  # square pixels from which a side gets its shading
_MARKED_FACE: Final = 600  # and from which it gets its markings


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled object's visible extent, in pixels of the finished picture."""

    label: str
    left: int
    top: int
    right: int
    bottom: int
    visible: float
    """Share of its outline that nothing hides."""


@dataclass(slots=True)
class _Outline:
    label: str
    area: float = 0.0
    extent: _Extent = (math.inf, math.inf, -math.inf, -math.inf)

    def grow(self, extent: _Extent) -> None:
        left, top, right, bottom = self.extent
        self.extent = (
            min(left, extent[0]),
            min(top, extent[1]),
            max(right, extent[2]),
            max(bottom, extent[3]),
        )


@dataclass(slots=True)
class Face:
    """A flat quadrilateral; markings on it are placed in (0..1, 0..1) from its lower left."""

    origin: Point
    along: Point
    up: Point
    normal: Point
    name: str
    seen: tuple[Point, Point, Point] = _NOT_SEEN
    """Origin, along and up in the camera's frame, once drawn."""


def shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = colour
    return (
        min(255, int(red * factor)),
        min(255, int(green * factor)),
        min(255, int(blue * factor)),
    )


def mix(first: Colour, second: Colour, share: float) -> Colour:
    return (
        int(first[0] + (second[0] - first[0]) * share),
        int(first[1] + (second[1] - first[1]) * share),
        int(first[2] + (second[2] - first[2]) * share),
    )


@dataclass(slots=True)
class Canvas:
    """Draws through a camera. Between `begin` and `end` everything solid belongs to one object."""

    camera: Camera
    haze: Colour
    haze_per_metre: float
    light: Point
    """Unit vector towards the light."""
    picture: Image.Image = field(init=False)
    draw: ImageDraw.ImageDraw = field(init=False)
    _owners: Image.Image = field(init=False)
    _owner_draw: ImageDraw.ImageDraw = field(init=False)
    _outlines: list[_Outline] = field(default_factory=list)
    _pending: str | None = None
    _current: int = 0
    _shadows: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        size = _DRAWN
        self.picture = Image.new("RGB", size, self.haze)
        self.draw = ImageDraw.Draw(self.picture)
        self._owners = Image.new("L", (WIDTH, HEIGHT), 0)
        self._owner_draw = ImageDraw.Draw(self._owners)
        self._shadows = Image.new("L", (size[0] // _SHADOW_SCALE, size[1] // _SHADOW_SCALE), 0)

    def begin(self, label: str) -> None:
        """Start an object; it gets a number once a part of it falls into the picture."""
        self._pending = label

    def end(self) -> None:
        self._pending = None
        self._current = 0

    def hazed(self, colour: Colour, depth: float) -> Colour:
        return mix(colour, self.haze, min(0.75, max(0.0, depth - 3) * self.haze_per_metre))

    def polygon(self, points: Sequence[Point], colour: Colour, *, solid: bool = True) -> None:
        """A flat shape. What is not `solid` is a marking on something already drawn."""
        pixels = self.camera.project(points)
        if pixels:
            depth = self.camera.depth(points[0])
            self.flat(pixels, self.hazed(colour, depth), solid=solid)

    def flat(self, pixels: Sequence[Pixel], colour: Colour, *, solid: bool = True) -> float:
        """A shape given in pixels; returns the area of a solid one on the finished picture."""
        extent = _extent_of(pixels)
        if _is_outside(extent):
            return 0.0
        self.draw.polygon(pixels, fill=colour)
        return self._claim(pixels, extent) if solid else 0.0

    def disc(self, centre: Pixel, radius: Pixel, colour: Colour, *, solid: bool = True) -> None:
        """An ellipse given in pixels."""
        (x, y), (rx, ry) = centre, radius
        self.draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=colour)
        if solid:
            extent = (x - rx, y - ry, x + rx, y + ry)
            halved = (
                extent[0] * _SCALE,
                extent[1] * _SCALE,
                extent[2] * _SCALE,
                extent[3] * _SCALE,
            )
            self._owner_draw.ellipse(halved, fill=self._current)
            if self._current:
                self._outlines[self._current - 1].grow(extent)

    def cuboid(
        self, corner: Point, along: Point, up: Point, deep: Point, colour: Colour
    ) -> list[Face]:
        """Draw the sides that face the camera; return those large enough for markings."""
        return [
            face
            for face in _facing(self.camera.position, corner, along, up, deep)
            if self.face(face, colour) > _MARKED_FACE
        ]

    def face(self, face: Face, colour: Colour) -> float:
        """Fill a face by its angle to the light, darker towards its lower edge.

        Returns its area on the picture; 0 when it cannot take markings.
        """
        lit = shade(colour, 0.86 + 0.34 * max(-0.4, dot(face.normal, self.light)))
        area = self.strip(face, lit)
        if face.name != "top" and area > _SHADED_FACE:
            for step in range(3):
                self.mark(face, 0, step * 0.08, 1, (step + 1) * 0.08, shade(lit, 0.9 + 0.03 * step))
            self.mark(face, 0, 0.985, 1, 1, shade(lit, 1.1))
        return area

    def strip(self, face: Face, colour: Colour) -> float:
        """Fill a face evenly; returns its area as `face` does."""
        end, top = add(face.origin, face.along), add(face.origin, face.up)
        corners = [face.origin, end, add(end, face.up), top]
        view = [self.camera.to_view(corner) for corner in corners]
        if any(point[2] < NEAR for point in view):
            self.polygon(corners, colour)
            return 0.0
        face.seen = (view[0], add(view[1], view[0], -1), add(view[3], view[0], -1))
        pixels = [self.camera.to_pixel(point) for point in view]
        return self.flat(pixels, self.hazed(colour, view[0][2]))

    def mark(self, face: Face, u0: float, v0: float, u1: float, v1: float, colour: Colour) -> None:
        """Paint a rectangle on a face that has been drawn."""
        self.mark_shape(face, ((u0, v0), (u1, v0), (u1, v1), (u0, v1)), colour)

    def mark_shape(self, face: Face, outline: Sequence[Pixel], colour: Colour) -> None:
        (ox, oy, oz), (ax, ay, az), (bx, by, bz) = face.seen
        pixels = []
        centre_x, centre_y = self.camera.centre
        for u, v in outline:
            scale = self.camera.focal / (oz + az * u + bz * v)
            pixels.append(
                (
                    centre_x + (ox + ax * u + bx * v) * scale,
                    centre_y - (oy + ay * u + by * v) * scale,
                )
            )
        self.draw.polygon(pixels, fill=self.hazed(colour, oz))

    def shadow(self, points: Sequence[Point], darkness: int) -> None:
        """Darken the floor or a shelf under something; drawn by `cast_shadows`."""
        pixels = self.camera.project(points)
        if pixels:
            scaled = [(x / _SHADOW_SCALE, y / _SHADOW_SCALE) for x, y in pixels]
            ImageDraw.Draw(self._shadows).polygon(scaled, fill=darkness)

    def cast_shadows(self) -> None:
        """Lay the shadows collected so far over the picture, softly."""
        soft = self._shadows.filter(ImageFilter.GaussianBlur(2.4))
        extent = soft.getbbox()
        if extent is None:
            return
        left, top, right, bottom = (side * _SHADOW_SCALE for side in extent)
        mask = soft.crop(extent).resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        self.picture.paste((24, 22, 26), (left, top, right, bottom), mask)

    def sees(self, points: Sequence[Point]) -> bool:
        """False if all of a solid with these corners falls outside the picture."""
        pixels = self.camera.project(points)
        return bool(pixels) and not _is_outside(_extent_of(pixels))

    def boxes(self) -> list[Box]:
        """Extents of the labelled objects that can be seen well enough, in drawing order."""
        if len(self._outlines) > _MAX_OBJECTS:
            raise ValueError("too many objects for one picture")
        counts = self._owners.histogram()
        found = []
        for number, outline in enumerate(self._outlines, start=1):
            pixels = counts[number]
            visible = min(1.0, pixels / max(outline.area, 1.0))
            if pixels < _MIN_PIXELS or visible < _MIN_VISIBLE.get(
                outline.label, _MIN_VISIBLE_OTHERS
            ):
                continue
            left, top, right, bottom = self._extent(number, outline)
            if min(right - left, bottom - top) >= _MIN_SIDE:
                found.append(Box(outline.label, left, top, right, bottom, visible))
        return found

    def _extent(self, number: int, outline: _Outline) -> tuple[int, int, int, int]:
        """Where the pixels of an object are; it has some."""
        left, top, right, bottom = (side * _SCALE for side in outline.extent)
        window = (
            max(0, int(left) - 1),
            max(0, int(top) - 1),
            min(WIDTH, int(right) + 2),
            min(HEIGHT, int(bottom) + 2),
        )
        mask = self._owners.crop(window).point([255 * (n == number) for n in range(256)])
        found = mask.getbbox() or (0, 0, 0, 0)
        return (
            window[0] + found[0],
            window[1] + found[1],
            window[0] + found[2],
            window[1] + found[3],
        )

    def finish(self, rng: random.Random, tint: Colour) -> bytes:
        """The picture as JPEG, with lamp light, a colour cast and grain."""
        picture = self.picture.reduce(_OVERSAMPLING)
        spot = (rng.uniform(0.3, 0.7), rng.uniform(0.1, 0.45))
        picture = ImageChops.multiply(picture, _lamp_light(spot, rng.uniform(0.7, 0.86), tint))
        grain = ImageChops.offset(_grain(), rng.randrange(WIDTH), rng.randrange(HEIGHT))
        picture = ImageChops.add(picture, grain, scale=1, offset=-10)
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=_JPEG_QUALITY)
        return file.getvalue()

    def _claim(self, pixels: Sequence[Pixel], extent: _Extent) -> float:
        area = _area_on_screen(pixels, extent)
        if self._pending is not None and area > _MIN_FACE:
            self._outlines.append(_Outline(self._pending))
            self._current = len(self._outlines)
            self._pending = None
        halved = [(x * _SCALE, y * _SCALE) for x, y in pixels]
        self._owner_draw.polygon(halved, fill=self._current)
        if self._current:
            outline = self._outlines[self._current - 1]
            outline.area += area
            outline.grow(extent)
        return area


def _facing(eye: Point, corner: Point, along: Point, up: Point, deep: Point) -> list[Face]:
    """The sides of a right-angled block that can be seen from `eye`; at most three."""
    away = add(eye, corner, -1)
    faces = []
    for axis, near, far in (
        (along, "start", "end"),
        (up, "bottom", "top"),
        (deep, "front", "back"),
    ):
        length, reach = dot(axis, axis), dot(away, axis)
        if 0 <= reach <= length:
            continue
        scale = (1 if reach > 0 else -1) / math.sqrt(length)
        normal = (axis[0] * scale, axis[1] * scale, axis[2] * scale)
        origin = add(corner, axis) if reach > 0 else corner
        faces.append(_side(far if reach > 0 else near, origin, normal, along, up, deep))
    return faces


def _side(name: str, origin: Point, normal: Point, along: Point, up: Point, deep: Point) -> Face:
    """A side whose markings are the right way round for who looks at it."""
    if name == "front":
        return Face(origin, along, up, normal, name)
    if name == "end":
        return Face(origin, deep, up, normal, name)
    if name == "back":
        return Face(add(origin, along), _back(along), up, normal, name)
    if name == "start":
        return Face(add(origin, deep), _back(deep), up, normal, name)
    return Face(origin, along, deep, normal, name)


def _back(vector: Point) -> Point:
    return (-vector[0], -vector[1], -vector[2])


def _extent_of(pixels: Sequence[Pixel]) -> _Extent:
    across, down = [pixel[0] for pixel in pixels], [pixel[1] for pixel in pixels]
    return (min(across), min(down), max(across), max(down))


def _is_outside(extent: _Extent) -> bool:
    left, top, right, bottom = extent
    return right < 0 or left > _DRAWN[0] or bottom < 0 or top > _DRAWN[1]


def _area_on_screen(pixels: Sequence[Pixel], extent: _Extent) -> float:
    """Shoelace area on the finished picture, of the outline clamped to it."""
    left, top, right, bottom = extent
    if left < 0 or top < 0 or right > _DRAWN[0] or bottom > _DRAWN[1]:
        pixels = [(min(max(x, 0), _DRAWN[0]), min(max(y, 0), _DRAWN[1])) for x, y in pixels]
    twice = 0.0
    before_x, before_y = pixels[-1]
    for x, y in pixels:
        twice += before_x * y - x * before_y
        before_x, before_y = x, y
    return abs(twice) / 2 * _SCALE * _SCALE


def _lamp_light(spot: Pixel, edge: float, tint: Colour) -> Image.Image:
    small = Image.new("L", (48, 32))
    values = []
    for row in range(32):
        for column in range(48):
            across, down = column / 47 - spot[0], (row / 31 - spot[1]) * 0.8
            values.append(
                round(255 * max(edge, min(1.0, 1.05 - 0.5 * (across * across + down * down))))
            )
    small.putdata(values)
    bands = [small.point([round(value * part / 255) for value in range(256)]) for part in tint]
    return Image.merge("RGB", bands).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


@lru_cache(maxsize=1)
def _grain() -> Image.Image:
    """Fixed noise around 10, slightly blurred; pictures take it shifted."""
    noise = random.Random("grain").randbytes(WIDTH * HEIGHT)
    flat = Image.frombytes("L", (WIDTH, HEIGHT), noise)
    soft = flat.filter(ImageFilter.GaussianBlur(0.6)).point(
        [round(10 + (value - 128) * 0.05) for value in range(256)]
    )
    return Image.merge("RGB", (soft, soft, soft))
