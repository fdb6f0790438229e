"""What comes out of a metric or a coefficient."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Undefined(StrEnum):
    """Why a figure has no value. Shown to the user, so it is data and not a warning."""

    NO_PAIRS = "no_pairs"
    NO_WEIGHT = "no_weight"
    NOT_COMPARABLE = "not_comparable"
    NOT_SHOWN = "not_shown"
    EXCLUDED = "excluded"
    TOO_MANY_REGIONS = "too_many_regions"
    UNREADABLE = "unreadable"
    NO_VARIATION = "no_variation"
    CUSTOM_METRIC_FAILED = "custom_metric_failed"
    METRIC_FAILED = "metric_failed"
    NO_DIMENSIONS = "no_dimensions"


MEANINGS: Final = MappingProxyType(
    {
        Undefined.NO_PAIRS: "fewer than two people have given an answer that can be compared",
        Undefined.NO_WEIGHT: "every dimension that has a figure weighs nothing",
        Undefined.NOT_COMPARABLE: "the answers are of kinds that the metric cannot compare",
        Undefined.NOT_SHOWN: "both left blank a question that may not have been shown to them, or a path found nothing in both",
        Undefined.EXCLUDED: "only classes that are left out were used",
        Undefined.TOO_MANY_REGIONS: "there are more regions, or longer texts, than are compared with each other",
        Undefined.UNREADABLE: "a result cannot be read",
        Undefined.NO_VARIATION: "everybody used one and the same category",
        Undefined.CUSTOM_METRIC_FAILED: "the project's own function failed",
        Undefined.METRIC_FAILED: "the metric failed on these answers; the server's log says how",
        Undefined.NO_DIMENSIONS: "the project has nothing to compare",
    }
)
"""One sentence a reason, for people."""


@dataclass(frozen=True, slots=True)
class Score:
    """An agreement in 0..1; `value` is None exactly when `undefined` is set, and never NaN."""

    value: float | None
    undefined: Undefined | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.undefined is not None):
            raise ValueError("a score has either a value or a reason why it has none")
        if self.value is not None and not 0 <= self.value <= 1:
            raise ValueError(f"a score must lie in 0..1, got {self.value}")


@dataclass(frozen=True, slots=True)
class PairScores:
    """Scores of many pairs: `values` (P,) is NaN exactly where `undefined` has an entry."""

    values: Floats
    undefined: dict[int, Undefined]

    def __getitem__(self, number: int) -> Score:
        reason = self.undefined.get(number)
        return Score(None, reason) if reason is not None else Score(float(self.values[number]))

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval, lower and upper end inclusive, with its level such as 0.95."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient and the evidence behind it; `value` is None exactly when `undefined` is set.

    `n_units` counts the units that took part, `n_ratings` the single ratings in them.
    """

    value: float | None
    n_units: int
    n_ratings: int
    undefined: Undefined | None = None
    interval: Interval | None = None
