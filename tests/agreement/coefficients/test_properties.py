"""What holds for every coefficient: invariance, range, identity, and what is undefined."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.coefficients import (
    MISSING,
    alpha_from_pairs,
    alpha_of_values,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    pairwise_cohen,
    percent_agreement,
    scott_pi,
)
from touchstone.agreement.coefficients.weights import agreement_weights
from touchstone.agreement.types import Coefficient, Ints, Undefined

Figure = Callable[..., Coefficient]

NOMINAL: dict[str, Figure] = {
    "percent": percent_agreement,
    "fleiss": fleiss_kappa,
    "alpha": krippendorff_alpha,
    "ac1": lambda codes: gwet_ac1(codes, n_categories=5),
}
TWO_RATERS: dict[str, Figure] = {"cohen": cohen_kappa, "scott": scott_pi}
ORDERED: dict[str, Figure] = {
    "ordinal": lambda codes: krippendorff_alpha(codes, "ordinal"),
    "interval": lambda codes: krippendorff_alpha(codes, "interval"),
    "ac2": lambda codes: gwet_ac2(codes, n_categories=5),
    "ac2_linear": lambda codes: gwet_ac2(codes, n_categories=5, weighting="linear"),
}
ANY = NOMINAL | ORDERED


def codes_of(n_raters: int | None = None) -> st.SearchStrategy[Ints]:
    raters = st.integers(2, 5) if n_raters is None else st.just(n_raters)
    return st.tuples(st.integers(1, 15), raters).flatmap(
        lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(MISSING, 4))
    )


def same(first: Coefficient, second: Coefficient) -> None:
    assert first.undefined == second.undefined
    assert (first.n_units, first.n_ratings) == (second.n_units, second.n_ratings)
    assert first.value == pytest.approx(second.value, abs=1e-9)


@pytest.mark.parametrize("name", ANY)
@settings(deadline=None, max_examples=40)
@given(codes_of(), st.randoms())
def test_the_order_of_units_and_raters_does_not_matter(
    name: str, codes: Ints, random: object
) -> None:
    rows, columns = list(range(codes.shape[0])), list(range(codes.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    same(ANY[name](codes), ANY[name](codes[rows][:, columns]))


@pytest.mark.parametrize("name", NOMINAL)
@settings(deadline=None, max_examples=40)
@given(codes_of(), st.permutations(range(5)))
def test_the_numbering_of_categories_does_not_matter(
    name: str, codes: Ints, order: list[int]
) -> None:
    same(NOMINAL[name](codes), NOMINAL[name](np.array([*order, MISSING])[codes]))


@pytest.mark.parametrize("name", TWO_RATERS)
@settings(deadline=None, max_examples=40)
@given(codes_of(2), st.permutations(range(5)))
def test_two_raters_may_be_exchanged_and_categories_renumbered(
    name: str, codes: Ints, order: list[int]
) -> None:
    figure = TWO_RATERS[name]
    same(figure(codes), figure(codes[:, ::-1]))
    same(figure(codes), figure(np.array([*order, MISSING])[codes]))


@pytest.mark.parametrize("name", [*ANY, *TWO_RATERS])
@settings(deadline=None, max_examples=40)
@given(codes_of(2))
def test_a_figure_is_at_most_one_and_never_nan(name: str, codes: Ints) -> None:
    found = (ANY | TWO_RATERS)[name](codes)
    assert (found.value is None) == (found.undefined is not None)
    if found.value is not None:
        assert np.isfinite(found.value)
        assert found.value <= 1 + 1e-12
    paired = (codes >= 0).sum(axis=1) >= 2
    assert found.n_units == paired.sum()
    assert found.n_ratings == (codes[paired] >= 0).sum()


@pytest.mark.parametrize("name", [*ANY, *TWO_RATERS])
@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=2, max_size=15))
def test_raters_who_always_agree_are_perfect(name: str, labels: list[int]) -> None:
    assume(len(set(labels)) > 1)
    codes = np.stack([labels, labels], axis=1)
    assert (ANY | TWO_RATERS)[name](codes).value == pytest.approx(1.0)


@settings(deadline=None, max_examples=40)
@given(codes_of(), st.floats(0.1, 100), st.floats(-100, 100))
def test_scale_and_origin_do_not_matter_to_interval_nor_monotone_change_to_ordinal(
    codes: Ints, scale: float, origin: float
) -> None:
    values = np.where(codes < 0, np.nan, codes)
    same(alpha_of_values(values), alpha_of_values(values * scale + origin))
    same(alpha_of_values(values, "ordinal"), alpha_of_values(np.exp(values), "ordinal"))


@settings(deadline=None, max_examples=100)
@given(codes_of(), st.floats(1e-3, 1e3))
def test_scale_does_not_matter_to_ratio(codes: Ints, scale: float) -> None:
    values = np.where(codes < 0, np.nan, codes)
    same(alpha_of_values(values, "ratio"), alpha_of_values(values * scale, "ratio"))


@settings(deadline=None, max_examples=40)
@given(codes_of())
def test_unused_categories_change_alpha_and_the_kappas_not(codes: Ints) -> None:
    gaps = np.array([0, 2, 4, 6, 8, MISSING])[codes]
    for name in ("percent", "fleiss", "alpha"):
        same(NOMINAL[name](codes), NOMINAL[name](gaps))
    same(krippendorff_alpha(codes, "ordinal"), krippendorff_alpha(gaps, "ordinal"))


@pytest.mark.parametrize("name", [*ANY, *TWO_RATERS])
def test_units_with_one_rating_are_no_pairs(name: str) -> None:
    figure = (ANY | TWO_RATERS)[name]
    for codes in ([[0, MISSING], [MISSING, 1]], [[MISSING, MISSING]], np.zeros((0, 2), dtype=int)):
        found = figure(codes)
        assert (found.value, found.undefined) == (None, Undefined.NO_PAIRS)
        assert (found.n_units, found.n_ratings) == (0, 0)


@pytest.mark.parametrize("name", ["fleiss", "alpha", "cohen", "scott", "ordinal", "interval"])
def test_one_category_throughout_is_no_variation(name: str) -> None:
    found = (ANY | TWO_RATERS)[name]([[1, 1], [1, 1], [1, 1]])
    assert (found.value, found.undefined) == (None, Undefined.NO_VARIATION)
    assert (found.n_units, found.n_ratings) == (3, 6)


def test_ac1_of_one_category_is_perfect_unless_there_is_no_other() -> None:
    assert gwet_ac1([[0, 0], [0, 0]], n_categories=2).value == 1.0
    only = gwet_ac1([[0, 0], [0, 0]], n_categories=1)
    assert (only.value, only.undefined) == (None, Undefined.NO_VARIATION)


def test_numbers_that_are_all_the_same_are_no_variation() -> None:
    for level in ("ordinal", "interval", "ratio"):
        found = alpha_of_values([[0.1, 0.1], [0.1, 0.1]], level)  # type: ignore[arg-type]
        assert (found.value, found.undefined) == (None, Undefined.NO_VARIATION)
        none = alpha_of_values([[0.1, np.nan]], level)  # type: ignore[arg-type]
        assert (none.value, none.undefined) == (None, Undefined.NO_PAIRS)


@pytest.mark.parametrize("level", ["interval", "ratio"])
def test_numbers_that_are_close_together_are_told_apart(level: str) -> None:
    """Points in time in seconds, a few minutes apart."""
    minutes = np.array([[0.0, 1, 0], [30, 30, 31], [90, 88, 90], [7, 7, np.nan]])
    expected = alpha_of_values(minutes).value
    assert expected is not None
    times = 1.7e9 + 60 * minutes
    found = alpha_of_values(times, level)  # type: ignore[arg-type]
    assert found.value == pytest.approx(expected, abs=1e-5)
    values, codes = np.unique(times[~np.isnan(times)], return_inverse=True)
    table = np.full(times.shape, MISSING)
    table[~np.isnan(times)] = codes
    of_codes = krippendorff_alpha(table, level, values=values)  # type: ignore[arg-type]
    assert of_codes.value == pytest.approx(expected, abs=1e-5)


def test_ratio_of_equal_numbers_is_no_variation_at_any_scale() -> None:
    for scale in (1e-300, 0.1, 3.7, 1e300):
        found = alpha_of_values(np.full((15, 5), scale), "ratio", resampling=Resampling())
        assert (found.value, found.undefined) == (None, Undefined.NO_VARIATION)
    nearly = np.array([[1.0, 1.0], [1.0 + 1e-9, 1.0 + 1e-9], [1.0, 1.0 + 1e-9]])
    expected = alpha_of_values(nearly - 1.0).value
    assert alpha_of_values(nearly, "ratio").value == pytest.approx(expected, abs=1e-5)


def test_very_large_and_very_small_numbers_neither_overflow_nor_vanish() -> None:
    small = [[1.0, 2.0], [5.0, 5.0], [9.0, 8.0]]
    expected = alpha_of_values(small).value
    for scale in (1e-200, 1e200):
        assert alpha_of_values(np.array(small) * scale).value == pytest.approx(expected)


def test_pairs_without_anything_to_compare_with_are_undefined() -> None:
    found = alpha_from_pairs([0.5], [0], [2, 0], [], np.zeros((0, 2)))
    assert found.value == pytest.approx(0.0)  # one unit is its own chance
    found = alpha_from_pairs([0.5, 0.5], [0, 1], [2, 2], [np.nan], [[0, 1]])
    assert (found.value, found.undefined) == (None, Undefined.NO_PAIRS)
    found = alpha_from_pairs([np.nan], [0], [2], [], np.zeros((0, 2)))
    assert (found.value, found.undefined) == (None, Undefined.NO_PAIRS)
    found = alpha_from_pairs([1.0, 1.0], [0, 1], [2, 2], [1.0], [[0, 1]])
    assert (found.value, found.undefined) == (None, Undefined.NO_VARIATION)


def test_an_interval_asked_of_an_undefined_figure_is_none() -> None:
    for figure in (krippendorff_alpha, fleiss_kappa, percent_agreement, gwet_ac1, cohen_kappa):
        found = figure([[0, MISSING]], resampling=Resampling())
        assert (found.value, found.interval) == (None, None)


def test_pairwise_kappa_has_reasons_for_what_it_lacks() -> None:
    found = pairwise_cohen([[0, 0, MISSING], [0, 0, 1]])
    assert found[0, 1].undefined is Undefined.NO_VARIATION
    assert found[0, 2].n_units == 1
    apart = pairwise_cohen([[0, MISSING], [MISSING, 1]])
    assert apart[0, 1].undefined is Undefined.NO_PAIRS
    assert apart.mean().undefined is Undefined.NO_PAIRS
    assert found.mean().value is not None or found.mean().undefined is not None
    assert pairwise_cohen(np.zeros((0, 3), dtype=int)).mean().undefined is Undefined.NO_PAIRS


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: percent_agreement([0, 1]), "shape"),
        (lambda: percent_agreement([[0, -2]]), "-1 or more"),
        (lambda: percent_agreement([[0.5, 1.0]]), "whole numbers"),
        (lambda: gwet_ac1([[0, 5]], n_categories=3), "below 3"),
        (lambda: scott_pi([[0, 1, 2]]), "two raters"),
        (lambda: cohen_kappa([[0, 1, 2]]), "two raters"),
        (lambda: krippendorff_alpha([[0, 1]], "circular"), "level"),  # type: ignore[arg-type]
        (lambda: krippendorff_alpha([[0, 1]], "ratio", values=[-1, 1]), "negative"),
        (lambda: krippendorff_alpha([[0, 1]], "interval", values=[1, np.inf]), "finite"),
        (lambda: krippendorff_alpha([[0, 2]], "interval", values=[1, 2]), "below 2"),
        (lambda: alpha_of_values([1.0, 2.0]), "shape"),
        (lambda: alpha_of_values([[1.0, np.inf]]), "infinite"),
        (lambda: alpha_of_values([[1.0, -1.0]], "ratio"), "negative"),
        (lambda: alpha_of_values([[1.0, 1.0]], "nominal"), "level"),  # type: ignore[arg-type]
        (lambda: agreement_weights("cubic", 3), "weighting"),  # type: ignore[arg-type]
        (lambda: alpha_from_pairs([0.5], [0, 1], [2], [], []), "one unit a pair"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


@settings(deadline=None, max_examples=20)
@given(codes_of(), st.integers(0, 5))
def test_a_seed_gives_the_same_interval(codes: Ints, seed: int) -> None:
    settings_of_seed = Resampling(seed=seed, n_resamples=50)
    first = krippendorff_alpha(codes, resampling=settings_of_seed)
    assert first == krippendorff_alpha(codes[::-1], resampling=settings_of_seed)
