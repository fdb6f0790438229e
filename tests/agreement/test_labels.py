"""Answers with some of their labels only, for every kind of answer that has labels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.strategies import ANSWERS
from touchstone.agreement.answers import (
    LABEL_SEPARATOR,
    Answer,
    Attached,
    Boxes,
    Items,
    Masks,
    Numbers,
    Paths,
    Points,
    Polygons,
    Relations,
    Spans,
    Texts,
    Tracks,
    Unreadable,
    is_blank,
    label_sets,
    labels_of,
)
from touchstone.agreement.labels import label_scores, restrict, without
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.registry import METRICS, metrics_for
from touchstone.agreement.types import Undefined

LABELS = ("cat", "dog", "cat")
BOTH = LABEL_SEPARATOR.join(("cat", "dog"))


def boxes(*labels: str) -> Boxes:
    return Boxes(labels, np.arange(6.0 * len(labels)).reshape(-1, 6))


STARTS = np.array([0, 2, 5, 9])
LABELLED: list[Answer] = [
    Items(("cat", "dog")),
    Paths((("cat",), ("dog",))),
    boxes(*LABELS),
    Points(LABELS, np.arange(9.0).reshape(3, 3)),
    Spans(LABELS, np.array([[0, 2], [2, 5], [7, 9]]), ("p", "q", "r")),
    Polygons(LABELS, np.arange(18.0).reshape(9, 2), STARTS),
    Masks(LABELS, np.arange(18).reshape(9, 2), STARTS, np.full((3, 2), 8)),
    Tracks(LABELS, np.arange(63.0).reshape(9, 7), STARTS, np.array([5, 6, 7])),
    Attached(boxes("a", "b"), (Items(("cat",)), Items(("dog",)))),
    Relations(LABELS, ("right",) * 3, boxes(*"uvwxyz")),
]
every_kind = pytest.mark.parametrize("answer", LABELLED, ids=lambda a: type(a).__name__)


@every_kind
def test_restricting_keeps_the_values_and_regions_of_the_label(answer: Answer) -> None:
    assert labels_of(restrict(answer, "dog")) == {"dog"}
    assert len(label_sets(restrict(answer, "dog"))) == 1
    assert is_blank(restrict(answer, "bird"))


@every_kind
def test_leaving_a_class_out_keeps_the_others(answer: Answer) -> None:
    assert labels_of(without(answer, {"cat"})) == {"dog"}
    assert without(answer, {"bird"}) is answer
    assert is_blank(without(answer, {"cat", "dog"}))


def test_the_shape_of_a_region_stays_with_its_label() -> None:
    answer = LABELLED[5]
    kept = without(answer, {"cat"})
    assert isinstance(answer, Polygons)
    assert isinstance(kept, Polygons)
    assert kept.points.tolist() == answer.points[2:5].tolist()
    assert kept.starts.tolist() == [0, 3]
    spans = without(LABELLED[4], {"dog"})
    assert isinstance(spans, Spans)
    assert spans.groups == ("p", "r")


def test_a_region_with_several_labels_loses_only_those_left_out() -> None:
    answer = boxes(BOTH, "cat", "")
    kept = without(answer, {"cat"})
    assert isinstance(kept, Boxes)
    assert kept.labels == ("dog", "")
    both = restrict(answer, "dog")
    assert isinstance(both, Boxes)
    assert both.labels == (BOTH,)


def test_answers_without_labels_are_blank_for_a_label_and_whole_without_a_class() -> None:
    for answer in (Numbers((4.0,)), Texts(("cat",))):
        assert restrict(answer, "cat") is None
        assert without(answer, {"cat"}) is answer
    assert without(None, {"cat"}) is None


def test_scores_by_label_of_choices() -> None:
    answers = [Items(("a",)), Items(("a", "b")), Items(("c",)), None]
    pairs = [(0, 1), (0, 2), (1, 3), (2, 3)]
    found = label_scores(METRICS["jaccard"], answers, pairs)
    assert {label: (n.tolist(), s.values.tolist()) for label, (n, s) in found.items()} == {
        "a": ([0, 1, 2], [1.0, 0.0, 0.0]),
        "b": ([0, 2], [0.0, 0.0]),
        "c": ([1, 3], [0.0, 0.0]),
    }


def test_scores_by_label_of_regions_look_at_that_label_alone() -> None:
    a = Spans(("x", "y"), np.array([[0, 10], [20, 30]]))
    b = Spans(("x", "y"), np.array([[0, 10], [25, 35]]))
    found = label_scores(METRICS["span_iou"], [a, b], [(0, 1)])
    assert found["x"][1].values.tolist() == [1.0]
    assert found["y"][1].values == pytest.approx([1 / 3])


def test_a_result_that_cannot_be_read_has_no_score_by_label_either() -> None:
    answers = [Items(("a",)), Unreadable("odd"), None, Numbers((1.0,))]
    found = label_scores(METRICS["jaccard"], answers, [(0, 1), (0, 2), (1, 2), (0, 3)])
    numbers, scores = found["a"]
    assert numbers.tolist() == [0, 1, 3]
    assert [score.value for score in scores] == [None, 0.0, None]
    assert scores[0].undefined is Undefined.UNREADABLE
    assert scores[2].undefined is Undefined.NOT_COMPARABLE


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_scores_by_label_are_those_of_the_restricted_answers(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([Items, Paths, Boxes, Polygons, Spans, Attached, Relations]))
    metric = metrics_for(kind)[0]
    answers = data.draw(st.lists(ANSWERS[kind] | st.none(), min_size=2, max_size=4))
    pairs = [(i, j) for i in range(len(answers)) for j in range(i)]
    found = label_scores(metric, answers, pairs)
    assert set(found) == set().union(*map(labels_of, answers))
    for label, (numbers, scores) in found.items():
        with_label = [
            number
            for number, pair in enumerate(pairs)
            if any(label in labels_of(answers[i]) for i in pair)
        ]
        assert numbers.tolist() == with_label
        for number, score in zip(with_label, scores, strict=True):
            a, b = (restrict(answers[i], label) for i in pairs[number])
            expected = pair_score(metric, a, b)
            assert score.undefined == expected.undefined
            assert score.value == pytest.approx(expected.value)
