"""Worked values: published ones where the source is named, else computed by hand."""

import random

import numpy as np
import pytest
from scipy.stats import kendalltau

from tests.agreement.strategies import spans_of
from touchstone.agreement.answers import (
    Answer,
    Attached,
    Boxes,
    Items,
    Numbers,
    Paths,
    Ranking,
    Relations,
    Spans,
    Texts,
)
from touchstone.agreement.attached import attached_similarity
from touchstone.agreement.exact import exact_match, jaccard
from touchstone.agreement.matching import one_to_one_match, same_labels, two_way_best_match
from touchstone.agreement.numbers import numeric_difference, numeric_tolerance
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.ranking import average_precision, kendall
from touchstone.agreement.registry import METRICS
from touchstone.agreement.relations import relations_f1
from touchstone.agreement.tasks import overall, task_score
from touchstone.agreement.taxonomy import path_jaccard, subtree_jaccard
from touchstone.agreement.types import Score


def score(key: str, a: Answer, b: Answer, **parameters: object) -> float | None:
    return pair_score(METRICS[key], a, b, parameters).value


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
    similarity = np.array([[1.0, 0.0]])
    assert two_way_best_match(similarity) == one_to_one_match(similarity) == pytest.approx(2 / 3)


def test_one_large_region_may_match_several() -> None:
    large, small = spans_of((0, 10)), spans_of((0, 5), (5, 10))
    # .5 from the large one, .5 from each small one.
    assert score("span_iou", large, small) == pytest.approx(0.5)
    assert score("span_iou", large, small, matching="one_to_one") == pytest.approx(1 / 3)


def test_labels_decide_which_regions_may_match() -> None:
    boxes = np.array([[0.0, 0, 10, 10, 0], [50, 50, 10, 10, 0]])
    same, swapped = Boxes(("dog", "cat"), boxes), Boxes(("cat", "dog"), boxes)
    assert score("box_iou", same, same) == 1.0
    assert score("box_iou", same, swapped) == 0.0
    assert same_labels(("a", "b"), ("b", "a", "a")).tolist() == [
        [False, True, True],
        [True, False, False],
    ]


def test_exact_match_and_jaccard_compare_sets() -> None:
    assert exact_match(["a", "b"], ["b", "a"]) == 1.0
    assert exact_match(["a"], ["a", "b"]) == 0.0
    assert exact_match([], []) == jaccard([], []) == 1.0
    assert jaccard(["a", "b"], ["b", "c", "d"]) == 0.25


def test_taxonomies_as_documented() -> None:
    # Label Studio Enterprise: 1/3 by whole paths; .50, .20 and .67 by subtrees.
    labrador, poodle = ("Animal", "Dog", "Labrador"), ("Animal", "Dog", "Poodle")
    siamese = ("Animal", "Cat", "Siamese")
    eagle, sparrow = ("Animal", "Bird", "Eagle"), ("Animal", "Bird", "Sparrow")
    assert path_jaccard([labrador, eagle], [labrador, sparrow]) == pytest.approx(1 / 3)
    assert subtree_jaccard([labrador], [poodle]) == 2 / 4
    assert subtree_jaccard([labrador], [siamese]) == 1 / 5
    assert subtree_jaccard([labrador, eagle], [labrador, sparrow]) == pytest.approx(4 / 6)
    # A path and its parent; the parent's other children do not count.
    assert subtree_jaccard([labrador], [("Animal", "Dog")]) == pytest.approx(2 / 3)
    assert score("taxonomy_subtree", Paths((labrador,)), Paths((poodle,))) == 0.5
    assert score("taxonomy_paths", Paths((labrador,)), Paths((poodle,))) == 0.0


def test_numbers_as_documented() -> None:
    # Label Studio Enterprise: 4 and 5 give .50, 30 and 50 give .05.
    assert numeric_difference([4, 30, 2], [5, 50, 2]) == pytest.approx([0.5, 1 / 21, 1.0])
    assert numeric_tolerance([4, 4], [5, 5.1]).tolist() == [1.0, 0.0]
    assert numeric_tolerance(0.1 + 0.2, 0.3, max_difference=0) == 1.0
    assert numeric_tolerance(0.3, 0.4, max_difference=0.1) == 1.0


def test_several_numbers_are_compared_by_position() -> None:
    a, b = Numbers((1.0, 2.0, 3.0)), Numbers((1.0, 3.0))
    assert score("numeric_difference", a, b) == pytest.approx((1 + 0.5 + 0) / 3)
    assert score("numeric_tolerance", a, b) == 0.0
    assert score("numeric_tolerance", a, Numbers((1.5, 2.5, 3.5)), max_difference=0.5) == 1.0
    assert score("numeric_tolerance", a, Numbers((1.5, 2.5, 4.5)), max_difference=0.5) == 0.0


def test_points_in_time_within_seconds() -> None:
    a, b = Numbers((1_700_000_000.0,)), Numbers((1_700_000_060.0,))
    assert score("numeric_tolerance", a, b, max_difference=60) == 1.0
    assert score("numeric_tolerance", a, b, max_difference=59.9) == 0.0
    assert score("exact_match", a, b) == 0.0


def plain(items: str) -> Ranking:
    return Ranking((("", tuple(items)),))


def test_kendall_as_scipy_has_it() -> None:
    rng = random.Random(5)
    for _ in range(100):
        names = "abcdefgh"[: rng.randint(2, 8)]
        a, b = (rng.sample(names, rng.randint(1, len(names))) for _ in range(2))
        ranked = sorted({*a, *b})
        if len(ranked) < 2:
            continue
        places = [[o.index(n) if n in o else 99 for n in ranked] for o in (a, b)]
        expected = (kendalltau(*places).statistic + 1) / 2
        assert kendall([("", a)], [("", b)]) == pytest.approx(expected)
        assert score("kendall", plain("".join(a)), plain("".join(b))) == pytest.approx(expected)


def test_kendall_by_hand() -> None:
    # One of three pairs is the other way round: tau 1/3.
    assert score("kendall", plain("abc"), plain("acb")) == pytest.approx(2 / 3)
    assert score("kendall", plain("abc"), plain("cba")) == 0.0
    assert score("kendall", plain("a"), plain("a")) == 1.0
    assert score("kendall", plain("a"), plain("b")) == 0.0


def test_items_in_another_bucket_agree_with_nothing() -> None:
    a = Ranking((("good", ("x", "y")), ("bad", ("z",))))
    swapped = Ranking((("bad", ("x", "y")), ("good", ("z",))))
    one_off = Ranking((("good", ("x",)), ("bad", ("z", "y"))))
    turned = Ranking((("good", ("y", "x")), ("bad", ("z",))))
    for key in ("kendall", "ranking_average_precision"):
        assert score(key, a, a) == 1.0
        assert score(key, a, swapped) == 0.0
    assert score("kendall", a, one_off) == pytest.approx(2 / 3)
    assert score("kendall", a, turned) == pytest.approx(1 / 3)
    # good: x of x and y, depths 1 and 1/2; bad: z of z and y; both weigh 2.
    assert score("ranking_average_precision", a, one_off) == pytest.approx(0.75)


def test_average_precision_of_rankings_by_hand() -> None:
    # Depth 1: 0 of 1; depth 2: 2 of 2; depth 3: 3 of 3.
    assert average_precision([("", "abc")], [("", "bac")]) == pytest.approx(2 / 3)
    assert average_precision([("", "abc")], [("", "acb")]) == pytest.approx((1 + 1 / 2 + 1) / 3)
    assert average_precision([("", "abc")], [("", "a")]) == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert average_precision([], []) == 1.0


ENDS = np.array([[0.0, 0, 10, 10, 0, 1], [50, 50, 10, 10, 0, 1]])
LOWER = np.array([0.0, 5, 0, 0, 0, 0])


def arrow(direction: str = "right", label: str = "is", ends: tuple = ("p", "q"), rows=ENDS):
    return Relations((label,), (direction,), Boxes(ends, np.asarray(rows)))


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (arrow(), 1.0),
        (arrow(label="has"), 0.0),
        (arrow("bi"), 0.0),
        (arrow(ends=("p", "p")), 0.0),
        (arrow(ends=("q", "p"), rows=ENDS[::-1]), 0.0),  # the other way round
        (arrow(rows=ENDS + LOWER), 0.0),  # IoU 1/3 at both ends
        (arrow(rows=ENDS + LOWER * 0.4), 1.0),  # IoU 2/3
        (arrow(rows=ENDS + LOWER * [[0], [1]]), 0.0),  # at one end
    ],
)
def test_relations_are_equal_in_label_direction_and_both_ends(other, expected) -> None:
    assert relations_f1(arrow(), other) == expected
    assert relations_f1(other, arrow()) == expected


@pytest.mark.parametrize("ends", [("p", "q"), ("p", "p")])
def test_a_relation_in_both_directions_may_begin_at_either_end(ends) -> None:
    there, back = arrow("bi", ends=ends), arrow("bi", ends=ends[::-1], rows=ENDS[::-1])
    assert relations_f1(there, back) == 1.0
    wrong = arrow("bi", ends=ends[::-1], rows=ENDS)
    assert relations_f1(there, wrong) == float(ends[0] == ends[1])


def test_each_relation_has_one_partner() -> None:
    once = arrow()
    twice = Relations(("is",) * 2, ("right",) * 2, Boxes(("p", "q") * 2, np.tile(ENDS, (2, 1))))
    assert relations_f1(once, twice) == pytest.approx(2 / 3)
    assert relations_f1(Relations((), (), Boxes((), np.empty((0, 6)))), once) == 0.0
    with pytest.raises(ValueError, match="iou"):
        relations_f1(once, once, iou=0)


def said(regions: Spans, *values: Items | Numbers | Texts | Paths) -> Attached:
    return Attached(regions, values)


def test_overlap_times_what_was_said() -> None:
    # The documented product: a region agreement of 0.9 and other choices give 0.
    a, b = spans_of((0, 10)), spans_of((0, 9))
    same, other = Items(("a",)), Items(("b",))
    assert score("region_choices", said(a, same), said(b, same)) == pytest.approx(0.9)
    assert score("region_choices", said(a, same), said(b, other)) == 0.0
    both = Items(("a", "b"))
    assert score("region_choices", said(a, same), said(b, both)) == pytest.approx(0.45)
    assert score("region_values", said(a, same), said(b, both)) == 0.0
    assert score("region_number", said(a, Numbers((4.0,))), said(b, Numbers((5.0,)))) == (
        pytest.approx(0.45)
    )
    near = score(
        "region_number", said(a, Numbers((4.0,))), said(b, Numbers((5.0,))), max_difference=1
    )
    assert near == pytest.approx(0.9)


def test_what_was_said_of_the_region_that_overlaps_best() -> None:
    a = said(spans_of((0, 10)), Texts(("hello",)))
    b = said(spans_of((0, 9), (0, 6)), Texts(("world",)), Texts(("hello",)))
    # The best overlap is 0.9, where .2 of the text is the same; the other one overlaps by 0.6.
    best = score("region_text", a, b, combine="best_overlap")
    assert best == pytest.approx((0.2 + 0.2 + 1.0) / 3)
    # All that overlap are candidates: the text itself decides.
    assert score("region_text", a, b, combine="candidates") == pytest.approx((1 + 0.2 + 1) / 3)
    strict = score("region_text", a, b, combine="candidates", min_iou=0.7)
    assert strict == pytest.approx((0.2 + 0.2 + 0) / 3)
    assert score("region_text", a, b) == pytest.approx((0.6 + 0.9 * 0.2 + 0.6) / 3)
    alone = score("region_text", a, b, combine="best_overlap", matching="one_to_one")
    assert alone == pytest.approx(2 * 0.2 / 3)


def test_one_value_of_attached_similarity() -> None:
    overlap, value = [[0.8, 0.2], [0.0, 0.5]], [[0.5, 1.0], [1.0, 1.0]]
    # Rows .4 and .5, columns .4 and .5.
    assert attached_similarity(overlap, value) == pytest.approx(0.45)
    # Rows .5 and 1, columns .5 and 1.
    assert attached_similarity(overlap, value, combine="best_overlap") == pytest.approx(0.75)
    # Row 1 finds 1.0 in its second; the first column only .5.
    assert attached_similarity(overlap, value, combine="candidates") == pytest.approx(3.5 / 4)
    assert attached_similarity(np.empty((0, 0)), np.empty((0, 0))) == 1.0
    assert attached_similarity(np.empty((0, 2)), np.empty((0, 2))) == 0.0
    for bad in ({"matching": "x"}, {"combine": "x"}, {"min_iou": 2.0}):
        with pytest.raises(ValueError, match="bad parameter"):
            attached_similarity(overlap, value, **bad)
    with pytest.raises(ValueError, match="shape"):
        attached_similarity(overlap, [[1.0]])


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
