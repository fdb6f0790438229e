"""What a metric is, and the parameters that many of them have."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.agreement.answers import Answer
from touchstone.agreement.matching import ONE_TO_ONE, TWO_WAY
from touchstone.agreement.types import Floats

Compare = Callable[..., Floats]
"""`compare(answers, left, right, **parameters)` compares many pairs at once.

Pair p is `answers[left[p]]` and `answers[right[p]]`; none of them is blank, and all are of the
metric's kinds. Gives the scores in [0, 1], shape (P,), NaN where there are more regions than are
compared.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One setting of a metric. With `choices` it is one of them, else a number in a range.

    A `default` of None means that the setting is off.
    """

    name: str
    title: str
    default: float | str | None
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    help: str = ""

    def check(self, value: Any) -> None:
        """Raises ValueError with a sentence that names the parameter."""
        if value is None and self.default is None:
            return
        if self.choices:
            if value not in self.choices:
                raise ValueError(f"{self.name} must be one of {', '.join(self.choices)}")
            return
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise ValueError(f"{self.name} must be a number")
        low = float("-inf") if self.minimum is None else self.minimum
        high = float("inf") if self.maximum is None else self.maximum
        if not low <= value <= high:
            raise ValueError(f"{self.name} must lie in {low:g}..{high:g}, got {value:g}")


THRESHOLD = Parameter(
    "threshold",
    "Threshold",
    default=None,
    minimum=0,
    maximum=1,
    help="A score of at least this counts as 1, a lower one as 0.",
)
"""Every metric that is not `binary` has it; applied by `pairs.pair_scores`."""


MATCHING = Parameter(
    "matching",
    "Matching",
    default=TWO_WAY,
    choices=(TWO_WAY, ONE_TO_ONE),
    help="Each region takes its best partner, or no region has more than one partner.",
)


@dataclass(frozen=True, slots=True)
class Metric:
    """One way to compare two answers.

    `pairs.pair_scores` deals with blank answers, other kinds and thresholds. `binary` metrics
    give 0 or 1 only and so can be used for consensus without a threshold. `default_for` holds
    the tags, plain or as `Tag on ObjectTag`, that are scored by it unless the project says
    otherwise; a per-region control is `Tag per region`.
    """

    key: str
    title: str
    inputs: tuple[type[Answer], ...]
    compare: Compare
    parameters: tuple[Parameter, ...] = ()
    default_for: frozenset[str] = frozenset()
    binary: bool = False
    symmetric: bool = True
    help: str = ""
    """One sentence for whoever chooses a metric."""
    usual_threshold: float = 0.5
    """Where consensus needs one and none is chosen."""

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        return self.parameters if self.binary else (*self.parameters, THRESHOLD)

    def checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters, those not given by their default.

        Raises ValueError for a name that the metric does not have or a value out of range.
        """
        known = {parameter.name: parameter for parameter in self.all_parameters}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"{self.key} has no parameter {name!r}")
            known[name].check(value)
        return {name: parameter.default for name, parameter in known.items()} | dict(values)
