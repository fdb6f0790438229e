"""Which dimensions a file is compared by, and by which metrics."""

from collections.abc import Sequence
from typing import Any

from touchstone.agreement.registry import METRICS, Metric, default_metric, metrics_for
from touchstone.labelstudio.dimensions import Comparable, comparable
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.reporting.pairs import Dimension


class BadChoice(ValueError):
    """What was asked for cannot be done; the text is for the user."""


def choose_dimensions(
    config: LabelConfig,
    used: set[str],
    choices: Sequence[str],
    *,
    threshold: float | None,
    consensus: bool,
) -> list[Dimension]:
    """The dimensions of a config, with the metrics that `name=key:parameter=value,...` choose.

    Relations take part when the file has some. Raises BadChoice.
    """
    found = [one for one in comparable(config) if one.shown or one.name in used]
    if not found:
        raise BadChoice("the labeling config has nothing to compare")
    chosen: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, choice in map(_parsed, choices):
        if name in chosen:
            raise BadChoice(f"a metric of {name!r} is chosen more than once")
        chosen[name] = choice
    unknown = chosen.keys() - {one.name for one in found}
    if unknown:
        known = ", ".join(one.name for one in found)
        raise BadChoice(f"no dimension is named {min(unknown)!r}; there are: {known}")
    dimensions = []
    for one in found:
        metric, given = _metric(one, chosen.get(one.name))
        if not metric.binary and "threshold" not in given:
            if threshold is not None:
                given["threshold"] = threshold
            elif consensus:
                given["threshold"] = metric.usual_threshold
        try:
            parameters = metric.checked(given)
        except ValueError as error:
            raise BadChoice(str(error)) from None
        dimensions.append(Dimension(one, metric, parameters))
    return dimensions


def _metric(
    one: Comparable, choice: tuple[str, dict[str, Any]] | None
) -> tuple[Metric, dict[str, Any]]:
    if choice is None:
        return _default(one), {}
    key, parameters = choice
    fitting = {metric.key for kind in one.kinds for metric in metrics_for(kind)}
    if key not in METRICS:
        raise BadChoice(f"no metric is named {key!r}; there are: {', '.join(METRICS)}")
    if key not in fitting:
        raise BadChoice(
            f"{key} cannot compare {one.name!r}; what can: {', '.join(sorted(fitting))}"
        )
    return METRICS[key], parameters


def _default(one: Comparable) -> Metric:
    metric = default_metric(one.tag, one.object_tag, per_region=one.per_region)
    return metric if one.kinds[0] in metric.inputs else metrics_for(one.kinds[0])[0]


def _parsed(choice: str) -> tuple[str, tuple[str, dict[str, Any]]]:
    """`name=key` or `name=key:parameter=value,parameter=value`."""
    name, equals, rest = choice.partition("=")
    key, _, settings = rest.partition(":")
    if not (name.strip() and equals and key.strip()):
        raise BadChoice(f"a metric is chosen as name=key, not {choice!r}")
    parameters: dict[str, Any] = {}
    for setting in filter(None, settings.split(",")):
        parameter, equals, value = setting.partition("=")
        if not equals:
            raise BadChoice(f"a parameter is given as name=value, not {setting!r}")
        parameters[parameter.strip()] = _value(value.strip())
    return name.strip(), (key.strip(), parameters)


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
