"""Chance-corrected coefficients of a dimension."""

from touchstone.agreement.bootstrap import Resampling
from touchstone.reporting.collect import Collected
from touchstone.reporting.figures import CoefficientFigure
from touchstone.reporting.pairs import Dimension, Scored


def coefficients_of(
    dimension: Dimension, collected: Collected, scored: Scored, resampling: Resampling
) -> list[CoefficientFigure]:
    return []
