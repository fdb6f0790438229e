"""Which coefficients are computed of which answers, taken in piece by piece."""

import numpy as np
import pytest

from touchstone.agreement.answers import (
    Answer,
    Boxes,
    Items,
    Numbers,
    Paths,
    Spans,
    Texts,
    Unreadable,
)
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.coefficients import (
    alpha_of_values,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    pairwise_cohen,
)
from touchstone.agreement.coefficients import gather as module
from touchstone.agreement.coefficients.gather import TITLES, Gathered, as_table
from touchstone.agreement.coefficients.light import light_kappa
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.registry import METRICS
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined


def exact(answers: object, left: Ints, right: Ints) -> Floats:
    pairs = np.stack((left, right), axis=1)
    return pair_scores(METRICS["exact_match"], answers, pairs).values  # type: ignore[arg-type]


def gathered(rows: list[list[Answer | None]], **settings: object) -> Gathered:
    """A unit a row, a rater a column; one unit at a time. '...' is no answer at all."""
    found = Gathered(**settings)  # type: ignore[arg-type]
    for unit, row in enumerate(rows):
        given = [(rater, answer) for rater, answer in enumerate(row) if answer is not ...]
        raters = np.array([rater for rater, _ in given], dtype=np.int64)
        answers = [answer for _, answer in given]
        found.add(np.full(len(given), unit), raters, answers)
        left, right = np.triu_indices(len(given), 1)
        found.add_pairs(np.full(len(left), unit), exact(answers, left, right))
    return found


def by_key(found: Gathered, **settings: object) -> dict[str, Coefficient]:
    listed = found.coefficients(exact, **settings)  # type: ignore[arg-type]
    assert all(one.title == TITLES[one.key] for one in listed)
    return {one.key: one.coefficient for one in listed}


def choices(codes: list[list[int]]) -> list[list[Answer | None]]:
    return [
        [... if code < 0 else Items((f"label {code}",)) for code in row]  # type: ignore[misc]
        for row in codes
    ]


CODES = [[0, 0, 1], [1, 1, -1], [2, 2, 2], [0, -1, -1], [1, 0, 1], [2, 1, 2]]


def test_choices_have_the_nominal_ones() -> None:
    found = by_key(gathered(choices(CODES), n_categories=3))
    assert list(found) == ["percent", "cohen", "fleiss", "alpha_nominal", "ac1"]
    assert found["alpha_nominal"] == krippendorff_alpha(CODES)
    assert found["ac1"] == gwet_ac1(CODES, n_categories=3)
    assert found["cohen"].value == pytest.approx(pairwise_cohen(CODES).mean().value)


def test_two_raters_have_scott_and_plain_cohen() -> None:
    two = [row[:2] for row in CODES]
    found = by_key(gathered(choices(two)), resampling=Resampling(n_resamples=50))
    assert "scott" in found
    assert found["cohen"].value == pytest.approx(cohen_kappa(two).value)
    assert all(one.interval is not None for one in found.values())


def test_paths_are_categories_too() -> None:
    cat, dog = Paths((("animal", "cat"),)), Paths((("animal", "dog"),))
    assert "alpha_nominal" in by_key(gathered([[cat, cat], [dog, cat], [dog, dog]]))


def test_a_blank_is_a_category_or_no_answer() -> None:
    a, b = Items(("a",)), Items(("b",))
    rows: list[list[Answer | None]] = [[a, a], [None, a], [b, b], [b, Items(())]]
    with_blank = by_key(gathered(rows))["alpha_nominal"]
    assert with_blank == krippendorff_alpha([[0, 0], [2, 0], [1, 1], [1, 2]])
    without = by_key(gathered(rows, blank_is_category=False))["alpha_nominal"]
    assert without == krippendorff_alpha([[0, 0], [-1, 0], [1, 1], [1, -1]])


def test_several_choices_have_alpha_by_the_metric() -> None:
    rows: list[list[Answer | None]] = [
        [Items(("a", "b")), Items(("b", "a"))],
        [Items(("a",)), Items(("a", "b"))],
        [Items(("c",)), Items(("c",))],
    ]
    found = by_key(gathered(rows))
    assert list(found) == ["alpha_similarity"]
    assert found["alpha_similarity"].value == pytest.approx(
        krippendorff_alpha([[0, 0], [1, 0], [2, 2]]).value
    )


def test_few_different_numbers_are_categories_and_many_are_not() -> None:
    def numbers(values: list[list[float]]) -> list[list[Answer | None]]:
        return [[Numbers((value,)) for value in row] for row in values]

    few = by_key(gathered(numbers([[1, 2], [5, 5], [3, 3], [2, 4]])))
    assert list(few) == [
        "percent",
        "cohen_linear",
        "cohen_quadratic",
        "alpha_ordinal",
        "alpha_interval",
        "alpha_ratio",
        "ac2_linear",
        "ac2_quadratic",
    ]
    assert few["alpha_interval"].value == pytest.approx(
        alpha_of_values([[1, 2], [5, 5], [3, 3], [2, 4]]).value
    )
    rng = np.random.default_rng(0)
    table = (rng.normal(0, 9, (80, 1)) + rng.normal(0, 1, (80, 2))).tolist()
    many = by_key(gathered(numbers(table)))
    assert list(many) == ["alpha_ordinal", "alpha_interval"]  # some are below 0
    assert many["alpha_interval"].value == pytest.approx(alpha_of_values(table).value)


def test_a_blank_is_no_number() -> None:
    rows: list[list[Answer | None]] = [
        [Numbers((1.0,)), None],
        [Numbers((1.0,)), Numbers((2.0,))],
        [Numbers((3.0,)), Numbers((3.0,))],
        [Numbers((float("nan"),)), Numbers((3.0,))],
    ]
    found = by_key(gathered(rows))
    assert (found["percent"].value, found["percent"].n_units) == (0.5, 2)


def test_spans_have_unitizing_alpha_and_their_labels() -> None:
    def marked(label: str, start: int, end: int) -> Spans:
        return Spans((label,), np.array([[start, end]]))

    rows: list[list[Answer | None]] = [
        [marked("x", 0, 5), marked("x", 0, 5)],
        [marked("y", 2, 9), marked("x", 2, 9)],
        [None, marked("x", 1, 2)],
    ]
    found = gathered(rows)
    assert list(by_key(found)) == ["alpha_similarity", "alpha_unitizing"]
    assert set(found.by_label()) == {"x", "y"}
    assert found.is_of_spans


def test_of_many_texts_a_part_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TEXTS", 50)
    mark = Spans(("x",), np.array([[0, 5]]))
    found = by_key(gathered([[mark, mark] for _ in range(400)]))
    assert 20 <= found["alpha_unitizing"].n_units <= 50


def test_each_label_is_given_or_not() -> None:
    found = gathered(choices(CODES)).by_label()
    given = np.where(np.array(CODES) < 0, -1, np.array(CODES) == 1)
    assert found["label 1"] == krippendorff_alpha(given)


@pytest.mark.parametrize(
    "answer", [Texts(("a",)), Boxes(("x",), np.array([[0, 0, 5, 5, 0, 1.0]])), Numbers((1, 2))]
)
def test_everything_else_has_alpha_by_the_metric(answer: Answer) -> None:
    found = by_key(gathered([[answer, answer], [answer, None]]))
    assert list(found) == ["alpha_similarity"]


def test_nothing_has_nothing() -> None:
    assert by_key(Gathered()) == {}
    assert by_key(gathered([[None, None]])) == {}
    assert by_key(gathered([[Unreadable("broken"), Unreadable("broken")]])) == {}
    assert Gathered().by_label() == {}


def test_one_answer_a_task_has_reasons() -> None:
    found = by_key(gathered(choices([[0, -1], [-1, 1]])))
    assert {one.undefined for one in found.values()} == {Undefined.NO_PAIRS}


def test_pieces_do_not_matter() -> None:
    whole = Gathered()
    flat = [
        (unit, rater, Items((str(code),)))
        for unit, row in enumerate(CODES)
        for rater, code in enumerate(row)
        if code >= 0
    ]
    units, raters, answers = zip(*flat, strict=True)
    whole.add(np.array(units), np.array(raters), answers)
    pieces = gathered(choices(CODES))
    assert by_key(whole)["alpha_nominal"] == by_key(pieces)["alpha_nominal"]


def test_ratings_become_a_table_in_any_order_within_a_unit() -> None:
    table = as_table(np.array([7, 7, 3, 9, 9, 9]), [1, 2, 3, 4, 5, 6], -1)
    assert table.tolist() == [[3, -1, -1], [1, 2, -1], [4, 5, 6]]


def test_tables_that_would_be_too_large_are_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    units, raters = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    monkeypatch.setattr("touchstone.agreement.coefficients.light.MOST_CELLS", 3)
    assert light_kappa(units, raters, np.array([0, 0, 1, 0]), np.eye(2)) is None
