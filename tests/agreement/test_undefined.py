"""What is blank, missing or not comparable: a stated answer, never NaN."""

from dataclasses import dataclass

import numpy as np
import pytest

from touchstone.agreement.geometry import box_iou
from touchstone.agreement.matching import two_way_best_match
from touchstone.agreement.pairs import all_pairs, pair_score
from touchstone.agreement.registry import METRICS, Input, Metric, default_metric
from touchstone.agreement.spans import span_iou
from touchstone.agreement.tasks import overall, task_score
from touchstone.agreement.types import Score, Undefined


@dataclass(frozen=True)
class Chosen:
    values: tuple[str, ...]


@dataclass(frozen=True)
class Marked:
    labels: tuple[str, ...]
    geometry: np.ndarray


BLANK = {
    Input.ITEMS: Chosen(()),
    Input.BOXES: Marked((), np.empty((0, 5))),
    Input.SPANS: Marked((), np.empty((0, 2))),
}
FILLED = {
    Input.ITEMS: Chosen(("a",)),
    Input.BOXES: Marked(("a",), np.array([[0.0, 0, 10, 10, 0]])),
    Input.SPANS: Marked(("a",), np.array([[0, 3]])),
}

every_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=lambda m: m.key)


@every_metric
def test_both_blank_is_full_agreement(metric: Metric) -> None:
    blank = BLANK[metric.input]
    for a, b in ((None, None), (blank, None), (None, blank), (blank, blank)):
        assert pair_score(metric, a, b) == Score(1.0)


@every_metric
def test_one_blank_is_no_agreement(metric: Metric) -> None:
    blank, filled = BLANK[metric.input], FILLED[metric.input]
    for a, b in ((None, filled), (filled, None), (blank, filled), (filled, blank)):
        assert pair_score(metric, a, b) == Score(0.0)


@every_metric
def test_answers_of_another_kind_have_no_score(metric: Metric) -> None:
    own = FILLED[metric.input]
    for kind, other in FILLED.items():
        if kind is not metric.input:
            assert pair_score(metric, own, other) == Score(None, Undefined.NOT_COMPARABLE)
            assert pair_score(metric, other, own) == Score(None, Undefined.NOT_COMPARABLE)
            assert pair_score(metric, other, other) == Score(None, Undefined.NOT_COMPARABLE)


def test_a_task_with_one_annotation_has_no_agreement() -> None:
    assert list(all_pairs(METRICS["exact_match"], [Chosen(("a",))])) == []
    assert task_score([]) == Score(None, Undefined.NO_PAIRS)


def test_pairs_without_a_value_do_not_take_part() -> None:
    missing = Score(None, Undefined.NOT_COMPARABLE)
    assert task_score([missing, 0.5]) == Score(0.5)
    assert task_score([missing]) == Score(None, Undefined.NO_PAIRS)


def test_dimensions_without_a_value_or_weight_do_not_take_part() -> None:
    scores = {"a": Score(0.5), "b": Score(None, Undefined.NO_PAIRS), "c": Score(1.0)}
    assert overall({"c": 0}, scores) == Score(0.5)
    assert overall({}, scores) == Score(0.75)
    assert overall({"a": 0, "c": 0}, scores) == Score(None, Undefined.NO_WEIGHT)
    assert overall({}, {"b": scores["b"]}) == Score(None, Undefined.NO_PAIRS)
    assert overall({"a": 1}, {}) == Score(None, Undefined.NO_PAIRS)


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
def test_a_weight_must_be_a_finite_number_of_at_least_zero(weight: float) -> None:
    with pytest.raises(ValueError, match="weight of 'a'"):
        overall({"a": weight}, {"a": Score(1.0)})


def test_a_score_has_a_value_or_a_reason_and_is_never_nan() -> None:
    for arguments in (
        (None, None),
        (0.5, Undefined.NO_PAIRS),
        (float("nan"), None),
        (1.5, None),
        (-0.1, None),
    ):
        with pytest.raises(ValueError, match="score"):
            Score(*arguments)


@pytest.mark.parametrize(
    ("overlap", "bad", "message"),
    [
        (box_iou, [[0, 0, 1]], "shape"),
        (box_iou, [0, 0, 1, 1], "shape"),
        (box_iou, [[0, 0, -1, 1]], "negative"),
        (box_iou, [[0, float("nan"), 1, 1]], "finite"),
        (span_iou, [[0, 1, 2]], "shape"),
        (span_iou, [[2, 1]], "before it starts"),
        (span_iou, [[0, float("inf")]], "finite"),
        (two_way_best_match, [0.5], "shape"),
    ],
)
def test_refuses_input_of_another_shape(overlap, bad, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        overlap(bad, bad) if overlap is not two_way_best_match else overlap(bad)


def test_every_tag_has_a_default_metric() -> None:
    assert default_metric("RectangleLabels").key == "box_iou"
    assert default_metric("Labels").key == "span_iou"
    assert default_metric("Choices").key == "exact_match"
    assert default_metric("BrushLabels").key == "exact_match"
    assert default_metric("Labels", "Audio").key == "span_iou"
    assert default_metric("Labels", "Image").key == "box_iou"
    assert default_metric("Labels", "HyperText").key == "exact_match"
