"""How often each label was used, from features and, where those do not say, from results. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from touchstone.labelstudio.features import (
    LABEL_SEPARATOR,
    BoxesFeature,
    ChoicesFeature,
    Feature,
    OtherFeature,
    SpansFeature,
)
from touchstone.labelstudio.label_config import Control, LabelConfig
from touchstone.labelstudio.tags import LABEL_CHILD

ANNOTATIONS = "annotations"
PREDICTIONS = "predictions"

PATH_SEPARATOR = " / "
LONGEST_LABEL = 200
"""Characters kept of a label; only labels that come from task data can be longer."""

LabelKey = tuple[str, str, str]
"""source, from_name, label"""


def _labelled(config: LabelConfig, name: str) -> Control | None:
    """The control if it is one with fixed labels; a text area or a number has none."""
    control = config.find_control(name)
    return control if control is not None and control.tag in LABEL_CHILD else None


def needs_result(features: Mapping[str, Feature], config: LabelConfig) -> bool:
    """Whether labels were used that the features do not spell out."""
    return any(
        isinstance(feature, OtherFeature) and _labelled(config, name) is not None
        for name, feature in features.items()
    )


def count_in_features(features: Mapping[str, Feature], config: LabelConfig) -> Counter[Any]:
    """(from_name, label) to the number of regions or choices."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, feature in features.items():
        if isinstance(feature, OtherFeature) or _labelled(config, name) is None:
            continue
        for label in _labels(feature):
            counts[name, label[:LONGEST_LABEL]] += 1
    return counts


def _labels(feature: ChoicesFeature | BoxesFeature | SpansFeature) -> Iterable[str]:
    if isinstance(feature, ChoicesFeature):
        return feature.values
    return (label for joined in feature.labels for label in joined.split(LABEL_SEPARATOR) if label)


def count_in_result(
    result: list[Any], features: Mapping[str, Feature], config: LabelConfig
) -> Counter[Any]:
    """The same for the controls that `needs_result` is about."""
    counts: Counter[tuple[str, str]] = Counter()
    for item in result:
        name = item.get("from_name")
        if not isinstance(features.get(name), OtherFeature) or _labelled(config, name) is None:
            continue
        value = item.get("value", {})
        used = value.get(item.get("type")) or value.get("labels")
        for label in used if isinstance(used, list) else ():
            path = label if isinstance(label, list) else [label]
            text = PATH_SEPARATOR.join(str(part) for part in path)
            counts[name, text[:LONGEST_LABEL]] += 1
    return counts


def flat(stored: Mapping[str, Any]) -> Counter[LabelKey]:
    """From `TaskScore.label_counts`."""
    return Counter(
        {
            (source, name, label): count
            for source, controls in stored.items()
            for name, labels in controls.items()
            for label, count in labels.items()
        }
    )


def nested(counts: Mapping[LabelKey, int]) -> dict[str, dict[str, dict[str, int]]]:
    """For `TaskScore.label_counts`."""
    stored: dict[str, dict[str, dict[str, int]]] = {}
    for (source, name, label), count in sorted(counts.items()):
        stored.setdefault(source, {}).setdefault(name, {})[label] = count
    return stored
