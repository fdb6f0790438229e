"""The same figures by other implementations, and by the formulas written out."""

from itertools import combinations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats import inter_rater

from touchstone.agreement.coefficients import (
    MISSING,
    alpha_from_pairs,
    alpha_of_values,
    cohen_kappa,
    cross_pairs,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    pairwise_cohen,
    scott_pi,
)
from touchstone.agreement.coefficients.alpha import LEVELS, Level
from touchstone.agreement.coefficients.pair_sums import ratio_sum, ratio_sums, ratio_totals
from touchstone.agreement.coefficients.values import VALUE_LEVELS, ValueLevel
from touchstone.agreement.coefficients.weights import Weighting, agreement_weights
from touchstone.agreement.types import Floats, Ints

seeds = st.integers(0, 2**32 - 1)


def noisy(seed: int, n_units: int, n_raters: int, k: int, missing: float = 0.3) -> Ints:
    """Raters who mostly give a unit's own category."""
    rng = np.random.default_rng(seed)
    codes = np.where(
        rng.random((n_units, n_raters)) < 0.6,
        rng.integers(0, k, (n_units, 1)),
        rng.integers(0, k, (n_units, n_raters)),
    )
    codes[rng.random(codes.shape) < missing] = MISSING
    return codes


@pytest.mark.parametrize("level", LEVELS)
@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(2, 30), st.integers(2, 6), st.integers(2, 6))
def test_alpha_is_that_of_krippendorff(
    level: Level, seed: int, n_units: int, n_raters: int, k: int
) -> None:
    codes = noisy(seed, n_units, n_raters, k)
    values = np.cumsum(np.random.default_rng(seed).integers(1, 5, k)).astype(float)
    found = krippendorff_alpha(codes, level, values=values)
    if found.value is None:
        return
    numbers = np.where(codes < 0, np.nan, values[codes])
    expected = krippendorff.alpha(
        numbers.T, level_of_measurement=level, value_domain=sorted(values)
    )
    assert found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("level", VALUE_LEVELS)
@settings(deadline=None, max_examples=30)
@given(seeds, st.integers(2, 12), st.integers(2, 8))
def test_alpha_of_numbers_is_that_of_krippendorff(
    level: ValueLevel, seed: int, n_units: int, n_raters: int
) -> None:
    rng = np.random.default_rng(seed)
    numbers = rng.lognormal(0, 2, (n_units, 1)) * rng.lognormal(0, 0.5, (n_units, n_raters))
    numbers[rng.random(numbers.shape) < 0.3] = np.nan
    numbers[rng.random(numbers.shape) < 0.1] = 0.0
    found = alpha_of_values(numbers, level)
    if found.value is None:
        return
    expected = krippendorff.alpha(numbers.T, level_of_measurement=level)
    assert found.value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("level", VALUE_LEVELS)
def test_alpha_of_numbers_is_that_of_codes_for_units_with_many_ratings(level: ValueLevel) -> None:
    codes = noisy(3, 20, 60, 7, missing=0.5)
    values = np.array([0.0, 0.5, 1, 4, 9, 16, 100])
    numbers = np.where(codes < 0, np.nan, values[codes])
    of_codes = krippendorff_alpha(codes, level, values=values)
    of_numbers = alpha_of_values(numbers, level)
    assert of_codes.value is not None
    assert of_numbers.value == pytest.approx(of_codes.value, abs=1e-12)
    assert of_numbers.n_ratings == of_codes.n_ratings


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.one_of(st.just(0.0), st.floats(1e-300, 1e300), st.floats(0.5, 2.0)),
        min_size=1,
        max_size=40,
    )
)
def test_ratio_sums_are_those_of_all_pairs(numbers: list[float]) -> None:
    values = np.array(numbers)
    total = values[:, None] / 2 + values / 2
    off = (values[:, None] - values) / 2
    distance = np.divide(off, total, out=np.zeros_like(total), where=total > 0) ** 2
    assert ratio_sums(values) == pytest.approx(distance.sum(axis=1), rel=1e-12, abs=1e-12)
    assert ratio_sum(values) == pytest.approx(distance.sum(), rel=1e-12, abs=1e-12)
    table = np.stack((values, np.where(np.arange(len(values)) % 2, np.nan, values)))
    half = distance[::2, ::2].sum()
    expected = [distance.sum(), half]
    assert ratio_totals(table) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("weighting", ["identity", "linear", "quadratic"])
@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(3, 60), st.integers(2, 5))
def test_cohen_is_that_of_scikit_learn(
    weighting: Weighting, seed: int, n_units: int, k: int
) -> None:
    codes = noisy(seed, n_units, 2, k)
    found = cohen_kappa(codes, weighting=weighting, values=np.arange(k))
    if found.value is None:
        return
    left, right = codes[(codes >= 0).all(axis=1)].T
    weights = None if weighting == "identity" else weighting
    expected = cohen_kappa_score(left, right, weights=weights, labels=np.arange(k))
    assert found.value == pytest.approx(expected, abs=1e-12)
    assert found.n_units == len(left)


@pytest.mark.parametrize(("missing", "k", "n_raters"), [(0.2, 4, 9), (0.97, 4, 60), (0.4, 900, 5)])
def test_cohen_of_all_pairs_is_that_of_each(missing: float, k: int, n_raters: int) -> None:
    codes = noisy(1, 900, n_raters, k, missing)
    found = pairwise_cohen(codes)
    for i, j in combinations(range(n_raters), 2):
        alone = cohen_kappa(codes[:, [i, j]])
        both = found[i, j]
        assert (both.n_units, both.undefined) == (alone.n_units, alone.undefined)
        assert both == found[j, i]
        assert both.value == pytest.approx(alone.value, abs=1e-12)


def test_light_is_the_mean_of_all_pairs() -> None:
    codes = noisy(2, 200, 4, 3, missing=0.0)
    pairs = [cohen_kappa(codes[:, pair]).value or 0 for pair in combinations(range(4), 2)]
    assert pairwise_cohen(codes).mean().value == pytest.approx(np.mean(pairs))


@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(2, 40), st.integers(2, 6), st.integers(2, 5))
def test_fleiss_is_that_of_statsmodels(seed: int, n_units: int, n_raters: int, k: int) -> None:
    codes = noisy(seed, n_units, n_raters, k, missing=0.0)
    found = fleiss_kappa(codes)
    if found.value is None:
        return
    counts, _ = inter_rater.aggregate_raters(codes, k)
    expected = inter_rater.fleiss_kappa(counts, method="fleiss")
    assert found.value == pytest.approx(expected, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(2, 40), st.integers(2, 5))
def test_fleiss_of_two_raters_is_scott(seed: int, n_units: int, k: int) -> None:
    codes = noisy(seed, n_units, 2, k, missing=0.0)
    assert scott_pi(codes).value == pytest.approx(fleiss_kappa(codes).value, abs=1e-12)


@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(1, 20), st.integers(2, 5), st.integers(2, 5))
def test_ac2_is_its_formula(seed: int, n_units: int, n_raters: int, k: int) -> None:
    codes = noisy(seed, n_units, n_raters, k)
    weights = agreement_weights("quadratic", k)
    observed, shares = [], []
    for row in codes:
        given_codes = row[row >= 0]
        if len(given_codes):
            shares.append(np.bincount(given_codes, minlength=k) / len(given_codes))
        if len(given_codes) > 1:
            pairs = [weights[a, b] for a, b in combinations(given_codes, 2)]
            observed.append(np.mean(pairs))
    found = gwet_ac2(codes, n_categories=k)
    if not observed:
        assert found.value is None
        return
    share = np.mean(shares, axis=0)
    chance = weights.sum() / (k * (k - 1)) * (share * (1 - share)).sum()
    assert found.value == pytest.approx((np.mean(observed) - chance) / (1 - chance))


@settings(deadline=None, max_examples=30)
@given(seeds, st.integers(1, 30), st.integers(2, 5), st.integers(2, 5))
def test_ac2_without_near_misses_is_ac1(seed: int, n_units: int, n_raters: int, k: int) -> None:
    codes = noisy(seed, n_units, n_raters, k)
    plain = gwet_ac1(codes, n_categories=k)
    assert gwet_ac2(codes, n_categories=k, weighting="identity") == plain


def pairs_of(codes: Ints, n_pairs: int) -> tuple[Floats, Ints, Ints, Floats, Ints]:
    """Exact match of all pairs within units, and of pairs across."""
    codes = codes[(codes >= 0).sum(axis=1) >= 2]
    units, raters = np.nonzero(codes >= 0)
    labels = codes[units, raters]
    i, j = np.triu_indices(len(units), 1)
    same = units[i] == units[j]
    left, right = cross_pairs(units, n_pairs, seed=5)
    return (
        (labels[i] == labels[j])[same].astype(float),
        units[i][same],
        np.bincount(units),
        (labels[left] == labels[right]).astype(float),
        np.stack((units[left], units[right]), axis=1),
    )


@settings(deadline=None, max_examples=30)
@given(seeds, st.integers(2, 15), st.integers(2, 4), st.integers(2, 4))
def test_alpha_from_exact_match_is_nominal_alpha(
    seed: int, n_units: int, n_raters: int, k: int
) -> None:
    codes = noisy(seed, n_units, n_raters, k)
    expected = krippendorff_alpha(codes)
    if expected.n_units < 2:
        return
    found = alpha_from_pairs(*pairs_of(codes, 10**9))
    assert (found.n_units, found.n_ratings) == (expected.n_units, expected.n_ratings)
    assert found.value == pytest.approx(expected.value, abs=1e-9)
    assert found.undefined == expected.undefined


def test_alpha_from_a_sample_of_pairs_is_near() -> None:
    codes = noisy(0, 400, 3, 4, missing=0.1)
    expected, found = krippendorff_alpha(codes), alpha_from_pairs(*pairs_of(codes, 20_000))
    assert expected.value is not None
    assert found.value == pytest.approx(expected.value, abs=0.01)


def test_pairs_across_are_all_pairs_or_a_seeded_sample() -> None:
    units = np.array([0, 0, 1, 2, 2, 2])
    left, right = cross_pairs(units, 100)
    assert len(left) == 15 - 1 - 3
    assert (units[left] != units[right]).all()
    many = np.arange(3000) // 3
    first, second = cross_pairs(many, 500, seed=1), cross_pairs(many, 500, seed=1)
    assert len(first[0]) == 500
    assert np.array_equal(first, second)
    assert (many[first[0]] != many[first[1]]).all()
    assert len(cross_pairs([], 10)[0]) == len(cross_pairs([4, 4], 10)[0]) == 0
