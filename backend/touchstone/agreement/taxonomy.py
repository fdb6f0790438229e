"""How far chosen paths of a taxonomy agree."""

from collections.abc import Collection, Sequence

from touchstone.agreement.answers import Paths
from touchstone.agreement.distinct import compare_distinct, value_codes
from touchstone.agreement.exact import jaccard
from touchstone.agreement.types import Floats, Ints

Path = tuple[str, ...]


def path_jaccard(a: Collection[Path], b: Collection[Path]) -> float:
    r"""The share of common paths among all paths that either annotator chose.

    .. math:: J(A, B) = |A \cap B| / |A \cup B|

    Parameters
    ----------
    a, b : collection of tuple of str
        The chosen paths, each from the root down. Order and repetition do not count.

    Returns
    -------
    float
        In [0, 1]; 1.0 for equal sets, also when both are empty. A path counts as a whole: two
        leaves of one parent have nothing in common.

    References
    ----------
    .. [1] Label Studio Enterprise documentation, agreement metrics, "Common Labels Matches".
    """
    return jaccard(a, b)


def subtree_jaccard(a: Collection[Path], b: Collection[Path]) -> float:
    """The share of common nodes when every path stands for itself and all its ancestors.

    Parameters
    ----------
    a, b : collection of tuple of str
        The chosen paths, each from the root down. Order and repetition do not count.

    Returns
    -------
    float
        In [0, 1]; 1.0 for equal sets, also when both are empty. Two leaves of one parent have
        the parent and everything above it in common. Also named intersection over union of
        the taxonomy.

    References
    ----------
    .. [1] Label Studio Enterprise documentation, agreement metrics, "Common Subtree Matches".
    """
    return jaccard(_with_ancestors(a), _with_ancestors(b))


def _with_ancestors(paths: Collection[Path]) -> frozenset[Path]:
    return frozenset(path[:depth] for path in paths for depth in range(1, len(path) + 1))


def path_jaccard_many(answers: Sequence[Paths], left: Ints, right: Ints) -> Floats:
    """`path_jaccard` of many pairs."""
    paths, a, b = value_codes(answers, left, right, frozenset)
    return compare_distinct(paths, a, b, jaccard)


def subtree_jaccard_many(answers: Sequence[Paths], left: Ints, right: Ints) -> Floats:
    """`subtree_jaccard` of many pairs."""
    nodes, a, b = value_codes(answers, left, right, _with_ancestors)
    return compare_distinct(nodes, a, b, jaccard)
