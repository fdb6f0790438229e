"""METRICS: every metric, by key, with all that scoring, pickers, docs and tests need to know.

A new metric is its function in a module beside this one, a row here and a page in docs/metrics.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from touchstone.agreement import exact
from touchstone.agreement.answers import Answer, Unreadable
from touchstone.agreement.metric import MATCHING, THRESHOLD, Compare, Metric, Parameter
from touchstone.agreement.region_metrics import REGION_METRICS
from touchstone.agreement.value_metrics import VALUE_METRICS

__all__ = [
    "ANY",
    "FALLBACK",
    "MATCHING",
    "METRICS",
    "THRESHOLD",
    "Compare",
    "Metric",
    "Parameter",
    "default_metric",
    "metrics_for",
]

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
            *VALUE_METRICS,
            *REGION_METRICS,
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
