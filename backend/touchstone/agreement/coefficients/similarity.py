"""Krippendorff's alpha with any similarity of answers as its distance."""

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.bootstrap import Evaluate, Resampling
from touchstone.agreement.coefficients.ratings import divided, from_sums, with_interval
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined


def alpha_from_pairs(
    within: ArrayLike,
    units: ArrayLike,
    sizes: ArrayLike,
    across: ArrayLike,
    across_units: ArrayLike,
    *,
    resampling: Resampling | None = None,
) -> Coefficient:
    r"""Krippendorff's alpha of answers of any kind, from how alike pairs of them are.

    .. math:: \alpha = 1 - D_o / D_e, \quad \delta^2 = 1 - s

    with :math:`D_o` the mean distance of two answers to the same unit, each unit counting as
    many times as it has answers, and :math:`D_e` the mean distance of any two answers.

    Parameters
    ----------
    within : float array, shape (P,)
        The similarity s in [0, 1] of every two answers to the same unit; NaN where it is
        undefined.
    units : int array, shape (P,)
        The unit of each of these pairs, 0..n_units-1.
    sizes : int array, shape (n_units,)
        How many answers each unit has.
    across : float array, shape (Q,)
        The similarity of pairs of answers to different units: all such pairs or, because there
        are too many of them, a random sample as drawn by `cross_pairs`.
    across_units : int array, shape (Q, 2)
        The units of each of these pairs.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        At most 1: 1 is perfect, 0 is chance level. ``n_units`` counts units with a pair that
        has a similarity; only those take part. ``value`` is None when there is none, or nothing
        to compare them with (``NO_PAIRS``), and when all answers are alike (``NO_VARIATION``).

    Raises
    ------
    ValueError
        If lengths do not match.

    Notes
    -----
    With exact match as similarity and all pairs across, this is nominal alpha. With a sample of
    Q pairs the expected disagreement has a standard error of at most :math:`1 / (2 \sqrt{Q})`,
    0.005 for 10,000. Resamples take it to first order in how often each unit is drawn.

    References
    ----------
    .. [1] K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", University of
           Pennsylvania (2011).
    """
    scores, of_unit = np.asarray(within, dtype=np.float64), np.asarray(units, dtype=np.int64)
    members = np.asarray(sizes, dtype=np.float64)
    others = np.asarray(across, dtype=np.float64)
    other_units = np.asarray(across_units, dtype=np.int64).reshape(-1, 2)
    if scores.shape != of_unit.shape or len(others) != len(other_units):
        raise ValueError("there must be one unit a pair within, and two a pair across")

    known = ~np.isnan(scores)
    pairs = np.bincount(of_unit[known], minlength=len(members)).astype(np.float64)
    distances = np.bincount(of_unit[known], 1.0 - scores[known], minlength=len(members))
    mean = distances / np.maximum(pairs, 1.0)
    takes_part = pairs > 0
    usable = ~np.isnan(others) & takes_part[other_units].all(axis=1)
    features, evaluate = _features(
        members * takes_part, mean, 1.0 - others[usable], other_units[usable]
    )
    found = from_sums(features.sum(axis=0), evaluate)
    if found.n_units > 1 and not usable.any():
        return Coefficient(None, found.n_units, found.n_ratings, Undefined.NO_PAIRS)
    if resampling is None or found.value is None:
        return found
    rows = features[takes_part]
    return with_interval(found, rows, np.ones(len(rows), dtype=np.int64), resampling, evaluate)


def _features(
    members: Floats, mean: Floats, others: Floats, other_units: Ints
) -> tuple[Floats, Evaluate]:
    """Features: takes part, answers, their distance, pairs within, their distance, and of the
    pairs across that a unit is in the distance and number."""
    n_units = len(members)
    inside = members * (members - 1) / 2
    table = np.stack(
        (
            (members > 0).astype(np.float64),
            members,
            members * mean,
            inside,
            inside * mean,
            *(
                np.bincount(other_units[:, 0], weights, minlength=n_units)
                + np.bincount(other_units[:, 1], weights, minlength=n_units)
                for weights in (others, np.ones(len(others)))
            ),
        ),
        axis=1,
    )
    distance, number = float(others.sum()), float(len(others))

    def evaluate(sums: Floats) -> Floats:
        n = sums[:, 1]
        all_pairs = n * (n - 1) / 2
        # Every pair across is in the sums of two units; see Notes on resamples.
        across = np.zeros(len(sums))
        np.divide(sums[:, 5] - distance, sums[:, 6] - number, out=across, where=sums[:, 6] > number)
        expected = sums[:, 4] + np.maximum(all_pairs - sums[:, 3], 0.0) * across
        return 1.0 - divided(sums[:, 2] * all_pairs, n * expected)

    return table, evaluate


def cross_pairs(units: ArrayLike, n_pairs: int, seed: int = 0) -> tuple[Ints, Ints]:
    """Pairs of answers to different units: all of them, or `n_pairs` drawn at random.

    Parameters
    ----------
    units : int array, shape (n,)
        The unit of each answer.
    n_pairs : int
        At most so many.
    seed : int
        The same seed gives the same pairs.

    Returns
    -------
    left, right : int array, shape (at most n_pairs,)
        Positions in `units`, each pair in one order only.
    """
    of_answer = np.asarray(units, dtype=np.int64)
    n = len(of_answer)
    _, sizes = np.unique(of_answer, return_counts=True)
    there = (n * n - int((sizes.astype(np.int64) ** 2).sum())) // 2
    if there <= n_pairs and n <= _ALL:
        left, right = np.triu_indices(n, 1)
    else:
        rng = np.random.default_rng(seed)
        draws = n_pairs if there else 0
        chance = 2 * there / (n * n) if n else 1.0
        left, right = rng.integers(max(n, 1), size=(2, int(draws / max(chance, 1e-3) * 1.1) + 16))
    apart = of_answer[left] != of_answer[right] if n else np.zeros(len(left), dtype=bool)
    return left[apart][:n_pairs], right[apart][:n_pairs]


_ALL = 4096
"""Answers of which all pairs are listed, if these are few enough."""
