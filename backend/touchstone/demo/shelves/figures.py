"""People and forklifts."""

import math
import random
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from touchstone.demo.shelves.camera import Pixel, Point, add, dot
from touchstone.demo.shelves.canvas import Canvas, Colour, mix, shade
from touchstone.demo.shelves.props import Frame, block

_SKIN: Final[tuple[Colour, ...]] = (
    (242, 206, 178),
    (222, 176, 140),
    (186, 134, 98),
    (132, 88, 62),
    (92, 62, 46),
)
_VESTS: Final[tuple[Colour, ...]] = ((244, 122, 34), (206, 226, 48), (206, 226, 48))
_HELMETS: Final[tuple[Colour, ...]] = ((244, 244, 240), (242, 196, 40), (40, 104, 190))
_SHIRTS: Final[tuple[Colour, ...]] = ((58, 72, 98), (84, 88, 94), (112, 58, 56))
_TROUSERS: Final[tuple[Colour, ...]] = ((44, 52, 70), (60, 60, 62), (74, 66, 54))
_TRUCKS: Final[tuple[Colour, ...]] = ((240, 178, 34), (228, 96, 30), (196, 44, 40), (74, 142, 84))
_STEEL: Final[Colour] = (58, 60, 66)


@dataclass(frozen=True, slots=True)
class Outfit:
    skin: Colour
    vest: Colour
    helmet: Colour | None
    shirt: Colour
    trousers: Colour

    @classmethod
    def pick(cls, rng: random.Random) -> "Outfit":
        return cls(
            rng.choice(_SKIN),
            rng.choice(_VESTS),
            rng.choice(_HELMETS) if rng.random() < 0.7 else None,
            rng.choice(_SHIRTS),
            rng.choice(_TROUSERS),
        )


@dataclass(slots=True)
class _Pen:
    """Draws in a person's own measure: x in metres from the middle, y from the soles up."""

    canvas: Canvas
    feet: Pixel
    scale: float
    depth: float
    mirror: int

    def at(self, x: float, y: float) -> Pixel:
        return (self.feet[0] + self.mirror * x * self.scale, self.feet[1] - y * self.scale)

    def shape(self, points: list[Pixel], colour: Colour) -> None:
        pixels = [self.at(x, y) for x, y in points]
        self.canvas.flat(pixels, self.canvas.hazed(colour, self.depth))

    def disc(self, x: float, y: float, radius: Pixel, colour: Colour) -> None:
        size = (radius[0] * self.scale, radius[1] * self.scale)
        self.canvas.disc(self.at(x, y), size, self.canvas.hazed(colour, self.depth))

    def limb(self, points: list[Pixel], widths: list[float], colour: Colour) -> None:
        """A chain of tapering pieces with round joints."""
        joints = list(zip(points, widths, strict=True))
        for (start, wide), (stop, narrow) in pairwise(joints):
            across = math.hypot(stop[0] - start[0], stop[1] - start[1]) or 1
            nx, ny = (start[1] - stop[1]) / across, (stop[0] - start[0]) / across
            self.shape(
                [
                    (start[0] + nx * wide, start[1] + ny * wide),
                    (stop[0] + nx * narrow, stop[1] + ny * narrow),
                    (stop[0] - nx * narrow, stop[1] - ny * narrow),
                    (start[0] - nx * wide, start[1] - ny * wide),
                ],
                colour,
            )
        for (x, y), width in joints:
            self.disc(x, y, (width, width), colour)


def person(canvas: Canvas, feet: Point, outfit: Outfit, pose: str, rng: random.Random) -> None:
    """Somebody standing (`stand`), walking (`walk`) or reaching up (`reach`)."""
    canvas.begin("Person")
    pixels = canvas.camera.project([feet, feet, feet])
    if pixels:
        height = rng.uniform(0.95, 1.05)
        pen = _Pen(
            canvas,
            pixels[0],
            canvas.camera.pixels_per_metre(feet) * height,
            canvas.camera.depth(feet),
            rng.choice((-1, 1)),
        )
        _legs(pen, outfit, pose)
        _upper_body(pen, outfit, pose, back=rng.random() < 0.4)
    canvas.end()


def _legs(pen: _Pen, outfit: Outfit, pose: str) -> None:
    far, near = shade(outfit.trousers, 0.78), outfit.trousers
    boots = (46, 38, 34)
    if pose == "walk":
        steps = (
            ((-0.06, 0.9), (-0.1, 0.5), (-0.3, 0.12)),
            ((0.06, 0.9), (0.17, 0.5), (0.22, 0.08)),
        )
    else:
        steps = (
            ((-0.1, 0.9), (-0.12, 0.5), (-0.13, 0.08)),
            ((0.1, 0.9), (0.12, 0.5), (0.14, 0.08)),
        )
    for (hip, knee, ankle), colour in zip(steps, (far, near), strict=True):
        pen.limb([hip, knee, ankle], [0.105, 0.08, 0.06], colour)
        x, y = ankle
        toe = 0.13 if pose == "walk" else 0.05
        pen.shape(
            [(x - 0.08, y - 0.08), (x + toe, y - 0.08), (x + toe, y - 0.03), (x + 0.06, y + 0.05),
             (x - 0.07, y + 0.05)],
            boots,
        )  # fmt: skip


def _upper_body(pen: _Pen, outfit: Outfit, pose: str, *, back: bool) -> None:
    sleeve = shade(outfit.shirt, 0.8)
    arms = {
        "stand": (
            ((-0.22, 1.4), (-0.29, 1.12), (-0.24, 0.88)),
            ((0.22, 1.4), (0.3, 1.14), (0.12, 1.08)),
        ),
        "walk": (
            ((-0.2, 1.4), (-0.3, 1.14), (-0.16, 0.94)),
            ((0.2, 1.4), (0.24, 1.12), (0.38, 0.96)),
        ),
        "reach": (
            ((-0.22, 1.4), (-0.31, 1.14), (-0.27, 0.9)),
            ((0.22, 1.42), (0.34, 1.68), (0.36, 1.98)),
        ),
    }[pose]
    _arm(pen, outfit, arms[0], sleeve)
    pen.limb([(0, 1.5), (0, 1.62)], [0.06, 0.055], shade(outfit.skin, 0.82))
    pen.shape(
        [(-0.2, 0.88), (0.2, 0.88), (0.21, 1.2), (0.25, 1.42), (0.17, 1.5), (-0.17, 1.5),
         (-0.25, 1.42), (-0.21, 1.2)],
        outfit.vest,
    )  # fmt: skip
    pen.shape(
        [(0.08, 0.88), (0.2, 0.88), (0.21, 1.2), (0.25, 1.42), (0.17, 1.5), (0.12, 1.3)],
        shade(outfit.vest, 0.86),
    )
    if not back:
        pen.shape([(-0.06, 1.5), (0.06, 1.5), (0.0, 1.3)], outfit.shirt)
        pen.shape([(-0.008, 0.88), (0.008, 0.88), (0.008, 1.31), (-0.008, 1.31)], (70, 60, 30))
    silver = (226, 228, 226)
    for low in (0.98, 1.12):
        pen.shape([(-0.205, low), (0.205, low), (0.208, low + 0.05), (-0.208, low + 0.05)], silver)
    for side in (-0.15, 0.11):
        pen.shape([(side, 1.17), (side + 0.04, 1.17), (side + 0.04, 1.5), (side, 1.5)], silver)
    _head(pen, outfit, back=back)
    _arm(pen, outfit, arms[1], outfit.shirt)


def _arm(pen: _Pen, outfit: Outfit, joints: tuple[Pixel, Pixel, Pixel], sleeve: Colour) -> None:
    pen.limb(list(joints), [0.072, 0.06, 0.048], sleeve)
    x, y = joints[2]
    pen.disc(x, y - 0.01, (0.05, 0.055), outfit.skin)


def _head(pen: _Pen, outfit: Outfit, *, back: bool) -> None:
    hair = mix(outfit.skin, (40, 30, 26), 0.8)
    pen.disc(0, 1.7, (0.098, 0.125), hair if back else outfit.skin)
    if not back:
        pen.shape(
            [(0.03, 1.6), (0.075, 1.63), (0.094, 1.7), (0.09, 1.76), (0.04, 1.76)],
            shade(outfit.skin, 0.88),
        )
        for x in (-0.035, 0.04):
            pen.disc(x, 1.7, (0.011, 0.013), (40, 32, 30))
    crown = outfit.helmet or hair
    arc = [(0.113 * math.cos(a), 1.735 + 0.115 * math.sin(a)) for a in _HALF_TURN]
    pen.shape(arc, crown)
    pen.shape([(0.03, 1.735), *[p for p in arc if p[0] > 0.03]], shade(crown, 0.88))
    if outfit.helmet:
        pen.shape(
            [(-0.125, 1.725), (0.145, 1.725), (0.135, 1.75), (-0.118, 1.75)], shade(crown, 0.94)
        )


_HALF_TURN: Final = tuple(math.pi * step / 12 for step in range(13))


def forklift_colour(rng: random.Random) -> Colour:
    return rng.choice(_TRUCKS)


@dataclass(frozen=True, slots=True)
class _Part:
    """A cuboid of the truck: forwards, to the side, up."""

    start: Point
    size: Point
    colour: Colour


def forklift(canvas: Canvas, frame: Frame, colour: Colour, fork_height: float) -> None:
    """A counterbalance truck; `frame.along` points forwards, its origin is below the seat."""
    canvas.begin("Forklift")
    for part in _sorted_parts(canvas, frame, _parts(colour, fork_height)):
        forward, side, up = part.start
        length, width, height = part.size
        block(canvas, frame.moved(forward, up, side), (length, height, width), part.colour)
        if part.size == _CHASSIS:
            _wheels(canvas, frame)
    _wheels(canvas, frame)
    canvas.end()


_CHASSIS: Final[Point] = (1.5, 0.96, 0.5)


def _parts(colour: Colour, fork_height: float) -> list[_Part]:
    dark = (40, 42, 46)
    parts = [
        _Part((-0.95, -0.48, 0.2), _CHASSIS, colour),
        _Part((-1.2, -0.46, 0.3), (0.5, 0.92, 0.72), shade(colour, 0.72)),
        _Part((-0.62, -0.3, 0.7), (0.5, 0.6, 0.12), dark),
        _Part((-0.74, -0.3, 0.82), (0.14, 0.6, 0.5), dark),
        _Part((0.36, -0.44, 0.7), (0.16, 0.88, 0.34), shade(colour, 0.9)),
        _Part((0.28, -0.16, 1.02), (0.06, 0.32, 0.06), dark),
        _Part((-0.85, -0.47, 2.02), (1.2, 0.94, 0.07), shade(colour, 0.62)),
        _Part((0.72, -0.42, fork_height + 0.06), (0.05, 0.84, 0.1), _STEEL),
        _Part((0.72, -0.42, fork_height + 0.4), (0.05, 0.84, 0.1), _STEEL),
        _Part((0.6, -0.4, 2.05), (0.1, 0.8, 0.1), dark),
        _Part((0.6, -0.4, 1.1), (0.08, 0.8, 0.08), dark),
    ]
    for side in (-0.47, 0.42):
        parts.append(_Part((-0.83, side, 1.0), (0.06, 0.05, 1.05), dark))
        parts.append(_Part((0.3, side, 0.98), (0.06, 0.05, 1.07), dark))
    for side in (-0.4, 0.3):
        parts.append(_Part((0.6, side, 0.08), (0.1, 0.1, 2.05), dark))
        parts.append(_Part((0.77, side - 0.02, fork_height), (1.05, 0.14, 0.05), (96, 98, 104)))
    return parts


def _sorted_parts(canvas: Canvas, frame: Frame, parts: list[_Part]) -> list[_Part]:
    """Farthest first. The big body goes by its far end, so that what stands on it follows."""

    def distance(part: _Part) -> float:
        middle = frame.at(
            part.start[0] + part.size[0] / 2,
            part.start[2] + part.size[2] / 2,
            part.start[1] + part.size[1] / 2,
        )
        away = add(middle, canvas.camera.position, -1)
        return -math.hypot(*away) - (0.8 if part.size == _CHASSIS else 0.0)

    return sorted(parts, key=distance)


def _wheels(canvas: Canvas, frame: Frame) -> None:
    for side in (-0.5, 0.5):
        outwards = (frame.deep[0] * side, 0.0, frame.deep[2] * side)
        place = frame.at(0, 0, side)
        if dot(outwards, add(canvas.camera.position, place, -1)) <= 0:
            continue
        for forward, radius in ((0.38, 0.31), (-0.8, 0.24)):
            _wheel(canvas, frame, forward, side, radius)


def _wheel(canvas: Canvas, frame: Frame, forward: float, side: float, radius: float) -> None:
    for share, colour in ((1.0, (34, 34, 36)), (0.62, (150, 150, 152)), (0.28, (70, 70, 74))):
        ring = [
            frame.at(
                forward + radius * share * math.cos(angle),
                radius + radius * share * math.sin(angle),
                side,
            )
            for angle in (step * math.tau / 28 for step in range(28))
        ]
        canvas.polygon(ring, colour)
