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
from touchstone.agreement.cosine import cosine_similarity
from touchstone.agreement.exact import exact_match, jaccard
from touchstone.agreement.matching import one_to_one_match, same_labels, two_way_best_match
from touchstone.agreement.numbers import numeric_difference, numeric_tolerance
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.ranking import average_precision, kendall
from touchstone.agreement.registry import METRICS
from touchstone.agreement.relations import relations_f1
from touchstone.agreement.tasks import overall, task_score
from touchstone.agreement.taxonomy import path_jaccard, subtree_jaccard
from touchstone.agreement.text import text_similarity, word_error_rate
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


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # The three of Label Studio Enterprise's examples that follow from its own formula.
        ("The cat sat on the mat", "The cat sat on the mat.", 1 - 1 / 23),
        ("The cat sat on the mat", "The cat sit on the mat", 1 - 1 / 22),
        ("hello", "world", 0.2),
        # And two that do not: .73 and .50 by the formula, where .81 and .43 are printed.
        ("123 Main St", "123 Main Street", 1 - 4 / 15),
        ("kitten", "sitting", 1 - 3 / 7),
        ("", "a", 0.0),
        ("", "", 1.0),
    ],
)
def test_levenshtein(a: str, b: str, expected: float) -> None:
    assert text_similarity([a], [b]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("algorithm", "a", "b", "expected"),
    [
        # Winkler (1990), table: three decimals.
        ("jaro", "MARTHA", "MARHTA", 0.944),
        ("jaro", "DIXON", "DICKSONX", 0.767),
        ("jaro", "DWAYNE", "DUANE", 0.822),
        ("jaro_winkler", "MARTHA", "MARHTA", 0.961),
        ("jaro_winkler", "DIXON", "DICKSONX", 0.813),
        ("jaro_winkler", "DWAYNE", "DUANE", 0.840),
        ("damerau_levenshtein", "ca", "abc", 1 - 2 / 3),
        ("damerau_levenshtein", "abcd", "abdc", 0.75),
        ("levenshtein", "abcd", "abdc", 0.5),
        ("hamming", "karolin", "kathrin", 1 - 3 / 7),
        ("hamming", "abc", "abcd", 0.75),
        # Ratcliff and Metzener, Dr. Dobb's Journal (1988).
        ("ratcliff_obershelp", "PENNSYLVANIA", "PENCILVANEYA", 2 * 8 / 24),
        # A match 1, a mismatch 0, a gap -1: 3 matches and 1 gap of at most 4, from -4 to 4.
        ("needleman_wunsch", "abcd", "abc", (3 - 1 + 4) / 8),
        ("needleman_wunsch", "abc", "xyz", 0.5),
        # A match 1, a mismatch and a gap -1, the best piece, over the shorter length.
        ("smith_waterman", "xxcatxx", "cat", 1.0),
        ("smith_waterman", "abcxdef", "abcdef", 5 / 6),
        ("smith_waterman", "abc", "xyz", 0.0),
        ("mlipns", "ABC", "ABCD", 1.0),
        ("mlipns", "tomato", "potato", 1.0),
        ("mlipns", "hello", "world", 0.0),
        ("strcmp95", "MARTHA", "MARHTA", 0.961),
    ],
)
def test_other_algorithms(algorithm: str, a: str, b: str, expected: float) -> None:
    assert text_similarity([a], [b], algorithm=algorithm) == pytest.approx(expected, abs=5e-4)
    assert text_similarity([b], [a], algorithm=algorithm) == pytest.approx(expected, abs=5e-4)


def test_smith_waterman_is_the_best_piece_of_all() -> None:
    rng = random.Random(3)
    for _ in range(40):
        a, b = ("".join(rng.choices("abc", k=rng.randint(1, 9))) for _ in range(2))
        best = max(
            (
                _global(a[i:j], b[k:m])
                for i in range(len(a)) for j in range(i + 1, len(a) + 1)
                for k in range(len(b)) for m in range(k + 1, len(b) + 1)
            ),
        )  # fmt: skip
        found = text_similarity([a], [b], algorithm="smith_waterman")
        assert found == pytest.approx(max(best, 0) / min(len(a), len(b)))


def _global(a: str, b: str) -> int:
    """The best alignment of two whole texts, by its definition."""
    row = [-j for j in range(len(b) + 1)]
    for i, one in enumerate(a, 1):
        above, row = row, [-i]
        for j, other in enumerate(b, 1):
            step = 1 if one == other else -1
            row.append(max(above[j - 1] + step, above[j] - 1, row[j - 1] - 1))
    return row[-1]


def test_texts_are_cut_as_asked() -> None:
    a, b = ["the old cat"], ["the cat"]
    assert text_similarity(a, b, granularity="word") == pytest.approx(2 / 3)
    assert text_similarity(["abcd"], ["abce"], granularity="bigram") == pytest.approx(2 / 3)
    assert text_similarity(["abcd"], ["abce"], granularity="trigram") == 0.5
    assert text_similarity(["a"], ["b"], granularity="trigram") == 0.0


def test_case_white_space_and_accents() -> None:
    a, b = ["Straße  nach\tRom "], ["STRASSE nach rom"]
    assert text_similarity(a, b) < 0.6
    assert text_similarity(a, b, case="ignored", whitespace="ignored") == 1.0
    assert text_similarity(["caf\u00e9"], ["cafe\u0301"]) == 1.0


def test_lines_are_compared_by_position() -> None:
    assert text_similarity(["one", "two"], ["one"]) == 0.5
    assert text_similarity(["one", "two"], ["two", "one"]) == 0.0
    assert score("text_similarity", Texts(("a", "b", "c")), Texts(("a",))) == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", ["algorithm", "granularity", "case", "whitespace"])
def test_text_similarity_refuses_what_it_does_not_know(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be one of"):
        text_similarity(["a"], ["b"], **{name: "nonsense"})


def test_word_error_rate() -> None:
    reference, heard = ["the cat sat on the mat"], ["The cat sat", "on mat"]
    # One of 6 words is missing; seen from the other side one of 5 is too many.
    assert word_error_rate(reference, heard) == pytest.approx(1 - (1 / 6 + 1 / 5) / 2)
    assert word_error_rate(["one"], ["two words more"]) == 0.0
    assert word_error_rate([], []) == word_error_rate([""], [" "]) == 1.0
    assert word_error_rate(["a"], []) == 0.0
    assert word_error_rate(["abcd"], ["abce"], granularity="character") == 0.75
    assert word_error_rate(["A b"], ["a b"], case="kept") == 0.5


def test_cosine_of_vectors() -> None:
    assert cosine_similarity([3, 4], [4, 3]) == pytest.approx(24 / 25)
    assert cosine_similarity([1, 0], [0, 1]) == cosine_similarity([1, 0], [-1, 0]) == 0.0
    assert cosine_similarity([1e200, 1e200], [1e-200, 1e-200]) == 1.0
    assert cosine_similarity([1, 2], [1, 2, 0]) == 0.0
    assert cosine_similarity([0, 0], [0, 0]) == cosine_similarity([], []) == 1.0
    assert cosine_similarity([0, 0], [1, 0]) == cosine_similarity([], [1]) == 0.0
    assert np.isnan(cosine_similarity([float("inf")], [1.0]))
    a, b = Numbers((1.0, 2.0)), Numbers((2.0, 1.0))
    assert score("cosine_similarity", a, b) == pytest.approx(0.8)
    assert score("cosine_similarity", a, b, threshold=0.85) == 0.0
    assert score("cosine_similarity", a, Texts(("one",))) is None


def test_cosine_of_words() -> None:
    # 2 1 1 and 1 0 2: 2 + 0 + 2 over the roots of 6 and 5.
    a, b = Texts(("Cat cat dog", "bird")), Texts(("bird  bird CAT",))
    assert score("cosine_similarity", a, b) == pytest.approx(4 / 30**0.5)
    assert score("cosine_similarity", a, Texts(("bird cat", "dog cat"))) == 1.0
    assert score("cosine_similarity", Texts(("ab",)), Texts(("ba",)), granularity="character") == 1
    assert score("cosine_similarity", Texts((" ",)), Texts(("\t",))) == 1.0


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
