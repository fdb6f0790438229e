"""What goes into a metric and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Undefined(StrEnum):
    """Why a score has no value. Shown to the user, so it is data and not a warning."""

    NO_PAIRS = "no_pairs"
    NO_WEIGHT = "no_weight"
    NOT_COMPARABLE = "not_comparable"


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


class Items(Protocol):
    """An answer that is a set of texts: chosen labels, paths, canonical values."""

    @property
    def values(self) -> Sequence[str]: ...


class Regions(Protocol):
    """An answer that is labelled regions: row i of `geometry` carries `labels[i]`."""

    @property
    def labels(self) -> Sequence[str]: ...

    @property
    def geometry(self) -> NDArray[Any]: ...


Answer = Items | Regions
