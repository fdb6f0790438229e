"""The scores of pairs of annotations in one dimension."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from touchstone.agreement.answers import Answer, Unreadable, is_blank
from touchstone.agreement.registry import Metric
from touchstone.agreement.types import Ints, PairScores, Score, Undefined


def pair_scores(
    metric: Metric,
    answers: Sequence[Answer | None],
    pairs: Sequence[tuple[int, int]] | Ints,
    parameters: Mapping[str, Any] | None = None,
) -> PairScores:
    """How much the annotators of each pair agree in one dimension.

    Parameters
    ----------
    metric : Metric
        From `registry.METRICS`. It decides what kinds of answers can be compared.
    answers : sequence of Answer or None
        The answers of any number of annotations, in any order; None and an answer without
        values or regions both mean that the annotator left this blank.
    pairs : int array, shape (P, 2), or sequence of (int, int)
        Positions in `answers`.
    parameters : mapping, optional
        The metric's parameters by name; those not given have their default.

    Returns
    -------
    PairScores
        In [0, 1], in the order of `pairs`. Both blank give 1, one blank gives 0. Undefined
        with ``NOT_COMPARABLE`` where an answer is of a kind that the metric cannot compare,
        such as boxes for a metric of text spans; with ``UNREADABLE`` where a result could not
        be read; with ``TOO_MANY_REGIONS`` where there are more than are compared.

    Raises
    ------
    ValueError
        If a parameter is unknown or out of its range.
    """
    settings = metric.checked(parameters or {})
    threshold = settings.pop("threshold", None)
    places = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    left, right = places[:, 0], places[:, 1]
    kinds = np.array([_kind(metric, answer) for answer in answers], dtype=np.int8)
    a, b = kinds[left], kinds[right]

    values = np.full(len(places), np.nan)
    values[(a == _BLANK) & (b == _BLANK)] = 1.0
    values[(a == _BLANK) ^ (b == _BLANK)] = 0.0
    open_pairs = np.flatnonzero((a == _FITS) & (b == _FITS))
    if len(open_pairs):
        compared = metric.compare(answers, left[open_pairs], right[open_pairs], **settings)
        values[open_pairs] = np.clip(compared, 0.0, 1.0)
    undefined = {int(n): _reason(a[n], b[n]) for n in np.flatnonzero(np.isnan(values))}
    unreadable = np.flatnonzero((a == _UNREADABLE) | (b == _UNREADABLE))
    for n in unreadable:
        undefined[int(n)] = Undefined.UNREADABLE
    values[unreadable] = np.nan
    if threshold is not None:
        defined = ~np.isnan(values)
        values[defined] = values[defined] >= threshold
    return PairScores(values, undefined)


_BLANK, _FITS, _OTHER, _UNREADABLE = range(4)


def _kind(metric: Metric, answer: Answer | None) -> int:
    if is_blank(answer):
        return _BLANK
    if isinstance(answer, Unreadable):
        return _UNREADABLE
    return _FITS if isinstance(answer, metric.inputs) else _OTHER


def _reason(a: int, b: int) -> Undefined:
    both_fit = a == _FITS and b == _FITS
    return Undefined.TOO_MANY_REGIONS if both_fit else Undefined.NOT_COMPARABLE


def pair_score(
    metric: Metric,
    a: Answer | None,
    b: Answer | None,
    parameters: Mapping[str, Any] | None = None,
) -> Score:
    """`pair_scores` of one pair."""
    return pair_scores(metric, [a, b], [(0, 1)], parameters)[0]


def all_pairs(
    metric: Metric,
    answers: Sequence[Answer | None],
    parameters: Mapping[str, Any] | None = None,
) -> Iterator[tuple[int, int, Score]]:
    """The score of every pair i < j of a task's answers."""
    pairs = list(combinations(range(len(answers)), 2))
    scores = pair_scores(metric, answers, pairs, parameters)
    for number, (i, j) in enumerate(pairs):
        yield i, j, scores[number]
