"""Overlap of closed outlines: polygons, ellipses, and boxes among them."""

from collections.abc import Iterator, Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.errors import GEOSException

from touchstone.agreement.answers import Boxes, Polygons
from touchstone.agreement.geometry import FARTHEST, BoxShapes
from touchstone.agreement.matching import TWO_WAY
from touchstone.agreement.regions import (
    Block,
    Shapes,
    alike_sizes,
    cells_of,
    match_many,
    ragged_counts,
    single_block,
)
from touchstone.agreement.rings import common_areas, overlap_shares
from touchstone.agreement.types import Bools, Floats, Ints

_FLAT = 1e-12  # of the square of its extent; an outline with less area has none
_SWEEP = 80  # times the corners of both: with more pairs of edges, sweeping them is faster
_MOST_EDGE_PAIRS = 1 << 20
_TOGETHER = 20_000  # outlines handed to GEOS at once; bounds the memory, about 1 kB each
_CORNERS_TOGETHER = 1 << 22

Objects = NDArray[np.object_]


def polygon_iou(a: Sequence[ArrayLike], b: Sequence[ArrayLike]) -> Floats:
    r"""Intersection over union of every outline of `a` with every outline of `b`.

    .. math:: IoU(p, q) = |p \cap q| / |p \cup q|

    Parameters
    ----------
    a : sequence of float array, shape (k, 2)
        The corners of each outline in order, in percent of the image. The last corner is joined
        to the first.
    b : sequence of float array, shape (k, 2)
        The outlines to compare with.

    Returns
    -------
    float array, shape (len(a), len(b))
        Dimensionless, in [0, 1]; 1 is the same area, 0 is no common area. Two outlines
        without area give 1 when they have the same corners and 0 otherwise.

    Raises
    ------
    ValueError
        If an outline does not have two columns, or is not finite.

    Notes
    -----
    An outline that crosses itself covers all that it encloses, so that a figure of eight covers
    both loops. Percent of width and of height are different lengths, which the ratio of areas
    does not depend on.

    References
    ----------
    .. [1] M. Everingham et al., "The Pascal Visual Object Classes (VOC) Challenge",
           International Journal of Computer Vision 88, 303-338 (2010), section 4.2.
    """
    first, second = _as_answer(a, "a"), _as_answer(b, "b")
    shapes = PolygonShapes([first, second])
    return shapes.overlap(single_block(len(first.labels), len(second.labels)))[:, :, 0]


def polygon_iou_many(
    answers: Sequence[Polygons | Boxes], left: Ints, right: Ints, *, matching: str = TWO_WAY
) -> Floats:
    """`polygon_iou` of many pairs of answers whose labels are equal, matched."""
    return match_many(answers, left, right, outline_shapes, matching=matching)


def outline_shapes(answers: list[Polygons | Boxes]) -> Shapes:
    """Outlines, or boxes where there is nothing else, which is quicker and gives the same."""
    boxes = [answer for answer in answers if isinstance(answer, Boxes)]
    return BoxShapes(boxes) if len(boxes) == len(answers) else PolygonShapes(answers)


class PolygonShapes:
    """Outlines. Those that cross themselves are repaired."""

    cells = 1 << 20
    usable: Bools

    def __init__(self, answers: Sequence[Polygons | Boxes]) -> None:
        self._join([_outlines(answer) for answer in answers])
        self._measure()
        self._added = len(self._x)
        self._repair()
        self._flat: Bools = self._area <= _FLAT * (self._width**2 + self._height**2)
        self._some_flat = bool(self._flat[:-1].any())
        if self._some_flat:
            self._place = self._places()

    def overlap(self, block: Block) -> Floats:
        a, b = block.a, block.b
        shares = np.zeros(block.alike.shape)
        meet = block.alike & (self._left[a] < self._right[b]) & (self._left[b] < self._right[a])
        meet &= (self._top[a] < self._bottom[b]) & (self._top[b] < self._bottom[a])
        if self._some_flat:
            meet &= ~(self._flat[a] | self._flat[b])
        places, first, second = cells_of(block, meet)
        common = self._common(first, second)
        shares[places] = overlap_shares(common, self._area[first], self._area[second])
        if self._some_flat:
            flat = block.alike & self._flat[a] & self._flat[b]
            shares = np.where(flat, self._place[a] == self._place[b], shares)
        return shares

    def _join(self, answers: Sequence[Polygons]) -> None:
        """All corners one after the other, and an outline of one corner that only fills up."""
        points = np.concatenate((*(a.points for a in answers), np.zeros((1, 2))), dtype=np.float64)
        count = np.append(ragged_counts([a.starts for a in answers]), 1)
        self._first: Ints = np.concatenate(([0], np.cumsum(count)))[:-1]
        self._count = count
        fine = np.logical_and.reduce(np.abs(points) <= FARTHEST, axis=1)
        points[~fine] = 0.0
        faults = np.concatenate(([0], np.cumsum(~fine)))
        usable = (faults[self._first + count] == faults[self._first]) & (count > 0)
        self.usable = usable[:-1]
        self._x, self._y = np.ascontiguousarray(points.T)

    def _measure(self) -> None:
        """Bounding boxes and areas."""
        some = np.flatnonzero(self._count)
        starts = self._first[some]
        sides = np.zeros((4, len(self._count)))
        for side, (values, pick) in enumerate(
            (
                (self._x, np.minimum),
                (self._y, np.minimum),
                (self._x, np.maximum),
                (self._y, np.maximum),
            )
        ):
            sides[side, some] = pick.reduceat(values, starts)
        self._left, self._top, self._right, self._bottom = sides
        self._width, self._height = self._right - self._left, self._bottom - self._top

        after = np.arange(1, len(self._x) + 1)
        after[starts + self._count[some] - 1] = starts
        x = self._x - np.repeat(self._left, self._count)
        y = self._y - np.repeat(self._top, self._count)
        self._area = np.zeros(len(self._count))
        self._area[some] = np.abs(np.add.reduceat(x * y[after] - x[after] * y, starts)) / 2

    def _repair(self) -> None:
        """Replace the outlines that cross themselves by what they cover."""
        self._drawn = (self._first.copy(), self._count.copy())
        self._crossed: Bools = np.zeros(len(self._count), dtype=np.bool_)
        closed = np.flatnonzero((self._count >= 3) & np.append(self.usable, False))
        chains = []
        for start in range(0, len(closed), _TOGETHER):
            part = closed[start : start + _TOGETHER]
            outlines = self._geometries(part)
            faulty = np.flatnonzero(~shapely.is_valid(outlines))
            if len(faulty):
                regions, fixed = part[faulty], _repaired(outlines[faulty])
                self._crossed[regions] = True
                self._area[regions] = shapely.area(fixed)
                chains.append(self._chain(regions, fixed))
        self._x = np.concatenate((self._x, *(x for x, _ in chains)))
        self._y = np.concatenate((self._y, *(y for _, y in chains)))

    def _chain(self, regions: Ints, fixed: Objects) -> tuple[Floats, Floats]:
        """All rings of each repaired outline as one: after each ring back to the first corner.

        The ways between the rings are gone there and back, and so cover nothing.
        """
        polygons, outline_of = shapely.get_parts(shapely.orient_polygons(fixed), return_index=True)
        rings, polygon_of = shapely.get_rings(polygons, return_index=True)
        corners, ring_of = shapely.get_coordinates(rings, return_index=True)
        if not len(corners):
            return np.zeros(0), np.zeros(0)
        owner = outline_of[polygon_of[ring_of]]
        first_of_owner = np.searchsorted(owner, np.arange(len(regions)))
        ends = np.flatnonzero(np.diff(ring_of, append=-1)) + 1
        chain = np.insert(corners, ends, corners[first_of_owner[owner[ends - 1]]], axis=0)
        count = np.bincount(owner, minlength=len(regions))
        count += np.bincount(owner[ends - 1], minlength=len(regions))
        some = count > 0
        self._first[regions[some]] = self._added + (np.cumsum(count) - count)[some]
        self._count[regions[some]] = count[some]
        self._added += len(chain)
        return chain[:, 0], chain[:, 1]

    def _common(self, first: Ints, second: Ints) -> Floats:
        common = np.zeros(len(first))
        n, m = self._count[first], self._count[second]
        sweep = (n * m > _SWEEP * (n + m)) | (n * m > _MOST_EDGE_PAIRS)
        few = np.flatnonzero(~sweep)
        for alike in alike_sizes(n[few], m[few]):
            corners = int((n[few[alike]] + m[few[alike]]).max())
            for part in _parts(few[alike], max(1, _CORNERS_TOGETHER // corners)):
                edges = (*self._corners(first[part]), *self._corners(second[part]))
                common[part] = common_areas(*edges)
        for part in _parts(np.flatnonzero(sweep), _TOGETHER):
            common[part] = self._swept(first[part], second[part])
        return common

    def _corners(self, regions: Ints) -> tuple[Floats, Floats]:
        """x and y of the corners, one column an outline, the last corner repeated."""
        count = self._count[regions]
        most = int(count.max())
        corner = self._first[regions] + np.minimum(np.arange(most)[:, None], count - 1)
        return self._x[corner], self._y[corner]

    def _swept(self, first: Ints, second: Ints) -> Floats:
        """The common areas by GEOS."""
        used, where = np.unique(np.concatenate((first, second)), return_inverse=True)
        outlines = self._geometries(used)
        crossed = np.flatnonzero(self._crossed[used])
        outlines[crossed] = _repaired(outlines[crossed])
        a, b = outlines[where[: len(first)]], outlines[where[len(first) :]]
        try:
            common: Floats = shapely.area(shapely.intersection(a, b))
        except GEOSException:
            common = np.array([_coarsely(p, q) for p, q in zip(a, b, strict=True)])
        return common

    def _geometries(self, regions: Ints) -> Objects:
        """The outlines as they were drawn."""
        first, count = (numbers[regions] for numbers in self._drawn)
        outline = np.repeat(np.arange(len(regions)), count)
        step = np.arange(len(outline)) - np.repeat(np.cumsum(count) - count, count)
        corner = np.repeat(first, count) + step
        corners = np.column_stack((self._x[corner], self._y[corner]))
        outlines: Objects = shapely.polygons(shapely.linearrings(corners, indices=outline))
        return outlines

    def _places(self) -> Ints:
        """Numbers that are equal where outlines without area have the same corners."""
        numbers: dict[bytes, int] = {}
        place = np.full(len(self._count), -1)
        for region in np.flatnonzero(self._flat).tolist():
            corners = slice(self._first[region], self._first[region] + self._count[region])
            points = np.unique(np.stack((self._x[corners], self._y[corners])), axis=1)
            place[region] = numbers.setdefault((points + 0.0).tobytes(), len(numbers))
        return place


def _parts(numbers: Ints, length: int) -> Iterator[Ints]:
    return (numbers[start : start + length] for start in range(0, len(numbers), length))


def _repaired(outlines: Objects) -> Objects:
    """What outlines cover that cross themselves."""
    fixed: Objects = shapely.make_valid(outlines, method="structure", keep_collapsed=False)
    return fixed


def _coarsely(a: shapely.Geometry, b: shapely.Geometry) -> float:
    """The common area on a fine grid, which GEOS can always compute."""
    return float(shapely.area(shapely.intersection(a, b, grid_size=1e-9)))


def _outlines(answer: Polygons | Boxes) -> Polygons:
    if isinstance(answer, Polygons):
        return answer
    corners = BoxShapes([answer]).corners()[:-1]
    starts = np.arange(0, 4 * len(corners) + 1, 4)
    return Polygons(answer.labels, corners.reshape(-1, 2), starts)


def _as_answer(outlines: Sequence[ArrayLike], name: str) -> Polygons:
    arrays = [np.asarray(outline, dtype=np.float64) for outline in outlines]
    for array in arrays:
        if array.ndim != 2 or array.shape[1] != 2:
            raise ValueError(f"an outline of {name} must have shape (k, 2), got {array.shape}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds a value that is not finite")
    starts = np.concatenate(([0], np.cumsum([len(array) for array in arrays]))).astype(np.int64)
    points = np.concatenate((*arrays, np.empty((0, 2))))
    return Polygons(("",) * len(arrays), points, starts)
