"""Overlap of text, time and audio spans, and events that are the same."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.answers import Spans
from touchstone.agreement.matching import TWO_WAY
from touchstone.agreement.regions import CELLS, Block, match_many, stacked
from touchstone.agreement.types import Bools, Floats, Ints

FARTHEST = 1e15
"""Ends beyond it are a fault, and the span matches nothing."""


def span_iou(a: ArrayLike, b: ArrayLike) -> Floats:
    r"""Intersection over union of every span of `a` with every span of `b`.

    .. math:: IoU(p, q) = |p \cap q| / |p \cup q|

    Parameters
    ----------
    a : number array, shape (n, 2)
        Half-open spans: start (included) and end (excluded), in any one unit.
    b : number array, shape (m, 2)
        The spans to compare with, in the same unit.

    Returns
    -------
    float array, shape (n, m)
        Dimensionless, in [0, 1]; 1 is the same span, 0 is nothing in common, also for
        spans that only touch. Row i is span i of `a`. Two empty spans give 1 at the same
        place and 0 otherwise.

    Raises
    ------
    ValueError
        If an input does not have two columns, is not finite, or holds a span that ends before it
        starts.

    Notes
    -----
    The union counts the covered length. For spans that overlap it equals the distance from the
    first start to the last end; for others the result is 0 either way.
    """
    a, b = _as_spans(a, "a"), _as_spans(b, "b")
    start_a, end_a = a[:, :1], a[:, 1:]
    start_b, end_b = b[:, 0], b[:, 1]
    return _overlap(start_a, end_a, start_b, end_b)


def span_iou_many(
    answers: Sequence[Spans], left: Ints, right: Ints, *, matching: str = TWO_WAY
) -> Floats:
    """`span_iou` of many pairs of answers whose labels and groups are equal, matched."""
    return match_many(answers, left, right, SpanShapes, matching=matching)


def event_match(a: ArrayLike, b: ArrayLike, *, tolerance: float = 0.0) -> Floats:
    r"""Which spans of `a` and of `b` begin and end at the same places.

    .. math:: s(p, q) = [|start_p - start_q| \le t \wedge |end_p - end_q| \le t]

    Parameters
    ----------
    a : number array, shape (n, 2)
        Start and end of each span, in any one unit.
    b : number array, shape (m, 2)
        The spans to compare with, in the same unit.
    tolerance : float
        How far starts and ends may be apart, at least 0, in the same unit.

    Returns
    -------
    float array, shape (n, m)
        1 where the spans are the same, give or take the tolerance; else 0.

    Raises
    ------
    ValueError
        As `span_iou`.
    """
    a, b = _as_spans(a, "a"), _as_spans(b, "b")
    apart = np.abs(a[:, None, :] - b[None, :, :]).max(axis=2, initial=0.0)
    same: Floats = (apart <= tolerance).astype(np.float64)
    return same


def event_match_many(
    answers: Sequence[Spans],
    left: Ints,
    right: Ints,
    *,
    tolerance: float = 0.0,
    matching: str = TWO_WAY,
) -> Floats:
    """`event_match` of many pairs of answers whose labels and groups are equal, matched."""
    return match_many(
        answers, left, right, lambda a: EventShapes(a, tolerance=tolerance), matching=matching
    )


def _overlap(start_a: Floats, end_a: Floats, start_b: Floats, end_b: Floats) -> Floats:
    common = np.minimum(end_a, end_b)
    common -= np.maximum(start_a, start_b)
    np.maximum(common, 0.0, out=common)
    union = (end_a - start_a) + (end_b - start_b)
    empty = union <= 0
    union -= common
    np.maximum(union, 1e-300, out=union)
    common /= union
    if empty.any():
        common = np.where(empty, (start_a == start_b) & (end_a == end_b), common)
    return common


class SpanShapes:
    """Half-open stretches; one that is written backwards is turned round."""

    cells = CELLS

    def __init__(self, answers: Sequence[Spans]) -> None:
        ends = np.ascontiguousarray(stacked([a.geometry for a in answers], 2).T)
        usable: Bools = np.logical_and.reduce(np.abs(ends) <= FARTHEST, axis=0)
        if not usable.all():
            ends = np.where(usable, ends, 0.0)
        self.usable = usable[:-1]
        self._start, self._end = ends.min(axis=0), ends.max(axis=0)

    def overlap(self, block: Block) -> Floats:
        a, b = block.a, block.b
        shares = _overlap(self._start[a], self._end[a], self._start[b], self._end[b])
        shares *= block.alike
        return shares


class EventShapes(SpanShapes):
    """Stretches that are the same or not, give or take a tolerance at either end."""

    def __init__(self, answers: Sequence[Spans], *, tolerance: float) -> None:
        super().__init__(answers)
        self._tolerance = tolerance

    def overlap(self, block: Block) -> Floats:
        a, b, most = block.a, block.b, self._tolerance
        same = block.alike & (np.abs(self._start[a] - self._start[b]) <= most)
        same &= np.abs(self._end[a] - self._end[b]) <= most
        result: Floats = same.astype(np.float64)
        return result


def _as_spans(spans: ArrayLike, name: str) -> Floats:
    array = np.asarray(spans, dtype=np.float64)
    if array.size == 0:
        return np.empty((0, 2))
    if array.ndim != 2 or array.shape[1] != 2:
        raise ValueError(f"{name} must have shape (n, 2), got {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a value that is not finite")
    if (array[:, 1] < array[:, 0]).any():
        raise ValueError(f"{name} holds a span that ends before it starts")
    return array
