"""Worked values: published ones where the source is named, else computed by hand."""

from dataclasses import dataclass

import numpy as np
import pytest

from touchstone.agreement.exact import exact_match, jaccard
from touchstone.agreement.geometry import box_iou
from touchstone.agreement.matching import same_labels, two_way_best_match
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.registry import METRICS
from touchstone.agreement.spans import span_iou
from touchstone.agreement.tasks import overall, task_score
from touchstone.agreement.types import Score


@dataclass(frozen=True)
class RegionAnswer:
    labels: tuple[str, ...]
    geometry: np.ndarray


def test_box_iou_of_a_half_covered_box() -> None:
    # 10 x 10 and 10 x 10, shifted by 5: 50 in common, 150 covered.
    assert box_iou([[0, 0, 10, 10]], [[5, 0, 10, 10]]) == pytest.approx(1 / 3)


def test_box_iou_has_one_row_a_box_of_the_first_and_one_column_a_box_of_the_second() -> None:
    first = [[0, 0, 10, 10], [50, 50, 10, 10]]
    second = [[0, 0, 10, 10], [0, 0, 20, 10], [90, 90, 5, 5]]
    expected = [[1, 0.5, 0], [0, 0, 0]]
    assert box_iou(first, second) == pytest.approx(np.array(expected))


def test_box_iou_ignores_the_rotation() -> None:
    assert box_iou([[0, 0, 10, 10, 45]], [[0, 0, 10, 10, 0]]) == 1.0


def test_a_box_overlaps_itself_fully_whatever_the_rounding() -> None:
    boxes = np.random.default_rng(7).uniform(0, 60, size=(500, 4))
    assert (np.diag(box_iou(boxes, boxes)) == 1.0).all()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([5, 5, 0, 0], [5, 5, 0, 0], 1.0),
        ([5, 5, 0, 0], [6, 5, 0, 0], 0.0),
        ([5, 5, 0, 0], [0, 0, 10, 10], 0.0),
        ([5, 5, 0, 10], [5, 5, 0, 10], 1.0),
        ([0, 0, 10, 10], [10, 0, 10, 10], 0.0),
    ],
)
def test_boxes_without_area_or_without_contact(first, second, expected) -> None:
    assert box_iou([first], [second]) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([0, 10], [0, 10], 1.0),
        ([0, 10], [5, 15], 1 / 3),
        ([0, 10], [2, 4], 0.2),
        ([0, 10], [10, 20], 0.0),  # half-open: they only touch
        ([0, 10], [30, 40], 0.0),
        ([3, 3], [3, 3], 1.0),
        ([3, 3], [4, 4], 0.0),
        ([3, 3], [0, 10], 0.0),
        ([1.5, 2.5], [2.0, 2.5], 0.5),
    ],
)
def test_span_iou(first, second, expected) -> None:
    assert span_iou([first], [second]) == pytest.approx(expected)


def test_two_way_best_match_of_the_documented_entity_example() -> None:
    # Two entities each; the best overlaps are .71 and .35 seen from either side: 0.53.
    similarity = np.array([[0.71, 0.0], [0.0, 0.35]])
    assert two_way_best_match(similarity) == pytest.approx(0.53)


def test_two_way_best_match_of_the_documented_box_example() -> None:
    # A dog and a cat; the best overlaps are .67 and .85 seen from either side: 0.76.
    similarity = np.array([[0.67, 0.0], [0.0, 0.85]])
    assert two_way_best_match(similarity) == pytest.approx(0.76)


def test_a_missed_region_costs_its_share() -> None:
    # A = {x}, B = {x, y}: (1 + 1 + 0) / 3, and not the minimum of both directions, 1/2.
    assert two_way_best_match(np.array([[1.0, 0.0]])) == pytest.approx(2 / 3)


def test_labels_decide_which_regions_may_match() -> None:
    boxes = np.array([[0.0, 0, 10, 10, 0], [50, 50, 10, 10, 0]])
    same = RegionAnswer(("dog", "cat"), boxes)
    swapped = RegionAnswer(("cat", "dog"), boxes)
    metric = METRICS["box_iou"]
    assert pair_score(metric, same, same) == Score(1.0)
    assert pair_score(metric, same, swapped) == Score(0.0)
    assert same_labels(("a", "b"), ("b", "a", "a")).tolist() == [
        [False, True, True],
        [True, False, False],
    ]


def test_one_large_region_may_match_several() -> None:
    large = RegionAnswer(("x",), np.array([[0, 10]]))
    small = RegionAnswer(("x", "x"), np.array([[0, 5], [5, 10]]))
    # .5 from the large one, .5 from each small one.
    assert pair_score(METRICS["span_iou"], large, small).value == pytest.approx(0.5)


def test_exact_match_and_jaccard_compare_sets() -> None:
    assert exact_match(["a", "b"], ["b", "a"]) == 1.0
    assert exact_match(["a"], ["a", "b"]) == 0.0
    # Documented: [Lab, Eagle] and [Lab, Sparrow] have one of three paths in common.
    assert jaccard(["Lab", "Eagle"], ["Lab", "Sparrow"]) == pytest.approx(1 / 3)


def test_task_score_is_the_mean_over_pairs() -> None:
    # Three annotators say A, A, C: one of three pairs agrees. Documented: 33.3 %.
    assert task_score([1.0, 0.0, 0.0]).value == pytest.approx(1 / 3)
    # Documented overlaps .53, .24, .45 of three annotators: 40.67 %.
    assert task_score(map(Score, (0.53, 0.24, 0.45))).value == pytest.approx(0.40667, abs=5e-6)


def test_overall_is_weighted() -> None:
    # By the stated formula (0.83 + 0.099 + 0.066) / 1.5; the page itself prints 60.67 %.
    weights = {"a": 1.0, "b": 0.3, "c": 0.2}
    scores = {"a": Score(0.83), "b": Score(0.33), "c": Score(0.33)}
    assert overall(weights, scores).value == pytest.approx(0.6633, abs=5e-5)
