"""Figures printed in the literature; `examples` names the sources."""

import numpy as np
import pytest

from tests.agreement.coefficients.examples import (
    ABSTRACTORS,
    COHEN,
    FLEISS,
    FOUR_OBSERVERS,
    PSYCHIATRISTS,
    SKIN,
)
from touchstone.agreement.coefficients import (
    alpha_of_values,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from touchstone.agreement.coefficients.alpha import Level
from touchstone.agreement.coefficients.values import ValueLevel
from touchstone.agreement.types import Coefficient


def value(found: Coefficient) -> float:
    assert found.value is not None
    return found.value


@pytest.mark.parametrize(
    ("level", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorff_2011(level: Level, printed: float) -> None:
    found = krippendorff_alpha(FOUR_OBSERVERS, level, values=[1, 2, 3, 4, 5])
    assert round(value(found), 3) == printed
    assert (found.n_units, found.n_ratings) == (11, 40)


@pytest.mark.parametrize(
    ("level", "printed"), [("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_as_numbers(level: ValueLevel, printed: float) -> None:
    numbers = np.where(FOUR_OBSERVERS < 0, np.nan, FOUR_OBSERVERS + 1.0)
    found = alpha_of_values(numbers, level)
    assert round(value(found), 3) == printed
    assert (found.n_units, found.n_ratings) == (11, 40)


def test_fleiss_1971() -> None:
    found = fleiss_kappa(FLEISS)
    assert round(value(found), 3) == 0.430
    assert (found.n_units, found.n_ratings) == (30, 180)


def test_cohen_1960() -> None:
    found = cohen_kappa(COHEN)
    assert round(value(found), 3) == 0.492
    assert value(percent_agreement(COHEN)) == pytest.approx(0.70)


def test_weighted_kappa_of_sas() -> None:
    assert round(value(cohen_kappa(SKIN)), 4) == 0.3449
    assert round(value(cohen_kappa(SKIN, weighting="linear")), 4) == 0.5082


def test_gwet_two_abstractors() -> None:
    assert value(cohen_kappa(ABSTRACTORS)) == pytest.approx(0.7964094, abs=5e-8)
    assert value(scott_pi(ABSTRACTORS)) == pytest.approx(0.7962397, abs=5e-8)
    assert value(gwet_ac1(ABSTRACTORS)) == pytest.approx(0.8493305, abs=5e-8)
    assert value(krippendorff_alpha(ABSTRACTORS)) == pytest.approx(0.7972585, abs=5e-8)
    assert value(percent_agreement(ABSTRACTORS)) == pytest.approx(0.89)


def test_gwet_six_psychiatrists() -> None:
    assert value(gwet_ac1(PSYCHIATRISTS)) == pytest.approx(0.4448007, abs=5e-8)
    assert value(fleiss_kappa(PSYCHIATRISTS)) == pytest.approx(0.4139265, abs=5e-8)
    assert value(krippendorff_alpha(PSYCHIATRISTS)) == pytest.approx(0.4204384, abs=5e-8)
    assert value(percent_agreement(PSYCHIATRISTS)) == pytest.approx(0.5511111, abs=5e-8)


def test_gwet_four_raters_with_missing_ratings() -> None:
    assert value(percent_agreement(FOUR_OBSERVERS)) == pytest.approx(0.8181818, abs=5e-8)
    assert value(gwet_ac1(FOUR_OBSERVERS)) == pytest.approx(0.77544, abs=5e-6)
    assert value(fleiss_kappa(FOUR_OBSERVERS)) == pytest.approx(0.76117, abs=5e-6)
    assert value(krippendorff_alpha(FOUR_OBSERVERS)) == pytest.approx(0.74342, abs=5e-6)


def test_krippendorff_1995_digitised_continua() -> None:
    """Sociological Methodology 25, 47-76: two observers, 24 stretches each coded 0 or 1."""
    bertha = [0] * 2 + [1] * 8 + [0] * 4 + [1] * 6 + [0] * 4
    bill = [0] * 4 + [1] * 4 + [0] * 7 + [1] * 2 + [0] * 7
    ratings = np.array([bertha, bill]).T
    assert round(value(cohen_kappa(ratings)), 3) == 0.385
    assert round(value(scott_pi(ratings)), 3) == 0.314
    assert round(value(krippendorff_alpha(ratings)), 3) == 0.329
