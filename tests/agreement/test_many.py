"""Many pairs at once must say what one pair at a time says."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.agreement import many
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.registry import METRICS, Metric
from touchstone.agreement.types import Undefined

# The machine may be busy: no time limit for one example.
unhurried = settings(deadline=None, max_examples=60)

every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=lambda m: m.key)

names = st.sampled_from(["cat", "dog", "ب"])
numbers = st.integers(0, 100).map(float)
shape_of = {
    "boxes": st.tuples(numbers, numbers, numbers, numbers, numbers),
    "spans": st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda s: (s[0], s[0] + s[1])),
}


def regions(kind: str) -> st.SearchStrategy[SimpleNamespace]:
    columns = 5 if kind == "boxes" else 2
    return st.lists(st.tuples(names, shape_of[kind]), max_size=7).map(
        lambda rows: SimpleNamespace(
            labels=tuple(row[0] for row in rows),
            geometry=np.array([row[1] for row in rows]).reshape(-1, columns),
        )
    )


answer = st.one_of(
    st.none(),
    regions("boxes"),
    regions("spans"),
    st.lists(names, max_size=3).map(lambda v: SimpleNamespace(values=tuple(v))),
)


@every_metric
@unhurried
@given(answers=st.lists(answer, max_size=9))
def test_equals_the_score_of_each_pair(metric: Metric, answers: list) -> None:
    pairs = list(combinations(range(len(answers)), 2))
    scores = many.pair_scores(metric, answers, pairs)
    for (i, j), score in zip(pairs, scores, strict=True):
        single = pair_score(metric, answers[i], answers[j])
        assert score.undefined == single.undefined
        assert score.value == (None if single.value is None else pytest.approx(single.value))


def test_slices_give_the_same_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    answers = [
        SimpleNamespace(labels=tuple(rng.choice(["a", "b"], n)), geometry=rng.random((n, 5)) * 50)
        for n in rng.integers(1, 9, size=40)
    ]
    pairs = list(combinations(range(40), 2))
    whole = many.pair_scores(METRICS["box_iou"], answers, pairs)
    monkeypatch.setattr(many, "MOST_CELLS", 50)
    assert many.pair_scores(METRICS["box_iou"], answers, pairs) == whole


def test_no_pairs_give_no_scores() -> None:
    assert many.pair_scores(METRICS["span_iou"], [], []) == []


def test_says_which_pairs_cannot_be_compared() -> None:
    box = SimpleNamespace(labels=("a",), geometry=np.array([[0.0, 0.0, 1.0, 1.0, 0.0]]))
    span = SimpleNamespace(labels=("a",), geometry=np.array([[0, 1]]))
    scores = many.pair_scores(METRICS["box_iou"], [box, span, None], [(0, 1), (0, 2), (0, 0)])
    assert [s.value for s in scores] == [None, 0.0, 1.0]
    assert scores[0].undefined is Undefined.NOT_COMPARABLE


def test_refuses_a_region_that_is_not_one() -> None:
    good = SimpleNamespace(labels=("a",), geometry=np.array([[0.0, 0.0, 1.0, 1.0, 0.0]]))
    bad = SimpleNamespace(labels=("a",), geometry=np.array([[0.0, 0.0, -1.0, 1.0, 0.0]]))
    with pytest.raises(ValueError, match="negative size"):
        many.pair_scores(METRICS["box_iou"], [good, bad], [(0, 1)])
