"""The scores of pairs of annotations in one dimension."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.agreement.answers import Answer, Numbers, Unreadable, region_kind, sizes
from touchstone.agreement.registry import Metric
from touchstone.agreement.types import Floats, Ints, PairScores, Score, Undefined


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
    kinds = _kinds(metric, answers)
    a, b = kinds[left], kinds[right]

    values = np.full(len(places), np.nan)
    values[(a == _BLANK) & (b == _BLANK)] = 1.0
    values[(a == _BLANK) ^ (b == _BLANK)] = 0.0
    open_pairs = np.flatnonzero((a == _FITS) & (b == _FITS))
    if len(open_pairs):
        compared = metric.compare(answers, left[open_pairs], right[open_pairs], **settings)
        values[open_pairs] = np.clip(compared, 0.0, 1.0)
    values[(a == _UNREADABLE) | (b == _UNREADABLE)] = np.nan
    undefined = _reasons(answers, places, a, b, values)
    if threshold is not None:
        defined = ~np.isnan(values)
        values[defined] = values[defined] >= threshold
    return PairScores(values, undefined)


_BLANK, _FITS, _OTHER, _UNREADABLE = range(4)
_Kinds = NDArray[np.int8]


def _kinds(metric: Metric, answers: Sequence[Answer | None]) -> _Kinds:
    """What the metric can do with each answer; those of one class are looked at together."""
    types = list(map(type, answers))
    kinds = np.full(len(answers), _BLANK, dtype=np.int8)
    for number, kind in enumerate(dict.fromkeys(types)):
        if kind is NoneType:
            continue
        if number == 0 and types.count(kind) == len(types):
            places: Ints = np.arange(len(answers))
            alike: Sequence[Any] = answers
        else:
            places = np.flatnonzero([one is kind for one in types])
            alike = [answers[place] for place in places.tolist()]
        code = _FITS if issubclass(kind, metric.inputs) else _OTHER
        code = _UNREADABLE if kind is Unreadable else code
        kinds[places] = np.where(sizes(kind, alike) == 0, _BLANK, code)
    return kinds


def _reasons(
    answers: Sequence[Answer | None], places: Ints, a: _Kinds, b: _Kinds, values: Floats
) -> dict[int, Undefined]:
    """Why each pair without a value has none."""
    found = {}
    for number in np.flatnonzero(np.isnan(values)).tolist():
        if a[number] == _UNREADABLE or b[number] == _UNREADABLE:
            found[number] = Undefined.UNREADABLE
        elif a[number] == _FITS and b[number] == _FITS:
            first, second = (answers[place] for place in places[number].tolist())
            odd = isinstance(first, Numbers) or region_kind(first) is not region_kind(second)
            found[number] = Undefined.NOT_COMPARABLE if odd else Undefined.TOO_MANY_REGIONS
        else:
            found[number] = Undefined.NOT_COMPARABLE
    return found


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
