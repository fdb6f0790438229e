"""Means with their interval and spread."""

import numpy as np

from touchstone.agreement.types import Floats, Ints, Undefined
from touchstone.reporting.figures import Figure


def mean_figure(values: Floats, seed: int, groups: Ints | None = None) -> Figure:
    """The mean of the values that there are."""
    known = ~np.isnan(values)
    values = values[known]
    if not len(values):
        return Figure(None, 0, Undefined.NO_PAIRS)
    std = float(values.std(ddof=1)) if len(values) > 1 else None
    return Figure(float(np.clip(values.mean(), 0, 1)), len(values), std=std)
