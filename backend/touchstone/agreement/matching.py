"""From similarities between regions to one similarity between two sets of regions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.types import Bools, Floats


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
    similarity = np.asarray(similarity, dtype=np.float64)
    if similarity.ndim != 2:
        raise ValueError(f"similarity must have shape (n, m), got {similarity.shape}")
    n, m = similarity.shape
    if n == 0 and m == 0:
        return 1.0
    if n == 0 or m == 0:
        return 0.0
    total = similarity.max(axis=1).sum() + similarity.max(axis=0).sum()
    return min(float(total) / (n + m), 1.0)


def same_labels(a: Sequence[str], b: Sequence[str]) -> Bools:
    """Where the labels of two sets of regions are equal, shape (len(a), len(b))."""
    codes: dict[str, int] = {}
    code_a = [codes.setdefault(label, len(codes)) for label in a]
    code_b = [codes.setdefault(label, len(codes)) for label in b]
    equal: Bools = np.array(code_a, dtype=np.int64)[:, None] == np.array(code_b, dtype=np.int64)
    return equal


def mask_labels(similarity: Floats, a: Sequence[str], b: Sequence[str]) -> Floats:
    """`similarity` with 0 where the labels differ."""
    masked: Floats = similarity * same_labels(a, b)
    return masked
