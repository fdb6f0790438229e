"""Things that stand on shelves and floors, drawn with their markings."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from touchstone.demo.shelves.camera import Point, add, dot
from touchstone.demo.shelves.canvas import Canvas, Colour, Face, mix, shade

UP: Final[Point] = (0.0, 1.0, 0.0)

_CARDBOARD: Final[tuple[Colour, ...]] = (
    (196, 152, 104),
    (184, 138, 92),
    (206, 166, 120),
    (172, 130, 90),
    (214, 182, 140),
    (222, 214, 200),
)
_PLASTIC: Final[tuple[Colour, ...]] = (
    (42, 98, 168),
    (180, 52, 48),
    (70, 76, 84),
    (58, 128, 82),
    (222, 170, 40),
)
_STEEL: Final[tuple[Colour, ...]] = ((36, 92, 158), (52, 56, 62), (150, 44, 40), (120, 128, 134))
_WOOD: Final[Colour] = (176, 138, 92)
_INKS: Final[tuple[Colour, ...]] = ((60, 48, 40), (34, 74, 120), (140, 44, 40), (40, 96, 70))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things are put: a floor point, a direction along, a direction away, both unit."""

    origin: Point
    along: Point
    deep: Point

    def at(self, along: float, height: float, deep: float) -> Point:
        point = add(add(self.origin, self.along, along), self.deep, deep)
        return (point[0], point[1] + height, point[2])

    def turned(self, angle: float) -> "Frame":
        cos, sin = math.cos(angle), math.sin(angle)
        along = _scaled(self.along, cos)
        deep = _scaled(self.along, -sin)
        return Frame(self.origin, add(along, self.deep, sin), add(deep, self.deep, cos))

    def moved(self, along: float, height: float, deep: float) -> "Frame":
        return Frame(self.at(along, height, deep), self.along, self.deep)


Size = tuple[float, float, float]
"""Width along, height, depth."""


def _scaled(vector: Point, factor: float) -> Point:
    return (vector[0] * factor, vector[1] * factor, vector[2] * factor)


def block(canvas: Canvas, frame: Frame, size: Size, colour: Colour) -> list[Face]:
    """A plain cuboid standing at the frame's origin."""
    width, height, depth = size
    return canvas.cuboid(
        frame.origin,
        _scaled(frame.along, width),
        _scaled(UP, height),
        _scaled(frame.deep, depth),
        colour,
    )


@dataclass(frozen=True, slots=True)
class CartonLook:
    """Cartons of one delivery look alike."""

    colour: Colour
    ink: Colour
    print_kind: int
    taped: bool

    @classmethod
    def pick(cls, rng: random.Random) -> "CartonLook":
        return cls(rng.choice(_CARDBOARD), rng.choice(_INKS), rng.randrange(5), rng.random() < 0.75)


def carton(canvas: Canvas, frame: Frame, size: Size, look: CartonLook, rng: random.Random) -> None:
    canvas.begin("Carton")
    colour = shade(look.colour, rng.uniform(0.95, 1.04))
    for face in block(canvas, frame, size, colour):
        if face.name == "bottom":
            continue
        _tape(canvas, face, colour, look)
        if face.name != "top":
            _print(canvas, face, look, rng)
    canvas.end()


def _tape(canvas: Canvas, face: Face, colour: Colour, look: CartonLook) -> None:
    tape = mix(colour, (236, 220, 190) if look.taped else (90, 66, 44), 0.5)
    if face.name == "top":
        canvas.mark(face, 0, 0.45, 1, 0.55, tape)
    elif face.name in ("start", "end"):
        canvas.mark(face, 0.44, 0.72, 0.56, 1, tape)
    else:
        canvas.mark(face, 0, 0.492, 1, 0.5, shade(colour, 0.84))


def _print(canvas: Canvas, face: Face, look: CartonLook, rng: random.Random) -> None:
    def mark(u0: float, v0: float, u1: float, v1: float, colour: Colour) -> None:
        canvas.mark(face, u0, v0, u1, v1, colour)

    ink = mix(look.ink, look.colour, 0.25)
    if look.print_kind in (0, 3):  # this side up
        for left in (0.1, 0.2):
            mark(left + 0.022, 0.16, left + 0.038, 0.3, ink)
            arrow = ((left, 0.28), (left + 0.06, 0.28), (left + 0.03, 0.38))
            canvas.mark_shape(face, arrow, ink)
        mark(0.08, 0.11, 0.28, 0.135, ink)
    if look.print_kind in (1, 3):  # a maker's stripe
        mark(0.0, 0.62, 1.0, 0.74, ink)
        mark(0.08, 0.655, 0.42, 0.705, mix(look.colour, (255, 255, 255), 0.5))
    if look.print_kind == 2:  # a maker's sign
        canvas.mark_shape(face, [(0.3 + 0.12 * c, 0.55 + 0.2 * s) for c, s in _CIRCLE], ink)
        mark(0.48, 0.56, 0.8, 0.63, ink)
        mark(0.48, 0.46, 0.7, 0.5, ink)
    if rng.random() < 0.7 and face.name != "back":
        _address_label(canvas, face, 0.6 + rng.uniform(-0.04, 0.06), 0.14 + rng.uniform(0, 0.1))


def _address_label(canvas: Canvas, face: Face, u: float, v: float) -> None:
    canvas.mark(face, u, v, u + 0.27, v + 0.26, (238, 236, 230))
    for step in range(7):
        left = u + 0.03 + step * 0.032
        right = left + (0.02 if step % 3 else 0.011)
        canvas.mark(face, left, v + 0.04, right, v + 0.12, (40, 40, 44))
    canvas.mark(face, u + 0.03, v + 0.17, u + 0.2, v + 0.19, (90, 90, 96))
    canvas.mark(face, u + 0.03, v + 0.21, u + 0.16, v + 0.23, (90, 90, 96))


_CIRCLE: Final = tuple(
    (math.cos(step * math.tau / 24), math.sin(step * math.tau / 24)) for step in range(24)
)


def crate(canvas: Canvas, frame: Frame, size: Size, colour: Colour) -> None:
    """A plastic box with ribs, a rim and hand holes; open on top."""
    canvas.begin("Crate")
    for face in block(canvas, frame, size, colour):
        if face.name == "bottom":
            continue
        if face.name == "top":
            canvas.mark(face, 0.06, 0.08, 0.94, 0.92, shade(colour, 0.4))
            canvas.mark(face, 0.06, 0.6, 0.94, 0.92, shade(colour, 0.55))
            continue
        light = 0.74 + 0.34 * max(-0.4, dot(face.normal, canvas.light))
        rim, groove = shade(colour, light * 1.16), shade(colour, light * 0.78)
        for step in range(5):
            left = 0.08 + step * 0.17
            canvas.mark(face, left, 0.1, left + 0.13, 0.72, groove)
            inner = shade(colour, light * 0.9)
            canvas.mark(face, left + 0.02, 0.1, left + 0.13, 0.7, inner)
        canvas.mark(face, 0, 0.8, 1, 1, rim)
        canvas.mark(face, 0, 0.77, 1, 0.8, shade(colour, light * 0.6))
        canvas.mark(face, 0.38, 0.84, 0.62, 0.94, shade(colour, 0.3))
    canvas.end()


def crate_colour(rng: random.Random) -> Colour:
    return rng.choice(_PLASTIC)


def drum(canvas: Canvas, centre: Point, radius: float, height: float, colour: Colour) -> None:
    """A steel drum with two rolled ribs and a lid."""
    canvas.begin("Drum")
    ring = [add(centre, (radius * c, 0.0, radius * s)) for c, s in _CIRCLE]
    for start, stop in zip(ring, [*ring[1:], ring[0]], strict=True):
        middle = add(add(start, stop), centre, -2)
        normal = (middle[0] / (2 * radius), 0.0, middle[2] / (2 * radius))
        if dot(normal, add(canvas.camera.position, start, -1)) <= 0:
            continue
        facing = dot(normal, canvas.light)
        tone = shade(colour, 0.62 + 0.42 * max(0.0, facing) + 0.35 * max(0.0, facing) ** 8)
        side = Face(start, add(stop, start, -1), _scaled(UP, height), normal, "side")
        if canvas.strip(side, tone) < 12:
            continue
        for low in (0.32, 0.65):
            canvas.mark(side, 0, low, 1, low + 0.02, shade(tone, 1.25))
            canvas.mark(side, 0, low - 0.025, 1, low, shade(tone, 0.75))
        canvas.mark(side, 0, 0.965, 1, 1, shade(tone, 1.2))
        canvas.mark(side, 0, 0, 1, 0.05, shade(tone, 0.7))
    if canvas.camera.position[1] > centre[1] + height:
        lid = [add(point, UP, height) for point in ring]
        canvas.polygon(lid, shade(colour, 1.05))
        top = add(centre, UP, height)
        inner = [add(top, add(point, centre, -1), 0.86) for point in ring]
        canvas.polygon(inner, shade(colour, 0.86), solid=False)
        bung = [add(top, (radius * (0.5 + 0.13 * c), 0.0, radius * 0.13 * s)) for c, s in _CIRCLE]
        canvas.polygon(bung, shade(colour, 0.4), solid=False)
    canvas.end()


def drum_colour(rng: random.Random) -> Colour:
    return rng.choice(_STEEL)


PALLET_HEIGHT: Final = 0.15


def pallet(canvas: Canvas, frame: Frame, width: float, depth: float) -> None:
    """A wooden pallet: boards below, blocks with gaps between them, boards on top."""
    canvas.begin("Pallet")
    block(canvas, frame, (width, 0.022, depth), shade(_WOOD, 0.8))
    for face in block(canvas, frame.moved(0, 0.022, 0), (width, 0.1, depth), shade(_WOOD, 0.9)):
        if face.name not in ("top", "bottom"):
            for left, right in ((0.12, 0.44), (0.56, 0.88)):
                canvas.mark(face, left, 0, right, 1, (46, 37, 30))
                canvas.mark(face, left, 0, left + 0.02, 1, (84, 66, 46))
    for face in block(canvas, frame.moved(0, 0.122, 0), (width, 0.028, depth), _WOOD):
        if face.name == "top":
            for slit in range(1, 6):
                canvas.mark(face, 0, slit / 6 - 0.02, 1, slit / 6 + 0.025, (82, 64, 46))
    canvas.end()


def stacking_order(base: float, eye: float) -> tuple[bool, float]:
    """Sort key of what stands at height `base`, so that nothing is painted over wrongly.

    Above the eye the higher comes first, because the lower hides its underside.
    """
    return (base <= eye, base if base <= eye else -base)


@dataclass(frozen=True, slots=True)
class _Piece:
    frame: Frame
    size: Size
    draw: Callable[[], None]


def _draw_pieces(canvas: Canvas, pieces: list[_Piece]) -> None:
    """Draw what is stacked and stands side by side, hidden parts first."""
    eye = canvas.camera.position

    def order(piece: _Piece) -> tuple[bool, float, float]:
        width, height, depth = piece.size
        away = add(piece.frame.at(width / 2, height / 2, depth / 2), eye, -1)
        return (*stacking_order(piece.frame.origin[1], eye[1]), -dot(away, away))

    for piece in sorted(pieces, key=order):
        piece.draw()


def loaded_pallet(
    canvas: Canvas,
    frame: Frame,
    look: CartonLook,
    rng: random.Random,
    *,
    layers: int,
    room: float = 1.6,
    width: float = 1.2,
) -> None:
    """A pallet with equal cartons in layers; the top layer is often begun."""
    wide = min(1.2, width)
    pieces = [_pallet_piece(canvas, frame, wide)]
    columns = rng.choice((1, 2, 2, 2))
    size = (wide / columns - 0.02, rng.uniform(0.42, 0.62), 0.8)
    layers = min(layers, int((room - PALLET_HEIGHT) / size[1]))
    for layer in range(layers):
        height = PALLET_HEIGHT + layer * (size[1] + 0.005)
        filled = list(range(columns))
        if layer == layers - 1 and layer > 0:
            filled = rng.sample(filled, rng.randrange(1, columns + 1))
        for column in filled:
            place = frame.moved(column * (size[0] + 0.02) + rng.uniform(0, 0.015), height, 0.02)
            pieces.append(_carton_piece(canvas, place, size, look, rng))
    _draw_pieces(canvas, pieces)


def _pallet_piece(canvas: Canvas, frame: Frame, width: float) -> _Piece:
    size = (width, PALLET_HEIGHT, 0.85)
    return _Piece(frame, size, lambda: pallet(canvas, frame, width, size[2]))


def _carton_piece(
    canvas: Canvas, place: Frame, size: Size, look: CartonLook, rng: random.Random
) -> _Piece:
    return _Piece(place, size, lambda: carton(canvas, place, size, look, rng))


def loose_cartons(
    canvas: Canvas, frame: Frame, width: float, room: float, rng: random.Random
) -> None:
    """Cartons of several deliveries side by side, some with another on top."""
    pieces: list[_Piece] = []
    along = 0.0
    while True:
        size = (rng.uniform(0.42, 0.75), rng.uniform(0.3, 0.7), rng.uniform(0.4, 0.7))
        if along + size[0] > width:
            break
        place = frame.moved(along, 0, rng.uniform(0, 0.15)).turned(rng.uniform(-0.06, 0.06))
        pieces.append(_carton_piece(canvas, place, size, CartonLook.pick(rng), rng))
        top = (size[0] * 0.85, rng.uniform(0.24, 0.36), size[2] * 0.8)
        if size[1] + top[1] < room and rng.random() < 0.35:
            upper = place.moved(0.03, size[1], 0.05)
            pieces.append(_carton_piece(canvas, upper, top, CartonLook.pick(rng), rng))
        along += size[0] + rng.uniform(0.02, 0.3)
    _draw_pieces(canvas, pieces)


def stacked_crates(
    canvas: Canvas, frame: Frame, width: float, room: float, rng: random.Random
) -> None:
    """Stacks of plastic crates, one colour or two."""
    size = (0.6, 0.36, 0.65)
    colours = [crate_colour(rng), crate_colour(rng)]
    pieces = []
    for step in range(int(width / 0.64)):
        for storey in range(rng.randrange(0, max(2, min(3, int(room / 0.37)) + 1))):
            place = frame.moved(step * 0.64, storey * (size[1] + 0.004), 0.05)
            draw = partial(crate, canvas, place, size, rng.choice(colours))
            pieces.append(_Piece(place, size, draw))
    _draw_pieces(canvas, pieces)


def row_of_drums(
    canvas: Canvas, frame: Frame, width: float, room: float, rng: random.Random
) -> None:
    """Two rows of drums on a pallet."""
    radius, height = 0.27, min(0.88, room - PALLET_HEIGHT - 0.05)
    colour = drum_colour(rng)
    pieces = [_pallet_piece(canvas, frame, min(width, 1.2))]
    for column in range(2):
        for deep in (0.58, 0.28):
            if rng.random() < 0.85:
                place = frame.moved(0.3 + column * 0.57, PALLET_HEIGHT, deep)
                draw = partial(drum, canvas, place.origin, radius, height, colour)
                pieces.append(_Piece(place, (0.0, height, 0.0), draw))
    _draw_pieces(canvas, pieces)
