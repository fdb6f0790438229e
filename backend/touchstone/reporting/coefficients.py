"""Chance-corrected coefficients of a dimension."""

from touchstone.reporting.collect import Collected
from touchstone.reporting.figures import CoefficientFigure
from touchstone.reporting.pairs import Dimension, Scored


def coefficients_of(
    dimension: Dimension, collected: Collected, scored: Scored, seed: int
) -> list[CoefficientFigure]:
    return []
