"""Regions of very many pairs of annotations at once: a few passes over arrays."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from touchstone.agreement.answers import Boxes, Spans
from touchstone.agreement.geometry import BOX_COLUMNS, box_overlap
from touchstone.agreement.spans import span_overlap
from touchstone.agreement.types import Floats, Ints

MOST_CELLS = 500_000
"""Region pairs compared in one pass; bounds the memory, about 200 bytes each."""

_SPAN_COLUMNS = 2

Overlap = Callable[[Floats, Floats], Floats]


def box_iou_many(answers: Sequence[Boxes], left: Ints, right: Ints) -> Floats:
    """Two-way best match of boxes whose labels are equal, by `geometry.box_iou`."""
    return _matched(answers, left, right, box_overlap, BOX_COLUMNS)


def span_iou_many(answers: Sequence[Spans], left: Ints, right: Ints) -> Floats:
    """Two-way best match of spans whose labels and groups are equal, by `spans.span_iou`."""
    return _matched(answers, left, right, span_overlap, _SPAN_COLUMNS)


def _matched(
    answers: Sequence[Boxes | Spans], left: Ints, right: Ints, overlap: Overlap, columns: int
) -> Floats:
    used = np.unique(np.concatenate((left, right)))
    table = _Table([answers[position] for position in used.tolist()], overlap, columns)
    a, b = np.searchsorted(used, left), np.searchsorted(used, right)
    values = np.empty(len(left))
    for part in _slices(table.sizes[a] * table.sizes[b]):
        values[part] = _two_way_best_match(table, a[part], b[part])
    return values


class _Table:
    """The regions of many answers, one after the other."""

    def __init__(self, answers: Sequence[Boxes | Spans], overlap: Overlap, columns: int) -> None:
        self.overlap = overlap
        self.sizes: Ints = np.array([len(answer.geometry) for answer in answers], dtype=np.int64)
        self.starts: Ints = np.concatenate(([0], np.cumsum(self.sizes)))[:-1]
        parts = [np.asarray(answer.geometry)[:, :columns] for answer in answers]
        self.geometry: Floats = (
            np.concatenate(parts).astype(np.float64) if parts else np.empty((0, columns))
        )
        codes: dict[tuple[str, str], int] = {}
        self.labels: Ints = np.array(
            [codes.setdefault(key, len(codes)) for a in answers for key in _keys(a)],
            dtype=np.int64,
        )
        self._check(columns)

    def _check(self, columns: int) -> None:
        if not np.isfinite(self.geometry).all():
            raise ValueError("a region holds a value that is not finite")
        sizes = (
            self.geometry[:, 1] - self.geometry[:, 0]
            if columns == _SPAN_COLUMNS
            else self.geometry[:, 2:]
        )
        if (sizes < 0).any():
            raise ValueError("a region has a negative size")


def _keys(answer: Boxes | Spans) -> Iterator[tuple[str, str]]:
    """Label and group of each region: only regions in which both are equal match."""
    groups = (answer.groups if isinstance(answer, Spans) else None) or ("",) * len(answer.labels)
    return zip(answer.labels, groups, strict=True)


def _slices(cells: Ints) -> Iterator[slice]:
    """Runs of pairs with at most `MOST_CELLS` cells together, and at least one pair."""
    first = total = 0
    for number, count in enumerate(cells.tolist()):
        if total and total + count > MOST_CELLS:
            yield slice(first, number)
            first, total = number, 0
        total += count
    if total:
        yield slice(first, len(cells))


def _two_way_best_match(table: _Table, left: Ints, right: Ints) -> Floats:
    """`matching.two_way_best_match` of each pair; no answer here is without regions."""
    n, m = table.sizes[left], table.sizes[right]
    cells = n * m
    starts = np.concatenate(([0], np.cumsum(cells)))[:-1]
    place = np.arange(cells.sum()) - np.repeat(starts, cells)  # inside the pair, row by row
    rows_of, columns_of = np.repeat(n, cells), np.repeat(m, cells)
    row, column = place // columns_of, place % columns_of

    a = np.repeat(table.starts[left], cells) + row
    b = np.repeat(table.starts[right], cells) + column
    similarity = np.zeros(len(a))
    alike = np.flatnonzero(table.labels[a] == table.labels[b])
    similarity[alike] = table.overlap(table.geometry[a[alike]], table.geometry[b[alike]])

    best_of_row = np.maximum.reduceat(similarity, np.flatnonzero(column == 0))
    by_column = np.repeat(starts, cells) + (place % rows_of) * columns_of + place // rows_of
    best_of_column = np.maximum.reduceat(
        similarity[by_column], np.flatnonzero(place % rows_of == 0)
    )
    total = _sums(best_of_row, n) + _sums(best_of_column, m)
    result: Floats = np.minimum(total / (n + m), 1.0)
    return result


def _sums(values: Floats, lengths: Ints) -> Floats:
    starts = np.concatenate(([0], np.cumsum(lengths)))[:-1]
    result: Floats = np.add.reduceat(values, starts)
    return result
