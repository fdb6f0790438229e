"""Annotators by annotators: how much each two agree, on how many tasks, and how sure that is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.bootstrap import Resampling, mean_intervals
from touchstone.agreement.types import Floats, Ints

BUCKETS = 10
_EDGE = 1e-9  # 0.29 * 100 is a hair below 29 in binary, and belongs to bucket 29 all the same


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures of pairs of participants, in ascending order of (left, right), left < right.

    `std` is that of a sample. It is NaN for fewer than two tasks, and so are `low` and `high`,
    which are NaN too where no interval was asked for.
    """

    left: Ints
    right: Ints
    n: Ints
    mean: Floats
    std: Floats
    low: Floats
    high: Floats

    def __len__(self) -> int:
        return len(self.left)

    def dense(self, participants: ArrayLike) -> "Matrix":
        """The same as square arrays over `participants`, which must be ascending."""
        ids = np.asarray(participants, dtype=np.int64)
        rows, columns = np.searchsorted(ids, self.left), np.searchsorted(ids, self.right)
        size = (len(ids), len(ids))
        n = np.zeros(size, dtype=np.int64)
        n[rows, columns] = n[columns, rows] = self.n
        squares = []
        for column in (self.mean, self.std, self.low, self.high):
            square = np.full(size, np.nan)
            square[rows, columns] = square[columns, rows] = column
            squares.append(square)
        return Matrix(ids, n, *squares)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Symmetric (n, n); NaN where two participants have no task in common, and on the diagonal."""

    participants: Ints
    n: Ints
    mean: Floats
    std: Floats
    low: Floats
    high: Floats


def pair_cells(
    left: ArrayLike,
    right: ArrayLike,
    scores: ArrayLike,
    *,
    resampling: Resampling | None = None,
) -> Cells:
    """The cells of the matrix from the scores of pairs of answers.

    Parameters
    ----------
    left, right : int array, shape (P,)
        The participants of each pair of answers, in either order.
    scores : float array, shape (P,)
        Its agreement; NaN where it is undefined, and then the pair does not count.
    resampling : Resampling, optional
        Asks for intervals of the means.

    Returns
    -------
    Cells
        One for each two participants that have a pair with a score. The order of the pairs
        does not matter.
    """
    a, b = np.asarray(left, dtype=np.int64), np.asarray(right, dtype=np.int64)
    values = np.asarray(scores, dtype=np.float64)
    known = ~np.isnan(values)
    values = values[known]
    first, second = np.minimum(a, b)[known], np.maximum(a, b)[known]
    ids, places = np.unique(np.concatenate((first, second)), return_inverse=True)
    keys = places[: len(values)] * len(ids) + places[len(values) :]
    cells, cell = np.unique(keys, return_inverse=True)
    n, mean, std = moments(values, cell, len(cells))
    low, high = np.full((2, len(cells)), np.nan)
    if resampling is not None:
        low, high = mean_intervals(values, cell, len(cells), resampling)
    rows, columns = np.divmod(cells, max(len(ids), 1))
    return Cells(ids[rows], ids[columns], n, mean, std, low, high)


def moments(values: Floats, cells: Ints, n_cells: int) -> tuple[Ints, Floats, Floats]:
    """Number, mean and standard deviation of the values of each cell."""
    n = np.bincount(cells, minlength=n_cells)
    mean: Floats = np.full(n_cells, np.nan)
    np.divide(np.bincount(cells, values, minlength=n_cells), n, out=mean, where=n > 0)
    off = values - mean[cells]
    squares = np.bincount(cells, off * off, minlength=n_cells)
    std: Floats = np.full(n_cells, np.nan)
    np.divide(squares, n - 1, out=std, where=n > 1)
    return n, mean, np.sqrt(std)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of each participant the mean over all pairs with others, and the tasks these are of."""

    participants: Ints
    n_tasks: Ints
    mean: Floats
    low: Floats
    high: Floats


def participant_totals(
    left: ArrayLike,
    right: ArrayLike,
    scores: ArrayLike,
    tasks: ArrayLike,
    *,
    resampling: Resampling | None = None,
) -> Totals:
    """How much each participant agrees with all others.

    Parameters
    ----------
    left, right, scores
        As for `pair_cells`.
    tasks : int array, shape (P,)
        The task of each pair.
    resampling : Resampling, optional
        Asks for intervals. Tasks are drawn again, because a participant's pairs on one task
        share that participant's answer.

    Returns
    -------
    Totals
        `mean` is over pairs: a task that three others did counts three times.
    """
    values = np.asarray(scores, dtype=np.float64)
    known = ~np.isnan(values)
    both = np.concatenate(
        [np.asarray(side, dtype=np.int64)[known] for side in (left, right)], dtype=np.int64
    )
    values = np.tile(values[known], 2)
    task = np.tile(np.asarray(tasks, dtype=np.int64)[known], 2)
    ids, place = np.unique(both, return_inverse=True)
    _, mean, _ = moments(values, place, len(ids))

    # What a participant's pairs on one task add up to, and how many they are.
    task_ids, task_place = np.unique(task, return_inverse=True)
    rows, row = np.unique(place * max(len(task_ids), 1) + task_place, return_inverse=True)
    owner = rows // max(len(task_ids), 1)
    n_tasks = np.bincount(owner, minlength=len(ids))
    low, high = np.full((2, len(ids)), np.nan)
    if resampling is not None and len(rows):
        sums, counts = np.bincount(row, values), np.bincount(row)
        # A ratio of sums varies like the mean of its linear part.
        linear = mean[owner] + (sums - mean[owner] * counts) / (
            np.bincount(owner, counts)[owner] / n_tasks[owner]
        )
        low, high = mean_intervals(linear, owner, len(ids), resampling)
        low, high = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
    return Totals(ids, n_tasks, mean, low, high)


def histogram(scores: ArrayLike, buckets: int = BUCKETS) -> Ints:
    """How many scores fall into each of `buckets` equal parts of [0, 1]; 1 is in the last.

    Scores that are NaN are in none.
    """
    values = np.asarray(scores, dtype=np.float64)
    values = values[~np.isnan(values)]
    places = np.minimum((values * buckets + _EDGE).astype(np.int64), buckets - 1)
    counts: Ints = np.bincount(places, minlength=buckets)
    return counts
