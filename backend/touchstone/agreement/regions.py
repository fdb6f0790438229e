"""Regions of very many pairs of annotations at once: a few passes over dense arrays.

A metric of regions is its kind's `Shapes` (how much two regions overlap) and `match_many` (what
that says of two sets of regions). Pairs of equally many regions are compared together, the pairs
along the last axis, so that every pass runs over long stretches of memory.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, Protocol

import numpy as np

from touchstone.agreement import matching as match
from touchstone.agreement.types import Bools, Floats, Ints

MOST_REGION_PAIRS = 4_000_000
"""Of one pair of annotations. Beyond it they are not compared: 2,000 regions on either side."""

CELLS = 1 << 16
"""Region pairs compared in one pass when that is cheap: what stays in a processor's cache."""

_LARGE = 1 << 12  # region pairs; so many that a pair of annotations is a pass of its own
_EXACT = 8  # up to so many regions pairs are grouped by exact number


@dataclass(slots=True)
class Block:
    """P pairs of annotations with at most N and M regions each.

    `a` (N, 1, P) and `b` (1, M, P) are numbers of regions, counted through all answers that
    `Shapes` was made from; a number behind the last one fills up. `alike` (N, M, P) is where the
    labels and groups of the two are equal. `left` and `right` (P,) are the numbers of the answers.
    """

    pairs: Ints
    left: Ints
    right: Ints
    a: Ints
    b: Ints
    alike: Bools

    def rows(self, part: slice) -> "Block":
        """The same pairs with a part of the left regions."""
        return Block(
            self.pairs, self.left, self.right, self.a[part], self.b, self.alike[part, :, :]
        )


class Shapes(Protocol):
    """The regions of many answers, one after the other, and a last one that only fills up."""

    cells: int
    """Region pairs in one pass."""
    usable: Bools
    """Which regions can be compared; others match nothing. Shape (number of regions,)."""

    def overlap(self, block: Block) -> Floats:
        """The similarity in [0, 1], shape (N, M, P); 0 where `block.alike` is False."""


def match_many(
    answers: Sequence[Any],
    left: Ints,
    right: Ints,
    shapes: Callable[[list[Any]], Shapes],
    *,
    matching: str = match.TWO_WAY,
) -> Floats:
    """The similarity of the regions of many pairs of answers, none of them without regions.

    `shapes` is called once with the answers in use. NaN where there are more than
    `MOST_REGION_PAIRS`.
    """
    summary = match.SUMMARIES[matching]

    def tally(table: "Table", block: Block, similarity: Floats) -> Floats:
        total = table.sizes[block.left] + table.sizes[block.right]
        share: Floats = np.minimum(summary(similarity) / total, 1.0)
        return share

    return tally_many(answers, left, right, shapes, tally)


def tally_many(
    answers: Sequence[Any],
    left: Ints,
    right: Ints,
    shapes: Callable[[list[Any]], Shapes],
    tally: Callable[["Table", Block, Floats], Floats],
) -> Floats:
    """As `match_many`, with any figure that follows from a block's similarities."""
    values = np.full(len(left), np.nan)
    used = np.unique(np.concatenate((left, right)))
    sizes = np.zeros(len(answers), dtype=np.int64)
    sizes[used] = list(map(len, map(_labels, _picked(answers, used))))
    # Nothing is read of answers that are in no pair that is compared.
    pairs = np.flatnonzero(sizes[left] * sizes[right] <= MOST_REGION_PAIRS)
    if len(pairs):
        table = Table(answers, sizes, pairs, left[pairs], right[pairs])
        kinds = shapes(table.answers)
        for block in table.blocks(kinds):
            values[block.pairs] = tally(table, block, block_similarity(kinds, block))
    return values


_labels = attrgetter("labels")


def _picked(answers: Sequence[Any], positions: Ints) -> list[Any]:
    """The answers at ascending positions."""
    if len(positions) == len(answers):
        return list(answers)
    return [answers[position] for position in positions.tolist()]


def block_similarity(shapes: Shapes, block: Block) -> Floats:
    """`shapes.overlap` in passes of bounded memory."""
    n, m, p = block.alike.shape
    if n * m * p <= 2 * shapes.cells:
        return shapes.overlap(block)
    step = max(1, shapes.cells // (m * p))
    parts = [shapes.overlap(block.rows(slice(i, i + step))) for i in range(0, n, step)]
    return np.concatenate(parts)


class Table:
    """Which regions belong to which answer, and what label they have."""

    def __init__(
        self, answers: Sequence[Any], sizes: Ints, pairs: Ints, left: Ints, right: Ints
    ) -> None:
        self.used: Ints = np.unique(np.concatenate((left, right)))
        self.answers = _picked(answers, self.used)
        self.sizes: Ints = sizes[self.used]
        self.starts: Ints = np.concatenate(([0], np.cumsum(self.sizes)))
        self.count = int(self.starts[-1])
        self.labels = text_codes(chain.from_iterable(map(_labels, self.answers)), self.count)
        self.keys = _with_groups(self.labels, self.answers)
        self._pairs = pairs
        self._left, self._right = (
            np.searchsorted(self.used, left),
            np.searchsorted(self.used, right),
        )

    def blocks(self, shapes: Shapes) -> Iterator[Block]:
        # A region that fills up, or cannot be compared, is like no other, not even like itself.
        usable = np.append(shapes.usable, False)
        keys = np.append(self.keys, 0)
        left_keys, right_keys = np.where(usable, keys, -1), np.where(usable, keys, -2)
        n, m = self.sizes[self._left], self.sizes[self._right]
        for alike in alike_sizes(n, m):
            height, width = int(n[alike].max()), int(m[alike].max())
            together = shapes.cells // (height * width) if height * width < _LARGE else 1
            for start in range(0, len(alike), max(1, together)):
                part = alike[start : start + max(1, together)]
                left, right = self._left[part], self._right[part]
                a = self._regions(left, height)[:, None, :]
                b = self._regions(right, width)[None, :, :]
                same = left_keys[a] == right_keys[b]
                yield Block(self._pairs[part], left, right, a, b, same)

    def _regions(self, answers: Ints, most: int) -> Ints:
        """The regions of answers, one column an answer, filled up to `most` rows."""
        row = np.arange(most)[:, None]
        numbers: Ints = np.where(row < self.sizes[answers], self.starts[answers] + row, self.count)
        return numbers


def alike_sizes(n: Ints, m: Ints) -> Iterator[Ints]:
    """The places of pairs that are about equally large, in their order."""
    n, m = _rounded(n), _rounded(m)
    order = np.lexsort((m, n))
    n, m = n[order], m[order]
    change = np.flatnonzero((np.diff(n) != 0) | (np.diff(m) != 0)) + 1
    return (part for part in np.split(order, change) if len(part))


def _rounded(sizes: Ints) -> Ints:
    """Sizes made up to one of few, by a quarter at most, so that more pairs go together."""
    step = 1 << (np.log2(np.maximum(sizes, _EXACT)).astype(np.int64) - 2)
    result: Ints = np.where(sizes <= _EXACT, sizes, -(-sizes // step) * step)
    return result


def _with_groups(labels: Ints, answers: Sequence[Any]) -> Ints:
    """A number for each label and group of a region, through all answers."""
    if not any(hasattr(kind, "groups") for kind in set(map(type, answers))):
        return labels
    groups_of = list(map(attrgetter("groups"), answers))
    if groups_of.count(None) == len(answers):
        return labels
    texts = (g or ("",) * len(a.labels) for g, a in zip(groups_of, answers, strict=True))
    groups = text_codes(chain.from_iterable(texts), len(labels))
    return labels * (int(groups.max(initial=0)) + 1) + groups


def text_codes(texts: Iterable[str], count: int) -> Ints:
    """Numbers from 0 that are equal exactly where texts are."""
    all_texts = list(texts)
    codes = {text: number for number, text in enumerate(dict.fromkeys(all_texts))}
    return np.fromiter(map(codes.__getitem__, all_texts), dtype=np.int64, count=count)


def stacked(arrays: Sequence[Any], columns: int, defaults: Sequence[float] = ()) -> Floats:
    """Rows of many arrays one after the other, and a last row of zeros.

    `defaults` are for the last columns, where all arrays lack them.
    """
    filler = np.zeros((1, columns))
    if {array.shape[1] for array in arrays} == {columns}:
        return np.concatenate((*arrays, filler), dtype=np.float64)
    rows = []
    for array in arrays:
        whole = np.empty((len(array), columns))
        whole[:, columns - len(defaults) :] = defaults
        kept = min(columns, array.shape[1])
        whole[:, :kept] = array[:, :kept]
        rows.append(whole)
    return np.concatenate((*rows, filler))


def ragged_counts(starts: Sequence[Any]) -> Ints:
    """How many parts each region has, from the starts of many answers."""
    counts = np.diff(np.concatenate((*starts, [0])))
    ends = np.cumsum([len(part) for part in starts]) - 1
    return np.delete(counts, ends).astype(np.int64)


def single_block(n: int, m: int) -> Block:
    """All of the first n regions with all of the next m."""
    one = np.zeros(1, dtype=np.int64)
    rows, columns = np.arange(n)[:, None, None], np.arange(n, n + m)[None, :, None]
    return Block(one, one, one, rows, columns, np.ones((n, m, 1), dtype=np.bool_))


def cells_of(block: Block, where: Bools) -> tuple[tuple[Ints, ...], Ints, Ints]:
    """The places of a block that hold, and the two regions of each."""
    n, m, p = np.nonzero(where)
    return (n, m, p), block.a[n, 0, p], block.b[0, m, p]
