"""Krippendorff's alpha of categories: nominal, ordinal, interval, ratio; ratings may be missing."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.coefficients.ratings import (
    Statistic,
    checked_codes,
    coefficient,
    divided,
)
from touchstone.agreement.coefficients.weights import category_values
from touchstone.agreement.types import Coefficient, Floats

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(
    ratings: ArrayLike,
    level: Level = "nominal",
    *,
    values: ArrayLike | None = None,
    resampling: Resampling | None = None,
) -> Coefficient:
    r"""Krippendorff's alpha of categories, with missing ratings allowed.

    .. math:: \alpha = 1 - D_o / D_e, \quad
              D_o = \frac{1}{n} \sum_{ck} o_{ck} \delta_{ck}^2, \quad
              D_e = \frac{1}{n (n - 1)} \sum_{ck} n_c n_k \delta_{ck}^2

    where the coincidences :math:`o_{ck}` count the pairs of ratings c and k of a unit, each unit
    weighted by :math:`1 / (m_u - 1)`, and :math:`n_c` are their sums.

    Parameters
    ----------
    ratings : int array, shape (n_units, n_raters)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit. The order of raters
        does not matter; the numbering of categories only where they are ordered.
    level : str
        The distance of two categories. ``nominal``: 0 or 1. ``ordinal``: how many ratings lie
        between them. ``interval``: the difference of their values. ``ratio``: that difference
        divided by their sum.
    values : float array, shape (K,), optional
        What each category stands for; 0, 1, 2, ... if not given. Only their order matters to
        ``ordinal``, and they do not to ``nominal``.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        Dimensionless and at most 1: 1 is perfect, 0 is chance level, below 0 is systematic
        disagreement. ``n_units`` counts units with at least two ratings; only those take part.
        ``value`` is None when there is none (``NO_PAIRS``) or when all their ratings are one
        category or of one value (``NO_VARIATION``).

    Raises
    ------
    ValueError
        If `ratings` is not two-dimensional or holds a code below ``MISSING``, if `level` is
        unknown, or if `values` does not have one finite value a category, or for ``ratio`` a
        negative one.

    Notes
    -----
    Runs in O(n_units * (n_raters + K)) time for nominal and O(n_units * K^2) for other levels,
    in memory that does not grow with n_units. `alpha_of_values` is for many different values.

    References
    ----------
    .. [1] K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of
           Pennsylvania (2011), https://repository.upenn.edu/asc_papers/43
    .. [2] A. F. Hayes and K. Krippendorff, "Answering the Call for a Standard Reliability
           Measure for Coding Data", Communication Methods and Measures 1(1), 77-89 (2007).
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}, got {level!r}")
    n_values = None if values is None else len(np.asarray(values))
    codes, k = checked_codes(ratings, n_values)
    places = category_values(values, k)
    if level == "ratio" and (places < 0).any():
        raise ValueError("values of a ratio scale must not be negative")
    statistic = _ordinal(places) if level == "ordinal" else _by_distance(level, places)
    return coefficient(statistic, codes, k, resampling)


def _by_distance(level: Level, places: Floats) -> Statistic:
    """Features: takes part, ratings, disagreement, ratings of each category."""
    k = len(places)
    distance = squared_distance(level, places)
    # The unit cancels; without it close values would be no variation.
    distance /= distance.max(initial=0.0) or 1.0

    def features(counts: Floats) -> Floats:
        ratings = counts.sum(axis=1)
        paired = ratings >= 2
        table = np.empty((len(counts), 3 + k))
        table[:, 0] = paired
        table[:, 1] = ratings * paired
        if level == "nominal":
            clashes = ratings**2 - (counts * counts).sum(axis=1)
        else:
            clashes = ((counts @ distance) * counts).sum(axis=1)
        table[:, 2] = clashes * paired / np.maximum(ratings - 1, 1.0)
        table[:, 3:] = counts * paired[:, None]
        return table

    def evaluate(sums: Floats) -> Floats:
        n, totals = sums[:, 1], sums[:, 3:]
        if level == "nominal":
            expected = n**2 - (totals * totals).sum(axis=1)
        else:
            expected = ((totals @ distance) * totals).sum(axis=1)
        return 1.0 - divided(sums[:, 2] * (n - 1), expected)

    return Statistic(features, evaluate)


def squared_distance(level: Level, places: Floats) -> Floats:
    """Of every two values, shape (K, K); not for ordinal, where it depends on the ratings."""
    if level == "nominal":
        return 1.0 - np.eye(len(places))
    off = np.abs(places[:, None] - places)
    if level == "ratio":
        total = places[:, None] + places
        off = np.divide(off, total, out=np.zeros_like(off), where=total > 0)
    square: Floats = off * off
    return square


def _ordinal(places: Floats) -> Statistic:
    """Features: takes part, ratings, coincidences of every two categories.

    The ordinal distance of two categories is the difference of their mean ranks, so that it is
    the interval distance of ranks which follow from the ratings.
    """
    k = len(places)
    same = (places[:, None] == places).astype(np.float64)
    below = (places[:, None] > places).astype(np.float64)

    def features(counts: Floats) -> Floats:
        ratings = counts.sum(axis=1)
        paired = ratings >= 2
        weight = paired / np.maximum(ratings - 1, 1.0)
        table = np.empty((len(counts), 2 + k * k))
        table[:, 0] = paired
        table[:, 1] = ratings * paired
        pairs = counts[:, :, None] * (counts * weight[:, None])[:, None, :]
        diagonal = np.arange(k)
        pairs[:, diagonal, diagonal] -= counts * weight[:, None]
        table[:, 2:] = pairs.reshape(len(counts), k * k)
        return table

    def evaluate(sums: Floats) -> Floats:
        n = sums[:, 1]
        coincidences = sums[:, 2:].reshape(-1, k, k)
        totals = coincidences.sum(axis=2)
        ranks = totals @ below.T + (totals @ same.T) / 2
        ranks -= ((ranks * totals).sum(axis=1) / np.maximum(n, 1))[:, None]
        squares = (totals * ranks * ranks).sum(axis=1)
        together = np.einsum("bc,bck,bk->b", ranks, coincidences, ranks)
        # Around the mean rank the products of all pairs of ratings sum to nothing.
        return 1.0 - divided((squares - together) * (n - 1), squares * n)

    return Statistic(features, evaluate)
