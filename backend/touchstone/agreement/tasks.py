"""From pair scores to the agreement of tasks."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from touchstone.agreement.types import Floats, Ints, Score, Undefined


def task_score(pair_scores: Iterable[Score | float]) -> Score:
    r"""The agreement of a task in one dimension: the mean over its pairs of annotations.

    .. math:: S = \frac{1}{\binom{n}{2}} \sum_{i<j} s(a_i, a_j)

    Parameters
    ----------
    pair_scores : iterable of Score or float
        The scores of all pairs. Those without a value do not take part.

    Returns
    -------
    Score
        In [0, 1]; None with ``NO_PAIRS`` when no pair has a value, so a task with one
        annotation has no agreement.
    """
    values = [
        value
        for score in pair_scores
        if (value := score.value if isinstance(score, Score) else score) is not None
    ]
    if not values:
        return Score(None, Undefined.NO_PAIRS)
    return Score(min(math.fsum(values) / len(values), 1.0))


def overall(weights: Mapping[str, float], scores: Mapping[str, Score]) -> Score:
    r"""The agreement of a task over its dimensions, by weight.

    .. math:: S = \sum_d w_d S_d / \sum_d w_d

    Parameters
    ----------
    weights : mapping of dimension to float
        At least 0; a dimension that is not named has weight 1, and 0 leaves it out.
    scores : mapping of dimension to Score
        The task's score in each active dimension. Those without a value do not take part.

    Returns
    -------
    Score
        In [0, 1]; None with ``NO_PAIRS`` when no dimension has a value, and with
        ``NO_WEIGHT`` when those that have one weigh nothing.

    Raises
    ------
    ValueError
        If a weight is negative or not finite.
    """
    for name, weight in weights.items():
        if not (math.isfinite(weight) and weight >= 0):
            raise ValueError(f"the weight of {name!r} must be finite and at least 0, got {weight}")
    parts = [
        (weights.get(name, 1.0), score.value)
        for name, score in scores.items()
        if score.value is not None
    ]
    if not parts:
        return Score(None, Undefined.NO_PAIRS)
    total = math.fsum(weight for weight, _ in parts)
    if total == 0:
        return Score(None, Undefined.NO_WEIGHT)
    return Score(min(math.fsum(weight * value for weight, value in parts) / total, 1.0))


def task_scores(values: ArrayLike, task_of: ArrayLike, n_tasks: int) -> Floats:
    """`task_score` of many tasks.

    Parameters
    ----------
    values : float array, shape (P,)
        The scores of all pairs in [0, 1]; NaN where there is none.
    task_of : int array, shape (P,)
        The task of each pair, 0..n_tasks - 1.
    n_tasks : int
        How many tasks there are.

    Returns
    -------
    float array, shape (n_tasks,)
        In [0, 1]; NaN for a task without a pair that has a score.
    """
    values, task_of = np.asarray(values, dtype=np.float64), np.asarray(task_of, dtype=np.int64)
    scored = ~np.isnan(values)
    counts = np.bincount(task_of[scored], minlength=n_tasks)
    totals = np.bincount(task_of[scored], weights=values[scored], minlength=n_tasks)
    result = np.full(n_tasks, np.nan)
    np.divide(totals, counts, out=result, where=counts > 0)
    clipped: Floats = np.minimum(result, 1.0)
    return clipped


def consensus(matches: ArrayLike) -> float:
    r"""The share of annotators that agree with each other, from who matches whom.

    .. math:: C = \lambda_{max}(M) / n

    Parameters
    ----------
    matches : bool or 0/1 array, shape (n, n)
        `matches[i, j]` is 1 where the answers of annotators i and j match. Symmetric; the
        diagonal is taken as 1.

    Returns
    -------
    float
        In [1/n, 1]. Where matches form groups it is the size of the largest group over n; it
        is in between where matching is not transitive: 0.805 when the first two and the last
        two of three match. 1/n when nobody matches anybody.

    Raises
    ------
    ValueError
        If `matches` is not square or has no rows.

    Notes
    -----
    Inferred from published examples of the consensus score of Label Studio Enterprise, all of
    which it reproduces; the source does not state the formula.
    """
    matrix = np.asarray(matches, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not len(matrix):
        raise ValueError(f"matches must have shape (n, n) with n > 0, got {matrix.shape}")
    matrix = matrix.copy()
    np.fill_diagonal(matrix, 1.0)
    return float(_largest_share(matrix[None])[0])


def consensus_scores(
    matches: ArrayLike, task_of: ArrayLike, first: ArrayLike, second: ArrayLike, n_tasks: int
) -> Floats:
    """`consensus` of many tasks.

    Parameters
    ----------
    matches : float array, shape (P,)
        1 where the answers of a pair match, 0 where they do not, NaN where the pair has no score.
    task_of : int array, shape (P,)
        The task of each pair, 0..n_tasks - 1.
    first, second : int array, shape (P,)
        Who the pair is, as any numbers that differ inside a task.
    n_tasks : int
        How many tasks there are.

    Returns
    -------
    float array, shape (n_tasks,)
        Among the annotators who have a score with anybody; NaN for a task without such a pair.
        A pair without a score counts as no match.

    Raises
    ------
    ValueError
        If a score is neither 0 nor 1: consensus needs a binary metric or a threshold.
    """
    matches = np.asarray(matches, dtype=np.float64)
    scored = ~np.isnan(matches)
    values = matches[scored]
    if ((values != 0) & (values != 1)).any():
        raise ValueError("consensus needs scores of 0 or 1: set a threshold")
    tasks = np.asarray(task_of, dtype=np.int64)[scored]
    people = np.concatenate(
        (np.asarray(first, dtype=np.int64)[scored], np.asarray(second, dtype=np.int64)[scored])
    )
    places, sizes = _places(np.concatenate((tasks, tasks)), people, n_tasks)
    a, b = places[: len(tasks)], places[len(tasks) :]

    result = np.full(n_tasks, np.nan)
    for n in np.unique(sizes[sizes > 0]).tolist():
        alike = np.flatnonzero(sizes == n)
        row = np.full(n_tasks, -1, dtype=np.int64)
        row[alike] = np.arange(len(alike))
        mine = row[tasks] >= 0
        stack = np.zeros((len(alike), n, n))
        stack[row[tasks[mine]], a[mine], b[mine]] = values[mine]
        stack = np.maximum(stack, stack.transpose(0, 2, 1))
        stack[:, np.arange(n), np.arange(n)] = 1.0
        result[alike] = _largest_share(stack)
    return result


def _places(tasks: Ints, people: Ints, n_tasks: int) -> tuple[Ints, Ints]:
    """The place of each entry's person among the people of their task, and how many those are."""
    order = np.lexsort((people, tasks))
    task, person = tasks[order], people[order]
    new_task = np.ones(len(order), dtype=bool)
    new_task[1:] = task[1:] != task[:-1]
    new_person = new_task.copy()
    new_person[1:] |= person[1:] != person[:-1]
    number = np.cumsum(new_person) - 1
    first_of_task = np.maximum.accumulate(np.where(new_task, number, 0))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = number - first_of_task
    sizes: Ints = np.bincount(task[new_person], minlength=n_tasks)
    return places, sizes


def _largest_share(stack: Floats) -> Floats:
    """The largest eigenvalue of each matrix over its size; equal matrices are solved once."""
    n = stack.shape[1]
    patterns, pattern_of = np.unique(
        stack.reshape(len(stack), -1).astype(bool), axis=0, return_inverse=True
    )
    matrices = patterns.reshape(-1, n, n).astype(np.float64)
    shares = np.linalg.eigvalsh(matrices)[:, -1] / n
    result: Floats = np.clip(shares, 1 / n, 1.0)[pattern_of.reshape(-1)]
    return result


def overall_scores(weights: ArrayLike, scores: ArrayLike) -> Floats:
    """`overall` of many tasks or pairs.

    Parameters
    ----------
    weights : float array, shape (D,)
        The weight of each dimension, at least 0.
    scores : float array, shape (D, T)
        In [0, 1]; NaN where a dimension has no score.

    Returns
    -------
    float array, shape (T,)
        In [0, 1]; NaN where no dimension that weighs anything has a score.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, or the shapes do not fit.
    """
    weights, scores = np.asarray(weights, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    if scores.ndim != 2 or weights.shape != scores.shape[:1]:
        raise ValueError(f"weights {weights.shape} do not fit scores {scores.shape}")
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise ValueError("weights must be finite and at least 0")
    counted = ~np.isnan(scores)
    totals = weights @ np.where(counted, scores, 0.0)
    weight = weights @ counted
    result = np.full(scores.shape[1], np.nan)
    np.divide(totals, weight, out=result, where=weight > 0)
    clipped: Floats = np.minimum(result, 1.0)
    return clipped
