"""Overlap of rectangles on an image."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.answers import Boxes
from touchstone.agreement.matching import TWO_WAY
from touchstone.agreement.regions import CELLS, Block, cells_of, match_many, single_block, stacked
from touchstone.agreement.rings import ring_overlap
from touchstone.agreement.types import Bools, Floats, Ints

BOX_COLUMNS = 6
"""x, y, width, height in percent, clockwise rotation in degrees, width / height of the image."""

UNTURNED = (0.0, 1.0)
"""Of the last columns, where an array lacks them."""

FARTHEST = 1e12
"""Coordinates beyond it are a fault, and the box matches nothing."""

_TINY = 1e-300


def box_iou(a: ArrayLike, b: ArrayLike) -> Floats:
    r"""Intersection over union of every box of `a` with every box of `b`.

    .. math:: IoU(p, q) = |p \cap q| / |p \cup q|

    Parameters
    ----------
    a : float array, shape (n, 4), (n, 5) or (n, 6)
        Columns x, y, width, height in percent of the image; x and y are the top left corner.
        A fifth column is the clockwise rotation about that corner in degrees, a sixth one the
        width of the image divided by its height (1 where it is missing).
    b : float array, shape (m, 4), (m, 5) or (m, 6)
        The boxes to compare with.

    Returns
    -------
    float array, shape (n, m)
        Dimensionless, in [0, 1]; 1 is the same box, 0 is no common area. Row i is box i
        of `a`. Two boxes without area give 1 when they are the same and 0 otherwise.

    Raises
    ------
    ValueError
        If an input is not two-dimensional with four to six columns, is not finite, or holds
        a negative width or height.

    Notes
    -----
    Percent of width and percent of height are different lengths on an image that is not
    square. The ratio of areas does not depend on that, but where a turned box lies does.

    References
    ----------
    .. [1] M. Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge",
           International Journal of Computer Vision 88, 303-338 (2010), section 4.2.
    """
    a, b = checked_boxes(a, "a"), checked_boxes(b, "b")
    shapes = BoxShapes.of(np.concatenate((a, b, np.zeros((1, BOX_COLUMNS)))).T)
    return shapes.overlap(single_block(len(a), len(b)))[:, :, 0]


def box_iou_many(
    answers: Sequence[Boxes], left: Ints, right: Ints, *, matching: str = TWO_WAY
) -> Floats:
    """`box_iou` of the boxes of many pairs of answers whose labels are equal, matched."""
    return match_many(answers, left, right, BoxShapes, matching=matching)


class BoxShapes:
    """Rectangles; those that are turned are compared as polygons."""

    cells = CELLS

    def __init__(self, answers: Sequence[Boxes]) -> None:
        self._take(stacked([a.geometry for a in answers], BOX_COLUMNS, UNTURNED).T)

    @classmethod
    def of(cls, columns: Floats) -> "BoxShapes":
        """From six columns, (6, number), of which the last entries only fill up."""
        shapes = cls.__new__(cls)
        shapes._take(columns)
        return shapes

    def _take(self, columns: Floats) -> None:
        columns = np.ascontiguousarray(columns)
        # Written so that NaN is not usable either.
        usable: Bools = np.logical_and.reduce(np.abs(columns[:4]) <= FARTHEST, axis=0)
        if not usable.all():
            columns = np.where(usable, columns, 0.0)
        self.usable = usable[:-1]
        x, y, width, height, rotation, aspect = columns
        # Sizes are differences of corners, so that a box overlaps itself by exactly its size.
        (self._x0, self._x1), (self._y0, self._y1) = _ends(x, width), _ends(y, height)
        self._area = (self._x1 - self._x0) * (self._y1 - self._y0)
        self._some_flat = bool((self._area[:-1] <= 0).any())
        self._rotation, self._aspect = rotation, aspect
        self._some_turned = bool(rotation.any())
        if self._some_turned:
            self._rotation = np.where(np.isfinite(rotation), rotation, 0.0) % 360.0
            self._turned: Bools = self._rotation != 0
            self._rings = self.corners()
            self._reach = (*self._rings.min(axis=1).T, *self._rings.max(axis=1).T)

    def overlap(self, block: Block) -> Floats:
        a, b = block.a, block.b
        wide: Floats = np.minimum(self._x1[a], self._x1[b])
        wide -= np.maximum(self._x0[a], self._x0[b])
        np.maximum(wide, 0.0, out=wide)
        high = np.minimum(self._y1[a], self._y1[b])
        high -= np.maximum(self._y0[a], self._y0[b])
        np.maximum(high, 0.0, out=high)
        wide *= high
        union = np.add(self._area[a], self._area[b], out=high)
        union -= wide
        if self._some_flat:
            flat = (self._area[a] <= 0) & (self._area[b] <= 0)
            union = np.maximum(union, _TINY)
            wide = np.where(flat, self._same(a, b), wide / union)
        else:
            # Only what fills up has no area, and it is like nothing.
            np.maximum(union, _TINY, out=union)
            wide /= union
        wide *= block.alike
        if self._some_turned:
            self._turn(block, wide)
        return wide

    def _same(self, a: Ints, b: Ints) -> Bools:
        same: Bools = self._rotation[a] == self._rotation[b]
        for side in (self._x0, self._x1, self._y0, self._y1):
            same = same & (side[a] == side[b])
        return same

    def _turn(self, block: Block, similarity: Floats) -> None:
        """Write in the pairs of boxes with an area of which one is turned or both are."""
        a, b = block.a, block.b
        turned = block.alike & (self._turned[a] | self._turned[b])
        turned &= (self._area[a] > 0) | (self._area[b] > 0)
        similarity[turned] = 0.0
        left, top, right, bottom = self._reach
        meet = turned & (left[a] < right[b]) & (left[b] < right[a])
        meet &= (top[a] < bottom[b]) & (top[b] < bottom[a])
        places, first, second = cells_of(block, meet)
        similarity[places] = ring_overlap(
            self._rings[first], self._rings[second], self._area[first], self._area[second]
        )

    def corners(self) -> Floats:
        """The corners in percent, shape (number, 4, 2); boxes turn on the image, not in percent."""
        aspect = np.where((self._aspect > 0) & (self._aspect < np.inf), self._aspect, 1.0)
        angle = np.radians(self._rotation)
        cosine, sine = np.cos(angle), np.sin(angle)
        width, height = self._x1 - self._x0, self._y1 - self._y0
        corners = np.empty((len(width), 4, 2))
        for number, (right, down) in enumerate(((0, 0), (1, 0), (1, 1), (0, 1))):
            across, along = width * right * aspect, height * down
            corners[:, number, 0] = self._x0 + (across * cosine - along * sine) / aspect
            corners[:, number, 1] = self._y0 + across * sine + along * cosine
        return corners


def _ends(start: Floats, length: Floats) -> tuple[Floats, Floats]:
    """The lower and the higher end; a length may be negative."""
    end = start + length
    if (length < 0).any():
        return np.minimum(start, end), np.maximum(start, end)
    return start, end


def checked_boxes(boxes: ArrayLike, name: str) -> Floats:
    """Rows of six columns. Raises ValueError for what are no boxes."""
    array = np.asarray(boxes, dtype=np.float64)
    if array.size == 0:
        return np.empty((0, BOX_COLUMNS))
    if array.ndim != 2 or not 4 <= array.shape[1] <= BOX_COLUMNS:
        raise ValueError(f"{name} must have shape (n, 4), (n, 5) or (n, 6), got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is not finite")
    if (array[:, 2:4] < 0).any():
        raise ValueError(f"{name} holds a negative width or height")
    return stacked([array], BOX_COLUMNS, UNTURNED)[:-1]
