"""METRICS: every metric, by key, with all that scoring, pickers, docs and tests need to know.

A new metric is its function in a module beside this one, a row here and a page in docs/metrics.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, get_args

from touchstone.agreement import exact, geometry, spans
from touchstone.agreement.answers import Answer, Boxes, Items, Spans, Unreadable
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


ANY: tuple[type[Answer], ...] = tuple(kind for kind in get_args(Answer) if kind is not Unreadable)

METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.key: metric
        for metric in (
            Metric(
                key="exact_match",
                title="Exact match",
                inputs=ANY,
                compare=exact.exact_match_many,
                help="1 if both answers are the same, else 0.",
                binary=True,
                default_for=frozenset({"Choices", "DateTime", "Pairwise", "Taxonomy"}),
            ),
            Metric(
                key="jaccard",
                title="Jaccard similarity",
                inputs=(Items,),
                compare=exact.jaccard_many,
                help="What both chose, divided by what either chose.",
            ),
            Metric(
                key="box_iou",
                title="IoU of boxes",
                inputs=(Boxes,),
                compare=geometry.box_iou_many,
                parameters=(MATCHING,),
                help="How far boxes with the same label overlap, each with its best partner.",
                default_for=frozenset({"Rectangle", "RectangleLabels", "Labels on Image"}),
            ),
            Metric(
                key="span_iou",
                title="Span overlap",
                inputs=(Spans,),
                compare=spans.span_iou_many,
                parameters=(MATCHING,),
                help="How far spans with the same label overlap, each with its partner.",
                default_for=frozenset(
                    {
                        "HyperTextLabels",
                        "Labels on Audio",
                        "Labels on HyperText",
                        "Labels on Paragraphs",
                        "Labels on Text",
                        "Labels on TimeSeries",
                        "Labels on Video",
                        "ParagraphLabels",
                        "TimeSeriesLabels",
                        "TimelineLabels",
                    }
                ),
            ),
            Metric(
                key="event_match",
                title="Events that are equal",
                inputs=(Spans,),
                compare=spans.event_match_many,
                parameters=(
                    Parameter(
                        "tolerance",
                        "Tolerance",
                        default=0.0,
                        minimum=0,
                        help="How far starts and ends may be apart, in the unit of the spans.",
                    ),
                    MATCHING,
                ),
                help="The share of spans that the other has too: same start, end and label.",
            ),
        )
    }
)

FALLBACK = METRICS["exact_match"]


def default_metric(tag: str, object_tag: str = "", *, per_region: bool = False) -> Metric:
    """The metric that a control tag is scored by unless the project says otherwise.

    `object_tag` is the tag of the object that the control labels.
    """
    names = (f"{tag} per region",) if per_region else (f"{tag} on {object_tag}", tag)
    for name in names:
        for metric in METRICS.values():
            if name in metric.default_for:
                return metric
    return FALLBACK


def metrics_for(kind: type[Answer]) -> list[Metric]:
    """The metrics that can compare answers of a kind, the most specific first."""
    fitting = [metric for metric in METRICS.values() if kind in metric.inputs]
    return sorted(fitting, key=lambda metric: len(metric.inputs))
