"""Which metrics a dimension may be given, with which parameters."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from touchstone.agreement.registry import METRICS, Metric, Parameter, metrics_for
from touchstone.core.errors import Invalid
from touchstone.labelstudio.dimensions import Kinds

CONSENSUS: Final = "consensus"
THRESHOLD: Final = "threshold"


def needs_threshold(metric: Metric, methodology: str) -> bool:
    """Consensus counts matches, so a pair must match or not."""
    return methodology == CONSENSUS and not metric.binary


def usable(metric: Metric, params: Mapping[str, Any], methodology: str) -> dict[str, Any]:
    """The parameters, with the metric's usual threshold where one is needed and none is set.

    For computing, never for storing: pairwise must not find a threshold that nobody chose.
    """
    chosen = dict(params)
    if needs_threshold(metric, methodology) and chosen.get(THRESHOLD) is None:
        chosen[THRESHOLD] = metric.usual_threshold
    return chosen


PER_REGION: Final = " per region"
_OF_ANY_REGION: Final = frozenset({"exact_match", "region_values"})


def allowed_metrics(kinds: Kinds, tag: str | None, *, per_region: bool) -> list[Metric]:
    """Metrics that can compare one of these kinds, the most specific first.

    What is said of regions is one kind whatever is said: there the tag decides too.
    """
    found = {metric.key: metric for kind in kinds for metric in metrics_for(kind)}
    return [
        metric
        for metric in found.values()
        if not per_region
        or metric.key in _OF_ANY_REGION
        or f"{tag}{PER_REGION}" in metric.default_for
    ]


def chosen(key: str, allowed: Sequence[Metric]) -> Metric:
    """Raises Invalid for a metric that does not exist or does not fit."""
    metric = METRICS.get(key)
    if metric not in allowed or metric is None:
        names = ", ".join(one.key for one in allowed) or "none"
        what = "is not known" if metric is None else "cannot compare these answers"
        raise _invalid("metric_type", f"The metric {key!r} {what}. One of: {names}.", "bad_metric")
    return metric


def checked(metric: Metric, params: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored of the parameters given; a threshold of null is none.

    Raises Invalid for what is unknown or out of range, with a sentence that names the parameter.
    """
    try:
        metric.checked(params)
    except (TypeError, ValueError) as error:
        raise _invalid("metric_params", f"{error}.", "bad_metric_params") from error
    return {name: value for name, value in params.items() if (name, value) != (THRESHOLD, None)}


def _invalid(field: str, detail: str, code: str) -> Invalid:
    detail = detail[0].upper() + detail[1:]
    return Invalid(detail, code=code, validation_errors={field: [detail]})


def parameter_to_wire(metric: Metric, parameter: Parameter, methodology: str) -> dict[str, Any]:
    """The `MetricParameterOut` form."""
    required = parameter.name == THRESHOLD and needs_threshold(metric, methodology)
    default = usable(metric, {}, methodology).get(parameter.name, parameter.default)
    return {
        "title": parameter.title,
        "description": parameter.help,
        "type": "string" if parameter.choices else "number",
        "default": default,
        "choices": list(parameter.choices) or None,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "required": required,
    }


def metric_to_wire(metric: Metric, methodology: str) -> dict[str, Any]:
    """The `MetricOut` form."""
    return {
        "title": metric.title,
        "description": metric.help,
        "binary": metric.binary,
        "symmetric": metric.symmetric,
        "usual_threshold": None if metric.binary else metric.usual_threshold,
        "default_for": sorted(metric.default_for),
        "answers": sorted(kind.__name__ for kind in metric.inputs),
        "params": {
            parameter.name: parameter_to_wire(metric, parameter, methodology)
            for parameter in metric.all_parameters
        },
    }
