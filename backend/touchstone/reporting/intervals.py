"""Means with their interval and spread."""

import numpy as np

from touchstone.agreement.bootstrap import Resampling, mean_interval, mean_intervals, sums_interval
from touchstone.agreement.types import Floats, Ints, Undefined
from touchstone.reporting.figures import Figure


def task_figure(values: Floats, resampling: Resampling) -> Figure:
    """The mean of values that are one a task; NaN where there is none."""
    values = values[~np.isnan(values)]
    if not len(values):
        return Figure(None, 0, Undefined.NO_PAIRS)
    interval = mean_interval(values, resampling)
    return _figure(values, *((interval.low, interval.high) if interval else (None, None)))


def pair_figure(values: Floats, task_of: Ints, resampling: Resampling) -> Figure:
    """The mean over pairs; tasks, and not single pairs, are drawn again for its interval."""
    known = ~np.isnan(values)
    values, task_of = values[known], task_of[known]
    if not len(values):
        return Figure(None, 0, Undefined.NO_PAIRS)
    _, place = np.unique(task_of, return_inverse=True)
    counts_of_tasks = np.bincount(place).astype(np.float64)
    sums: Floats = np.stack((np.bincount(place, weights=values), counts_of_tasks), axis=1)
    rows, counts = np.unique(sums, axis=0, return_counts=True)
    interval = sums_interval(rows, counts, _ratio, resampling)
    return _figure(values, *((interval.low, interval.high) if interval else (None, None)))


def cell_figures(values: Floats, cells: Ints, n_cells: int, resampling: Resampling) -> list[Figure]:
    """The mean of each cell of a matrix, whose values are one a task."""
    known = ~np.isnan(values)
    values, cells = values[known], cells[known]
    low, high = mean_intervals(values, cells, n_cells, resampling)
    order = np.argsort(cells, kind="stable")
    ends = np.cumsum(np.bincount(cells, minlength=n_cells))
    parts = np.split(values[order], ends[:-1])
    return [
        _figure(part, *((None, None) if np.isnan(low[n]) else (float(low[n]), float(high[n]))))
        if len(part)
        else Figure(None, 0, Undefined.NO_PAIRS)
        for n, part in enumerate(parts)
    ]


def _ratio(sums: Floats) -> Floats:
    ratio: Floats = sums[:, 0] / sums[:, 1]
    return ratio


def _figure(values: Floats, low: float | None, high: float | None) -> Figure:
    std = float(values.std(ddof=1)) if len(values) > 1 else None
    mean = float(np.clip(values.mean(), 0, 1))
    return Figure(mean, len(values), None, low, high, std)
