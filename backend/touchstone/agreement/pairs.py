"""The score of one pair of annotations in one dimension."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from touchstone.agreement.registry import Metric, region_score
from touchstone.agreement.types import Answer, Items, Regions, Score, Undefined


def pair_score(metric: Metric, a: Answer | None, b: Answer | None) -> Score:
    """How much two annotators agree in one dimension.

    Parameters
    ----------
    metric : Metric
        From `registry.METRICS`. It decides what `a` and `b` must be.
    a, b : Items, Regions or None
        The two answers; None and an answer without values or regions both mean that the
        annotator left this blank.

    Returns
    -------
    Score
        In [0, 1], symmetric in `a` and `b`. Both blank give 1, one blank gives 0. The value
        is None with ``NOT_COMPARABLE`` when an answer is of a kind that the metric cannot
        compare, such as boxes for a metric of text spans.
    """
    blank_a, blank_b = _is_blank(a), _is_blank(b)
    if blank_a or blank_b:
        return Score(float(blank_a and blank_b))
    if isinstance(a, Items) and isinstance(b, Items) and metric.compare_items is not None:
        return Score(metric.compare_items(a.values, b.values))
    if isinstance(a, Regions) and isinstance(b, Regions):
        if a.geometry.shape[1] != b.geometry.shape[1]:
            return Score(None, Undefined.NOT_COMPARABLE)
        if metric.overlap is not None:
            return Score(region_score(metric, a.labels, a.geometry, b.labels, b.geometry))
    return Score(None, Undefined.NOT_COMPARABLE)


def all_pairs(metric: Metric, answers: Sequence[Answer | None]) -> Iterator[tuple[int, int, Score]]:
    """The score of every pair i < j of a task's answers."""
    for i, j in combinations(range(len(answers)), 2):
        yield i, j, pair_score(metric, answers[i], answers[j])


def _is_blank(answer: Answer | None) -> bool:
    if answer is None:
        return True
    if isinstance(answer, Items):
        return len(answer.values) == 0
    return len(answer.labels) == 0
