"""How far arrows between regions agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchstone.agreement.answers import Boxes, Relations
from touchstone.agreement.geometry import BoxShapes
from touchstone.agreement.matching import ONE_TO_ONE
from touchstone.agreement.regions import CELLS, Block, match_many
from touchstone.agreement.types import Bools, Floats, Ints

BOTH_WAYS = "bi"

DEFAULT_IOU = 0.5

_BETWEEN = "\x1e"  # the parts of a key; neither labels nor groups hold it


def relations_f1(a: Relations, b: Relations, *, iou: float = DEFAULT_IOU) -> float:
    r"""The share of relations that find an equal one on the other side, one to one.

    .. math:: F_1 = 2 m / (n_a + n_b)

    Parameters
    ----------
    a, b : Relations
        What each annotator connected. Their order does not count.
    iou : float
        In (0, 1]: by how much the regions at either end must overlap to be the same.

    Returns
    -------
    float
        In [0, 1]; m is the largest number of pairs of equal relations in which each relation
        occurs once. 1 when both are empty, 0 when only one is. NaN for more relations than
        `regions.MOST_REGION_PAIRS` allows.

    Raises
    ------
    ValueError
        If `iou` does not lie in (0, 1].

    Notes
    -----
    Two relations are equal when their labels and directions are, and their ends match: the start
    of the one has the labels of the start of the other and overlaps it by `iou`, and so do the
    ends. Of a relation in both directions start and end may be exchanged.
    """
    if not 0 < iou <= 1:
        raise ValueError(f"iou must lie in (0, 1], got {iou}")
    if not a.labels or not b.labels:
        return float(len(a.labels) == len(b.labels))
    pair = np.array([0]), np.array([1])
    return float(relations_f1_many([a, b], *pair, iou=iou)[0])


def relations_f1_many(
    answers: Sequence[Relations], left: Ints, right: Ints, *, iou: float = DEFAULT_IOU
) -> Floats:
    """`relations_f1` of many pairs, none of them without relations."""
    arrows: list[_Arrows] = [_NONE] * len(answers)
    for position in np.unique(np.concatenate((left, right))).tolist():
        arrows[position] = _arrows(answers[position])
    return match_many(
        arrows, left, right, lambda used: _ArrowShapes(used, iou=iou), matching=ONE_TO_ONE
    )


@dataclass(frozen=True, slots=True)
class _Arrows:
    """Relations as regions with one key each, of which equal ones may match.

    Row i of `starts` and `ends` are the boxes of relation i. Those in both directions start at
    the end whose labels come first; `swappable` are those with the same labels at either end, None
    if there are none in both directions.
    """

    labels: tuple[str, ...]
    starts: Floats
    ends: Floats
    swappable: Bools | None


_NONE = _Arrows((), np.empty((0, 4)), np.empty((0, 4)), None)


def _arrows(answer: Relations) -> _Arrows:
    geometry, names = answer.ends.geometry, answer.ends.labels
    starts, ends = geometry[::2], geometry[1::2]
    parts = zip(answer.labels, answer.directions, names[::2], names[1::2], strict=True)
    if BOTH_WAYS not in answer.directions:
        return _Arrows(tuple([_BETWEEN.join(part) for part in parts]), starts, ends, None)
    starts, ends = starts.copy(), ends.copy()
    keys = []
    swappable = np.zeros(len(answer.labels), dtype=np.bool_)
    for number, (label, direction, start, end) in enumerate(parts):
        first, last = start, end
        if direction == BOTH_WAYS:
            swappable[number] = start == end
            if start > end:
                first, last = end, start
                starts[number], ends[number] = geometry[2 * number + 1], geometry[2 * number]
        keys.append(_BETWEEN.join((label, direction, first, last)))
    return _Arrows(tuple(keys), starts, ends, swappable)


class _ArrowShapes:
    """1 where both ends overlap enough, else 0."""

    cells = CELLS

    def __init__(self, answers: Sequence[_Arrows], *, iou: float) -> None:
        self._iou = iou
        # The starts of all relations, then their ends; a last one fills up.
        boxes = [Boxes(answer.labels, answer.starts) for answer in answers]
        boxes += [Boxes(answer.labels, answer.ends) for answer in answers]
        self._boxes = BoxShapes(boxes)
        self._count = len(self._boxes.usable) // 2
        self.usable = self._boxes.usable[: self._count] & self._boxes.usable[self._count :]
        self._swappable: Bools = np.zeros(self._count + 1, dtype=np.bool_)
        start = 0
        for answer in answers:
            if answer.swappable is not None:
                self._swappable[start : start + len(answer.labels)] = answer.swappable
            start += len(answer.labels)

    def overlap(self, block: Block) -> Floats:
        same = self._near(block, block.a, block.b)
        same &= self._near(block, self._ends(block.a), self._ends(block.b))
        if self._swappable.any():
            crossed = self._near(block, block.a, self._ends(block.b))
            crossed &= self._near(block, self._ends(block.a), block.b)
            same |= crossed & self._swappable[block.a] & self._swappable[block.b]
        result: Floats = (same & block.alike).astype(np.float64)
        return result

    def _ends(self, relations: Ints) -> Ints:
        """The numbers of the boxes at which relations end."""
        numbers: Ints = np.minimum(relations + self._count, 2 * self._count)
        return numbers

    def _near(self, block: Block, first: Ints, second: Ints) -> Bools:
        boxes = Block(block.pairs, block.left, block.right, first, second, block.alike)
        near: Bools = self._boxes.overlap(boxes) >= self._iou
        return near
