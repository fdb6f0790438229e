"""How often each label was used, from features and, where those do not say, from results. Pure."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from touchstone.agreement.answers import LABEL_SEPARATOR, Answer, Items, Other, Regions
from touchstone.labelstudio.label_config import LabelConfig
from touchstone.labelstudio.tags import LABEL_CHILD

ANNOTATIONS = "annotations"
PREDICTIONS = "predictions"

PATH_SEPARATOR = " / "
LONGEST_LABEL = 200
"""Characters kept of a label; only labels that come from task data can be longer."""

LabelKey = tuple[str, str, str]
"""source, from_name, label"""

LabelCounts = dict[str, dict[str, Counter[str]]]
"""{source: {from_name: {label: uses}}}, the form of `TaskScore.label_counts`."""


def is_labelled(config: LabelConfig, name: str) -> bool:
    """Whether a control has labels to count; a text area or a number has none."""
    control = config.find_control(name)
    return control is not None and control.tag in LABEL_CHILD


def needs_result(features: Mapping[str, Answer], config: LabelConfig) -> bool:
    """Whether labels were used that the features do not spell out."""
    return any(
        isinstance(feature, Other) and is_labelled(config, name)
        for name, feature in features.items()
    )


def add_features(
    counts: dict[str, Counter[str]], features: Mapping[str, Answer], config: LabelConfig
) -> None:
    """Add the regions or choices of one annotation to the counts by control."""
    for name, feature in features.items():
        if isinstance(feature, Other) or not is_labelled(config, name):
            continue
        used = counts.setdefault(name, Counter())
        if isinstance(feature, Items):
            used.update(map(cut, feature.values))
            continue
        if isinstance(feature, Regions):
            for joined, regions in Counter(feature.labels).items():
                for label in filter(None, joined.split(LABEL_SEPARATOR)):
                    used[cut(label)] += regions


def add_result(
    counts: dict[str, Counter[str]],
    result: list[Any],
    features: Mapping[str, Answer],
    config: LabelConfig,
) -> None:
    """The same for the controls that `needs_result` is about."""
    for item in result:
        name = item.get("from_name")
        if not isinstance(features.get(name), Other) or not is_labelled(config, name):
            continue
        value = item.get("value", {})
        used = value.get(item.get("type")) or value.get("labels")
        for label in used if isinstance(used, list) else ():
            path = label if isinstance(label, list) else [label]
            text = PATH_SEPARATOR.join(str(part) for part in path)
            counts.setdefault(name, Counter())[cut(text)] += 1


def cut(label: str) -> str:
    """What is kept of a label as a key; an index has no room for an endless one."""
    return label[:LONGEST_LABEL]


def add_to_totals(
    totals: Counter[LabelKey], counts: Mapping[str, Mapping[str, Mapping[str, int]]], sign: int
) -> None:
    for source, controls in counts.items():
        for name, used in controls.items():
            for label, count in used.items():
                totals[source, name, label] += sign * count
