"""What two annotators are compared by: one answer of one annotation in one dimension.

Every class is one kind of answer. Regions of one kind share `labels` (one text a region; several
labels of a region are joined by `LABEL_SEPARATOR` in sorted order, and a region without a label
has the empty text). Arrays may be read-only views of stored bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LABEL_SEPARATOR = "\x1f"
"""Between the labels of one region; a control character that no label is written with."""


@dataclass(slots=True)
class Items:
    """A set of texts: chosen labels, canonical values. Order and repetition do not count."""

    values: tuple[str, ...]


@dataclass(slots=True)
class Paths:
    """A set of paths of a taxonomy, each from the root down."""

    values: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Numbers:
    """Numbers in the order given, usually one: a rating, a number, a point in time in seconds."""

    values: tuple[float, ...]


@dataclass(slots=True)
class Texts:
    """Written lines, in the order given."""

    values: tuple[str, ...]


@dataclass(slots=True)
class Ranking:
    """Items in order, best first, by bucket; a plain ranking is one bucket with the name ''."""

    buckets: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(slots=True)
class Boxes:
    """Rectangles. Columns of `geometry` (n, 6): x, y, width, height in percent, the clockwise
    rotation in degrees about the top left corner, and the image's width divided by its height."""

    labels: tuple[str, ...]
    geometry: NDArray[np.float64]


@dataclass(slots=True)
class Polygons:
    """Closed outlines in percent: region i has the points `starts[i]:starts[i + 1]` of `points`
    (N, 2). Ellipses come as polygons."""

    labels: tuple[str, ...]
    points: NDArray[np.float64]
    starts: NDArray[np.int64]


@dataclass(slots=True)
class Masks:
    """Painted pixels: region i has the runs `starts[i]:starts[i + 1]` of `runs` (R, 2), each
    the first pixel and the one behind the last, counted row by row, in ascending order. Two
    masks of images of different sizes have nothing in common: `sizes` (n, 2) is width, height."""

    labels: tuple[str, ...]
    runs: NDArray[np.int64]
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]


@dataclass(slots=True)
class Points:
    """Key points. Columns of `geometry` (n, 3): x, y in percent, width / height of the image."""

    labels: tuple[str, ...]
    geometry: NDArray[np.float64]


@dataclass(slots=True)
class Spans:
    """Half-open stretches, start and end in `geometry` (n, 2): code points, seconds, frames.

    Spans of different `groups` have nothing in common, such as those of other paragraphs or of
    other nodes of a page; None where there is but one.
    """

    labels: tuple[str, ...]
    geometry: NDArray[np.int64] | NDArray[np.float64]
    groups: tuple[str, ...] | None = None


@dataclass(slots=True)
class Tracks:
    """Boxes that move: region i has the keyframes `starts[i]:starts[i + 1]` of `keyframes`
    (K, 7): frame from 1, x, y, width, height in percent, rotation in degrees, and 1 where the
    box is shown from this keyframe on, 0 where it is hidden. Between two keyframes of a shown
    stretch the box moves in a straight line; after the last shown one it stays until
    `lengths[i]`, the number of the last frame."""

    labels: tuple[str, ...]
    keyframes: NDArray[np.float64]
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]


Regions = Boxes | Polygons | Masks | Points | Spans | Tracks


@dataclass(slots=True)
class Attached:
    """What was said of regions: `values[i]` belongs to region i of `regions`."""

    regions: "Regions"
    values: tuple["Items | Numbers | Texts | Paths", ...]


@dataclass(slots=True)
class Relations:
    """Arrows between regions: relation i goes from region 2i to region 2i + 1 of `ends`.

    The ends are boxes: the bounding box of an image region; a span as a box of height 1. Their
    labels hold the control and its labels, so that ends of different controls never match.
    `directions` is 'left', 'right' or 'bi'; with 'left' the ends are swapped beforehand and the
    direction is 'right'.
    """

    labels: tuple[str, ...]
    directions: tuple[str, ...]
    ends: Boxes


@dataclass(slots=True)
class Other:
    """An answer of any other kind, as sorted texts that are equal when two answers are."""

    values: tuple[str, ...]


@dataclass(slots=True)
class Unreadable:
    """A result of which nothing can be compared, and why."""

    reason: str


Answer = (
    Items
    | Paths
    | Numbers
    | Texts
    | Ranking
    | Boxes
    | Polygons
    | Masks
    | Points
    | Spans
    | Tracks
    | Attached
    | Relations
    | Other
    | Unreadable
)


def size(answer: Answer | None) -> int:
    """How many values or regions an answer holds; 0 when the annotator left this blank."""
    return 0 if answer is None else _SIZES[type(answer)](answer)


_SIZES: Mapping[type, Callable[[Any], int]] = {
    **{kind: lambda a: len(a.values) for kind in (Items, Paths, Numbers, Texts, Attached, Other)},
    **{kind: lambda a: len(a.labels) for kind in (Boxes, Polygons, Masks, Points, Spans, Tracks)},
    Relations: lambda a: len(a.labels),
    Ranking: lambda a: sum(len(items) for _, items in a.buckets),
    Unreadable: lambda a: 1,
}


def sizes(kind: type, answers: Sequence[Any]) -> NDArray[np.int64]:
    """`size` of many answers of one kind."""
    counted: Sequence[Any] = answers
    if kind in _VALUED:
        counted = [answer.values for answer in answers]
    elif kind in _LABELLED:
        counted = [answer.labels for answer in answers]
    lengths = map(len if counted is not answers else size, counted)
    return np.fromiter(lengths, dtype=np.int64, count=len(answers))


_VALUED = frozenset({Items, Paths, Numbers, Texts, Attached, Other})
_LABELLED = frozenset({Boxes, Polygons, Masks, Points, Spans, Tracks, Relations})


def region_kind(answer: Answer | None) -> type:
    """The kind of the answer, or of the regions that it says something of."""
    return type(answer.regions if isinstance(answer, Attached) else answer)


def is_blank(answer: Answer | None) -> bool:
    """Whether the annotator left this dimension blank."""
    return size(answer) == 0


def label_sets(answer: Answer | None) -> Sequence[Sequence[str]]:
    """The labels of every value or region, for counting and for figures by label."""
    if isinstance(answer, Items):
        return [(value,) for value in answer.values]
    if isinstance(answer, Paths):
        return [(PATH_SEPARATOR.join(path),) for path in answer.values]
    if isinstance(answer, Attached):
        found: list[Any] = []
        for value in answer.values:
            found += label_sets(value)
        return found
    if isinstance(answer, Boxes | Polygons | Masks | Points | Spans | Tracks | Relations):
        return [tuple(filter(None, text.split(LABEL_SEPARATOR))) for text in answer.labels]
    return []


PATH_SEPARATOR = " / "


def labels_of(answer: Answer | None) -> set[str]:
    """The distinct labels that an answer uses."""
    return {label for labels in label_sets(answer) for label in labels}
