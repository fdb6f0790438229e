"""Average precision of detections with confidences, over many images at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from touchstone.agreement.geometry import BOX_COLUMNS, BoxShapes, checked_boxes
from touchstone.agreement.regions import Block, alike_sizes
from touchstone.agreement.types import Bools, Floats, Ints, Undefined

COCO_THRESHOLDS = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
MOST_DETECTIONS = 100
"""Of one label in one image that count, those with the highest confidence."""

_RECALLS = np.linspace(0.0, 1.0, 101)
_CELLS = 1 << 16  # pairs of boxes compared in one pass


@dataclass(frozen=True, slots=True)
class AveragePrecision:
    """`value` is the mean over labels and thresholds, None exactly when `undefined` is set.

    `recall` is the largest share of the reference that was found, as the same mean. Labels
    that the reference does not have do not take part.
    """

    value: float | None
    recall: float | None
    by_threshold: tuple[float, ...]
    by_label: dict[str, float]
    n_reference: int
    n_detections: int
    undefined: Undefined | None = None


@dataclass(frozen=True, slots=True)
class Detections:
    """Boxes of many images: x, y, width, height, then rotation and aspect if there are any.

    `images` and `labels` name the image and the label of each box; `scores` are confidences,
    which a reference does not have.
    """

    boxes: ArrayLike
    images: ArrayLike
    labels: ArrayLike
    scores: ArrayLike | None = None


def mean_average_precision(
    reference: Detections,
    found: Detections,
    *,
    thresholds: Sequence[float] = COCO_THRESHOLDS,
    most: int = MOST_DETECTIONS,
) -> AveragePrecision:
    r"""Average precision by the protocol of COCO: mAP@[.5:.95] unless told otherwise.

    .. math:: AP = \frac{1}{101} \sum_{r \in \{0, .01, \ldots, 1\}} \max_{r' \ge r} P(r')

    Parameters
    ----------
    reference : Detections
        The boxes that are there; its scores are not looked at.
    found : Detections
        The boxes that were found, with their confidences.
    thresholds : sequence of float
        The least intersection over union of a box found and one that is there, each in (0, 1].
    most : int
        How many boxes of one label in one image count, from the most confident down.

    Returns
    -------
    AveragePrecision
        In [0, 1]. In every image and label, from the most confident box down, each takes the
        box of the reference that it overlaps most among those not taken. Undefined with
        ``NO_PAIRS`` when the reference has no box.

    Raises
    ------
    ValueError
        If arrays differ in length, boxes are not finite or have a negative size, a confidence is
        NaN, or there are no confidences.

    Notes
    -----
    Small, medium and large boxes are not told apart, and there are no crowd regions.

    References
    ----------
    .. [1] T.-Y. Lin et al., "Microsoft COCO: Common Objects in Context", European Conference on
           Computer Vision 2014, and its detection evaluation.
    """
    groups = _Groups(reference, found, most)
    limits = np.minimum(np.asarray(thresholds, dtype=np.float64), 1 - 1e-10)
    if not groups.n_reference:
        return AveragePrecision(None, None, (), {}, 0, groups.n_found, undefined=Undefined.NO_PAIRS)
    hits = groups.hits(limits)
    precision, recall, names = [], [], []
    for label, number, part in groups.by_label():
        names.append(label)
        curve, reached = _curve(hits[:, part], number)
        precision.append(curve)
        recall.append(reached)
    table = np.array(precision)  # (labels, thresholds)
    return AveragePrecision(
        value=float(table.mean()),
        recall=float(np.mean(recall)),
        by_threshold=tuple(table.mean(axis=0).tolist()),
        by_label=dict(zip(names, table.mean(axis=1).tolist(), strict=True)),
        n_reference=groups.n_reference,
        n_detections=groups.n_found,
    )


class _Groups:
    """The boxes by image and label, those found from the most confident down."""

    def __init__(self, reference: Detections, found: Detections, most: int) -> None:
        if found.scores is None:
            raise ValueError("found must have scores")
        there, here = (
            checked_boxes(reference.boxes, "reference"),
            checked_boxes(found.boxes, "found"),
        )
        scores = np.asarray(found.scores, dtype=np.float64).reshape(-1)
        if np.isnan(scores).any():
            raise ValueError("a score is not a number")
        images, image_of = _codes(reference.images, found.images)
        labels, label_of = _codes(reference.labels, found.labels)
        if not len(image_of) == len(label_of) == len(there) + len(here):
            raise ValueError("boxes, images and labels must be equally many")
        if len(scores) != len(here):
            raise ValueError("boxes found and their scores must be equally many")
        self._labels = labels
        group = label_of * len(images) + image_of
        n = len(there)

        order = np.argsort(group[:n], kind="stable")
        there, there_group = there[order], group[:n][order]
        order = np.lexsort((-scores, group[n:]))
        here, scores, here_group = here[order], scores[order], group[n:][order]
        rank = np.arange(len(here)) - np.searchsorted(here_group, here_group)
        kept = rank < most
        here, scores, here_group = here[kept], scores[kept], here_group[kept]

        self.n_reference, self.n_found = len(there), len(here)
        self._shapes = BoxShapes.of(np.concatenate((there, here, np.zeros((1, BOX_COLUMNS)))).T)
        self._there_label, self._here_label = (g // len(images) for g in (there_group, here_group))
        # Equal confidences keep the order of their images.
        self._order = np.lexsort((-scores, self._here_label))
        self._groups = np.intersect1d(there_group, here_group)
        self._there = _stretches(there_group, self._groups)
        self._here = _stretches(here_group, self._groups)

    def hits(self, limits: Floats) -> Bools:
        """Which boxes are there, by threshold and confidence within a label, shape (T, found)."""
        hits = np.zeros((len(limits), self.n_found), dtype=np.bool_)
        (here, n), (there, m) = self._here, self._there
        for alike in alike_sizes(n, m):
            height, width = int(n[alike].max()), int(m[alike].max())
            step = max(1, _CELLS // (height * width))
            for start in range(0, len(alike), step):
                part = alike[start : start + step]
                row, column = np.arange(height)[:, None], np.arange(width)[:, None]
                real_row, real_column = row < n[part], column < m[part]
                last = self.n_reference + self.n_found
                a = np.where(real_row, self.n_reference + here[part] + row, last)[:, None, :]
                b = np.where(real_column, there[part] + column, last)[None, :, :]
                real = real_row[:, None, :] & real_column[None, :, :]
                overlap = self._shapes.overlap(Block(part, part, part, a, b, real))
                taken = _greedy(overlap, limits)
                hits[:, (a[:, 0, :] - self.n_reference)[real_row]] = taken[:, real_row]
        return hits[:, self._order]

    def by_label(self) -> Iterator[tuple[str, int, slice]]:
        """Each label of the reference, its number of boxes, and where those found stand."""
        labels, counts = np.unique(self._there_label, return_counts=True)
        found = self._here_label[self._order]
        start, length = _stretches(found, labels)
        starts, stops = start.tolist(), (start + length).tolist()
        numbers = counts.tolist()
        for place, label in enumerate(labels.tolist()):
            yield str(self._labels[label]), numbers[place], slice(starts[place], stops[place])


def _greedy(overlap: Floats, limits: Floats) -> Bools:
    """Which rows take a column, one row after the other; (n, m, P) to (T, n, P)."""
    n, m, number = overlap.shape
    free = np.ones((len(limits), m, number), dtype=np.bool_)
    hits = np.zeros((len(limits), n, number), dtype=np.bool_)
    threshold = limits[:, None, None]
    for row in range(n):
        shares = overlap[row]
        if shares.max() < limits.min():
            continue
        open_shares = np.where(free & (shares >= threshold), shares, -1.0)
        best = open_shares.max(axis=1)
        hit = best >= 0
        hits[:, row, :] = hit
        chosen = (open_shares == best[:, None, :]) & hit[:, None, :]
        if np.add.reduce(chosen, axis=1, dtype=np.int32).max() > 1:
            # Of equal overlaps COCO takes the last one.
            later = np.cumsum(chosen[:, ::-1, :], axis=1)[:, ::-1, :]
            chosen &= later == 1
        free &= ~chosen
    return hits


def _curve(hits: Bools, number: int) -> tuple[Floats, Floats]:
    """Average precision and largest recall at each threshold, from hits by confidence."""
    if not hits.shape[1]:
        return np.zeros(len(hits)), np.zeros(len(hits))
    true = np.cumsum(hits, axis=1, dtype=np.float64)
    precision = true / np.arange(1, hits.shape[1] + 1)
    precision = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    recall = true / number
    averages = np.zeros(len(hits))
    for row in range(len(hits)):
        place = np.searchsorted(recall[row], _RECALLS, side="left")
        reached = place[place < hits.shape[1]]
        averages[row] = precision[row, reached].sum() / len(_RECALLS)
    return averages, recall[:, -1]


def _stretches(groups: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Where each group wanted begins among ascending ones, and its length."""
    start = np.searchsorted(groups, wanted)
    return start, np.searchsorted(groups, wanted, side="right") - start


def _codes(first: ArrayLike, second: ArrayLike) -> tuple[NDArray[np.generic], Ints]:
    both = [array for array in (np.asarray(first), np.asarray(second)) if array.size]
    if not both:
        return np.zeros(0), np.zeros(0, dtype=np.int64)
    names, codes = np.unique(np.concatenate(both), return_inverse=True)
    return names, codes.reshape(-1).astype(np.int64)
