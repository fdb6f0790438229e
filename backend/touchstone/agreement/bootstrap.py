"""Seeded bootstrap intervals: how far a figure could be off with other tasks of the same kind.

Tasks are drawn again with replacement, never single answers, because the answers to a task go
together. Equal tasks are drawn together as one number from a multinomial distribution. More than
`GROUPS` different tasks are dealt out at random into `GROUPS` groups first, and the groups are
drawn: a sum over all tasks varies as much either way, and the width of an interval is then
uncertain by about 2 %, less than by the number of resamples.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike

from touchstone.agreement.types import Floats, Interval, Ints

GROUPS = 1024
"""So many different things are drawn at most."""

_CELLS = 1 << 23  # means held at once
_LEAST_DEFINED = 0.9

Method = Literal["percentile", "bca"]
Evaluate = Callable[[Floats], Floats]
"""From sums of features, shape (B, d), to the figure, shape (B,); NaN where it is undefined."""


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made. The same settings and data give the same interval.

    `method` is the percentile interval, or BCa, which also corrects bias and skewness.
    """

    seed: int = 0
    n_resamples: int = 1000
    level: float = 0.95
    method: Method = "percentile"

    def __post_init__(self) -> None:
        if self.n_resamples < 1:
            raise ValueError(f"n_resamples must be 1 or more, got {self.n_resamples}")
        if not 0 < self.level < 1:
            raise ValueError(f"level must lie between 0 and 1, got {self.level}")
        if self.method not in ("percentile", "bca"):
            raise ValueError(f"method must be percentile or bca, got {self.method!r}")

    @property
    def tails(self) -> tuple[float, float]:
        return (1 - self.level) / 2, (1 + self.level) / 2

    def generator(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)


def mean_interval(values: ArrayLike, resampling: Resampling | None = None) -> Interval | None:
    """The interval of the mean of `values`; None for fewer than two.

    Parameters
    ----------
    values : float array, shape (n,)
        Finite; one a task, for example the agreement of each task.
    resampling : Resampling, optional
        Seed, number of resamples, level and method.

    Returns
    -------
    Interval or None
        Of no width where all values are equal: the bootstrap cannot know of what never occurred.

    Raises
    ------
    ValueError
        If a value is not finite.
    """
    values = np.asarray(values, dtype=np.float64).ravel()
    low, high = mean_intervals(values, np.zeros(len(values), dtype=np.int64), 1, resampling)
    if np.isnan(low[0]):
        return None
    return Interval(float(low[0]), float(high[0]), (resampling or Resampling()).level)


def mean_intervals(
    values: ArrayLike, cells: ArrayLike, n_cells: int, resampling: Resampling | None = None
) -> tuple[Floats, Floats]:
    """The intervals of very many means at once, such as all cells of an annotators' matrix.

    Parameters
    ----------
    values : float array, shape (n,)
        Finite.
    cells : int array, shape (n,)
        The cell of each value, 0..n_cells-1.
    n_cells : int
        How many cells there are.
    resampling : Resampling, optional
        Seed, number of resamples, level and method.

    Returns
    -------
    low, high : float array, shape (n_cells,)
        NaN for cells with fewer than two values. The order of values does not matter.

    Notes
    -----
    Cells with equally many values share their draws, so that all of them are one matrix product.
    Each interval for itself is as with draws of its own; only differences between cells must not
    be judged by them.
    """
    settings = resampling or Resampling()
    numbers: Floats = np.asarray(values, dtype=np.float64)
    places: Ints = np.asarray(cells, dtype=np.int64)
    if not np.isfinite(numbers).all():
        raise ValueError("values must be finite")
    low, high = np.full(n_cells, np.nan), np.full(n_cells, np.nan)
    # In one order whatever the order of the tasks, or the intervals would depend on it.
    order = np.lexsort((numbers, places))
    numbers = numbers[order]
    sizes = np.bincount(places, minlength=n_cells)
    starts = np.cumsum(sizes) - sizes
    rng = settings.generator()
    for size in np.unique(sizes).tolist():
        if size < 2:
            continue
        same = np.flatnonzero(sizes == size)
        if size > GROUPS:
            for cell in same.tolist():
                of_cell = numbers[starts[cell] : starts[cell] + size]
                low[cell], high[cell] = _long_mean(of_cell, settings, rng)
            continue
        weights = drawn(np.ones(size, dtype=np.int64), settings.n_resamples, rng) / size
        step = max(1, _CELLS // settings.n_resamples)
        for first in range(0, len(same), step):
            part = same[first : first + step]
            table = numbers[starts[part][:, None] + np.arange(size)]
            means = table @ weights.T
            ends = _ends(means, table, settings)
            # The mean of equal values may be off by the last bit.
            low[part], high[part] = np.clip(ends, table.min(axis=1), table.max(axis=1))
    return low, high


def _long_mean(values: Floats, settings: Resampling, rng: np.random.Generator) -> Floats:
    distinct, counts = np.unique(values, return_counts=True)
    features = np.stack((distinct, np.ones(len(distinct))), axis=1)
    interval = sums_interval(features, counts, _ratio, settings, rng=rng)
    if interval is None:  # pragma: no cover - a mean of two values or more always has one
        return np.full(2, np.nan)
    return np.array([interval.low, interval.high])


def _ratio(sums: Floats) -> Floats:
    ratio: Floats = sums[:, 0] / sums[:, 1]
    return ratio


def _ends(means: Floats, table: Floats, settings: Resampling) -> tuple[Floats, Floats]:
    """The ends of the interval of each row of resampled means."""
    if settings.method == "percentile":
        low, high = np.quantile(means, settings.tails, axis=1)
        return low, high
    off = table - table.mean(axis=1, keepdims=True)
    squares = (off**2).sum(axis=1)
    skewed: Floats = np.zeros(len(table))
    np.divide((off**3).sum(axis=1), 6 * squares**1.5, out=skewed, where=squares > 0)
    ends = np.empty((2, len(table)))
    for row, means_of_row in enumerate(means):
        mean = table[row].mean()
        ends[:, row] = _bca(means_of_row, mean, float(skewed[row]), settings)
    return ends[0], ends[1]


def sums_interval(
    features: Floats,
    counts: Ints,
    evaluate: Evaluate,
    resampling: Resampling,
    *,
    rng: np.random.Generator | None = None,
) -> Interval | None:
    """The interval of a figure that follows from sums over tasks.

    Parameters
    ----------
    features : float array, shape (P, d)
        What each different task adds to the sums.
    counts : int array, shape (P,)
        How many tasks are like it.
    evaluate : callable
        See `Evaluate`.
    resampling : Resampling
        Seed, number of resamples, level and method.
    rng : Generator, optional
        Drawn from in place of a new one with the seed.

    Returns
    -------
    Interval or None
        None for fewer than two tasks, where the figure is undefined, and where it is undefined
        in a tenth of the resamples or more. Other undefined resamples do not count.
    """
    if int(counts.sum()) < 2:
        return None
    rng = rng or resampling.generator()
    features, counts = grouped(features, counts, rng)
    whole = counts @ features
    estimate = float(evaluate(whole[None, :])[0])
    figures = evaluate(drawn(counts, resampling.n_resamples, rng) @ features)
    figures = figures[~np.isnan(figures)]
    if np.isnan(estimate) or len(figures) <= _LEAST_DEFINED * resampling.n_resamples:
        return None
    if resampling.method == "percentile":
        low, high = np.quantile(figures, resampling.tails)
    else:
        without = evaluate(whole - features)
        known = ~np.isnan(without)
        acceleration = _acceleration(without[known], counts[known])
        low, high = _bca(figures, estimate, acceleration, resampling)
    return Interval(float(low), float(high), resampling.level)


def _acceleration(without: Floats, counts: Ints) -> float:
    """From the figures without one task each (the jackknife)."""
    if not len(without):
        return 0.0
    off = np.average(without, weights=counts) - without
    squares = float(counts @ off**2)
    return float(counts @ off**3) / (6 * squares**1.5) if squares > 0 else 0.0


def _bca(
    figures: Floats, estimate: float, acceleration: float, settings: Resampling
) -> tuple[float, float]:
    below = (figures < estimate).mean() + (figures == estimate).mean() / 2
    bias = scipy.special.ndtri(np.clip(below, 1e-6, 1 - 1e-6))
    z = bias + scipy.special.ndtri(np.array(settings.tails))
    low, high = np.quantile(figures, scipy.special.ndtr(bias + z / (1 - acceleration * z)))
    return float(low), float(high)


def drawn(counts: Ints, n_resamples: int, rng: np.random.Generator) -> Floats:
    """How often each is drawn, shape (n_resamples, P); each row sums to the sum of `counts`."""
    p, n = len(counts), int(counts.sum())
    if n == p:
        places = rng.integers(p, size=(n_resamples, n))
        places += np.arange(n_resamples)[:, None] * p
        flat = np.bincount(places.ravel(), minlength=n_resamples * p)
        return flat.reshape(n_resamples, p).astype(np.float64)
    table: Floats = rng.multinomial(n, counts / n, size=n_resamples).astype(np.float64)
    return table


def grouped(features: Floats, counts: Ints, rng: np.random.Generator) -> tuple[Floats, Ints]:
    """At most `GROUPS` rows: the given ones, or sums over random groups of single tasks."""
    if len(counts) <= GROUPS:
        return features, counts
    rows = np.repeat(np.arange(len(counts)), counts)
    of_task = dealt(len(rows), rng)
    shape = (GROUPS, len(counts))
    deal = scipy.sparse.csr_array((np.ones(len(rows)), (of_task, rows)), shape=shape)
    return np.asarray(deal @ features), np.ones(GROUPS, dtype=np.int64)


def dealt(n: int, rng: np.random.Generator) -> Ints:
    """The group of each of n tasks, in groups of equal size but for one."""
    groups: Ints = rng.permutation(n) % GROUPS
    return groups
