"""Exact match of answers without an order."""

from collections.abc import Collection


def exact_match(a: Collection[str], b: Collection[str]) -> float:
    """Whether two annotators gave the same answer.

    Parameters
    ----------
    a, b : collection of str
        What each annotator chose. Order and repetition do not count: multiple choice is
        compared as a set. Empty when the annotator left this blank.

    Returns
    -------
    float
        1.0 for equal sets, also when both are empty; 0.0 otherwise.
    """
    return float(set(a) == set(b))


def jaccard(a: Collection[str], b: Collection[str]) -> float:
    r"""The share of common values among all values that either annotator chose.

    .. math:: J(A, B) = |A \cap B| / |A \cup B|

    Parameters
    ----------
    a, b : collection of str
        What each annotator chose; order and repetition do not count.

    Returns
    -------
    float
        In [0, 1]: 1.0 for equal sets, also when both are empty; 0.0 for nothing in common.
    """
    first, second = set(a), set(b)
    union = first | second
    return len(first & second) / len(union) if union else 1.0
