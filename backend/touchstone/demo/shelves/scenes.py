"""Pictures of a warehouse: a rack from the front, or an aisle between two racks."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from touchstone.demo.shelves import figures, props
from touchstone.demo.shelves.camera import Camera, Pixel, Point
from touchstone.demo.shelves.canvas import HEIGHT, WIDTH, Box, Canvas, Colour, mix, shade
from touchstone.demo.shelves.props import CartonLook, Frame
from touchstone.demo.shelves.racks import Rack, draw_rack

_TINTS: Final[tuple[Colour, ...]] = (
    (255, 250, 240),
    (246, 250, 255),
    (255, 244, 226),
    (250, 255, 248),
)
_WALLS: Final[tuple[Colour, ...]] = ((222, 227, 229), (210, 218, 226), (228, 222, 212))
_FLOORS: Final[tuple[Colour, ...]] = ((182, 180, 176), (168, 172, 177), (192, 184, 172))
_YELLOW: Final[Colour] = (232, 190, 44)

_FOCAL: Final = 1750.0  # pixels of the double-size picture
_CENTRE: Final = (WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Picture:
    jpeg: bytes
    boxes: list[Box]


def draw_scene(rng: random.Random) -> Picture:
    """One picture and what is to be seen on it."""
    draw = rng.choices((_front, _aisle), (3, 2))[0]
    canvas = draw(rng)
    return Picture(canvas.finish(rng, rng.choice(_TINTS)), canvas.boxes())


@dataclass(frozen=True, slots=True)
class _OnFloor:
    """Something on the floor: how far away it is, its footprint, and how to draw it."""

    depth: float
    footprint: list[Point]
    draw: Callable[[Canvas], None]


def _front(rng: random.Random) -> Canvas:
    """A rack seen from the front, slightly from one side."""
    distance = rng.uniform(6.0, 7.4)
    camera = Camera(
        position=(rng.uniform(-0.8, 0.8), rng.uniform(1.5, 2.1), -distance),
        yaw=rng.uniform(-0.16, 0.16),
        pitch=rng.uniform(-0.06, 0.03),
        focal=_FOCAL,
        centre=_CENTRE,
    )
    canvas = Canvas(camera, rng.choice(_WALLS), 0.012, _unit((rng.uniform(-0.5, 0.5), 0.75, -0.6)))
    _draw_hall(canvas, rng, wall_at=2.6)
    rack = Rack(
        Frame((-5.6 + rng.uniform(-1, 1), 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)),
        bays=4,
        levels=(0.0, *_heights(rng)),
    )
    things = _floor_things(
        rng, nearest=-min(2.6, distance - 4.4), farthest=-0.8, spread=2.2, aisle=False
    )
    _shade_floor(canvas, (rack,), things)
    draw_rack(canvas, rack, rng)
    _draw_things(canvas, things)
    return canvas


def _aisle(rng: random.Random) -> Canvas:
    """Looking down an aisle with racks on both sides."""
    half = rng.uniform(1.55, 1.9)
    camera = Camera(
        position=(rng.uniform(-0.5, 0.5), rng.uniform(1.6, 2.4), -1.0),
        yaw=rng.uniform(-0.1, 0.1),
        pitch=rng.uniform(-0.09, -0.01),
        focal=_FOCAL * 0.82,
        centre=_CENTRE,
    )
    canvas = Canvas(camera, rng.choice(_WALLS), 0.03, _unit((0.1, 0.85, -0.45)))
    _draw_hall(canvas, rng, wall_at=19.0)
    _draw_ceiling(canvas)
    heights = (0.0, *_heights(rng))
    left = Rack(Frame((-half, 0, 1.2), (0, 0, 1.0), (-1.0, 0, 0)), bays=5, levels=heights)
    right = Rack(Frame((half, 0, 1.2), (0, 0, 1.0), (1.0, 0, 0)), bays=5, levels=heights)
    things = _floor_things(rng, nearest=4.2, farthest=12.0, spread=half - 0.75, aisle=True)
    for x in (-half + 0.2, half - 0.2):
        _floor_strip(canvas, (x - 0.05, x + 0.05), (0.2, 16.0), _YELLOW)
    _shade_floor(canvas, (left, right), things)
    for rack in (left, right):
        draw_rack(canvas, rack, rng)
    _draw_things(canvas, things)
    return canvas


def _heights(rng: random.Random) -> tuple[float, ...]:
    first = rng.uniform(1.45, 1.75)
    return (first, first + rng.uniform(1.35, 1.6), first + 3.2)


def _unit(vector: Point) -> Point:
    length = math.hypot(*vector)
    return (vector[0] / length, vector[1] / length, vector[2] / length)


def _draw_hall(canvas: Canvas, rng: random.Random, wall_at: float) -> None:
    """Wall panels and a concrete floor with joints."""
    wall, floor = canvas.haze, rng.choice(_FLOORS)
    bands = 30
    for band in range(bands):
        low, high = band * 9 / bands, (band + 1) * 9 / bands
        tone = shade(wall, 0.68 + 0.28 * band / bands)
        canvas.polygon(
            [(-16, low, wall_at), (16, low, wall_at), (16, high, wall_at), (-16, high, wall_at)],
            tone,
        )
    for step in range(-26, 27):
        x = step * 0.6
        seam = [(x, 0, wall_at), (x + 0.05, 0, wall_at), (x + 0.05, 9, wall_at), (x, 9, wall_at)]
        canvas.polygon(seam, shade(wall, 0.72), solid=False)
    nearest = canvas.camera.position[2] + 0.3
    stripes = 24
    for stripe in range(stripes):
        far = wall_at + (nearest - wall_at) * (stripe / stripes) ** 0.6
        near = wall_at + (nearest - wall_at) * ((stripe + 1) / stripes) ** 0.6
        tone = mix(shade(floor, 0.84), shade(floor, 1.06), stripe / stripes)
        canvas.polygon([(-16, 0, far), (16, 0, far), (16, 0, near), (-16, 0, near)], tone)
    for joint in range(-4, 8):
        z = joint * 3.0 + 0.7
        if nearest < z < wall_at:
            _floor_strip(canvas, (-16, 16), (z, z + 0.025), shade(floor, 0.78))
    for joint in range(-4, 5):
        x = joint * 3.0 + 1.1
        _floor_strip(canvas, (x, x + 0.02), (nearest, wall_at), shade(floor, 0.78))


def _floor_strip(canvas: Canvas, x: Pixel, z: Pixel, colour: Colour) -> None:
    corners = [(x[0], 0.0, z[0]), (x[1], 0.0, z[0]), (x[1], 0.0, z[1]), (x[0], 0.0, z[1])]
    canvas.polygon(corners, colour, solid=False)


def _draw_ceiling(canvas: Canvas) -> None:
    high = 6.4
    canvas.polygon(
        [(-16, high, 0), (16, high, 0), (16, high, 19), (-16, high, 19)],
        shade(canvas.haze, 0.5),
    )
    for step in range(9):
        z = 2.0 + step * 2.0
        beam = [(-16, high - 0.02, z), (16, high - 0.02, z)]
        canvas.polygon(
            [*beam, (16, high - 0.02, z + 0.2), (-16, high - 0.02, z + 0.2)],
            shade(canvas.haze, 0.4),
        )
        lamp = [(-0.25, z + 0.7), (0.25, z + 0.7), (0.25, z + 1.7), (-0.25, z + 1.7)]
        canvas.polygon([(x, high - 0.3, depth) for x, depth in lamp], (252, 250, 240))


def _floor_things(
    rng: random.Random, *, nearest: float, farthest: float, spread: float, aisle: bool
) -> list[_OnFloor]:
    """A few people, perhaps a forklift, perhaps goods waiting on the floor; far to near."""
    columns = [-1.0, -0.4, 0.3, 0.95]
    rng.shuffle(columns)
    kinds = rng.choices(("nothing", "person", "goods"), (3, 5, 3), k=4)
    if rng.random() < 0.45:
        kinds[rng.randrange(4)] = "forklift"
    things: list[_OnFloor] = []
    for slot, (kind, column) in enumerate(zip(kinds, columns, strict=True)):
        depth = nearest + (farthest - nearest) * (slot + rng.random() * 0.6) / 4
        x = column * spread + rng.uniform(-0.15, 0.15)
        if kind != "nothing":
            things.append(_MAKERS[kind](rng, x, depth, aisle))
    return sorted(things, key=lambda thing: -thing.depth)


def _footprint(frame: Frame, along: Point, deep: Point) -> list[Point]:
    (start, stop, _), (near, far, _) = along, deep
    return [
        frame.at(start, 0, near),
        frame.at(stop, 0, near),
        frame.at(stop, 0, far),
        frame.at(start, 0, far),
    ]


def _person_at(rng: random.Random, x: float, z: float, aisle: bool) -> _OnFloor:
    del aisle
    outfit = figures.Outfit.pick(rng)
    pose = rng.choices(("stand", "walk", "reach"), (4, 4, 1))[0]
    frame = Frame((x, 0.0, z), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    return _OnFloor(
        z,
        _footprint(frame, (-0.35, 0.35, 0), (-0.15, 0.25, 0)),
        lambda canvas: figures.person(canvas, frame.origin, outfit, pose, rng),
    )


def _forklift_at(rng: random.Random, x: float, z: float, aisle: bool) -> _OnFloor:
    heading = rng.choice((1, -1)) * math.pi / 2 if aisle else rng.choice((0.0, math.pi))
    upright = Frame((x, 0.0, z), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    frame = upright.turned(heading + rng.uniform(-0.35, 0.35))
    colour, forks = figures.forklift_colour(rng), rng.choice((0.1, 0.1, 0.5, 1.1))
    return _OnFloor(
        z,
        _footprint(frame, (-1.2, 1.7, 0), (-0.55, 0.55, 0)),
        lambda canvas: figures.forklift(canvas, frame, colour, forks),
    )


def _goods_at(rng: random.Random, x: float, z: float, aisle: bool) -> _OnFloor:
    del aisle
    flat = Frame((x, 0.0, z), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)).turned(rng.uniform(-0.3, 0.3))
    look = CartonLook.pick(rng)
    return _OnFloor(
        z,
        _footprint(flat, (-0.1, 1.25, 0), (-0.1, 0.95, 0)),
        lambda canvas: props.loaded_pallet(canvas, flat, look, rng, layers=rng.randrange(0, 3)),
    )


_MAKERS: Final = {"person": _person_at, "forklift": _forklift_at, "goods": _goods_at}


def _shade_floor(canvas: Canvas, racks: tuple[Rack, ...], things: list[_OnFloor]) -> None:
    for rack in racks:
        canvas.shadow(
            _footprint(rack.frame, (-0.1, rack.length + 0.1, 0), (-0.35, rack.depth + 0.4, 0)), 105
        )
    for thing in things:
        canvas.shadow(thing.footprint, 150)
    canvas.cast_shadows()


def _draw_things(canvas: Canvas, things: list[_OnFloor]) -> None:
    for thing in things:
        thing.draw(canvas)
