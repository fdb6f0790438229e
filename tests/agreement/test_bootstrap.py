"""Intervals: against scipy, by coverage, reproducible."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import bootstrap

from touchstone.agreement.bootstrap import (
    GROUPS,
    Resampling,
    drawn,
    grouped,
    mean_interval,
    mean_intervals,
    sums_interval,
)
from touchstone.agreement.coefficients import (
    alpha_of_values,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
)
from touchstone.agreement.coefficients.light import light_kappa
from touchstone.agreement.types import Floats, Interval, Ints


def exists(interval: Interval | None) -> Interval:
    assert interval is not None
    return interval


@pytest.mark.parametrize(("method", "name"), [("percentile", "percentile"), ("bca", "BCa")])
def test_the_mean_has_the_interval_of_scipy(method: str, name: str) -> None:
    values = np.random.default_rng(0).exponential(size=60)
    ours = exists(mean_interval(values, Resampling(n_resamples=20_000, method=method)))  # type: ignore[arg-type]
    theirs = bootstrap(
        (values,), np.mean, n_resamples=20_000, method=name, rng=np.random.default_rng(1)
    ).confidence_interval
    width = theirs.high - theirs.low
    assert ours.low == pytest.approx(theirs.low, abs=0.03 * width)
    assert ours.high == pytest.approx(theirs.high, abs=0.03 * width)


def test_other_levels_are_other_percentiles() -> None:
    values = np.random.default_rng(0).random(50)
    wide, narrow = mean_interval(values), mean_interval(values, Resampling(level=0.5))
    assert exists(wide).low < exists(narrow).low < exists(narrow).high < exists(wide).high
    assert exists(narrow).level == 0.5


@pytest.mark.parametrize("n", [100, 1500])
def test_nineteen_of_twenty_intervals_hold_the_mean(n: int) -> None:
    """Coverage of 300 samples: 95 % give or take two standard errors, and a little bias."""
    rng = np.random.default_rng(7)
    samples = rng.beta(2, 1, (300, n))
    held = 0
    for seed, sample in enumerate(samples):
        interval = exists(mean_interval(sample, Resampling(seed=seed, n_resamples=200)))
        held += interval.low <= 2 / 3 <= interval.high
    assert 0.91 <= held / 300 <= 0.98


def test_nineteen_of_twenty_intervals_hold_alpha() -> None:
    rng = np.random.default_rng(3)

    def sample(n: int) -> Ints:
        true = rng.integers(0, 3, (n, 1))
        return np.where(rng.random((n, 3)) < 0.7, true, rng.integers(0, 3, (n, 3)))

    truth = krippendorff_alpha(sample(400_000)).value
    assert truth is not None
    held = 0
    for seed in range(300):
        found = krippendorff_alpha(sample(150), resampling=Resampling(seed, n_resamples=300))
        interval = exists(found.interval)
        held += interval.low <= truth <= interval.high
    assert 0.91 <= held / 300 <= 0.98


def test_the_same_seed_gives_the_same_interval_in_any_order() -> None:
    values = np.random.default_rng(0).random(200)
    first = mean_interval(values, Resampling(seed=4))
    assert first == mean_interval(values[::-1], Resampling(seed=4))
    assert first != mean_interval(values, Resampling(seed=5))


def test_many_cells_at_once_are_each_as_sure_as_alone() -> None:
    rng = np.random.default_rng(2)
    sizes = [0, 1, 2, 30, 30, 700, 3000]
    cells = np.repeat(np.arange(len(sizes)), sizes)
    values = rng.random(len(cells))
    order = rng.permutation(len(cells))
    low, high = mean_intervals(values[order], cells[order], len(sizes))
    assert np.isnan(low[:2]).all()
    assert np.isnan(high[:2]).all()
    for cell in range(2, len(sizes)):
        own = values[cells == cell]
        alone = exists(mean_interval(own, Resampling(seed=9)))
        width = high[cell] - low[cell]
        assert low[cell] <= own.mean() <= high[cell]
        assert width == pytest.approx(alone.high - alone.low, rel=0.25)


def test_equal_values_have_an_interval_of_no_width_and_one_value_has_none() -> None:
    interval = exists(mean_interval([0.5] * 9))
    assert (interval.low, interval.high) == (0.5, 0.5)
    assert mean_interval([0.5]) is None
    assert mean_interval([]) is None


def test_values_must_be_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        mean_interval([0.5, float("nan")])


@pytest.mark.parametrize(
    ("setting", "message"),
    [({"n_resamples": 0}, "n_resamples"), ({"level": 1.0}, "level"), ({"method": "t"}, "method")],
)
def test_bad_settings_are_refused(setting: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Resampling(**setting)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.integers(0, 1000))
def test_a_resample_has_as_many_as_there_are(counts: list[int], seed: int) -> None:
    table = drawn(np.array(counts), 50, np.random.default_rng(seed))
    assert table.shape == (50, len(counts))
    assert (table.sum(axis=1) == sum(counts)).all()
    assert (table >= 0).all()


def test_dealing_into_groups_keeps_the_sums_and_the_width() -> None:
    rng = np.random.default_rng(0)
    features: Floats = np.stack((rng.exponential(size=20_000), np.ones(20_000)), axis=1)
    counts = np.ones(20_000, dtype=np.int64)
    table, numbers = grouped(features, counts, rng)
    assert table.shape == (GROUPS, 2)
    assert table.sum(axis=0) == pytest.approx(features.sum(axis=0))
    assert numbers.sum() == GROUPS
    interval = exists(
        sums_interval(features, counts, lambda s: s[:, 0] / s[:, 1], Resampling(n_resamples=4000))
    )
    expected = 2 * 1.96 * features[:, 0].std() / np.sqrt(20_000)
    assert interval.high - interval.low == pytest.approx(expected, rel=0.08)


def plain(figure: object, codes: Ints, n: int = 1500) -> tuple[float, float]:
    """The interval by drawing units one by one."""
    rng = np.random.default_rng(11)
    values = [
        value
        for _ in range(n)
        if (value := figure(codes[rng.integers(0, len(codes), len(codes))]).value) is not None  # type: ignore[operator]
    ]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


@pytest.mark.parametrize("name", ["fleiss", "alpha", "ordinal", "cohen", "ratio", "light"])
def test_coefficients_have_the_interval_of_drawing_units(name: str) -> None:
    rng = np.random.default_rng(5)
    true = rng.integers(0, 4, (250, 1))
    codes = np.where(rng.random((250, 3)) < 0.6, true, rng.integers(0, 4, (250, 3)))
    codes[rng.random(codes.shape) < 0.1] = -1
    units, raters = np.nonzero(codes >= 0)
    settings = Resampling(n_resamples=1500)

    def of_values(rows: Ints, resampling: Resampling | None = None) -> object:
        return alpha_of_values(
            np.where(rows < 0, np.nan, rows + 1.0), "ratio", resampling=resampling
        )

    def of_light(rows: Ints) -> object:
        unit, rater = np.nonzero(rows >= 0)
        return light_kappa(unit, rater, rows[unit, rater], np.eye(4))

    cases = {
        "fleiss": (fleiss_kappa, fleiss_kappa(codes, resampling=settings)),
        "alpha": (krippendorff_alpha, krippendorff_alpha(codes, resampling=settings)),
        "ordinal": (
            lambda rows: krippendorff_alpha(rows, "ordinal"),
            krippendorff_alpha(codes, "ordinal", resampling=settings),
        ),
        "cohen": (
            lambda rows: cohen_kappa(rows[:, :2]),
            cohen_kappa(codes[:, :2], resampling=settings),
        ),
        "ratio": (of_values, of_values(codes, settings)),
        "light": (
            of_light,
            light_kappa(units, raters, codes[units, raters], np.eye(4), resampling=settings),
        ),
    }
    figure, found = cases[name]
    interval = exists(found.interval)  # type: ignore[attr-defined]
    low, high = plain(figure, codes)
    width = high - low
    assert interval.low == pytest.approx(low, abs=0.08 * width)
    assert interval.high == pytest.approx(high, abs=0.08 * width)


def test_bca_of_a_coefficient_lies_near_and_is_not_the_same() -> None:
    rng = np.random.default_rng(5)
    codes = np.where(rng.random((60, 2)) < 0.9, rng.integers(0, 3, (60, 1)), 0)
    percentile = exists(krippendorff_alpha(codes, resampling=Resampling()).interval)
    bca = exists(krippendorff_alpha(codes, resampling=Resampling(method="bca")).interval)
    assert bca != percentile
    assert abs(bca.low - percentile.low) < 0.1


def test_a_figure_that_most_resamples_lack_has_no_interval() -> None:
    """One unit of a hundred differs: a third of the resamples are without it."""
    codes = np.zeros((100, 2), dtype=np.int64)
    codes[0] = 1
    found = krippendorff_alpha(codes, resampling=Resampling())
    assert found.value == 1.0
    assert found.interval is None
