"""What must hold for every metric of the registry, on any answers."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.agreement.pairs import all_pairs, pair_score
from touchstone.agreement.registry import METRICS, Input, Metric
from touchstone.agreement.tasks import task_score

# The machine may be busy: no time limit for one example.
unhurried = settings(deadline=None, max_examples=60)


@dataclass(frozen=True)
class Chosen:
    values: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    labels: tuple[str, ...]
    geometry: np.ndarray


labels = st.sampled_from(["a", "b", "ب", "猫"])
percents = st.floats(0, 100)
boxes = st.tuples(percents, percents, percents, percents, st.floats(-360, 360))
spans = st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda s: (s[0], s[0] + s[1]))


def marked(shapes: st.SearchStrategy, columns: int, dtype: type) -> st.SearchStrategy[Marked]:
    def build(rows: list) -> Marked:
        geometry = np.array([row[1] for row in rows], dtype=dtype).reshape(-1, columns)
        return Marked(tuple(row[0] for row in rows), geometry)

    return st.lists(st.tuples(labels, shapes), max_size=6).map(build)


ANSWERS = {
    Input.ITEMS: st.lists(labels, max_size=4).map(lambda values: Chosen(tuple(values))),
    Input.BOXES: marked(boxes, 5, np.float64),
    Input.SPANS: marked(spans, 2, np.int64),
}

every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=lambda m: m.key)


def score(metric: Metric, a: object, b: object) -> float:
    value = pair_score(metric, a, b).value
    assert value is not None
    return value


@every_metric
@unhurried
@given(data=st.data())
def test_stays_in_its_range(metric: Metric, data: st.DataObject) -> None:
    a, b = data.draw(ANSWERS[metric.input]), data.draw(ANSWERS[metric.input])
    low, high = metric.range
    assert low <= score(metric, a, b) <= high


@every_metric
@unhurried
@given(data=st.data())
def test_is_as_symmetric_as_it_says(metric: Metric, data: st.DataObject) -> None:
    a, b = data.draw(ANSWERS[metric.input]), data.draw(ANSWERS[metric.input])
    assert metric.symmetric
    assert score(metric, a, b) == pytest.approx(score(metric, b, a), abs=1e-12)


@every_metric
@unhurried
@given(data=st.data())
def test_an_answer_agrees_fully_with_itself(metric: Metric, data: st.DataObject) -> None:
    a = data.draw(ANSWERS[metric.input])
    assert score(metric, a, a) == 1.0


@every_metric
@unhurried
@given(data=st.data())
def test_the_order_of_values_and_regions_does_not_matter(
    metric: Metric, data: st.DataObject
) -> None:
    a, b = data.draw(ANSWERS[metric.input]), data.draw(ANSWERS[metric.input])
    if isinstance(a, Chosen):
        shuffled: Chosen | Marked = Chosen(tuple(data.draw(st.permutations(a.values))))
    else:
        order = data.draw(st.permutations(range(len(a.labels))))
        shuffled = Marked(tuple(a.labels[i] for i in order), a.geometry[list(order)])
    assert score(metric, shuffled, b) == pytest.approx(score(metric, a, b), abs=1e-12)


@every_metric
@unhurried
@given(data=st.data())
def test_the_names_of_labels_do_not_matter(metric: Metric, data: st.DataObject) -> None:
    a, b = data.draw(ANSWERS[metric.input]), data.draw(ANSWERS[metric.input])

    def renamed(answer: Chosen | Marked) -> Chosen | Marked:
        if isinstance(answer, Chosen):
            return Chosen(tuple(f"{value}!" for value in answer.values))
        return Marked(tuple(f"{label}!" for label in answer.labels), answer.geometry)

    assert score(metric, renamed(a), renamed(b)) == pytest.approx(score(metric, a, b))


@every_metric
@unhurried
@given(data=st.data())
def test_the_order_of_annotators_does_not_change_the_task(
    metric: Metric, data: st.DataObject
) -> None:
    answers = data.draw(st.lists(ANSWERS[metric.input], min_size=2, max_size=4))
    reordered = data.draw(st.permutations(answers))
    before = task_score(pair for _, _, pair in all_pairs(metric, answers)).value
    after = task_score(pair for _, _, pair in all_pairs(metric, reordered)).value
    assert after == pytest.approx(before, abs=1e-12)


def test_the_registry_is_keyed_by_key_and_each_tag_has_one_default() -> None:
    assert all(key == metric.key for key, metric in METRICS.items())
    tags = [tag for metric in METRICS.values() for tag in metric.default_for]
    assert len(tags) == len(set(tags))
