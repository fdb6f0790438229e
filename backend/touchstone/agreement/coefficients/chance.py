"""Percent agreement, Scott's pi, Fleiss' kappa and Gwet's AC1 and AC2, for any number of raters.

All of them take the same observed agreement, the mean over units of the share of pairs of
ratings that agree, and differ in the agreement that they expect by chance.
"""

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.bootstrap import Evaluate, Resampling
from touchstone.agreement.coefficients.ratings import (
    Codes,
    Statistic,
    checked_codes,
    coefficient,
    divided,
)
from touchstone.agreement.coefficients.weights import Weighting, agreement_weights
from touchstone.agreement.types import Coefficient, Floats

_HEAD = 4  # features before the categories


def percent_agreement(ratings: ArrayLike, *, resampling: Resampling | None = None) -> Coefficient:
    r"""The share of pairs of ratings that are the same, averaged over units.

    .. math:: p_o = \frac{1}{N} \sum_u \frac{\sum_k n_{uk}^2 - m_u}{m_u (m_u - 1)}

    Parameters
    ----------
    ratings : int array, shape (n_units, n_raters)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit. The order of raters
        and the numbering of categories do not matter.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        In [0, 1]. ``n_units`` counts units with at least two ratings; only those take part.
        ``value`` is None when there is none (``NO_PAIRS``).

    Raises
    ------
    ValueError
        If `ratings` is not two-dimensional or holds a code below ``MISSING``.
    """
    codes, k = checked_codes(ratings)
    return coefficient(_statistic(np.eye(k), _percent), codes, k, resampling)


def scott_pi(ratings: ArrayLike, *, resampling: Resampling | None = None) -> Coefficient:
    r"""Scott's pi of two raters: chance is drawing twice from what both used together.

    .. math:: \pi = \frac{p_o - p_e}{1 - p_e}, \quad
              p_e = \sum_k \left(\frac{n_{1k} + n_{2k}}{2N}\right)^2

    Parameters
    ----------
    ratings : int array, shape (n_units, 2)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        In [-1, 1]: 1 is perfect, 0 is chance level. Only units that both rated take part.
        ``value`` is None when there is none (``NO_PAIRS``) or when both used one and the same
        category throughout (``NO_VARIATION``).

    Raises
    ------
    ValueError
        If `ratings` does not have two columns or holds a code below ``MISSING``.

    References
    ----------
    .. [1] W. A. Scott, "Reliability of Content Analysis: The Case of Nominal Scale Coding",
           Public Opinion Quarterly 19(3), 321-325 (1955).
    """
    codes, k = checked_codes(ratings)
    if codes.shape[1] != 2:
        raise ValueError(f"Scott's pi is of two raters, got {codes.shape[1]}")
    whole = codes[(codes >= 0).all(axis=1)]
    return coefficient(_statistic(np.eye(k), _pooled(np.eye(k))), whole, k, resampling)


def fleiss_kappa(ratings: ArrayLike, *, resampling: Resampling | None = None) -> Coefficient:
    r"""Fleiss' kappa: agreement of many raters who need not be the same for every unit.

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \quad p_e = \sum_k \pi_k^2, \quad
              \pi_k = \frac{1}{N'} \sum_u \frac{n_{uk}}{m_u}

    Parameters
    ----------
    ratings : int array, shape (n_units, n_raters)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit. Only how often a
        unit was given each category matters, not by whom.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        In [-1, 1]: 1 is perfect, 0 is chance level. ``n_units`` counts units with at least two
        ratings. ``value`` is None when there is none (``NO_PAIRS``) or when only one category
        was ever used (``NO_VARIATION``).

    Raises
    ------
    ValueError
        If `ratings` is not two-dimensional or holds a code below ``MISSING``.

    Notes
    -----
    Fleiss defines it for equally many ratings a unit. For unequal numbers this is the extension
    of Gwet [2]_: :math:`p_o` is over the units with two ratings or more, and :math:`\pi_k` over
    all units with a rating (N' of them), each unit counting the same.

    References
    ----------
    .. [1] J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological
           Bulletin 76(5), 378-382 (1971).
    .. [2] K. L. Gwet, "Handbook of Inter-Rater Reliability", 4th edition (2014).
    """
    codes, k = checked_codes(ratings)
    return coefficient(_statistic(np.eye(k), _pooled(np.eye(k))), codes, k, resampling)


def gwet_ac1(
    ratings: ArrayLike,
    *,
    n_categories: int | None = None,
    resampling: Resampling | None = None,
) -> Coefficient:
    r"""Gwet's AC1, which stays meaningful where nearly all ratings are of one category.

    .. math:: AC_1 = \frac{p_o - p_e}{1 - p_e}, \quad
              p_e = \frac{1}{K - 1} \sum_k \pi_k (1 - \pi_k)

    Parameters
    ----------
    ratings : int array, shape (n_units, n_raters)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit.
    n_categories : int, optional
        K, all categories that a rater could have chosen, used or not; the highest code plus one
        if not given. More categories make chance smaller.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        In [-1, 1]: 1 is perfect, 0 is chance level. ``n_units`` counts units with at least two
        ratings. ``value`` is None when there is none (``NO_PAIRS``) or when there is but one
        category to choose (``NO_VARIATION``). Unlike the kappas it has a value, 1, when there
        are more but all ratings are of one.

    Raises
    ------
    ValueError
        If `ratings` is not two-dimensional, or holds a code below ``MISSING`` or not below K.

    References
    ----------
    .. [1] K. L. Gwet, "Computing inter-rater reliability and its variance in the presence of
           high agreement", British Journal of Mathematical and Statistical Psychology 61(1),
           29-48 (2008).
    """
    codes, k = checked_codes(ratings, n_categories)
    return _gwet(codes, np.eye(k), resampling)


def gwet_ac2(
    ratings: ArrayLike,
    *,
    weighting: Weighting = "quadratic",
    values: ArrayLike | None = None,
    n_categories: int | None = None,
    resampling: Resampling | None = None,
) -> Coefficient:
    r"""Gwet's AC2: AC1 for ordered categories, where near misses count in part.

    .. math:: AC_2 = \frac{p_o - p_e}{1 - p_e}, \quad
              p_e = \frac{\sum_{kl} w_{kl}}{K (K - 1)} \sum_k \pi_k (1 - \pi_k)

    Parameters
    ----------
    ratings : int array, shape (n_units, n_raters)
        Category codes 0..K-1 in their order; ``MISSING`` where the rater skipped the unit.
    weighting : str
        ``linear`` or ``quadratic``, see `agreement_weights`.
    values : float array, shape (K,), optional
        What each category stands for; 0, 1, 2, ... if not given.
    n_categories : int, optional
        K, as for `gwet_ac1`.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        As for `gwet_ac1`; the observed agreement is weighted.

    Raises
    ------
    ValueError
        As for `gwet_ac1`, and if the weighting is unknown or `values` is not of K finite values.

    References
    ----------
    .. [1] K. L. Gwet, "Handbook of Inter-Rater Reliability", 4th edition (2014).
    """
    codes, k = checked_codes(ratings, n_categories)
    return _gwet(codes, agreement_weights(weighting, k, values), resampling)


def _gwet(codes: Codes, weights: Floats, resampling: Resampling | None) -> Coefficient:
    statistic = _statistic(weights, _gwet_chance(weights))
    return coefficient(statistic, codes, len(weights), resampling)


def _statistic(weights: Floats, evaluate: Evaluate) -> Statistic:
    """Features: takes part, ratings, observed agreement, rated at all, share of each category."""
    plain = np.array_equal(weights, np.eye(len(weights)))

    def features(counts: Floats) -> Floats:
        ratings = counts.sum(axis=1)
        alike = (counts if plain else counts @ weights) * counts
        table = np.empty((len(counts), _HEAD + counts.shape[1]))
        paired = ratings >= 2
        table[:, 0] = paired
        table[:, 1] = ratings * paired
        pairs = np.where(paired, ratings * (ratings - 1), 1.0)
        table[:, 2] = np.where(paired, (alike.sum(axis=1) - ratings) / pairs, 0.0)
        table[:, 3] = ratings > 0
        table[:, _HEAD:] = counts / np.maximum(ratings, 1.0)[:, None]
        return table

    return Statistic(features, evaluate)


def _percent(sums: Floats) -> Floats:
    return divided(sums[:, 2], sums[:, 0])


def _pooled(weights: Floats) -> Evaluate:
    def evaluate(sums: Floats) -> Floats:
        shares = sums[:, _HEAD:] / np.maximum(sums[:, 3:4], 1.0)
        return _corrected(sums, ((shares @ weights) * shares).sum(axis=1))

    return evaluate


def _gwet_chance(weights: Floats) -> Evaluate:
    k = len(weights)
    factor = float(weights.sum()) / (k * (k - 1)) if k > 1 else np.nan

    def evaluate(sums: Floats) -> Floats:
        shares = sums[:, _HEAD:] / np.maximum(sums[:, 3:4], 1.0)
        return _corrected(sums, factor * (shares * (1.0 - shares)).sum(axis=1))

    return evaluate


def _corrected(sums: Floats, expected: Floats) -> Floats:
    observed = divided(sums[:, 2], sums[:, 0])
    return divided(observed - expected, 1.0 - expected)
