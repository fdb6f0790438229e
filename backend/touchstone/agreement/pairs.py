"""The score of one pair of annotations in one dimension."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from touchstone.agreement.registry import Metric, accepts
from touchstone.agreement.types import Answer, Score, Undefined

AGREED = Score(1.0)
DISAGREED = Score(0.0)
NOT_COMPARABLE = Score(None, Undefined.NOT_COMPARABLE)


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
    if a is None or is_blank(a):
        return AGREED if b is None or is_blank(b) else DISAGREED
    if b is None or is_blank(b):
        return DISAGREED
    if not (accepts(metric.input, a) and accepts(metric.input, b)):
        return NOT_COMPARABLE
    return Score(metric.compare(a, b))


def all_pairs(metric: Metric, answers: Sequence[Answer | None]) -> Iterator[tuple[int, int, Score]]:
    """The score of every pair i < j of a task's answers."""
    for i, j in combinations(range(len(answers)), 2):
        yield i, j, pair_score(metric, answers[i], answers[j])


def is_blank(answer: Answer) -> bool:
    """Whether an answer holds no value and no region."""
    geometry = getattr(answer, "geometry", None)
    return not (getattr(answer, "values", ()) if geometry is None else len(geometry))
