"""What people and models mark on a picture, each with faults of their own."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from touchstone.demo.records import Result, new_region_id
from touchstone.demo.shelves.canvas import HEIGHT, WIDTH, Box
from touchstone.demo.work import Appraisal

LABELS: Final = ("Carton", "Crate", "Drum", "Pallet", "Forklift", "Person")

_SMALL: Final = 1_400  # square pixels
_HIDDEN: Final = 0.7  # visible share
_NARROWEST: Final = 7.0  # pixels
_LOOSE: Final = 5.0  # pixels


@dataclass(frozen=True, slots=True)
class Mark:
    """A box somebody drew, in pixels, and which right boxes it stands for."""

    left: float
    top: float
    right: float
    bottom: float
    label: str
    stands_for: tuple[int, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody works: pixels, and probabilities of each kind of fault."""

    jitter: float = 1.2
    margin: float = 0.0
    """How far outside the object's edge the box is drawn."""
    misses: float = 0.01
    misses_small: float = 0.05
    misses_hidden: float = 0.04
    misses_of: Mapping[str, float] = field(default_factory=dict)
    mixes_up: Mapping[str, str] = field(default_factory=dict)
    mix_up_rate: float = 0.0
    merges: float = 0.0
    """Draws one box around two things of one kind."""
    invents: float = 0.0
    """Boxes around nothing, for each real one."""


def right_marks(boxes: list[Box]) -> list[Mark]:
    return [
        Mark(box.left, box.top, box.right, box.bottom, box.label, (index,))
        for index, box in enumerate(boxes)
    ]


def mark_picture(boxes: list[Box], habit: Habit, rng: random.Random) -> list[Mark]:
    """The right boxes, spoilt as the habit says."""
    kept = [
        mark
        for box, mark in zip(boxes, right_marks(boxes), strict=True)
        if rng.random() >= _chance_to_miss(box, habit)
    ]
    merged = _merge_neighbours(kept, habit.merges, rng)
    marks = [_redraw(mark, habit, rng) for mark in merged]
    inventions = sum(rng.random() < habit.invents for _ in boxes)
    marks += [_invent(rng) for _ in range(inventions)]
    return [mark for mark in marks if _is_drawable(mark)]


def _chance_to_miss(box: Box, habit: Habit) -> float:
    chance = habit.misses_of.get(box.label, habit.misses)
    if (box.right - box.left) * (box.bottom - box.top) < _SMALL:
        chance = max(chance, habit.misses_small)
    if box.visible < _HIDDEN and box.label in ("Carton", "Crate", "Drum"):
        chance = max(chance, habit.misses_hidden)
    return chance


def _merge_neighbours(marks: list[Mark], rate: float, rng: random.Random) -> list[Mark]:
    merged: list[Mark] = []
    for mark in marks:
        before = merged[-1] if merged else None
        if before and _are_neighbours(before, mark) and rng.random() < rate:
            merged[-1] = Mark(
                min(before.left, mark.left),
                min(before.top, mark.top),
                max(before.right, mark.right),
                max(before.bottom, mark.bottom),
                mark.label,
                before.stands_for + mark.stands_for,
            )
        else:
            merged.append(mark)
    return merged


def _are_neighbours(first: Mark, second: Mark) -> bool:
    """One above or beside the other, touching, and about as wide or high."""
    if first.label != second.label or len(first.stands_for) > 1:
        return False
    beside = abs(first.top - second.top) < 8 and abs(first.bottom - second.bottom) < 8
    stacked = abs(first.left - second.left) < 8 and abs(first.right - second.right) < 8
    gap_across = max(first.left, second.left) - min(first.right, second.right)
    gap_down = max(first.top, second.top) - min(first.bottom, second.bottom)
    return (beside and gap_across < 8) or (stacked and gap_down < 8)


def _redraw(mark: Mark, habit: Habit, rng: random.Random) -> Mark:
    def edge(position: float, outwards: int) -> float:
        return position + outwards * habit.margin + rng.gauss(0, habit.jitter)

    label = mark.label
    if rng.random() < habit.mix_up_rate:
        label = habit.mixes_up.get(label, label)
    return replace(
        mark,
        left=edge(mark.left, -1),
        top=edge(mark.top, -1),
        right=edge(mark.right, 1),
        bottom=edge(mark.bottom, 1),
        label=label,
    )


def _is_drawable(mark: Mark) -> bool:
    """Whether enough of the box lies inside the picture to be drawn by hand."""
    width = min(mark.right, WIDTH) - max(mark.left, 0.0)
    height = min(mark.bottom, HEIGHT) - max(mark.top, 0.0)
    return min(width, height) > _NARROWEST


def _invent(rng: random.Random) -> Mark:
    left, top = rng.uniform(0, WIDTH * 0.85), rng.uniform(0, HEIGHT * 0.8)
    width, height = rng.uniform(24, 90), rng.uniform(24, 80)
    return Mark(left, top, left + width, top + height, rng.choice(LABELS[:4]))


def with_scores(marks: list[Mark], rng: random.Random) -> list[Mark]:
    """The marks of a model: sure of most right ones, less of invented ones."""
    return [
        replace(mark, score=min(0.995, max(0.2, rng.gauss(0.88 if mark.stands_for else 0.5, 0.08))))
        for mark in marks
    ]


def to_result(marks: list[Mark], rng: random.Random, *, origin: str = "manual") -> Result:
    """Result items, coordinates in per cent of the picture."""
    return [_to_item(mark, new_region_id(rng), origin) for mark in marks]


def _to_item(mark: Mark, region_id: str, origin: str) -> dict[str, Any]:
    left, right = _per_cent(mark.left, WIDTH), _per_cent(mark.right, WIDTH)
    top, bottom = _per_cent(mark.top, HEIGHT), _per_cent(mark.bottom, HEIGHT)
    item: dict[str, Any] = {
        "id": region_id,
        "from_name": "object",
        "to_name": "image",
        "type": "rectanglelabels",
        "origin": origin,
        "original_width": WIDTH,
        "original_height": HEIGHT,
        "image_rotation": 0,
        "value": {
            "x": left,
            "y": top,
            "width": round(right - left, 6),
            "height": round(bottom - top, 6),
            "rotation": 0,
            "rectanglelabels": [mark.label],
        },
    }
    if mark.score is not None:
        item["score"] = round(mark.score, 4)
    return item


def _per_cent(pixels: float, whole: int) -> float:
    return round(min(max(pixels, 0.0), whole) / whole * 100, 6)


def appraise(boxes: list[Box], marks: list[Mark], margin: float) -> Appraisal:
    """What a reviewer finds, against the right boxes."""
    remarks: list[str] = []
    severity = 0.0

    covered = {index for mark in marks for index in mark.stands_for}
    missing = Counter(box.label for index, box in enumerate(boxes) if index not in covered)
    if missing:
        severity += 0.5 * missing.total()
        remarks.append(f"Not marked: {_count(missing)}.")
    merged = sum(len(mark.stands_for) > 1 for mark in marks)
    if merged:
        severity += 0.75 * merged
        remarks.append("One box for each thing, please: some hold two.")
    mistaken = Counter(
        f"{boxes[mark.stands_for[0]].label} taken for a {mark.label}"
        for mark in marks
        if mark.stands_for and mark.label != boxes[mark.stands_for[0]].label
    )
    if mistaken:
        severity += 0.75 * mistaken.total()
        remarks.append(f"Wrong label: {_count(mistaken)}.")
    if margin >= _LOOSE:
        severity += 0.75
        remarks.append("Please draw the boxes closer to the edge of the thing.")
    return Appraisal(severity, remarks)


def _count(things: Counter[str]) -> str:
    return ", ".join(f"{count} × {name}" for name, count in sorted(things.items()))
