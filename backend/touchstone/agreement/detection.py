"""Detections against a reference: precision, recall, F1 and average precision of pairs."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.matching import assigned
from touchstone.agreement.regions import Block, Table, tally_many
from touchstone.agreement.shapes import SHAPES
from touchstone.agreement.types import Bools, Floats, Ints


def matched_pairs(similarity: ArrayLike, *, iou: float = 0.5) -> int:
    """How many regions find each other, one to one.

    Parameters
    ----------
    similarity : float array, shape (n, m)
        Overlap in [0, 1] of region i of the reference and region j of the other; 0 where their
        labels differ.
    iou : float
        Regions that overlap less are not the same.

    Returns
    -------
    int
        The number of pairs with enough overlap in the one-to-one matching with the largest sum
        of enough overlaps.
    """
    similarity = np.asarray(similarity, dtype=np.float64)
    if not similarity.size:
        return 0
    return int(_matched(similarity[:, :, None], iou).sum())


def precision_recall_f1(matched: int, reference: int, found: int) -> tuple[float, float, float]:
    r"""Precision, recall and F1 from counts.

    .. math:: P = m / f, \quad R = m / r, \quad F_1 = 2 m / (f + r)

    Parameters
    ----------
    matched : int
        Regions found that are in the reference.
    reference : int
        Regions of the reference.
    found : int
        Regions found.

    Returns
    -------
    tuple of float
        Each in [0, 1]. Where neither has a region all are 1; where only one has, all are 0.
    """
    if not reference or not found:
        share = float(reference == found)
        return share, share, share
    return matched / found, matched / reference, 2 * matched / (found + reference)


def precision_many(answers: Sequence[Any], left: Ints, right: Ints, *, iou: float = 0.5) -> Floats:
    """The share of the right regions that are in the left answer, the reference."""
    return _by_matched(answers, left, right, iou, lambda matched, n, m: matched / m)


def recall_many(answers: Sequence[Any], left: Ints, right: Ints, *, iou: float = 0.5) -> Floats:
    """The share of the regions of the left answer, the reference, that the right one has."""
    return _by_matched(answers, left, right, iou, lambda matched, n, m: matched / n)


def f1_many(answers: Sequence[Any], left: Ints, right: Ints, *, iou: float = 0.5) -> Floats:
    """The harmonic mean of precision and recall; the same seen from either side."""
    return _by_matched(answers, left, right, iou, lambda matched, n, m: 2 * matched / (n + m))


def average_precision_many(
    answers: Sequence[Any], left: Ints, right: Ints, *, iou: float = 0.5
) -> Floats:
    """The mean over labels of precision times recall.

    Annotations have no confidence, so the curve of precision over recall is one point, and the
    area under its steps is that product. A label that only one of them uses counts 0.
    """

    def tally(table: Table, block: Block, similarity: Floats) -> Floats:
        return _mean_over_labels(table, block, _matched(similarity, iou))

    return _by_kind(answers, left, right, tally)


Share = Callable[[Floats, Ints, Ints], Floats]
Tally = Callable[[Table, Block, Floats], Floats]


def _by_matched(
    answers: Sequence[Any], left: Ints, right: Ints, iou: float, share: Share
) -> Floats:
    def tally(table: Table, block: Block, similarity: Floats) -> Floats:
        matched = _matched(similarity, iou).sum(axis=0).astype(np.float64)
        return share(matched, table.sizes[block.left], table.sizes[block.right])

    return _by_kind(answers, left, right, tally)


def _by_kind(answers: Sequence[Any], left: Ints, right: Ints, tally: Tally) -> Floats:
    """Each kind of regions by its own overlap; NaN where the two kinds differ."""
    values = np.full(len(left), np.nan)
    kinds = {kind: number for number, kind in enumerate(SHAPES)}
    codes = np.array([kinds.get(type(answer), -1) for answer in answers], dtype=np.int64)
    for kind, number in kinds.items():
        pairs = np.flatnonzero((codes[left] == number) & (codes[right] == number))
        if len(pairs):
            values[pairs] = tally_many(answers, left[pairs], right[pairs], SHAPES[kind], tally)
    return values


def _matched(similarity: Floats, iou: float) -> Bools:
    """Which rows have a partner with enough overlap, shape (n, P)."""
    # Two regions that do not overlap never match, not even by a threshold of 0.
    enough = np.where(similarity >= iou, similarity, 0.0)
    found: Bools = assigned(enough) > 0
    return found


def _mean_over_labels(table: Table, block: Block, matched: Bools) -> Floats:
    number = len(block.pairs)
    labels = np.append(table.labels, -1)
    rows, columns = labels[block.a[:, 0, :]], labels[block.b[0, :, :]]
    pair_of_row = np.broadcast_to(np.arange(number), rows.shape)
    pair_of_column = np.broadcast_to(np.arange(number), columns.shape)
    stride = int(table.labels.max(initial=0)) + 1
    in_row, in_column = rows >= 0, columns >= 0
    places = np.concatenate(
        (
            (pair_of_row * stride + rows)[in_row],
            (pair_of_column * stride + columns)[in_column],
        )
    )
    used, where = np.unique(places, return_inverse=True)
    left, right = where[: in_row.sum()], where[in_row.sum() :]
    n = np.bincount(left, minlength=len(used))
    m = np.bincount(right, minlength=len(used))
    hits = np.bincount(left, weights=matched[in_row], minlength=len(used))
    shares = np.where((n > 0) & (m > 0), hits * hits / np.maximum(n * m, 1), 0.0)
    owner = used // stride
    total = np.bincount(owner, weights=shares, minlength=number)
    result: Floats = total / np.bincount(owner, minlength=number)
    return result
