"""The mean of Cohen's kappa over all pairs of raters, from single ratings, with an interval."""

import numpy as np

from touchstone.agreement.bootstrap import Resampling, sums_interval
from touchstone.agreement.coefficients.kappa import kappa_of_tables
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined

MOST_CELLS = 20_000_000
"""Of the contingency tables of all pairs of raters."""


def light_kappa(
    units: Ints,
    raters: Ints,
    codes: Ints,
    weights: Floats,
    *,
    resampling: Resampling | None = None,
) -> Coefficient | None:
    r"""Light's kappa: `cohen_kappa` of every two raters, averaged.

    .. math:: \bar\kappa = \sum_{i<j} n_{ij} \kappa_{ij} / \sum_{i<j} n_{ij}

    Parameters
    ----------
    units, raters, codes : int array, shape (n,)
        Single ratings, those of a unit together: who gave it which category 0..K-1. At most one
        a unit and rater.
    weights : float array, shape (K, K)
        See `agreement_weights`.
    resampling : Resampling, optional
        Asks for an interval. Resamples take the kappas to first order in how often each unit is
        drawn.

    Returns
    -------
    Coefficient or None
        Pairs of raters without a kappa do not take part. ``n_units`` counts the units that two
        raters or more rated. None where the tables would be larger than `MOST_CELLS`.

    References
    ----------
    .. [1] R. J. Light, "Measures of response agreement for qualitative data: Some
           generalizations and alternatives", Psychological Bulletin 76(5), 365-377 (1971).
    """
    first, second = pairs_of_units(units)
    n_units, n_ratings = _evidence(units)
    if not len(first):
        return Coefficient(None, 0, 0, Undefined.NO_PAIRS)
    swap = raters[first] > raters[second]
    first, second = np.where(swap, second, first), np.where(swap, first, second)
    k = len(weights)
    of_pair = raters[first] * (int(raters.max()) + 1) + raters[second]
    known, pair = np.unique(of_pair, return_inverse=True)
    if len(known) * k * k > MOST_CELLS:
        return None
    cells = (pair * k + codes[first]) * k + codes[second]
    tables = np.bincount(cells, minlength=len(known) * k * k).reshape(-1, k, k).astype(np.float64)
    kappas = kappa_of_tables(tables, weights)
    n = tables.sum(axis=(1, 2))
    defined = ~np.isnan(kappas)
    if not defined.any():
        return Coefficient(None, n_units, n_ratings, Undefined.NO_VARIATION)
    value = float(np.average(kappas[defined], weights=n[defined]))
    interval = None
    if resampling is not None:
        influence = (kappas[:, None, None] + _influence(tables, kappas, weights)).ravel()
        takes_part = defined[pair]
        unit = units[first][takes_part]
        _, place = np.unique(unit, return_inverse=True)
        features: Floats = np.stack(
            (
                np.bincount(place, influence[cells[takes_part]]),
                np.bincount(place).astype(np.float64),
            ),
            axis=1,
        )
        rows, counts = np.unique(features, axis=0, return_counts=True)
        interval = sums_interval(rows, counts, _ratio, resampling)
    return Coefficient(value, n_units, n_ratings, interval=interval)


def _influence(tables: Floats, kappas: Floats, weights: Floats) -> Floats:
    """How much one more unit in each cell moves the kappa, times the number of units."""
    n = tables.sum(axis=(1, 2))[:, None]
    rows, columns = tables.sum(axis=2) / n, tables.sum(axis=1) / n
    observed = (tables * weights).sum(axis=(1, 2)) / n[:, 0]
    by_row, by_column = columns @ weights.T, rows @ weights
    expected = (by_row * rows).sum(axis=1)
    rest = np.where(np.isnan(kappas), 1.0, 1.0 - expected)[:, None, None]
    moved = by_row[:, :, None] + by_column[:, None, :] - 2 * expected[:, None, None]
    result: Floats = (
        weights - observed[:, None, None] - (1.0 - kappas)[:, None, None] * moved
    ) / rest
    return result


def _ratio(sums: Floats) -> Floats:
    ratio: Floats = sums[:, 0] / sums[:, 1]
    return ratio


def pairs_of_units(units: Ints) -> tuple[Ints, Ints]:
    """Positions of every two ratings of a unit; those of a unit must be together."""
    firsts, seconds = [], []
    for step in range(1, len(units)):
        same = np.flatnonzero(units[step:] == units[:-step])
        if not len(same):
            break
        firsts.append(same)
        seconds.append(same + step)
    if not firsts:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    return np.concatenate(firsts), np.concatenate(seconds)


def _evidence(units: Ints) -> tuple[int, int]:
    _, counts = np.unique(units, return_counts=True)
    paired = counts[counts >= 2]
    return len(paired), int(paired.sum())
