"""Overlap of painted pixels, from runs and never from whole images."""

from collections.abc import Sequence

import numpy as np

from touchstone.agreement.answers import Masks
from touchstone.agreement.matching import TWO_WAY
from touchstone.agreement.regions import Block, cells_of, match_many, ragged_counts, single_block
from touchstone.agreement.rings import overlap_shares
from touchstone.agreement.types import Bools, Floats, Ints

_TOGETHER = 1_000_000  # runs looked up at once; bounds the memory


def mask_iou(a: Masks, b: Masks) -> Floats:
    r"""Intersection over union of every mask of `a` with every mask of `b`.

    .. math:: IoU(p, q) = |p \cap q| / |p \cup q|

    Parameters
    ----------
    a, b : Masks
        Painted pixels as ascending runs that do not overlap. Labels are not looked at.

    Returns
    -------
    float array, shape (n, m)
        Dimensionless, in [0, 1]; 1 is the same pixels, 0 is no common pixel, and masks of
        images of different sizes have none. Two masks without a pixel are the same.

    Notes
    -----
    Runs in O(r log R) time for r runs of a mask among all R, and in the memory of the runs.

    References
    ----------
    .. [1] M. Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge",
           International Journal of Computer Vision 88, 303-338 (2010), section 5.2.
    """
    shapes = MaskShapes([a, b])
    return shapes.overlap(single_block(len(a.labels), len(b.labels)))[:, :, 0]


def mask_iou_many(
    answers: Sequence[Masks], left: Ints, right: Ints, *, matching: str = TWO_WAY
) -> Floats:
    """`mask_iou` of many pairs of answers whose labels are equal, matched."""
    return match_many(answers, left, right, MaskShapes, matching=matching)


class MaskShapes:
    """Painted pixels. The runs of all masks stand in one ascending row, mask behind mask."""

    cells = 1 << 20
    usable: Bools

    def __init__(self, answers: Sequence[Masks]) -> None:
        runs = np.concatenate((*(a.runs for a in answers), np.zeros((1, 2), dtype=np.int64)))
        self._count = np.append(ragged_counts([a.starts for a in answers]), 1)
        self._first: Ints = np.concatenate(([0], np.cumsum(self._count)))[:-1]
        sizes = np.concatenate((*(a.sizes for a in answers), np.ones((1, 2), dtype=np.int64)))
        self._width, self._height = sizes.T
        self._start, self._end = runs.T
        self.usable = self._find_usable()[:-1]
        self._bound()
        length = self._end - self._start
        self._covered: Ints = np.concatenate(([0], np.cumsum(length)))
        last = self._first + self._count
        self._area = (self._covered[last] - self._covered[self._first]).astype(np.float64)
        # Every mask gets a stretch of its own, so that one search finds a place in any mask.
        some = self._count > 0
        self._low, self._span = np.zeros_like(last), np.zeros_like(last)
        self._low[some] = self._start[self._first[some]]
        self._span[some] = self._end[last[some] - 1] - self._low[some]
        self._base = np.cumsum(self._span + 1) - (self._span + 1)
        self._row = self._start + np.repeat(self._base - self._low, self._count)
        self._length = length

    def overlap(self, block: Block) -> Floats:
        a, b = block.a, block.b
        meet = block.alike & (self._width[a] == self._width[b])
        meet &= self._height[a] == self._height[b]
        empty = meet & (self._area[a] == 0) & (self._area[b] == 0)
        meet &= (self._left[a] < self._right[b]) & (self._left[b] < self._right[a])
        meet &= (self._top[a] < self._bottom[b]) & (self._top[b] < self._bottom[a])
        shares: Floats = empty.astype(np.float64)
        places, first, second = cells_of(block, meet)
        fewer = self._count[first] <= self._count[second]
        common = self._common(np.where(fewer, first, second), np.where(fewer, second, first))
        shares[places] = overlap_shares(common, self._area[first], self._area[second])
        return shares

    def _find_usable(self) -> Bools:
        """Masks whose runs ascend; of others the runs are emptied."""
        fine = (self._start >= 0) & (self._start <= self._end)
        follows = np.ones(len(self._start), dtype=np.bool_)
        follows[1:] = self._start[1:] >= self._end[:-1]
        some = self._count > 0
        follows[self._first[some]] = True
        faults = np.concatenate(([0], np.cumsum(~(fine & follows))))
        usable: Bools = faults[self._first + self._count] == faults[self._first]
        emptied = np.repeat(~usable, self._count)
        self._start = np.where(emptied, 0, self._start)
        self._end = np.where(emptied, 0, self._end)
        return usable

    def _bound(self) -> None:
        """Bounding boxes in pixels, the right and lower side exclusive."""
        width = np.maximum(np.repeat(self._width, self._count), 1)
        start, last = self._start, np.maximum(self._end - 1, self._start)
        row, column = start // width, start % width
        wraps = last // width != row
        sides = np.zeros((4, len(self._count)), dtype=np.int64)
        some = np.flatnonzero(self._count)
        starts = self._first[some]
        low = (np.where(wraps, 0, column), row)
        high = (np.where(wraps, width - 1, last % width) + 1, last // width + 1)
        for side, values in enumerate(low):
            sides[side, some] = np.minimum.reduceat(values, starts)
        for side, values in enumerate(high, start=2):
            sides[side, some] = np.maximum.reduceat(values, starts)
        self._left, self._top, self._right, self._bottom = sides

    def _common(self, few: Ints, many: Ints) -> Floats:
        """How many pixels pairs of masks have in common; `few` has the fewer runs."""
        common = np.zeros(len(few))
        last = np.cumsum(self._count[few])
        start = 0
        while start < len(few):
            done = last[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(last, done + _TOGETHER, side="right")))
            common[start:stop] = self._looked_up(few[start:stop], many[start:stop])
            start = stop
        return common

    def _looked_up(self, few: Ints, many: Ints) -> Floats:
        count = self._count[few]
        before = np.cumsum(count) - count
        run = np.arange(int(count.sum())) + np.repeat(self._first[few] - before, count)
        other = np.repeat(many, count)
        inside = self._below(other, self._end[run]) - self._below(other, self._start[run])
        some = count > 0
        common = np.zeros(len(few))
        common[some] = np.add.reduceat(inside, before[some]) if len(run) else 0
        return common

    def _below(self, masks: Ints, pixels: Ints) -> Ints:
        """How many painted pixels lie before a pixel of a mask, and in all masks before it."""
        inside = np.clip(pixels - self._low[masks], 0, self._span[masks])
        place = self._base[masks] + inside
        run = np.searchsorted(self._row, place, side="right") - 1
        below: Ints = self._covered[run] + np.minimum(place - self._row[run], self._length[run])
        return below
