"""METRICS: every metric, by key, with all that scoring, pickers, docs and tests need to know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from numpy.typing import NDArray

from touchstone.agreement.exact import exact_match, jaccard
from touchstone.agreement.geometry import box_iou
from touchstone.agreement.matching import mask_labels, two_way_best_match
from touchstone.agreement.spans import span_iou


class Input(StrEnum):
    """What a metric compares."""

    ITEMS = "items"
    BOXES = "boxes"
    SPANS = "spans"


@dataclass(frozen=True, slots=True)
class Metric:
    """One way to compare two answers.

    Exactly one of `compare_items` and `overlap` is set. `compare_items` takes two collections
    of texts; `overlap` takes two arrays of regions and gives their similarities, which are
    then combined by `two_way_best_match` within equal labels.
    """

    key: str
    title: str
    input: Input
    default_for: frozenset[str]
    compare_items: Callable[[Sequence[str], Sequence[str]], float] | None = None
    overlap: Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]] | None = None
    range: tuple[float, float] = (0.0, 1.0)
    symmetric: bool = True


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.key: metric
        for metric in (
            Metric(
                key="exact_match",
                title="Exact match",
                input=Input.ITEMS,
                default_for=frozenset({"Choices", "Taxonomy", "DateTime", "Pairwise"}),
                compare_items=exact_match,
            ),
            Metric(
                key="jaccard",
                title="Jaccard similarity",
                input=Input.ITEMS,
                default_for=frozenset(),
                compare_items=jaccard,
            ),
            Metric(
                key="box_iou",
                title="IoU of boxes",
                input=Input.BOXES,
                default_for=frozenset({"RectangleLabels", "Rectangle"}),
                overlap=box_iou,
            ),
            Metric(
                key="span_iou",
                title="Span overlap",
                input=Input.SPANS,
                default_for=frozenset({"Labels"}),
                overlap=span_iou,
            ),
        )
    }
)

FALLBACK = METRICS["exact_match"]


def default_metric(tag: str) -> Metric:
    """The metric that a control tag is scored by unless the project says otherwise."""
    return next((metric for metric in METRICS.values() if tag in metric.default_for), FALLBACK)


def region_score(
    metric: Metric,
    labels_a: Sequence[str],
    geometry_a: NDArray[Any],
    labels_b: Sequence[str],
    geometry_b: NDArray[Any],
) -> float:
    """Two-way best match of labelled regions by a metric's overlap."""
    if metric.overlap is None:
        raise ValueError(f"{metric.key} does not compare regions")
    similarity = metric.overlap(geometry_a, geometry_b)
    return two_way_best_match(mask_labels(similarity, labels_a, labels_b))
