"""Cohen's kappa of two raters, plain and weighted, and of every pair of many raters at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from touchstone.agreement.bootstrap import Evaluate, Resampling
from touchstone.agreement.coefficients.ratings import (
    MISSING,
    Codes,
    checked_codes,
    divided,
    from_sums,
    with_interval,
)
from touchstone.agreement.coefficients.weights import Weighting, agreement_weights
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined


def cohen_kappa(
    ratings: ArrayLike,
    *,
    weighting: Weighting = "identity",
    values: ArrayLike | None = None,
    resampling: Resampling | None = None,
) -> Coefficient:
    r"""Cohen's kappa: each of two raters keeps to how often they use each category.

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \quad p_o = \sum_{kl} w_{kl} p_{kl}, \quad
              p_e = \sum_{kl} w_{kl} p_{k\cdot} p_{\cdot l}

    Parameters
    ----------
    ratings : int array, shape (n_units, 2)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit. For weighted kappa
        in the order of the categories.
    weighting : str
        ``identity`` for plain kappa; ``linear`` or ``quadratic``, see `agreement_weights`.
    values : float array, shape (K,), optional
        What each category stands for; 0, 1, 2, ... if not given.
    resampling : Resampling, optional
        Asks for an interval.

    Returns
    -------
    Coefficient
        In [-1, 1]: 1 is perfect, 0 is chance level. Only units that both rated take part; who
        has fewer of them looks better or worse than they are. ``value`` is None when there is
        none (``NO_PAIRS``) or when both used one and the same category throughout
        (``NO_VARIATION``).

    Raises
    ------
    ValueError
        If `ratings` does not have two columns or holds a code below ``MISSING``, the weighting
        is unknown, or `values` does not have one finite value a category.

    References
    ----------
    .. [1] J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and
           Psychological Measurement 20(1), 37-46 (1960).
    .. [2] J. Cohen, "Weighted kappa: Nominal scale agreement with provision for scaled
           disagreement or partial credit", Psychological Bulletin 70(4), 213-220 (1968).
    """
    codes, k = checked_codes(ratings, None if values is None else len(np.asarray(values)))
    if codes.shape[1] != 2:
        raise ValueError(f"Cohen's kappa is of two raters, got {codes.shape[1]}")
    weights = agreement_weights(weighting, k, values)
    left, right = codes[:, 0].astype(np.int64), codes[:, 1].astype(np.int64)
    both = (left != MISSING) & (right != MISSING)
    cells = np.bincount(left[both] * k + right[both], minlength=k * k)
    used = np.flatnonzero(cells)
    counts = cells[used]
    features = _cells(used, weights)
    evaluate = _of_margins(weights)
    found = from_sums(counts @ features, evaluate)
    if resampling is None or found.value is None:
        return found
    return with_interval(found, features, counts, resampling, evaluate)


def _cells(used: Ints, weights: Floats) -> Floats:
    """Features of a unit in a cell of the table: takes part, ratings, agreement, row, column."""
    k = len(weights)
    rows, columns = np.divmod(used, max(k, 1))
    table = np.zeros((len(used), 3 + 2 * k))
    table[:, 0], table[:, 1] = 1.0, 2.0
    table[:, 2] = weights[rows, columns]
    numbers = np.arange(len(used))
    table[numbers, 3 + rows] = 1.0
    table[numbers, 3 + k + columns] = 1.0
    return table


def _of_margins(weights: Floats) -> Evaluate:
    k = len(weights)

    def evaluate(sums: Floats) -> Floats:
        return _kappa(sums[:, 0], sums[:, 2], sums[:, 3 : 3 + k], sums[:, 3 + k :], weights)

    return evaluate


def _kappa(n: Floats, alike: Floats, rows: Floats, columns: Floats, weights: Floats) -> Floats:
    observed = divided(alike, n)
    expected = ((rows @ weights) * columns).sum(axis=-1) / np.maximum(n * n, 1.0)
    return divided(observed - expected, 1.0 - expected)


def kappa_of_tables(tables: Floats, weights: Floats) -> Floats:
    """Kappa of contingency tables, shape (..., K, K); NaN where it is undefined."""
    alike = (tables * weights).sum(axis=(-2, -1))
    rows, columns = tables.sum(axis=-1), tables.sum(axis=-2)
    return _kappa(rows.sum(axis=-1), alike, rows, columns, weights)


@dataclass(frozen=True, slots=True)
class PairwiseKappa:
    """Cohen's kappa of each two of many raters.

    `values` (n_raters, n_raters) is symmetric and NaN exactly where kappa is undefined: with
    `NO_PAIRS` where `n_units` is 0, else with `NO_VARIATION`. The diagonal is undefined.
    """

    values: Floats
    n_units: Ints

    def __getitem__(self, raters: tuple[int, int]) -> Coefficient:
        n, value = int(self.n_units[raters]), float(self.values[raters])
        if np.isnan(value):
            reason = Undefined.NO_VARIATION if n else Undefined.NO_PAIRS
            return Coefficient(None, n, 2 * n, reason)
        return Coefficient(value, n, 2 * n)

    def mean(self) -> Coefficient:
        """Over the pairs of raters that have a kappa, each weighted by its units.

        Light's kappa where all pairs have equally many units. `n_units` counts the units of all
        pairs, a unit once a pair.

        References
        ----------
        .. [1] R. J. Light, "Measures of response agreement for qualitative data: Some
               generalizations and alternatives", Psychological Bulletin 76(5), 365-377 (1971).
        """
        upper = np.triu_indices(len(self.values), 1)
        values, n_units = self.values[upper], self.n_units[upper]
        known = ~np.isnan(values)
        if not known.any():
            reason = Undefined.NO_VARIATION if n_units.any() else Undefined.NO_PAIRS
            return Coefficient(None, int(n_units.sum()), 2 * int(n_units.sum()), reason)
        n = int(n_units[known].sum())
        value = float(np.average(values[known], weights=n_units[known]))
        return Coefficient(value, n, 2 * n)


def pairwise_cohen(
    ratings: ArrayLike, *, weighting: Weighting = "identity", values: ArrayLike | None = None
) -> PairwiseKappa:
    """`cohen_kappa` of every two columns of `ratings` in one pass.

    Parameters
    ----------
    ratings : int array, shape (n_units, n_raters)
        Category codes 0..K-1; ``MISSING`` where the rater skipped the unit.
    weighting : str
        As for `cohen_kappa`.
    values : float array, shape (K,), optional
        As for `cohen_kappa`.

    Returns
    -------
    PairwiseKappa

    Raises
    ------
    ValueError
        As for `cohen_kappa`.

    Notes
    -----
    All contingency tables of a block of raters are one product of 0/1 matrices: dense ones, a
    few thousand units at a time, or sparse ones where a unit has few ratings, which then takes
    O(sum of m_u^2) steps.
    """
    codes, k = checked_codes(ratings, None if values is None else len(np.asarray(values)))
    weights = agreement_weights(weighting, k, values)
    n_raters = codes.shape[1]
    kappas = np.full((n_raters, n_raters), np.nan)
    n_units = np.zeros((n_raters, n_raters), dtype=np.int64)
    if k == 0:
        return PairwiseKappa(kappas, n_units)
    width = max(1, _COLUMNS // k)
    tables_of = _counting(codes, k)
    for rows in _slices(n_raters, width):
        for columns in _slices(n_raters, width):
            if columns.start < rows.start:
                continue
            tables = tables_of(rows, columns)
            kappas[rows, columns] = kappa_of_tables(tables, weights)
            n_units[rows, columns] = np.rint(tables.sum(axis=(-2, -1)))
            kappas[columns, rows] = kappas[rows, columns].T
            n_units[columns, rows] = n_units[rows, columns].T
    np.fill_diagonal(kappas, np.nan)
    np.fill_diagonal(n_units, 0)
    return PairwiseKappa(kappas, n_units)


_COLUMNS = 2048  # raters times categories in one product
_UNITS = 4096
_SPARSE_STEP = 300  # how much longer a step of a sparse product takes

_Counting = Callable[[slice, slice], Floats]
"""The contingency tables of every left with every right rater, shape (a, b, K, K)."""


def _slices(n: int, width: int) -> Iterator[slice]:
    for first in range(0, n, width):
        yield slice(first, min(first + width, n))


def _counting(codes: Codes, k: int) -> _Counting:
    per_unit = (codes != MISSING).sum(axis=1, dtype=np.float64)
    wide = codes.shape[1] * k
    if float((per_unit**2).mean()) * _SPARSE_STEP > wide * min(wide, _COLUMNS):
        return lambda rows, columns: _dense_tables(codes, rows, columns, k)
    units, raters = np.nonzero(codes != MISSING)
    places = raters * k + codes[units, raters]
    ones = np.ones(len(units), dtype=np.float32)
    hot = scipy.sparse.csr_array((ones, (units, places)), shape=(len(codes), wide))
    together = scipy.sparse.csr_array(hot.T @ hot)

    def tables(rows: slice, columns: slice) -> Floats:
        part = together[rows.start * k : rows.stop * k, columns.start * k : columns.stop * k]
        return _as_tables(part.toarray().astype(np.float64), k)

    return tables


def _dense_tables(codes: Codes, rows: slice, columns: slice, k: int) -> Floats:
    left, right = codes[:, rows], codes[:, columns]
    total = np.zeros((left.shape[1] * k, right.shape[1] * k))
    for units in _slices(len(codes), _UNITS):
        # Counts of at most `_UNITS`, which single precision holds exactly.
        first = _one_hot(left[units], k)
        if rows == columns:
            half = scipy.linalg.blas.ssyrk(1.0, first, trans=0)
            total += half + np.tril(half.T, -1)
        else:
            total += first @ _one_hot(right[units], k).T
    return _as_tables(total, k)


def _one_hot(codes: Codes, k: int) -> NDArray[np.float32]:
    """Shape (raters * K, units), in the order that the product wants."""
    hot = (codes[:, :, None] == np.arange(k)).reshape(len(codes), -1)
    turned: NDArray[np.float32] = hot.astype(np.float32).T
    return turned


def _as_tables(together: Floats, k: int) -> Floats:
    a, b = together.shape[0] // k, together.shape[1] // k
    tables: Floats = together.reshape(a, k, b, k).transpose(0, 2, 1, 3)
    return tables
