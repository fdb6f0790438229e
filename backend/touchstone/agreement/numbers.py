"""How close numbers are: ratings, measured values, points in time."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.answers import Numbers
from touchstone.agreement.types import Floats, Ints


def numeric_difference(a: ArrayLike, b: ArrayLike) -> Floats:
    r"""How close two numbers are, 1 for equal ones.

    .. math:: s(x, y) = 1 / (1 + |x - y|)

    Parameters
    ----------
    a, b : float array, shapes that broadcast
        Numbers in any one unit. The unit matters: the difference is not scaled by any range.

    Returns
    -------
    float array
        Dimensionless, in [0, 1]: 0.5 for numbers that differ by 1. NaN where a number is NaN.

    References
    ----------
    .. [1] Label Studio Enterprise documentation, agreement metrics, "Numeric Difference".
    """
    result: Floats = 1.0 / (1.0 + _distance(a, b))
    return result


def numeric_tolerance(a: ArrayLike, b: ArrayLike, *, max_difference: float = 1.0) -> Floats:
    r"""Whether two numbers are at most so far apart.

    .. math:: s(x, y) = [\,|x - y| \le d\,]

    Parameters
    ----------
    a, b : float array, shapes that broadcast
        Numbers in any one unit.
    max_difference : float
        d, in the same unit, at least 0.

    Returns
    -------
    float array
        0 or 1; NaN where a number is NaN.

    Raises
    ------
    ValueError
        If `max_difference` is negative or not a number.

    Notes
    -----
    A rounding error of a few units in the last place does not count: 0.3 and 0.1 + 0.2 are
    equal at a tolerance of 0.
    """
    if not max_difference >= 0:
        raise ValueError(f"max_difference must be at least 0, got {max_difference}")
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    slack = _ROUNDING * np.minimum(np.maximum(np.abs(a), np.abs(b)), _LARGE)
    distance = _distance(a, b)
    near = (distance <= max_difference + slack).astype(np.float64)
    result: Floats = np.where(np.isnan(distance), np.nan, near)
    return result


_ROUNDING = 1e-15
_LARGE = 1e300


def _distance(a: ArrayLike, b: ArrayLike) -> Floats:
    """Equal infinities are no distance apart."""
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        result: Floats = np.where(a == b, 0.0, np.abs(a - b))
    return result


def numeric_difference_many(answers: Sequence[Numbers], left: Ints, right: Ints) -> Floats:
    """`numeric_difference` of many pairs; several numbers are compared by their position."""
    return _by_position(answers, left, right, numeric_difference)


def numeric_tolerance_many(
    answers: Sequence[Numbers], left: Ints, right: Ints, *, max_difference: float = 1.0
) -> Floats:
    """`numeric_tolerance` of many pairs; of several numbers all must be near, and as many."""
    near = _by_position(
        answers, left, right, lambda a, b: numeric_tolerance(a, b, max_difference=max_difference)
    )
    result: Floats = np.where(np.isnan(near), np.nan, (near == 1.0).astype(np.float64))
    return result


def _by_position(
    answers: Sequence[Numbers],
    left: Ints,
    right: Ints,
    compare: Callable[[Floats, Floats], Floats],
) -> Floats:
    """The mean over the positions of the longer answer; a number without a partner gives 0."""
    used = np.unique(np.concatenate((left, right)))
    values = [answers[position].values for position in used.tolist()]
    counts = np.array([len(numbers) for numbers in values], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(counts)))[:-1]
    numbers = np.array([n for answer in values for n in answer], dtype=np.float64)

    a, b = np.searchsorted(used, left), np.searchsorted(used, right)
    common = np.minimum(counts[a], counts[b])
    pair = np.repeat(np.arange(len(left)), common)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(common) - common, common)
    scores = compare(numbers[starts[a][pair] + place], numbers[starts[b][pair] + place])
    total = np.bincount(pair, weights=scores, minlength=len(left))
    result: Floats = total / np.maximum(counts[a], counts[b])
    return result
