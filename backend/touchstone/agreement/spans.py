"""Overlap of text, time and audio spans."""

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.geometry import ratio
from touchstone.agreement.types import Floats


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
    return span_overlap(a[:, None, :], b[None, :, :])


def span_overlap(a: Floats, b: Floats) -> Floats:
    """`span_iou` of arrays of spans that broadcast against each other, unchecked."""
    start_a, end_a = a[..., 0], a[..., 1]
    start_b, end_b = b[..., 0], b[..., 1]
    overlap = np.minimum(end_a, end_b) - np.maximum(start_a, start_b)
    intersection = np.maximum(overlap, 0.0)
    union = (end_a - start_a) + (end_b - start_b) - intersection
    same = (start_a == start_b) & (end_a == end_b)
    return ratio(intersection, union, same)


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
