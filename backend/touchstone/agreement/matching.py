"""From similarities between regions to one similarity between two sets of regions."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import scipy
from numpy.typing import ArrayLike

from touchstone.agreement.types import Bools, Floats, Ints

TWO_WAY = "two_way"
ONE_TO_ONE = "one_to_one"


def two_way_best_match(similarity: ArrayLike) -> float:
    r"""How well two sets of regions match when each region takes its best partner.

    .. math::
        S = \frac{\sum_i \max_j s_{ij} + \sum_j \max_i s_{ij}}{n + m}

    Parameters
    ----------
    similarity : float array, shape (n, m)
        Similarity in [0, 1] of region i of one annotation and region j of the other; 0 where
        their labels differ (see `same_labels`). Exchanging the annotations transposes it.

    Returns
    -------
    float
        Dimensionless, in [0, 1]. 1 when every region has a perfect partner, and when both
        sets are empty; 0 when only one set is empty.

    Raises
    ------
    ValueError
        If `similarity` is not two-dimensional.

    Notes
    -----
    Not one-to-one: one large region may be the best partner of several.
    """
    return _similarity_of_sets(similarity, TWO_WAY)


def one_to_one_match(similarity: ArrayLike) -> float:
    r"""How well two sets of regions match when no region has more than one partner.

    .. math:: S = \frac{2 \max_M \sum_{(i, j) \in M} s_{ij}}{n + m}

    Parameters
    ----------
    similarity : float array, shape (n, m)
        As for `two_way_best_match`.

    Returns
    -------
    float
        Dimensionless, in [0, 1], over the best of all one-to-one matchings M, and never more
        than `two_way_best_match`. 1 when both sets are empty, 0 when only one is.

    Raises
    ------
    ValueError
        If `similarity` is not two-dimensional.

    References
    ----------
    .. [1] H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research
           Logistics Quarterly 2, 83-97 (1955).
    """
    return _similarity_of_sets(similarity, ONE_TO_ONE)


def _similarity_of_sets(similarity: ArrayLike, matching: str) -> float:
    similarity = np.asarray(similarity, dtype=np.float64)
    if similarity.ndim != 2:
        raise ValueError(f"similarity must have shape (n, m), got {similarity.shape}")
    n, m = similarity.shape
    if n == 0 or m == 0:
        return float(n == m)
    total = float(SUMMARIES[matching](similarity[:, :, None])[0])
    score: float = min(total / (n + m), 1.0)
    return score


def two_way_sums(similarity: Floats) -> Floats:
    """The best of every row and of every column, added up; (n, m, P) to (P,)."""
    best_of_row, best_of_column = similarity.max(axis=1), similarity.max(axis=0)
    total: Floats = best_of_row.sum(axis=0) + best_of_column.sum(axis=0)
    return total


def one_to_one_sums(similarity: Floats) -> Floats:
    """Twice the similarity of the matched; (n, m, P) to (P,)."""
    total: Floats = 2.0 * assigned(similarity).sum(axis=0)
    return total


SUMMARIES: Mapping[str, Callable[[Floats], Floats]] = MappingProxyType(
    {TWO_WAY: two_way_sums, ONE_TO_ONE: one_to_one_sums}
)
"""What is divided by the number of regions, by the way of matching."""


def assigned(similarity: Floats) -> Floats:
    """The similarity of each row with its partner in the best one-to-one matching.

    Many matrices at once: (n, m, P) to (n, P), 0 where a row has no partner. Where the best
    columns of the rows are distinct, taking them is optimal, and the same for the rows of the
    columns; only the other matrices need the assignment problem solved.
    """
    best_of_row: Floats = similarity.max(axis=1)
    clash = _clashes(similarity == best_of_row[:, None, :], similarity, 0)
    open_pairs = np.flatnonzero(clash)
    if not len(open_pairs):
        return best_of_row

    rest = similarity[:, :, open_pairs]
    is_best = rest == rest.max(axis=0)[None, :, :]
    # Here a column that is best in two rows must not be counted in both.
    clash = _clashes(is_best, rest, 1) | _clashes(is_best, rest, 0)
    best_of_row[:, open_pairs] = np.where(is_best, rest, 0.0).max(axis=1)
    for number in np.flatnonzero(clash).tolist():
        best_of_row[:, open_pairs[number]] = _solved(rest[:, :, number])
    return best_of_row


def _clashes(is_best: Bools, similarity: Floats, axis: int) -> Bools:
    """Where more than one positive entry along `axis` is a best one."""
    counts = np.add.reduce(is_best & (similarity > 0), axis=axis, dtype=np.int32)
    clash: Bools = np.logical_or.reduce(counts > 1, axis=0)
    return clash


def _solved(similarity: Floats) -> Floats:
    rows, columns = scipy.optimize.linear_sum_assignment(similarity, maximize=True)
    partner = np.zeros(len(similarity))
    partner[rows] = similarity[rows, columns]
    return partner


def same_labels(a: Sequence[str], b: Sequence[str]) -> Bools:
    """Where the labels of two sets of regions are equal, shape (len(a), len(b))."""
    codes: dict[str, int] = {}
    code_a: Ints = np.array([codes.setdefault(label, len(codes)) for label in a], dtype=np.int64)
    code_b: Ints = np.array([codes.setdefault(label, len(codes)) for label in b], dtype=np.int64)
    equal: Bools = code_a[:, None] == code_b
    return equal
