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
from touchstone.agreement.types import Answer, Floats, Items, Regions


class Input(StrEnum):
    """What a metric compares."""

    ITEMS = "items"
    BOXES = "boxes"
    SPANS = "spans"


@dataclass(frozen=True, slots=True)
class Metric:
    """One way to compare two answers.

    `compare` takes two answers of the kind `input` that are not blank; `pairs.pair_score` deals
    with blank ones and with other kinds.
    """

    key: str
    title: str
    input: Input
    compare: Callable[[Any, Any], float]
    default_for: frozenset[str] = frozenset()
    range: tuple[float, float] = (0.0, 1.0)
    symmetric: bool = True


def accepts(kind: Input, answer: Answer) -> bool:
    """Whether an answer is of this kind.

    Asks for attributes, because a check against a protocol costs more than most metrics.
    """
    geometry = getattr(answer, "geometry", None)
    if geometry is None:
        return kind is Input.ITEMS
    return geometry.shape[1] in _COLUMNS[kind]


_COLUMNS: Mapping[Input, tuple[int, ...]] = {
    Input.ITEMS: (),
    Input.BOXES: (4, 5),
    Input.SPANS: (2,),
}


def _by_values(
    compare: Callable[[Sequence[str], Sequence[str]], float],
) -> Callable[[Items, Items], float]:
    return lambda a, b: compare(a.values, b.values)


def _by_regions(
    overlap: Callable[[NDArray[Any], NDArray[Any]], Floats],
) -> Callable[[Regions, Regions], float]:
    """Two-way best match of the regions whose labels are equal."""

    def compare(a: Regions, b: Regions) -> float:
        similarity = overlap(a.geometry, b.geometry)
        return two_way_best_match(mask_labels(similarity, a.labels, b.labels))

    return compare


METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.key: metric
        for metric in (
            Metric(
                key="exact_match",
                title="Exact match",
                input=Input.ITEMS,
                compare=_by_values(exact_match),
                default_for=frozenset({"Choices", "DateTime", "Pairwise", "Taxonomy"}),
            ),
            Metric(
                key="jaccard",
                title="Jaccard similarity",
                input=Input.ITEMS,
                compare=_by_values(jaccard),
            ),
            Metric(
                key="box_iou",
                title="IoU of boxes",
                input=Input.BOXES,
                compare=_by_regions(box_iou),
                default_for=frozenset({"Rectangle", "RectangleLabels"}),
            ),
            Metric(
                key="span_iou",
                title="Span overlap",
                input=Input.SPANS,
                compare=_by_regions(span_iou),
                default_for=frozenset({"Labels"}),
            ),
        )
    }
)

FALLBACK = METRICS["exact_match"]

# Labels are regions of what they label: spans of a text or a recording, boxes on an image.
_LABELS_ON: Mapping[str, Metric] = {
    "Audio": METRICS["span_iou"],
    "Image": METRICS["box_iou"],
    "Text": METRICS["span_iou"],
}


def default_metric(tag: str, object_tag: str = "Text") -> Metric:
    """The metric that a control tag is scored by unless the project says otherwise.

    `object_tag` is the tag of the object that the control labels.
    """
    if tag == "Labels":
        return _LABELS_ON.get(object_tag, FALLBACK)
    return next((metric for metric in METRICS.values() if tag in metric.default_for), FALLBACK)
