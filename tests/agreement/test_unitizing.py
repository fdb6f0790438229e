"""Unitizing alpha: published figures, and the formula written out."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.agreement.answers import LABEL_SEPARATOR, Spans
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.types import Undefined
from touchstone.agreement.unitizing import unitizing_alpha


def spans(*regions: tuple[str, float, float], groups: tuple[str, ...] | None = None) -> Spans:
    kind = np.int64 if all(isinstance(r[1], int) for r in regions) else np.float64
    places = np.array([region[1:] for region in regions], dtype=kind).reshape(-1, 2)
    return Spans(tuple(region[0] for region in regions), places, groups)


def test_krippendorff_2004() -> None:
    """Content Analysis, 2nd edition, section 11.6: a continuum from 150 to 450."""
    first = spans(("c", 75, 145), ("c", 220, 250), ("k", 30, 90), ("k", 150, 200))
    second = spans(("c", 70, 150), ("c", 205, 225), ("c", 250, 270), ("k", 30, 90), ("k", 150, 200))
    found = unitizing_alpha([first, second], np.array([0, 0]), np.array([300.0]))
    assert found.overall.value == pytest.approx(0.8591, abs=5e-4)
    assert found.by_label["c"].value == pytest.approx(0.7286, abs=5e-5)
    assert found.by_label["k"].value == 1.0
    assert (found.overall.n_units, found.overall.n_ratings) == (1, 9)


def example_of_1995(stretch: int) -> tuple[Spans, Spans]:
    """Sociological Methodology 25, page 57, each of the 24 positions stretched."""
    parts = (
        [("A", 2, 8), ("A", 14, 6), ("D", 0, 2), ("D", 2, 8), ("D", 10, 4), ("D", 14, 6),
         ("D", 20, 4), ("B", 0, 18)],
        [("A", 4, 4), ("A", 15, 2), ("D", 0, 4), ("D", 4, 4), ("D", 8, 7), ("D", 15, 2),
         ("D", 17, 7), ("B", 0, 2), ("B", 2, 1), ("B", 3, 1), ("B", 4, 1), ("B", 5, 1),
         ("B", 6, 3), ("B", 9, 1)],
    )  # fmt: skip
    first, second = (
        spans(*[(label, start * stretch, (start + n) * stretch) for label, start, n in one])
        for one in parts
    )
    return first, second


def test_krippendorff_1995_in_the_limit_of_fine_positions() -> None:
    stretch = 50_000
    found = unitizing_alpha(
        list(example_of_1995(stretch)), np.array([0, 0]), np.array([24.0 * stretch])
    )
    assert found.by_label["A"].value == pytest.approx(0.553, abs=0.001)
    assert found.by_label["B"].value == pytest.approx(-0.926, abs=0.003)
    assert found.by_label["D"].value == pytest.approx(0.066, abs=0.001)


Marks = list[tuple[int, int]]


def observed(first: Marks, second: Marks) -> float:
    """The distance of two annotators' marks of one label, over all sections of both."""
    total = 0.0
    for one, other in ((first, second), (second, first)):
        for start, end in one:
            met = [(s, e) for s, e in other if s < end and start < e]
            if not met:
                total += (end - start) ** 2
            elif one is first:
                total += sum((start - s) ** 2 + (end - e) ** 2 for s, e in met)
    return total


def expected(marks: list[Marks], length: int) -> float:
    """The denominator of Krippendorff's formula, but for what cancels."""
    lengths = [end - start for one in marks for start, end in one]
    gaps = []
    for one in marks:
        ends = [0, *[end for _, end in one]]
        starts = [*[start for start, _ in one], length]
        gaps += [start - end for end, start in zip(ends, starts, strict=True) if start > end]
    n = len(lengths)
    total = 0.0
    for unit in lengths:
        total += (n - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit)
        total += unit**2 * sum(gap - unit + 1 for gap in gaps if gap >= unit)
    whole = len(marks) * length
    pairs = whole * (whole - 1) - sum(unit * (unit - 1) for unit in lengths)
    return 2 * whole * total / pairs if pairs else 0.0


marks = st.lists(st.integers(0, 40), max_size=8, unique=True).map(
    lambda cuts: [
        (a, b) for a, b in zip(*(sorted(cuts)[i::2] for i in (0, 1)), strict=False) if a < b
    ]
)


@settings(deadline=None)
@given(st.lists(marks, min_size=2, max_size=4))
def test_alpha_is_the_formula(answers: list[Marks]) -> None:
    length = 41
    given_answers = [spans(*[("x", a, b) for a, b in one]) for one in answers]
    found = unitizing_alpha(
        given_answers, np.zeros(len(answers), dtype=np.int64), np.array([float(length)])
    )
    both = sum(observed(a, b) for a, b in permutations(answers, 2)) / (len(answers) - 1)
    chance = expected(answers, length)
    if not any(answers) or chance <= 1e-12:
        assert found.overall.undefined is Undefined.NO_VARIATION
        return
    assert found.overall.value == pytest.approx(1 - both / chance, abs=1e-9)
    assert found.by_label["x"] == found.overall


@settings(deadline=None)
@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=5), st.randoms())
def test_the_order_of_annotators_and_texts_does_not_matter(
    texts: list[tuple[Marks, Marks]], random: object
) -> None:
    rows = [
        (number, spans(*[("x", a, b) for a, b in one]))
        for number, pair in enumerate(texts)
        for one in pair
    ]
    lengths = np.full(len(texts), 50.0)
    first = unitizing_alpha([row[1] for row in rows], np.array([row[0] for row in rows]), lengths)
    random.shuffle(rows)  # type: ignore[attr-defined]
    second = unitizing_alpha([row[1] for row in rows], np.array([row[0] for row in rows]), lengths)
    assert first.overall.value == pytest.approx(second.overall.value)


def test_the_same_marks_are_perfect_and_other_labels_are_not() -> None:
    a, b = spans(("x", 0, 5), ("y", 7, 9)), spans(("y", 0, 5), ("x", 7, 9))
    texts = np.array([0, 0])
    assert unitizing_alpha([a, a], texts, np.array([20.0])).overall.value == 1.0
    other = unitizing_alpha([a, b], texts, np.array([20.0])).overall.value
    assert other is not None
    assert other < 0.2


def test_overlapping_marks_of_one_annotator_are_one_and_a_mark_may_have_two_labels() -> None:
    split, whole = spans(("x", 0, 4), ("x", 2, 6)), spans(("x", 0, 6))
    texts = np.array([0, 0])
    assert unitizing_alpha([split, whole], texts, np.array([20.0])).overall.value == 1.0
    both = spans((f"x{LABEL_SEPARATOR}y", 0, 6))
    assert set(unitizing_alpha([both, both], texts).by_label) == {"x", "y"}


def test_groups_lie_one_behind_the_other() -> None:
    first = spans(("x", 0, 5), ("x", 0, 5), groups=("p1", "p2"))
    second = spans(("x", 0, 5), groups=("p2",))
    found = unitizing_alpha([first, second], np.array([0, 0]))
    joined = unitizing_alpha(
        [spans(("x", 0, 5), ("x", 5, 10)), spans(("x", 5, 10))], np.array([0, 0])
    )
    assert found.overall.value == pytest.approx(joined.overall.value)


def test_seconds_are_taken_in_milliseconds() -> None:
    first, second = spans(("x", 0.5, 2.0)), spans(("x", 0.5, 1.5))
    in_seconds = unitizing_alpha([first, second], np.array([0, 0])).overall
    first, second = spans(("x", 500, 2000)), spans(("x", 500, 1500))
    assert in_seconds == unitizing_alpha([first, second], np.array([0, 0])).overall


def test_bad_marks_are_left_out() -> None:
    good = spans(("x", 0.0, 5.0))
    bad = spans(("x", 0.0, 5.0), ("x", 9.0, 7.0), ("x", np.nan, 8.0), ("x", 3.0, np.inf))
    found = unitizing_alpha([good, bad], np.array([0, 0]), np.array([9000.0])).overall
    assert (found.value, found.n_ratings) == (1.0, 2)


def test_nothing_to_compare_is_undefined() -> None:
    one = spans(("x", 0, 5))
    assert unitizing_alpha([one], np.array([0])).overall.undefined is Undefined.NO_PAIRS
    assert unitizing_alpha([], np.zeros(0, dtype=int)).overall.undefined is Undefined.NO_PAIRS
    blank = unitizing_alpha([None, None], np.array([0, 0]), np.array([10.0])).overall
    assert (blank.undefined, blank.n_units) == (Undefined.NO_VARIATION, 1)


def test_an_interval_holds_the_value_and_is_that_of_drawing_texts() -> None:
    rng = np.random.default_rng(0)
    answers, texts = [], []
    for text in range(120):
        places = np.sort(rng.choice(300, 8, replace=False)).reshape(4, 2)
        for _ in range(2):
            off = places + rng.integers(0, 4, places.shape) * (rng.random() < 0.5)
            answers.append(spans(*[("x", a, b) for a, b in off.tolist() if a < b]))
            texts.append(text)
    lengths = np.full(120, 310.0)
    found = unitizing_alpha(
        answers, np.array(texts), lengths, resampling=Resampling(n_resamples=2000)
    ).overall
    draws = []
    for _ in range(300):
        chosen = rng.integers(0, 120, 120)
        drawn = [answers[2 * text + side] for text in chosen for side in (0, 1)]
        value = unitizing_alpha(drawn, np.repeat(np.arange(120), 2), lengths).overall.value
        draws.append(value)
    low, high = np.quantile(draws, [0.025, 0.975])
    assert found.interval is not None
    assert found.interval.low == pytest.approx(low, abs=0.2 * (high - low))
    assert found.interval.high == pytest.approx(high, abs=0.2 * (high - low))
