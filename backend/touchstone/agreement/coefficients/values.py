"""Krippendorff's alpha of numbers, however many different ones there are."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.bootstrap import Evaluate, Resampling
from touchstone.agreement.coefficients.pair_sums import ratio_sum, ratio_sums, ratio_totals
from touchstone.agreement.coefficients.ratings import divided, from_sums, with_interval
from touchstone.agreement.types import Bools, Coefficient, Floats

ValueLevel = Literal["ordinal", "interval", "ratio"]
VALUE_LEVELS: tuple[ValueLevel, ...] = ("ordinal", "interval", "ratio")


def alpha_of_values(
    values: ArrayLike, level: ValueLevel = "interval", *, resampling: Resampling | None = None
) -> Coefficient:
    r"""Krippendorff's alpha of numbers, with missing ones allowed.

    The same figure as `krippendorff_alpha`, in O(n log n) for n numbers instead of O(K^2) for K
    different ones.

    Parameters
    ----------
    values : float array, shape (n_units, n_raters)
        What each rater gave; NaN where the rater skipped the unit.
    level : str
        The squared distance of x and y: ``interval`` :math:`(x - y)^2`, ``ratio``
        :math:`((x - y) / (x + y))^2`, ``ordinal`` that of their mean ranks among all ratings.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        As for `krippendorff_alpha`.

    Raises
    ------
    ValueError
        If `values` is not two-dimensional or holds an infinite value, or for ``ratio`` a
        negative one, or if `level` is unknown.

    Notes
    -----
    Interval needs sums and sums of squares. Ordinal is interval on ranks, which takes sorting;
    resamples keep these ranks. For ratio see `pair_sums`; its resamples take the expected
    disagreement to first order in how often each unit is drawn.
    """
    if level not in VALUE_LEVELS:
        raise ValueError(f"level must be one of {', '.join(VALUE_LEVELS)}, got {level!r}")
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError(f"values must have shape (n_units, n_raters), got {table.shape}")
    if np.isinf(table).any():
        raise ValueError("values must not be infinite")
    if level == "ratio" and (table < 0).any():
        raise ValueError("values of a ratio scale must not be negative")

    known = ~np.isnan(table)
    paired = known.sum(axis=1) >= 2
    table, known = table[paired], known[paired]
    if level == "ratio":
        features, evaluate = _ratio(table, known, each=resampling is not None)
    else:
        features, evaluate = _interval(_ranked(table, known) if level == "ordinal" else table)
    found = from_sums(features.sum(axis=0), evaluate)
    if resampling is None or found.value is None:
        return found
    counts = np.ones(len(features), dtype=np.int64)
    return with_interval(found, features, counts, resampling, evaluate)


def _ranked(table: Floats, known: Bools) -> Floats:
    """Equal numbers share the mean of their ranks.

    Not by `scipy.stats`, which alone takes half a second to import at every start of a server.
    """
    ranks = np.full(table.shape, np.nan)
    _, place, counts = np.unique(table[known], return_inverse=True, return_counts=True)
    ranks[known] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return ranks


def _interval(table: Floats) -> tuple[Floats, Evaluate]:
    """Features: takes part, ratings, disagreement, sum, sum of squares, of numbers from -1 to 1."""
    features = np.zeros((len(table), 5))
    features[:, 0] = 1.0
    features[:, 1] = (~np.isnan(table)).sum(axis=1)
    if not len(table) or _all_equal(table):
        return features, _of_moments
    largest = float(np.nanmax(np.abs(table)))
    low, high = float(np.nanmin(table)) / largest, float(np.nanmax(table)) / largest
    middle, reach = (low + high) / 2, (high - low) / 2
    for part in _parts(table):
        # From -1 to 1, or squares lose digits or overflow.
        rows = (table[part] / largest - middle) / reach
        ratings = (~np.isnan(rows)).sum(axis=1)
        sums = np.nansum(rows, axis=1)
        off = rows - (sums / ratings)[:, None]
        features[part, 2] = 2 * ratings * np.nansum(off * off, axis=1) / (ratings - 1)
        features[part, 3] = sums
        features[part, 4] = np.nansum(rows * rows, axis=1)
    return features, _of_moments


def _of_moments(sums: Floats) -> Floats:
    n = sums[:, 1]
    expected = 2 * (n * sums[:, 4] - sums[:, 3] ** 2)
    return 1.0 - divided(sums[:, 2] * (n - 1), expected)


def _ratio(table: Floats, known: Bools, *, each: bool) -> tuple[Floats, Evaluate]:
    """Features: takes part, ratings, disagreement, and if wanted distances to all ratings."""
    ratings = known.sum(axis=1)
    features = np.zeros((len(table), 4))
    features[:, 0] = 1.0
    features[:, 1] = ratings
    if not len(table) or _all_equal(table):
        return features, _undefined
    few = ratings <= _FEW
    packed = np.sort(table[few], axis=1)[:, :_FEW]  # NaN comes last
    features[few, 2] = _few_totals(packed) / (ratings[few] - 1)
    features[~few, 2] = ratio_totals(table[~few]) / (ratings[~few] - 1)
    if each:
        to_all = np.zeros(table.shape)
        to_all[known] = ratio_sums(table[known])
        features[:, 3] = to_all.sum(axis=1)
        whole = float(features[:, 3].sum())
    else:
        whole = ratio_sum(table[known])

    def evaluate(sums: Floats) -> Floats:
        # In parts of the whole, which is small where all numbers are close together.
        expected = 2 * sums[:, 3] / whole - 1 if each else np.ones(len(sums))
        return 1.0 - divided(sums[:, 2] / whole * (sums[:, 1] - 1), expected)

    return features, evaluate


def _all_equal(table: Floats) -> bool:
    return bool(np.nanmin(table) == np.nanmax(table))


def _undefined(sums: Floats) -> Floats:
    return np.full(len(sums), np.nan)


_FEW = 16
"""Up to so many ratings of a unit are compared one by one."""
_CELLS = 1 << 17


def _few_totals(table: Floats) -> Floats:
    totals = np.zeros(len(table))
    columns = table.T.copy()
    for i, first in enumerate(columns):
        for second in columns[i + 1 :]:
            total = first + second
            share = np.zeros(len(total))
            np.divide(second - first, total, out=share, where=total > 0)
            totals += share * share
    return 2 * totals


def _parts(table: Floats) -> Iterator[slice]:
    step = max(1, _CELLS // max(table.shape[1], 1))
    for first in range(0, len(table), step):
        yield slice(first, first + step)
