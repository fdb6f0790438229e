"""Which label met which: what two annotators said of the same thing.

Each side's labels count once. Labels that both gave meet themselves; if then one label is left
on either side, these two met each other; any other met `NOBODY`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any

import numpy as np
import scipy

from touchstone.agreement.answers import (
    LABEL_SEPARATOR,
    Answer,
    Attached,
    Items,
    Paths,
    is_blank,
    label_sets,
)
from touchstone.agreement.regions import Block, Shapes, Table, tally_many
from touchstone.agreement.shapes import SHAPES
from touchstone.agreement.types import Bools, Floats, Ints

NOBODY = ""
"""In place of a label: nobody gave one here."""

SAME_PLACE = 0.5
"""The similarity from which on two regions are at the same place."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Labels that met, in the order of the pairs. Codes are positions in `labels`."""

    labels: tuple[str, ...]
    pair: Ints
    left: Ints
    right: Ints
    count: Ints

    def __iter__(self) -> Iterator[tuple[int, str, str, int]]:
        """(number of the pair, left label, right label, count)"""
        names = self.labels
        columns = (self.pair, self.left, self.right, self.count)
        for pair, left, right, count in zip(*(c.tolist() for c in columns), strict=True):
            yield pair, names[left], names[right], count

    def __len__(self) -> int:
        return len(self.pair)

    def matrix(self) -> Ints:
        """Counts over all pairs; row is the left label, column the right one."""
        k = len(self.labels)
        cells = np.bincount(self.left * k + self.right, weights=self.count, minlength=k * k)
        total: Ints = np.rint(cells).astype(np.int64).reshape(k, k)
        return total


def confusion_many(answers: Sequence[Answer | None], left: Ints, right: Ints) -> Meetings:
    """Which labels met in many pairs of answers in one dimension.

    Parameters
    ----------
    answers : sequence of Answer or None
        The answers of any number of annotations, None where blank.
    left, right : int array, shape (P,)
        Positions in `answers`.

    Returns
    -------
    Meetings
        Chosen items and paths meet as described above. Regions are first matched one-to-one by
        place, whatever their label, where they overlap by `SAME_PLACE` or more; the labels of
        matched regions meet, those of others meet `NOBODY`. Of what was said per region the
        values of matched regions meet. Answers of other kinds, of different kinds, and pairs
        with too many regions meet nothing.
    """
    book = _Book()
    kinds = np.array([_kind(answer) for answer in answers], dtype=np.int8)
    a, b = kinds[left], kinds[right]
    for number, find in enumerate(_FINDERS.values()):
        fits = ((a == number) & ((b == number) | (b == _BLANK))) | ((b == number) & (a == _BLANK))
        pairs = np.flatnonzero(fits)
        if len(pairs):
            find(book, answers, pairs, left[pairs], right[pairs])
    return book.meetings()


class _Book:
    """Collects sides that met, as codes of label sets, and opens them up at the end."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, ...], int] = {(): 0}
        self._found: list[tuple[Ints, Ints, Ints]] = []

    def codes(self, sets: Iterable[tuple[str, ...]], count: int) -> Ints:
        codes = self._codes
        numbers = (codes.setdefault(labels, len(codes)) for labels in sets)
        return np.fromiter(numbers, dtype=np.int64, count=count)

    def add(self, pair: Ints, left: Ints, right: Ints) -> None:
        self._found.append((pair, left, right))

    def meetings(self) -> Meetings:
        if not self._found:
            empty = np.zeros(0, dtype=np.int64)
            return Meetings((NOBODY,), empty, empty, empty, empty)
        pair, left, right = (np.concatenate(part) for part in zip(*self._found, strict=True))
        sets = list(self._codes)
        combinations, which = np.unique(left * len(sets) + right, return_inverse=True)
        labels: dict[str, int] = {NOBODY: 0}
        met: list[list[int]] = []
        for first, second in zip(*np.divmod(combinations, len(sets)), strict=True):
            met.append(
                [
                    code
                    for two in _meet(sets[first], sets[second])
                    for code in (labels.setdefault(label, len(labels)) for label in two)
                ]
            )
        return _counted(tuple(labels), pair, which, met)


def _counted(labels: tuple[str, ...], pair: Ints, which: Ints, met: list[list[int]]) -> Meetings:
    """Write out the meetings of each combination and add up equal ones of a pair."""
    flat = np.fromiter(chain.from_iterable(met), dtype=np.int64).reshape(-1, 2)
    sizes = np.array([len(codes) // 2 for codes in met], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    of_each = sizes[which]
    pair = np.repeat(pair, of_each)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(of_each) - of_each, of_each)
    rows = flat[np.repeat(starts[which], of_each) + within]
    k = len(labels)
    if len(pair) and int(pair.max()) < (1 << 62) // (k * k):
        keys, count = np.unique((pair * k + rows[:, 0]) * k + rows[:, 1], return_counts=True)
        rest, right = np.divmod(keys, k)
        pair, left = np.divmod(rest, k)
        return Meetings(labels, pair, left, right, count.astype(np.int64))
    order = np.argsort(pair, kind="stable")
    ones = np.ones(len(pair), dtype=np.int64)
    return Meetings(labels, pair[order], rows[order, 0], rows[order, 1], ones)


def _meet(left: Sequence[str], right: Sequence[str]) -> list[tuple[str, str]]:
    ours, theirs = dict.fromkeys(left), dict.fromkeys(right)
    shared = [label for label in ours if label in theirs]
    first = [label for label in ours if label not in theirs]
    second = [label for label in theirs if label not in ours]
    met = [(label, label) for label in shared]
    if len(first) == len(second) == 1:
        return [*met, (first[0], second[0])]
    return met + [(label, NOBODY) for label in first] + [(NOBODY, label) for label in second]


def _meet_values(
    book: _Book, answers: Sequence[Answer | None], pairs: Ints, left: Ints, right: Ints
) -> None:
    used = np.unique(np.concatenate((left, right)))
    codes = book.codes((_values(answers[i]) for i in used.tolist()), len(used))
    book.add(pairs, codes[np.searchsorted(used, left)], codes[np.searchsorted(used, right)])


def _values(answer: Answer | None) -> tuple[str, ...]:
    if isinstance(answer, Items):
        return answer.values
    return tuple(chain.from_iterable(label_sets(answer)))


def _meet_regions(
    book: _Book,
    answers: Sequence[Answer | None],
    pairs: Ints,
    left: Ints,
    right: Ints,
    *,
    shapes: Callable[[list[Any]], Shapes],
) -> None:
    """Matched regions meet, and each of the others meets nobody."""
    used = np.unique(np.concatenate((left, right)))
    said: list[list[tuple[str, ...]]] = [_said(answers[i]) for i in used.tolist()]
    sizes = np.array([len(sets) for sets in said], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    codes = book.codes(chain.from_iterable(said), int(sizes.sum()))
    a, b = np.searchsorted(used, left), np.searchsorted(used, right)

    places = [_places(answers[i]) for i in used.tolist()]
    both = np.flatnonzero((sizes[a] > 0) & (sizes[b] > 0))
    number, i, j, compared = _matched(places, a[both], b[both], shapes)
    number = both[number]
    keep = np.ones(len(pairs), dtype=bool)
    keep[both[~compared]] = False
    book.add(pairs[number], codes[starts[a[number]] + i], codes[starts[b[number]] + j])
    for side, taken, swap in ((a, i, False), (b, j, True)):
        of_pair, region = _left_over(sizes[side], number, taken, keep)
        found = codes[starts[side[of_pair]] + region]
        none = np.zeros(len(found), dtype=np.int64)
        book.add(pairs[of_pair], *((none, found) if swap else (found, none)))


def _left_over(sizes: Ints, number: Ints, taken: Ints, keep: Bools) -> tuple[Ints, Ints]:
    """The pairs and regions of one side that have no partner."""
    sizes = np.where(keep, sizes, 0)
    first = np.cumsum(sizes) - sizes
    alone = np.ones(int(sizes.sum()), dtype=bool)
    alone[first[number] + taken] = False
    places = np.flatnonzero(alone)
    of_pair = np.repeat(np.arange(len(sizes)), sizes)[places]
    return of_pair, places - first[of_pair]


def _matched(
    places: Sequence[Any], left: Ints, right: Ints, shapes: Callable[[list[Any]], Shapes]
) -> tuple[Ints, Ints, Ints, Bools]:
    """(pair, left region, right region) of each match, and which pairs were compared."""
    found: list[tuple[Ints, Ints, Ints]] = []

    def tally(table: Table, block: Block, similarity: Floats) -> Floats:
        n, m, p = match_places(similarity)
        first = block.a[n, 0, p] - table.starts[block.left[p]]
        second = block.b[0, m, p] - table.starts[block.right[p]]
        found.append((block.pairs[p], first, second))
        return np.zeros(len(block.pairs))

    compared: Bools = ~np.isnan(tally_many(places, left, right, shapes, tally))
    empty = np.zeros(0, dtype=np.int64)
    columns = [np.concatenate((empty, *part)) for part in zip(*found, strict=True)] or [empty] * 3
    return columns[0], columns[1], columns[2], compared


def match_places(similarity: Floats) -> tuple[Ints, Ints, Ints]:
    """The one-to-one matches of at least `SAME_PLACE` in matrices (n, m, P), as places in it."""
    near: Bools = similarity >= SAME_PLACE
    crowded = (near.sum(axis=0) > 1).any(axis=0) | (near.sum(axis=1) > 1).any(axis=0)
    for number in np.flatnonzero(crowded).tolist():
        cells = np.where(near[:, :, number], similarity[:, :, number], 0.0)
        rows, columns = scipy.optimize.linear_sum_assignment(cells, maximize=True)
        chosen = np.zeros_like(near[:, :, number])
        chosen[rows, columns] = cells[rows, columns] > 0
        near[:, :, number] = chosen
    n, m, p = np.nonzero(near)
    return n, m, p


def _places(answer: Any) -> Any:
    """The regions without their labels."""
    if is_blank(answer):
        return None
    regions = answer.regions if isinstance(answer, Attached) else answer
    return replace(regions, labels=(NOBODY,) * len(regions.labels))


def _said(answer: Answer | None) -> list[tuple[str, ...]]:
    """The labels of each region."""
    if isinstance(answer, Attached):
        return [tuple(chain.from_iterable(label_sets(value))) for value in answer.values]
    return [
        tuple(filter(None, text.split(LABEL_SEPARATOR))) for text in getattr(answer, "labels", ())
    ]


_FINDERS: Mapping[tuple[type, ...], Callable[..., None]] = {
    (Items,): _meet_values,
    (Paths,): _meet_values,
    **{(kind,): partial(_meet_regions, shapes=shapes) for kind, shapes in SHAPES.items()},
    **{(Attached, kind): partial(_meet_regions, shapes=shapes) for kind, shapes in SHAPES.items()},
}
_NUMBERS = {kind: number for number, kind in enumerate(_FINDERS)}
_BLANK, _NEITHER = -1, -2


def _kind(answer: Answer | None) -> int:
    if is_blank(answer):
        return _BLANK
    if isinstance(answer, Attached):
        return _NUMBERS.get((Attached, type(answer.regions)), _NEITHER)
    return _NUMBERS.get((type(answer),), _NEITHER)


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """How often the label `actual` met another one, and its share of all meetings of two."""

    actual: str
    label: str
    count: int
    rate: float


def top_confusions(
    counts: Mapping[tuple[str, str], int], *, symmetric: bool, limit: int = 10
) -> list[ConfusedPair]:
    """The labels that are taken for one another most often, most frequent first.

    Parameters
    ----------
    counts : mapping of (str, str) to int
        Meetings by left and right label.
    symmetric : bool
        Whether each meeting is in `counts` both ways; then each two labels appear once.
    limit : int
        At most so many.

    Returns
    -------
    list of ConfusedPair
        `rate` is the share of all meetings of two different labels, `NOBODY` among them.
    """
    off = {
        pair: count
        for pair, count in counts.items()
        if count > 0 and pair[0] != pair[1] and not (symmetric and pair[0] > pair[1])
    }
    total = sum(off.values())
    ordered = sorted(off.items(), key=lambda item: (-item[1], item[0]))
    return [ConfusedPair(*pair, count, count / total) for pair, count in ordered[:limit]]


@dataclass(frozen=True, slots=True)
class LabelQuality:
    """Of one label against the ground truth; None where the label was never there."""

    precision: float | None
    recall: float | None


def label_quality(counts: Mapping[tuple[str, str], int]) -> dict[str, LabelQuality]:
    """Precision and recall of each label, from meetings of (ground truth's, annotator's) label.

    Precision is the share of the annotators' uses of the label that the ground truth has too;
    recall the share of the ground truth's uses that the annotators have.
    """
    of_truth: Counter[str] = Counter()
    of_others: Counter[str] = Counter()
    for (actual, label), count in counts.items():
        of_truth[actual] += count
        of_others[label] += count
    return {
        label: LabelQuality(
            _share(counts.get((label, label), 0), of_others[label]),
            _share(counts.get((label, label), 0), of_truth[label]),
        )
        for label in sorted((of_truth.keys() | of_others.keys()) - {NOBODY})
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
