"""Ratings of units by raters as numbers, and what a coefficient is computed from.

Most coefficients follow from sums over units. So each is two things: what a unit adds (its
features) and what follows from the sums. That makes one pass over chunks of units enough, and a
bootstrap interval one matrix product.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from touchstone.agreement.bootstrap import GROUPS, Evaluate, Resampling, dealt, sums_interval
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined

MISSING = -1
"""In place of a category's code: the rater did not rate the unit."""

Codes = NDArray[np.integer]

_CELLS = 1 << 19  # counts held at once


def checked_codes(ratings: ArrayLike, n_categories: int | None = None) -> tuple[Codes, int]:
    """The ratings as an array and the number of categories.

    Raises ValueError if they are not whole numbers of shape (n_units, n_raters), or a code is
    below `MISSING` or not below `n_categories`.
    """
    codes = np.asarray(ratings)
    if codes.ndim != 2:
        raise ValueError(f"ratings must have shape (n_units, n_raters), got {codes.shape}")
    if codes.size == 0:
        return codes.astype(np.int64), n_categories or 0
    if not np.issubdtype(codes.dtype, np.integer):
        raise ValueError(f"codes must be whole numbers, got {codes.dtype}")
    low, high = int(codes.min()), int(codes.max())
    if low < MISSING:
        raise ValueError(f"codes must be {MISSING} or more, got {low}")
    if n_categories is not None and high >= n_categories:
        raise ValueError(f"codes must be below {n_categories}, got {high}")
    return codes, n_categories if n_categories is not None else high + 1


def count_chunks(codes: Codes, n_categories: int) -> Iterator[Floats]:
    """How often each unit was given each category, in chunks of shape (units, n_categories)."""
    width = n_categories + 1  # the first column is for what is missing
    step = max(1, _CELLS // max(width, codes.shape[1], 1))
    rows = np.arange(step, dtype=np.int64)[:, None] * width + 1
    for first in range(0, len(codes), step):
        part = codes[first : first + step]
        places = rows[: len(part)] + part
        flat = np.bincount(places.ravel(), minlength=len(part) * width)
        yield flat.reshape(len(part), width)[:, 1:].astype(np.float64)


Features = Callable[[Floats], Floats]
"""From counts (units, n_categories) to what each unit adds, shape (units, d)."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A coefficient as sums over units. The first two features must be 1 for a unit that takes
    part, else 0, and the number of its ratings, or 0."""

    features: Features
    evaluate: Evaluate


def coefficient(
    statistic: Statistic,
    codes: Codes,
    n_categories: int,
    resampling: Resampling | None,
) -> Coefficient:
    """The coefficient of all units, with an interval if wanted."""
    sums: Floats = statistic.features(np.zeros((0, n_categories))).sum(axis=0)
    for counts in count_chunks(codes, n_categories):
        sums = sums + statistic.features(counts).sum(axis=0)
    found = from_sums(sums, statistic.evaluate)
    if resampling is None or found.value is None:
        return found
    return with_interval(
        found,
        *_compressed(statistic, codes, n_categories, resampling),
        resampling,
        statistic.evaluate,
    )


def from_sums(sums: Floats, evaluate: Evaluate) -> Coefficient:
    n_units, n_ratings = round(float(sums[0])), round(float(sums[1]))
    if n_units == 0:
        return Coefficient(None, 0, 0, Undefined.NO_PAIRS)
    value = float(evaluate(sums[None, :])[0])
    if np.isnan(value):
        return Coefficient(None, n_units, n_ratings, Undefined.NO_VARIATION)
    return Coefficient(value, n_units, n_ratings)


def with_interval(
    found: Coefficient,
    features: Floats,
    counts: Ints,
    resampling: Resampling,
    evaluate: Evaluate,
) -> Coefficient:
    interval = sums_interval(features, counts, evaluate, resampling)
    return Coefficient(found.value, found.n_units, found.n_ratings, interval=interval)


def _compressed(
    statistic: Statistic, codes: Codes, n_categories: int, resampling: Resampling
) -> tuple[Floats, Ints]:
    """The features of at most `GROUPS` different units with their numbers, or of groups."""
    patterns = _patterns(codes, n_categories)
    if patterns is not None:
        counts, numbers = patterns
        return statistic.features(counts), numbers
    groups = dealt(len(codes), resampling.generator())
    table: Floats | None = None
    first = 0
    for counts in count_chunks(codes, n_categories):
        features = statistic.features(counts)
        if table is None:
            table = np.zeros((GROUPS, features.shape[1]))
        np.add.at(table, groups[first : first + len(features)], features)
        first += len(features)
    assert table is not None  # noqa: S101 - there are more than GROUPS units here
    return table, np.ones(GROUPS, dtype=np.int64)


def _patterns(codes: Codes, n_categories: int) -> tuple[Floats, Ints] | None:
    """The different units and how many there are of each; None for more than `GROUPS`.

    Units that nobody rated are left out: they change no coefficient.
    """
    found: dict[bytes, int] = {}
    for counts in count_chunks(codes, n_categories):
        rows = np.ascontiguousarray(counts.astype(np.int32))
        keys = rows.view(np.dtype((np.void, rows.dtype.itemsize * n_categories))).ravel()
        distinct, numbers = np.unique(keys, return_counts=True)
        if len(distinct) > GROUPS:
            return None
        for key, number in zip(distinct.tolist(), numbers.tolist(), strict=True):
            found[key] = found.get(key, 0) + number
        if len(found) > GROUPS:
            return None
    ordered = sorted(found)
    counts = np.array([np.frombuffer(key, dtype=np.int32) for key in ordered], dtype=np.float64)
    rated = counts.any(axis=1)
    return counts[rated], np.array([found[key] for key in ordered], dtype=np.int64)[rated]


def divided(numerator: Floats, denominator: Floats) -> Floats:
    """The quotient, NaN where the denominator is not above rounding."""
    result: Floats = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > TINY)
    return result


TINY = 1e-12
"""Chance-expected disagreement of no more than this is none."""
