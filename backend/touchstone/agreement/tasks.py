"""From pair scores to the agreement of a task."""

import math
from collections.abc import Iterable, Mapping

from touchstone.agreement.types import Score, Undefined


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
