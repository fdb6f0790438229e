"""Key points: how far apart they are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement import matching as match
from touchstone.agreement.answers import Points
from touchstone.agreement.geometry import FARTHEST
from touchstone.agreement.regions import CELLS, Block, Table, match_many, stacked, tally_many
from touchstone.agreement.types import Bools, Floats, Ints

POINT_COLUMNS = 3
_SQUARE = (1.0,)


def keypoint_distance(a: ArrayLike, b: ArrayLike) -> Floats:
    r"""The distance of every point of `a` from every point of `b`.

    .. math:: d(p, q) = \sqrt{(w (x_p - x_q))^2 + (h (y_p - y_q))^2}

    Parameters
    ----------
    a : float array, shape (n, 2) or (n, 3)
        Columns x, y in percent of the image's width and height, and its width divided by its
        height (1 where it is missing).
    b : float array, shape (m, 2) or (m, 3)
        The points to compare with.

    Returns
    -------
    float array, shape (n, m)
        In percent of the image's longer side, at least 0. w and h are the image's sides divided
        by the longer one.

    Raises
    ------
    ValueError
        If an input does not have two or three columns, or is not finite.
    """
    first, second = _as_points(a, "a"), _as_points(b, "b")
    return np.hypot(first[0][:, None] - second[0][None, :], first[1][:, None] - second[1][None, :])


def object_keypoint_similarity(
    a: ArrayLike, b: ArrayLike, *, sigma: float = 0.09, scale: float | None = None
) -> float:
    r"""How well the key points of one object coincide, point i of `a` with point i of `b`.

    .. math:: OKS = \frac{1}{n} \sum_i \exp \frac{-d_i^2}{2 s (2 \sigma)^2}

    Parameters
    ----------
    a, b : float array, shape (n, 2) or (n, 3)
        As for `keypoint_distance`.
    sigma : float
        How much people differ in a point, as a share of the object's size.
    scale : float, optional
        s, the object's area in squares of a percent of the image's longer side; without it the
        area of the mean of the bounding boxes of both sets of points.

    Returns
    -------
    float
        Dimensionless, in [0, 1]: 1 is the same points. Where the scale is 0, points count only
        at the same place. Two empty sets give 1.

    Raises
    ------
    ValueError
        If the inputs differ in shape, do not have two or three columns, or are not finite.

    References
    ----------
    .. [1] T.-Y. Lin et al., "Microsoft COCO: Common Objects in Context", keypoint evaluation,
           European Conference on Computer Vision 2014, and its keypoint evaluation.
    """
    first, second = _as_points(a, "a"), _as_points(b, "b")
    if first[0].shape != second[0].shape:
        raise ValueError("both sets must have equally many points")
    if not first[0].size:
        return 1.0
    if scale is None:
        width, height = (_extent(first[axis]) + _extent(second[axis]) for axis in (0, 1))
        scale = width * height / 4
    squared = (first[0] - second[0]) ** 2 + (first[1] - second[1]) ** 2
    return float(_likeness(squared, np.asarray(scale, dtype=np.float64), sigma).mean())


def keypoint_distance_many(
    answers: Sequence[Points],
    left: Ints,
    right: Ints,
    *,
    max_distance: float = 1.0,
    matching: str = match.TWO_WAY,
) -> Floats:
    """The share of points with one of the same label within `max_distance` on the other side."""
    return match_many(
        answers, left, right, lambda a: NearPoints(a, most=max_distance), matching=matching
    )


def oks_many(answers: Sequence[Points], left: Ints, right: Ints, *, sigma: float = 0.09) -> Floats:
    """`object_keypoint_similarity` of many pairs of answers, points paired by their labels.

    A point that only one of them has counts 0. Where a label is used more than once, points are
    paired one to one so that the sum is the largest.
    """
    return tally_many(answers, left, right, lambda a: LikePoints(a, sigma=sigma), _of_all_labels)


def _of_all_labels(table: Table, block: Block, similarity: Floats) -> Floats:
    """The sum over paired points, divided by the number of pairs and of points without one."""
    pairs = match.assigned(block.alike.astype(np.float64)).sum(axis=0)
    total = table.sizes[block.left] + table.sizes[block.right] - pairs
    result: Floats = match.assigned(similarity).sum(axis=0) / total
    return result


class NearPoints:
    """Points that count as the same when they are near enough."""

    cells = CELLS

    def __init__(self, answers: Sequence[Points], *, most: float = 1.0) -> None:
        geometry = stacked([a.geometry for a in answers], POINT_COLUMNS, _SQUARE)
        usable: Bools = np.logical_and.reduce(np.abs(geometry[:, :2]) <= FARTHEST, axis=1)
        geometry[~usable] = 0.0
        self.usable = usable[:-1]
        self._x, self._y = _on_image(geometry)
        self._most = most

    def overlap(self, block: Block) -> Floats:
        near: Floats = (block.alike & (self._squared(block) <= self._most**2)).astype(np.float64)
        return near

    def _squared(self, block: Block) -> Floats:
        a, b = block.a, block.b
        squared: Floats = (self._x[a] - self._x[b]) ** 2
        squared += (self._y[a] - self._y[b]) ** 2
        return squared


class LikePoints(NearPoints):
    """Points whose similarity falls with their distance, measured by the size of the object."""

    def __init__(self, answers: Sequence[Points], *, sigma: float) -> None:
        super().__init__(answers)
        self._sigma = sigma
        count = np.array([len(a.labels) for a in answers], dtype=np.int64)
        starts = np.cumsum(count) - count
        # Points that cannot be compared do not widen the object.
        self._sides = []
        for values in (self._x[:-1], self._y[:-1]):
            low = np.minimum.reduceat(np.where(self.usable, values, np.inf), starts)
            high = np.maximum.reduceat(np.where(self.usable, values, -np.inf), starts)
            self._sides.append(np.maximum(high - low, 0.0))

    def overlap(self, block: Block) -> Floats:
        width, height = ((side[block.left] + side[block.right]) / 2 for side in self._sides)
        return _likeness(self._squared(block), width * height, self._sigma) * block.alike


def _likeness(squared: Floats, scale: Floats, sigma: float) -> Floats:
    spread = np.maximum(2.0 * scale * (2.0 * sigma) ** 2, 1e-300)
    result: Floats = np.exp(-np.minimum(squared / spread, 700.0)) * (squared < 700.0 * spread)
    return np.where(squared == 0, 1.0, result)


def _on_image(geometry: Floats) -> tuple[Floats, Floats]:
    """x and y in percent of the image's longer side."""
    x, y, aspect = geometry.T
    aspect = np.where((aspect > 0) & (aspect < np.inf), aspect, 1.0)
    return x * np.minimum(aspect, 1.0), y * np.minimum(1.0 / aspect, 1.0)


def _extent(values: Floats) -> float:
    return float(values.max() - values.min())


def _as_points(points: ArrayLike, name: str) -> tuple[Floats, Floats]:
    array = np.asarray(points, dtype=np.float64)
    if array.size == 0:
        return np.zeros(0), np.zeros(0)
    if array.ndim != 2 or array.shape[1] not in (2, POINT_COLUMNS):
        raise ValueError(f"{name} must have shape (n, 2) or (n, 3), got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is not finite")
    return _on_image(stacked([array], POINT_COLUMNS, _SQUARE)[:-1])
