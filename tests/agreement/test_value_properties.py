"""What must hold for every metric of values, on any answers."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.strategies import (
    ANSWERS,
    attached,
    items,
    numbers,
    paths,
    shuffled,
    texts,
    with_names,
)
from touchstone.agreement.answers import Answer, size
from touchstone.agreement.pairs import all_pairs, pair_score, pair_scores
from touchstone.agreement.registry import METRICS, Metric
from touchstone.agreement.tasks import task_score
from touchstone.agreement.value_metrics import VALUE_METRICS

# The machine may be busy: no time limit for one example.
unhurried = settings(deadline=None, max_examples=15)

SAID = {
    "region_choices": items | paths,
    "region_text": texts,
    "region_number": numbers,
    "region_values": items | numbers | texts,
}


def _ways(metric: Metric) -> list[dict[str, Any]]:
    """The defaults, and each choice of each parameter with the others as they are."""
    return [{}] + [
        {parameter.name: choice}
        for parameter in metric.parameters
        for choice in parameter.choices
        if choice != parameter.default
    ]


WAYS = [
    (metric, way) for metric in (METRICS["exact_match"], *VALUE_METRICS) for way in _ways(metric)
]


def _name(value: Metric | dict) -> str:
    return value.key if isinstance(value, Metric) else "-".join(value.values()) or "usual"


every_way = pytest.mark.parametrize(("metric", "way"), WAYS, ids=_name)


def answers_for(metric: Metric) -> st.SearchStrategy[st.SearchStrategy[Answer]]:
    """A strategy for one kind of answers that the metric compares."""
    if metric.key in SAID:
        return st.just(attached(SAID[metric.key]))
    return st.sampled_from([ANSWERS[kind] for kind in metric.inputs])


def score(metric: Metric, a: Answer, b: Answer, way: dict[str, Any]) -> float:
    value = pair_score(metric, a, b, way).value
    assert value is not None
    return value


@every_way
@unhurried
@given(data=st.data())
def test_is_in_its_range_and_the_same_from_either_side(
    metric: Metric, way: dict, data: st.DataObject
) -> None:
    kind = data.draw(answers_for(metric))
    a, b = data.draw(kind), data.draw(kind)
    forth = score(metric, a, b, way)
    assert 0 <= forth <= 1
    assert not metric.binary or forth in (0.0, 1.0)
    assert forth == pytest.approx(score(metric, b, a, way), abs=1e-12)


@every_way
@unhurried
@given(data=st.data())
def test_an_answer_agrees_fully_with_itself(metric: Metric, way: dict, data: st.DataObject) -> None:
    a = data.draw(data.draw(answers_for(metric)))
    assert score(metric, a, a, way) == 1.0


@every_way
@unhurried
@given(data=st.data())
def test_order_and_names_do_not_matter(metric: Metric, way: dict, data: st.DataObject) -> None:
    kind = data.draw(answers_for(metric))
    a, b = data.draw(kind), data.draw(kind)
    before = score(metric, a, b, way)
    assert score(metric, shuffled(a, data), b, way) == pytest.approx(before, abs=1e-12)
    first, second = (with_names(answer, lambda name: f"{name}!") for answer in (a, b))
    assert score(metric, first, second, way) == pytest.approx(before, abs=1e-12)


@every_way
@unhurried
@given(data=st.data())
def test_many_pairs_at_once_are_each_pair_by_itself(
    metric: Metric, way: dict, data: st.DataObject
) -> None:
    kind = data.draw(answers_for(metric))
    answers = data.draw(st.lists(kind | st.none(), min_size=2, max_size=5))
    pairs = [(i, j) for i in range(len(answers)) for j in range(len(answers))]
    together = pair_scores(metric, answers, pairs, way)
    for number, (i, j) in enumerate(pairs):
        single = pair_score(metric, answers[i], answers[j], way)
        assert together[number].undefined == single.undefined
        assert together[number].value == pytest.approx(single.value, abs=1e-12)


@pytest.mark.parametrize("metric", VALUE_METRICS, ids=_name)
@unhurried
@given(data=st.data())
def test_blank_answers(metric: Metric, data: st.DataObject) -> None:
    a = data.draw(data.draw(answers_for(metric)))
    assert score(metric, a, None, {}) == float(size(a) == 0)
    assert score(metric, None, a, {}) == float(size(a) == 0)


@pytest.mark.parametrize("metric", VALUE_METRICS, ids=_name)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_the_order_of_annotators_does_not_change_the_task(
    metric: Metric, data: st.DataObject
) -> None:
    answers = data.draw(st.lists(data.draw(answers_for(metric)), min_size=2, max_size=4))
    again = data.draw(st.permutations(answers))
    before = task_score(pair for _, _, pair in all_pairs(metric, answers)).value
    after = task_score(pair for _, _, pair in all_pairs(metric, again)).value
    assert after == pytest.approx(before, abs=1e-12)


@pytest.mark.parametrize(
    ("key", "parameter", "values", "rising"),
    [
        ("numeric_tolerance", "max_difference", [0.0, 1.0, 1e6], True),
        ("relations_f1", "iou", [0.001, 0.5, 1.0], False),
        ("region_choices", "min_iou", [0.0, 0.3, 0.9], False),
        ("region_number", "max_difference", [0.0, 1.0, 1e6], True),
        ("text_similarity", "threshold", [0.0, 0.5, 1.0], False),
    ],
)
@unhurried
@given(data=st.data())
def test_follows_its_threshold(
    key: str, parameter: str, values: list, rising: bool, data: st.DataObject
) -> None:
    metric = METRICS[key]
    kind = data.draw(answers_for(metric))
    a, b = data.draw(kind), data.draw(kind)
    scores = [score(metric, a, b, {parameter: value}) for value in values]
    ordered = scores if rising else scores[::-1]
    assert all(low <= high + 1e-12 for low, high in pairwise(ordered))


@unhurried
@given(a=paths, b=paths)
def test_a_common_path_is_a_common_subtree(a: Answer, b: Answer) -> None:
    exact = score(METRICS["exact_match"], a, b, {})
    common = score(METRICS["taxonomy_paths"], a, b, {})
    subtree = score(METRICS["taxonomy_subtree"], a, b, {})
    assert exact <= common
    assert (common == 0) or subtree > 0
    assert subtree == 1.0 or exact == 0.0


@unhurried
@given(data=st.data())
def test_one_to_one_is_never_above_the_best_match(data: st.DataObject) -> None:
    a, b = data.draw(attached(items)), data.draw(attached(items))
    for combine in ("product", "candidates"):
        two_way, one_to_one = (
            score(METRICS["region_choices"], a, b, {"matching": way, "combine": combine})
            for way in ("two_way", "one_to_one")
        )
        assert one_to_one <= two_way + 1e-12
