"""How far what was said of regions agrees: choices, texts and numbers of each region."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike

from touchstone.agreement.answers import Attached, Items, Numbers, Paths, Texts
from touchstone.agreement.exact import jaccard_many
from touchstone.agreement.matching import ONE_TO_ONE, SUMMARIES, TWO_WAY
from touchstone.agreement.numbers import numeric_difference_many, numeric_tolerance_many
from touchstone.agreement.regions import Block, Table, cells_of, tally_many
from touchstone.agreement.shapes import SHAPES
from touchstone.agreement.taxonomy import path_jaccard_many
from touchstone.agreement.text import text_similarity_many
from touchstone.agreement.types import Floats, Ints

PRODUCT = "product"
BEST_OVERLAP = "best_overlap"
CANDIDATES = "candidates"
COMBINATIONS = (PRODUCT, BEST_OVERLAP, CANDIDATES)

Compare = Callable[..., Floats]
"""The batched form of a metric of values, as `metric.Compare`."""


def attached_similarity(
    overlap: ArrayLike,
    said: ArrayLike,
    *,
    matching: str = TWO_WAY,
    combine: str = PRODUCT,
    min_iou: float = 0.0,
) -> float:
    r"""How well two sets of regions agree, and what was said of each of them.

    .. math:: S = \frac{\sum_i \max_j o_{ij} v_{ij} + \sum_j \max_i o_{ij} v_{ij}}{n + m}

    Parameters
    ----------
    overlap : float array, shape (n, m)
        Overlap o in [0, 1] of region i of one annotation and region j of the other; 0 where their
        labels differ.
    said : float array, shape (n, m)
        Similarity v in [0, 1] of what was said of them.
    matching : {'two_way', 'one_to_one'}
        Whether each region takes its best partner, or none has more than one partner; see
        `matching.two_way_best_match` and `matching.one_to_one_match`.
    combine : {'product', 'best_overlap', 'candidates'}
        'product' is the formula above. With 'best_overlap' partners are chosen by the overlap
        alone and count what was said: v of the partner. With 'candidates' they are chosen by what
        was said among all regions that overlap enough, and count that: o is 1 for those.
    min_iou : float
        In [0, 1]: regions that overlap less, or not at all, have nothing in common.

    Returns
    -------
    float
        In [0, 1]. 1 when every region has a perfect partner and when there are no regions, 0
        when only one annotation has some. NaN where a partner's v is NaN.

    Raises
    ------
    ValueError
        If the shapes differ or are not two-dimensional, or a parameter is out of its range.

    Notes
    -----
    Of several partners with the same best overlap the one counts of which the most similar was
    said, so that the order of regions does not matter.
    """
    o, v = np.asarray(overlap, dtype=np.float64), np.asarray(said, dtype=np.float64)
    if o.ndim != 2 or o.shape != v.shape:
        raise ValueError(f"overlap and said must have one shape (n, m), got {o.shape}, {v.shape}")
    if matching not in SUMMARIES or combine not in COMBINATIONS or not 0 <= min_iou <= 1:
        raise ValueError(f"bad parameter: {matching=}, {combine=}, {min_iou=}")
    n, m = o.shape
    if n == 0 or m == 0:
        return float(n == m)
    o = _enough(o, min_iou)
    v = np.where(o > 0, v, 0.0)
    total = _totals(o[:, :, None], v[:, :, None], matching, combine)
    return float(np.minimum(total[0] / (n + m), 1.0))


def _enough(overlap: Floats, least: float) -> Floats:
    return np.where(overlap >= least, overlap, 0.0) if least > 0 else overlap


def _totals(overlap: Floats, said: Floats, matching: str, combine: str) -> Floats:
    """What is divided by the number of regions; (n, m, P) twice to (P,)."""
    unknown = np.isnan(said).any(axis=(0, 1))
    if unknown.any():
        said = np.where(np.isnan(said), 0.0, said)
    if combine == PRODUCT:
        totals = SUMMARIES[matching](overlap * said)
    elif combine == CANDIDATES:
        totals = SUMMARIES[matching](said)
    elif matching == ONE_TO_ONE:
        totals = _of_assigned(overlap, said)
    else:
        totals = _of_nearest(overlap, said, axis=1) + _of_nearest(overlap, said, axis=0)
    return np.where(unknown, np.nan, totals)


def _of_nearest(overlap: Floats, said: Floats, axis: int) -> Floats:
    nearest = (overlap > 0) & (overlap == overlap.max(axis=axis, keepdims=True))
    sums: Floats = np.where(nearest, said, 0.0).max(axis=axis).sum(axis=0)
    return sums


def _of_assigned(overlap: Floats, said: Floats) -> Floats:
    totals = np.zeros(overlap.shape[2])
    # What was said decides only between assignments that overlap by the same.
    wanted = overlap + 1e-9 * said
    for number in range(len(totals)):
        rows, columns = scipy.optimize.linear_sum_assignment(wanted[:, :, number], maximize=True)
        totals[number] = 2.0 * said[rows, columns, number].sum()
    return totals


def region_choices_many(
    answers: Sequence[Attached],
    left: Ints,
    right: Ints,
    *,
    matching: str = TWO_WAY,
    combine: str = PRODUCT,
    min_iou: float = 0.0,
) -> Floats:
    """`attached_similarity` of many pairs, with the Jaccard similarity of choices and paths."""
    compare: Mapping[type, Compare] = {Items: jaccard_many, Paths: path_jaccard_many}
    return _many(answers, left, right, compare, matching, combine, min_iou)


def region_text_many(
    answers: Sequence[Attached],
    left: Ints,
    right: Ints,
    *,
    matching: str = TWO_WAY,
    combine: str = PRODUCT,
    min_iou: float = 0.0,
    **text: Any,
) -> Floats:
    """`attached_similarity` of many pairs, with `text.text_similarity` and its parameters."""
    compare: Mapping[type, Compare] = {Texts: partial(text_similarity_many, **text)}
    return _many(answers, left, right, compare, matching, combine, min_iou)


def region_number_many(
    answers: Sequence[Attached],
    left: Ints,
    right: Ints,
    *,
    matching: str = TWO_WAY,
    combine: str = PRODUCT,
    min_iou: float = 0.0,
    max_difference: float | None = None,
) -> Floats:
    """`attached_similarity` of many pairs, with the numeric difference or a tolerance."""
    compare: Mapping[type, Compare] = {Numbers: numeric_difference_many}
    if max_difference is not None:
        compare = {Numbers: partial(numeric_tolerance_many, max_difference=max_difference)}
    return _many(answers, left, right, compare, matching, combine, min_iou)


def region_values_many(
    answers: Sequence[Attached],
    left: Ints,
    right: Ints,
    *,
    matching: str = TWO_WAY,
    combine: str = PRODUCT,
    min_iou: float = 0.0,
) -> Floats:
    """`attached_similarity` of many pairs, with 1 for equal values of any kind and else 0."""
    return _many(answers, left, right, {}, matching, combine, min_iou)


def _many(
    answers: Sequence[Attached],
    left: Ints,
    right: Ints,
    compare: Mapping[type, Compare],
    matching: str,
    combine: str,
    min_iou: float,
) -> Floats:
    """Values that `compare` does not have are equal or not; NaN where kinds of regions differ."""
    used = np.unique(np.concatenate((left, right))).tolist()
    regions: list[Any] = [None] * len(answers)
    kinds = np.full(len(answers), -1, dtype=np.int64)
    number_of = {kind: number for number, kind in enumerate(SHAPES)}
    for position in used:
        regions[position] = answers[position].regions
        kinds[position] = number_of[type(regions[position])]
    known: dict[int, _Said] = {}

    def tally(table: Table, block: Block, overlap: Floats) -> Floats:
        if id(table) not in known:
            known[id(table)] = _Said([answers[n] for n in table.used.tolist()], compare)
        overlap = _enough(overlap, min_iou)
        places, a, b = cells_of(block, overlap > 0)
        said = np.zeros(overlap.shape)
        said[places] = known[id(table)].similarity(a, b)
        totals = _totals(overlap, said, matching, combine)
        result: Floats = totals / (table.sizes[block.left] + table.sizes[block.right])
        return result

    values = np.full(len(left), np.nan)
    for kind, number in number_of.items():
        pairs = np.flatnonzero((kinds[left] == number) & (kinds[right] == number))
        if len(pairs):
            values[pairs] = tally_many(regions, left[pairs], right[pairs], SHAPES[kind], tally)
    return values


_MOST_REMEMBERED = 1 << 22  # similarities, 32 MB


class _Said:
    """What was said of the regions of answers, one after the other; each different value once."""

    def __init__(self, answers: Sequence[Attached], compare: Mapping[type, Compare]) -> None:
        codes: dict[Hashable, int] = {}
        self._values: list[Any] = []
        of_region = []
        for answer in answers:
            for value in answer.values:
                key = _key(value)
                code = codes.get(key)
                if code is None:
                    code = codes[key] = len(codes)
                    self._values.append(value)
                of_region.append(code)
        self._codes: Ints = np.array(of_region, dtype=np.int64)
        self._compare = compare
        self._kinds = np.array(
            [list(compare).index(type(v)) if type(v) in compare else -1 for v in self._values]
        )
        self._blank = np.array([not value.values for value in self._values], dtype=np.bool_)
        count = len(self._values)
        few = count * count <= _MOST_REMEMBERED
        self._remembered: Floats | None = np.full(count * count, -1.0) if few else None

    def similarity(self, a: Ints, b: Ints) -> Floats:
        """Of what was said of regions a and b, by their numbers."""
        count = len(self._values)
        keys = self._codes[a] * count + self._codes[b]
        if self._remembered is None:
            distinct, which = np.unique(keys, return_inverse=True)
            found: Floats = self._compared(distinct // count, distinct % count)[which]
            return found
        fresh = np.unique(keys[self._remembered[keys] == -1.0])
        if len(fresh):
            self._remembered[fresh] = self._compared(fresh // count, fresh % count)
        remembered: Floats = self._remembered[keys]
        return remembered

    def _compared(self, first: Ints, second: Ints) -> Floats:
        result: Floats = (first == second).astype(np.float64)
        open_pairs = (result == 0) & ~self._blank[first] & ~self._blank[second]
        for number, compare in enumerate(self._compare.values()):
            both = self._kinds[first] == number
            pairs = np.flatnonzero(open_pairs & both & (self._kinds[second] == number))
            if len(pairs):
                result[pairs] = compare(self._values, first[pairs], second[pairs])
        return result


def _key(value: Items | Numbers | Texts | Paths) -> Hashable:
    ordered = isinstance(value, Numbers | Texts)
    return type(value), value.values if ordered else frozenset(value.values)
