"""Which label met which."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from tests.agreement.region_strategies import REGIONS
from tests.agreement.strategies import ANSWERS
from touchstone.agreement.answers import (
    Attached,
    Boxes,
    Items,
    Numbers,
    Paths,
    Spans,
    Texts,
    is_blank,
    label_sets,
)
from touchstone.agreement.confusion import (
    NOBODY,
    SAME_PLACE,
    confusion_many,
    label_quality,
    match_places,
    top_confusions,
)
from touchstone.agreement.geometry import box_iou


def boxes(*regions: tuple[str, float, float, float, float]) -> Boxes:
    geometry = np.array([[*region[1:], 0.0, 1.0] for region in regions]).reshape(-1, 6)
    return Boxes(tuple(region[0] for region in regions), geometry)


def spans(*regions: tuple[str, int, int]) -> Spans:
    return Spans(tuple(r[0] for r in regions), np.array([r[1:] for r in regions], dtype=np.int64))


def met(a: object, b: object) -> list[tuple[str, str, int]]:
    found = confusion_many([a, b], np.array([0]), np.array([1]))  # type: ignore[list-item]
    return sorted((left, right, count) for _, left, right, count in found)


def test_a_single_choice_meets_the_other() -> None:
    assert met(Items(("cat",)), Items(("dog",))) == [("cat", "dog", 1)]
    assert met(Items(("cat",)), Items(("cat",))) == [("cat", "cat", 1)]


def test_a_blank_answer_is_nobody_and_two_blank_ones_are_no_meeting() -> None:
    assert met(Items(("cat",)), None) == [("cat", NOBODY, 1)]
    assert met(None, Items(("cat",))) == [(NOBODY, "cat", 1)]
    assert met(None, Items(())) == []


def test_shared_labels_of_multiple_choice_meet_themselves_and_one_left_over_was_swapped() -> None:
    assert met(Items(("a", "b")), Items(("c", "a"))) == [("a", "a", 1), ("b", "c", 1)]
    assert met(Items(("a", "b", "d")), Items(("a", "c"))) == [
        (NOBODY, "c", 1),
        ("a", "a", 1),
        ("b", NOBODY, 1),
        ("d", NOBODY, 1),
    ]


def test_paths_are_labels_from_the_root_down() -> None:
    dog, cat = Paths((("animal", "dog"),)), Paths((("animal", "cat"),))
    assert met(dog, cat) == [("animal / dog", "animal / cat", 1)]


def test_regions_are_matched_by_place_whatever_their_label() -> None:
    ours = boxes(("car", 0, 0, 10, 10), ("bus", 50, 50, 10, 10))
    theirs = boxes(("van", 0, 1, 10, 10), ("bus", 80, 50, 10, 10))
    assert met(ours, theirs) == [
        (NOBODY, "bus", 1),
        ("bus", NOBODY, 1),
        ("car", "van", 1),
    ]
    assert met(ours, None) == [("bus", NOBODY, 1), ("car", NOBODY, 1)]


def test_a_region_has_one_partner_even_where_two_are_near() -> None:
    ours = boxes(("a", 0, 0, 10, 10), ("b", 0, 0, 10, 9))
    theirs = boxes(("c", 0, 0, 10, 10))
    assert met(ours, theirs) == [("a", "c", 1), ("b", NOBODY, 1)]


def test_exactly_half_is_the_same_place() -> None:
    assert SAME_PLACE == 0.5
    assert met(spans(("a", 0, 10)), spans(("b", 0, 5))) == [("a", "b", 1)]
    assert (
        met(spans(("a", 0, 10)), spans(("b", 0, 4))) == [("a", NOBODY, 1), (NOBODY, "b", 1)][::-1]
    )


def test_equal_meetings_of_a_pair_are_counted_together() -> None:
    ours = spans(("a", 0, 10), ("a", 20, 30))
    assert met(ours, ours) == [("a", "a", 2)]


def test_regions_without_a_label_meet_nothing() -> None:
    assert met(boxes(("", 0, 0, 5, 5)), boxes(("", 0, 0, 5, 5))) == []


def test_what_was_said_of_regions_meets_where_the_regions_do() -> None:
    ours = Attached(boxes(("r", 0, 0, 9, 9), ("r", 50, 0, 9, 9)), (Items(("x",)), Items(("y",))))
    theirs = Attached(boxes(("r", 0, 0, 9, 9)), (Items(("z",)),))
    assert met(ours, theirs) == [("x", "z", 1), ("y", NOBODY, 1)]


@pytest.mark.parametrize("other", [Numbers((1.0,)), Texts(("x",)), spans(("a", 0, 4))])
def test_answers_of_other_kinds_meet_nothing(other: object) -> None:
    assert met(other, Items(("a",))) == []
    assert met(boxes(("a", 0, 0, 9, 9)), other) == []


def test_boxes_that_are_no_boxes_meet_nobody() -> None:
    bad = boxes(("a", np.nan, 0, 9, 9))
    assert met(bad, bad) == [(NOBODY, "a", 1), ("a", NOBODY, 1)]


def test_pairs_of_all_kinds_keep_their_numbers_and_order() -> None:
    answers = [boxes(("a", 0, 0, 9, 9)), Items(("x",)), None, Items(("y",)), spans(("s", 0, 5))]
    found = confusion_many(answers, np.array([1, 0, 4, 1]), np.array([3, 0, 4, 2]))
    assert list(found) == [
        (0, "x", "y", 1),
        (1, "a", "a", 1),
        (2, "s", "s", 1),
        (3, "x", NOBODY, 1),
    ]


choices = st.lists(st.sampled_from("abcd"), min_size=1, max_size=60)


@settings(deadline=None)
@given(st.data())
def test_single_choice_gives_the_matrix_of_scikit_learn(data: st.DataObject) -> None:
    truth = data.draw(choices)
    given_labels = data.draw(
        st.lists(st.sampled_from("abcd"), min_size=len(truth), max_size=len(truth))
    )
    n = len(truth)
    answers = [Items((label,)) for label in [*truth, *given_labels]]
    found = confusion_many(answers, np.arange(n), np.arange(n, 2 * n))
    counts = Counter({(left, right): 0 for left in "abcd" for right in "abcd"})
    for _, left, right, count in found:
        counts[left, right] += count
    expected = confusion_matrix(truth, given_labels, labels=list("abcd"))
    assert [[counts[a, b] for b in "abcd"] for a in "abcd"] == expected.tolist()
    quality = label_quality(+counts)
    precision, recall, _, _ = precision_recall_fscore_support(
        truth, given_labels, labels=list("abcd"), zero_division=0
    )
    for place, label in enumerate("abcd"):
        if label in quality:
            assert (quality[label].precision or 0) == pytest.approx(precision[place])
            assert (quality[label].recall or 0) == pytest.approx(recall[place])


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 6))
def test_each_label_counts_once_a_side_and_the_match_is_the_best(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    sides = [
        boxes(
            *[
                (f"l{rng.integers(3)}", *rng.integers(0, 4, 2), *rng.integers(2, 6, 2))
                for _ in range(k)
            ]
        )
        for k in (n, m)
    ]
    found = confusion_many(sides, np.array([0]), np.array([1]))
    for side, labels in ((1, sides[0].labels), (2, sides[1].labels)):
        used = Counter[str]()
        for meeting in found:
            used[str(meeting[side])] += meeting[3]
        del used[NOBODY]
        assert used == Counter(labels)

    similarity = box_iou(sides[0].geometry, sides[1].geometry)
    near = np.where(similarity >= SAME_PLACE, similarity, 0)
    rows, columns = linear_sum_assignment(near, maximize=True)
    i, j, _ = match_places(similarity[:, :, None])
    assert len(set(i)) == len(i)
    assert len(set(j)) == len(j)
    assert similarity[i, j].sum() == pytest.approx(near[rows, columns].sum())


@pytest.mark.parametrize("kind", sorted(REGIONS, key=lambda kind: kind.__name__))
@settings(deadline=None, max_examples=25)
@given(st.data())
def test_each_label_of_regions_of_any_kind_counts_once_a_side(
    kind: type, data: st.DataObject
) -> None:
    a, b = data.draw(REGIONS[kind]), data.draw(REGIONS[kind])
    found = Counter({(left, right): n for left, right, n in met(a, b)})
    for side, answer in ((0, a), (1, b)):
        used = Counter[str]()
        for labels, count in found.items():
            used[labels[side]] += count
        del used[NOBODY]
        assert used == Counter(label for labels in label_sets(answer) for label in set(labels))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(sorted(ANSWERS, key=lambda kind: kind.__name__)), min_size=2, max_size=2
    ),
    st.data(),
)
def test_answers_of_any_two_kinds_meet_without_a_fault(
    kinds: list[type], data: st.DataObject
) -> None:
    a, b = (data.draw(ANSWERS[kind]) for kind in kinds)
    found = met(a, b)
    assert all(left or right for left, right, _ in found)
    if kinds[0] is not kinds[1] and not is_blank(a) and not is_blank(b):
        assert found == []


def test_the_matrix_adds_up_all_pairs() -> None:
    answers = [Items(("a",)), Items(("b",))]
    found = confusion_many(answers, np.array([0, 0, 1]), np.array([1, 1, 1]))
    a, b = found.labels.index("a"), found.labels.index("b")
    assert found.matrix()[a, b] == 2
    assert found.matrix()[b, b] == 1
    assert found.matrix().sum() == 3


def test_top_confusions_give_each_two_labels_once_where_counts_are_symmetric() -> None:
    counts = {("a", "a"): 9, ("a", "b"): 3, ("b", "a"): 3, ("a", ""): 1, ("", "a"): 1}
    first, second = top_confusions(counts, symmetric=True)
    assert (first.actual, first.label, first.count, first.rate) == ("a", "b", 3, 0.75)
    assert (second.actual, second.label, second.rate) == ("", "a", 0.25)
    assert [pair.count for pair in top_confusions(counts, symmetric=False, limit=3)] == [3, 3, 1]
    assert top_confusions({("a", "a"): 4}, symmetric=False) == []


def test_a_label_that_nobody_gave_has_no_precision() -> None:
    quality = label_quality({("a", "b"): 2, ("a", NOBODY): 1, (NOBODY, "b"): 1})
    assert (quality["a"].precision, quality["a"].recall) == (None, 0.0)
    assert (quality["b"].precision, quality["b"].recall) == (0.0, None)
    assert NOBODY not in quality
