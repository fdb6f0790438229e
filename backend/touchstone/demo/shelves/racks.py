"""Pallet racks and what stands in them."""

import random
from dataclasses import dataclass
from typing import Final

from touchstone.demo.shelves import props
from touchstone.demo.shelves.camera import Point
from touchstone.demo.shelves.canvas import Canvas, Colour
from touchstone.demo.shelves.props import CartonLook, Frame, block

BAY: Final = 2.7
_UPRIGHT: Final = 0.1
_DECK: Final = 0.05
_BEAM: Final = 0.13

_BLUE: Final[Colour] = (38, 78, 140)
_ORANGE: Final[Colour] = (226, 108, 36)
_MESH: Final[Colour] = (120, 124, 128)


@dataclass(frozen=True, slots=True)
class Rack:
    """`frame.along` runs along the front, `frame.deep` into the rack. `levels` are in metres."""

    frame: Frame
    bays: int
    levels: tuple[float, ...]
    depth: float = 1.05

    @property
    def length(self) -> float:
        return self.bays * BAY


def draw_rack(canvas: Canvas, rack: Rack, rng: random.Random) -> None:
    """Far bays first; in each, the levels farthest from the eye first."""
    _uprights(canvas, rack, at_back=True)
    eye = canvas.camera.position[1]
    order = sorted(rack.levels, key=lambda level: props.stacking_order(level, eye))
    ceilings = dict(zip(rack.levels, (*rack.levels[1:], rack.levels[-1] + 1.4), strict=True))
    bays = sorted(
        range(rack.bays),
        key=lambda bay: -abs(canvas.camera.depth(rack.frame.at((bay + 0.5) * BAY, eye, 0.5))),
    )
    for bay in bays:
        for level in order:
            shelf = rack.frame.moved(bay * BAY + _UPRIGHT, level, 0)
            if not canvas.sees(_corners(shelf, rack.depth, ceilings[level] - level)):
                continue
            if level:
                _deck(canvas, shelf, rack.depth)
            room = ceilings[level] - level - _BEAM - 0.12
            fill_shelf(canvas, shelf, BAY - 2 * _UPRIGHT, rack.depth, room, rng)
            if level:
                _beam(canvas, shelf)
        _upright_pair(canvas, rack, bay)
        _upright_pair(canvas, rack, bay + 1)


def _corners(shelf: Frame, depth: float, height: float) -> list[Point]:
    return [
        shelf.at(along, up, deep)
        for along in (-_UPRIGHT, BAY)
        for up in (-0.2, height)
        for deep in (0.0, depth)
    ]


def _deck(canvas: Canvas, shelf: Frame, depth: float) -> None:
    block(canvas, shelf.moved(0, -_BEAM, depth - 0.06), (BAY - _UPRIGHT, _BEAM, 0.05), _ORANGE)
    block(canvas, shelf.moved(0, -_DECK, 0.02), (BAY - _UPRIGHT, _DECK, depth - 0.08), _MESH)


def _beam(canvas: Canvas, shelf: Frame) -> None:
    beam = shelf.moved(-_UPRIGHT / 2, -_BEAM, -0.03)
    for face in block(canvas, beam, (BAY - _UPRIGHT, _BEAM, 0.05), _ORANGE):
        if face.name == "front":
            canvas.mark(face, 0, 0.42, 1, 0.5, (170, 78, 24))
            for place in (0.2, 0.66):
                canvas.mark(face, place, 0.2, place + 0.07, 0.8, (244, 244, 236))
                canvas.mark(face, place + 0.01, 0.42, place + 0.06, 0.62, (50, 50, 54))


def _uprights(canvas: Canvas, rack: Rack, *, at_back: bool) -> None:
    deep = rack.depth - 0.08 if at_back else -0.02
    height = rack.levels[-1] + 1.3
    for bay in range(rack.bays + 1):
        post = rack.frame.moved(bay * BAY - _UPRIGHT / 2, 0, deep)
        block(canvas, post, (_UPRIGHT, height, 0.08), _BLUE)


def _upright_pair(canvas: Canvas, rack: Rack, bay: int) -> None:
    height = rack.levels[-1] + 1.3
    post = rack.frame.moved(bay * BAY - _UPRIGHT / 2, 0, -0.04)
    for face in block(canvas, post, (_UPRIGHT, height, 0.09), _BLUE):
        if face.name == "front":
            steps = int(height / 0.24)
            for step in range(steps):
                low = step / steps
                canvas.mark(face, 0.36, low + 0.2 / steps, 0.64, low + 0.6 / steps, (20, 40, 80))
    guard = rack.frame.moved(bay * BAY - 0.09, 0, -0.12)
    block(canvas, guard, (0.18, 0.38, 0.06), (236, 196, 40))


def fill_shelf(
    canvas: Canvas, shelf: Frame, length: float, depth: float, room: float, rng: random.Random
) -> None:
    """Put goods on a shelf in two halves, as two pallet places."""
    halves = [0.0, length / 2]
    halves.sort(key=lambda start: -canvas.camera.depth(shelf.at(start + length / 4, 0, 0.4)))
    for start in halves:
        place = shelf.moved(start + 0.04, 0, 0.08)
        width = length / 2 - 0.08
        shadow = [
            place.at(0, 0, -0.04),
            place.at(width, 0, -0.04),
            place.at(width, 0, depth - 0.1),
            place.at(0, 0, depth - 0.1),
        ]
        canvas.polygon(shadow, (84, 84, 86) if shelf.origin[1] else (92, 90, 88), solid=False)
        _fill_place(canvas, place, width, room, rng)


def _fill_place(
    canvas: Canvas, place: Frame, width: float, room: float, rng: random.Random
) -> None:
    kind = rng.choices(("pallet", "cartons", "crates", "drums", "empty"), (9, 4, 4, 4, 7))[0]
    if kind == "pallet":
        look = CartonLook.pick(rng)
        layers = rng.choice((0, 1, 1, 2, 2, 2))
        props.loaded_pallet(canvas, place, look, rng, layers=layers, room=room, width=width)
    elif kind == "cartons":
        props.loose_cartons(canvas, place, width, room, rng)
    elif kind == "crates":
        props.stacked_crates(canvas, place, width, room, rng)
    elif kind == "drums":
        props.row_of_drums(canvas, place, width, room, rng)
