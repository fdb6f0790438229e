"""Krippendorff's unitizing alpha: whether annotators mark the same stretches of a continuum."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchstone.agreement.answers import LABEL_SEPARATOR, Spans
from touchstone.agreement.bootstrap import Resampling, sums_interval
from touchstone.agreement.coefficients.ratings import TINY
from touchstone.agreement.types import Coefficient, Floats, Ints, Undefined


@dataclass(frozen=True, slots=True)
class Unitized:
    """Unitizing alpha over all labels, and of each label for itself."""

    overall: Coefficient
    by_label: dict[str, Coefficient]


@dataclass(slots=True)
class Units:
    """Marked stretches, one row each: the answer that marked it, its label, start and end.

    In the order of these; when merged, stretches of one answer and label do not overlap.
    """

    answer: Ints
    label: Ints
    start: Floats
    end: Floats

    @property
    def length(self) -> Floats:
        return self.end - self.start

    def of_label(self, label: int) -> "Units":
        chosen = self.label == label
        return Units(self.answer[chosen], self.label[chosen], self.start[chosen], self.end[chosen])

    def merged(self) -> "Units":
        """Stretches of one answer and label that overlap as one; those that touch stay apart."""
        order = np.lexsort((self.end, self.start, self.label, self.answer))
        answer, label = self.answer[order], self.label[order]
        start, end = self.start[order], self.end[order]
        changes = (np.diff(answer, prepend=-1) != 0) | (np.diff(label, prepend=-1) != 0)
        line = np.cumsum(changes)
        # On lines far enough apart the furthest end so far is that of the same line.
        far = float(end.max(initial=0.0)) + 1.0
        furthest = np.maximum.accumulate(end + line * far) - line * far
        opens = np.ones(len(start), dtype=bool)
        opens[1:] = (line[1:] != line[:-1]) | (start[1:] >= furthest[:-1])
        first = np.flatnonzero(opens)
        last = np.append(first[1:], len(start))[: len(first)] - 1
        return Units(answer[first], label[first], start[first], furthest[last])


def unitizing_alpha(
    answers: Sequence[Spans | None],
    texts: Ints,
    lengths: Floats | None = None,
    *,
    resampling: Resampling | None = None,
) -> Unitized:
    r"""Krippendorff's alpha of unitizing, over any number of texts and annotators.

    .. math:: \alpha_U = 1 - \frac{\sum_c D_{oc}}{\sum_c D_{ec}}

    For each label c a text is cut, by each annotator, into stretches with the label and gaps
    without. Two stretches that intersect differ by the squares of the distances of their starts
    and of their ends; a stretch that lies in a gap of the other annotator differs by the square
    of its length. :math:`D_{oc}` sums this over all pairs of annotators; :math:`D_{ec}` is what
    it would be with the same stretches and gaps placed at random.

    Parameters
    ----------
    answers : sequence of Spans or None
        What each annotator marked in one text, None where nothing. Positions are counted in
        whole units, code points for instance; times are taken in milliseconds.
    texts : int array, shape (n,)
        The text of each answer.
    lengths : float array, shape (number of texts,), optional
        The length of each text, by its number. Where it is not given or too short, a text ends
        with the last stretch that anybody marked.
    resampling : Resampling, optional
        Asks for intervals. Texts are drawn again.

    Returns
    -------
    Unitized
        At most 1: 1 is perfect, 0 is chance level. ``n_units`` counts the texts with at least
        two annotators, ``n_ratings`` the stretches marked in them. ``value`` is None when there
        is no such text (``NO_PAIRS``) or when nothing, or everything, was marked throughout
        (``NO_VARIATION``).

    Notes
    -----
    With one text this is the coefficient of [1]_. Several texts are taken as one continuum in
    which gaps end with their text; an observed distance is divided by the number of the other
    annotators of its text, so that texts with many annotators do not count more. Stretches of
    one annotator with the same label that overlap or touch within are merged where they
    overlap. A stretch with several labels counts for each. Groups, such as paragraphs, lie
    behind one another. Resamples take the expected distance to first order.

    References
    ----------
    .. [1] K. Krippendorff, "Content Analysis: An Introduction to Its Methodology", 2nd edition
           (2004), section 11.6; after "On the reliability of unitizing contiguous data",
           Sociological Methodology 25, 47-76 (1995).
    """
    texts = np.asarray(texts, dtype=np.int64)
    found, n_answers = np.unique(texts, return_counts=True)
    paired = found[n_answers >= 2]
    keep = np.flatnonzero(np.isin(texts, paired))
    if not len(keep):
        none = Coefficient(None, 0, 0, Undefined.NO_PAIRS)
        return Unitized(none, {})
    text = np.searchsorted(paired, texts[keep])
    units, names = _units([answers[place] for place in keep.tolist()], text)
    ends = _ends(units, text, len(paired))
    if lengths is not None:
        ends = np.maximum(ends, np.asarray(lengths, dtype=np.float64)[paired])
    members = np.bincount(text, minlength=len(paired)).astype(np.float64)
    tables = [
        _label_table(units.of_label(label), text, ends, members) for label in range(len(names))
    ]
    sizes = [int((units.label == label).sum()) for label in range(len(names))]
    by_label = {
        name: _coefficient([table], len(paired), size, resampling)
        for name, table, size in zip(names, tables, sizes, strict=True)
    }
    return Unitized(_coefficient(tables, len(paired), sum(sizes), resampling), by_label)


_LINEAR = 5  # features a label


def _coefficient(
    tables: Sequence[Floats], n_texts: int, n_marked: int, resampling: Resampling | None
) -> Coefficient:
    if not tables:
        return Coefficient(None, n_texts, n_marked, Undefined.NO_VARIATION)
    features = np.concatenate(tables, axis=1)
    whole = features.sum(axis=0)[None, :]
    # The part of the expected distance that goes over pairs of stretch and gap, see _label_table.
    products = whole[0, 4::_LINEAR] / 2

    def evaluate(sums: Floats) -> Floats:
        parts = sums.reshape(len(sums), -1, _LINEAR)
        observed, n, n_squares = parts[:, :, 0].sum(axis=1), parts[:, :, 1], parts[:, :, 2]
        placed = parts[:, :, 3] + np.maximum(parts[:, :, 4] - products, 0.0)
        pairs = n * (n - 1) - n_squares
        expected = np.zeros(pairs.shape)
        np.divide(2 * n * placed, pairs, out=expected, where=pairs > 0)
        total = expected.sum(axis=1)
        value: Floats = np.full(len(sums), np.nan)
        np.divide(total - observed, total, out=value, where=total > TINY)
        return value

    value = float(evaluate(whole)[0])
    if np.isnan(value):
        return Coefficient(None, n_texts, n_marked, Undefined.NO_VARIATION)
    interval = None
    if resampling is not None:
        counts = np.ones(n_texts, dtype=np.int64)
        interval = sums_interval(features, counts, evaluate, resampling)
    return Coefficient(value, n_texts, n_marked, interval=interval)


def _label_table(units: Units, text: Ints, ends: Floats, members: Floats) -> Floats:
    """What each text adds for one label: observed distance, annotated length, the sum of
    l (l - 1), and the expected distance in two parts: of stretches with stretches, and of
    stretches with gaps (both as stretch and as gap, so that it is counted twice)."""
    n_texts = len(ends)
    table = np.zeros((n_texts, _LINEAR))
    of_text = text[units.answer]
    length = units.length
    table[:, 0] = _observed(units, text, members)
    table[:, 1] = ends * members
    table[:, 2] = np.bincount(of_text, length * (length - 1), minlength=n_texts)
    n_marked = len(length)
    cubes = (n_marked - 1) / 3 * (2 * length**3 - 3 * length**2 + length)
    table[:, 3] = np.bincount(of_text, cubes, minlength=n_texts)
    gap, gap_text = _gaps(units, text, ends)
    table[:, 4] = np.bincount(of_text, length**2 * _room_in(gap, length), minlength=n_texts)
    table[:, 4] += np.bincount(gap_text, _room_for(length, gap), minlength=n_texts)
    return table


def _room_in(gaps: Floats, lengths: Floats) -> Floats:
    """For each length l the number of places, g - l + 1, in all gaps g that it fits in."""
    ordered = np.sort(gaps)
    first = np.searchsorted(ordered, lengths)
    room: Floats = _from_end(ordered)[first] + (1 - lengths) * (len(ordered) - first)
    return room


def _room_for(lengths: Floats, gaps: Floats) -> Floats:
    """For each gap g the sum of l^2 (g - l + 1) over lengths l that fit in it."""
    ordered = np.sort(lengths)
    last = np.searchsorted(ordered, gaps, side="right")
    squares, cubes = (np.concatenate(([0.0], np.cumsum(ordered**p)))[last] for p in (2, 3))
    room: Floats = (gaps + 1) * squares - cubes
    return room


def _from_end(values: Floats) -> Floats:
    sums: Floats = np.concatenate((np.cumsum(values[::-1])[::-1], [0.0]))
    return sums


def _observed(units: Units, text: Ints, members: Floats) -> Floats:
    """Of each text the distances between all ordered pairs of its answers, each divided by the
    number of an answer's partners."""
    n_texts = len(members)
    total = np.zeros(n_texts)
    order = np.argsort(text, kind="stable")
    first_unit = np.searchsorted(units.answer, np.arange(len(text) + 1))
    for step in range(1, int(members.max(initial=0))):
        place = np.arange(len(order) - step)
        same = place[text[order[place]] == text[order[place + step]]]
        a, b = order[same], order[same + step]
        distance = _between(units, first_unit, a, b) + _between(units, first_unit, b, a, alone=True)
        total += np.bincount(text[a], distance, minlength=n_texts)
    result: Floats = 2 * total / np.maximum(members - 1, 1.0)
    return result


def _between(units: Units, first_unit: Ints, a: Ints, b: Ints, *, alone: bool = False) -> Floats:
    """The distance of pairs of answers, from each stretch of `a` to those of `b` that it meets,
    or with `alone` only of those that meet none."""
    counts = first_unit[a + 1] - first_unit[a]
    pair = np.repeat(np.arange(len(a)), counts)
    mine = (
        np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts) + first_unit[a][pair]
    )
    low, high = first_unit[b][pair], first_unit[b + 1][pair]
    # Each answer's stretches lie on a line of their own, so that one search finds all.
    line = units.answer.astype(np.float64)
    far = float(units.end.max(initial=0.0)) + 1.0
    start, end = units.start + line * far, units.end + line * far
    shift = b[pair] * far
    begin = np.searchsorted(end, units.start[mine] + shift, side="right")
    stop = np.searchsorted(start, units.end[mine] + shift, side="left")
    begin, stop = np.clip(begin, low, high), np.clip(stop, low, high)
    met = np.maximum(stop - begin, 0)
    lonely = met == 0
    distance = np.bincount(pair[lonely], units.length[mine[lonely]] ** 2, minlength=len(a)).astype(
        np.float64
    )
    if alone:
        return distance
    whose = np.repeat(np.arange(len(mine)), met)
    other = np.arange(len(whose)) - np.repeat(np.cumsum(met) - met, met) + begin[whose]
    one = mine[whose]
    off = (units.start[one] - units.start[other]) ** 2 + (units.end[one] - units.end[other]) ** 2
    total: Floats = distance + np.bincount(pair[whose], off, minlength=len(a))
    return total


def _gaps(units: Units, text: Ints, ends: Floats) -> tuple[Floats, Ints]:
    """The lengths of all gaps, and their texts."""
    n = len(text)
    answer = np.concatenate((units.answer, np.arange(n)))
    start = np.concatenate((units.start, ends[text]))
    end = np.concatenate((units.end, ends[text]))
    order = np.lexsort((start, answer))
    answer, start, end = answer[order], start[order], end[order]
    before = np.concatenate(([0.0], end[:-1]))
    before[np.concatenate(([True], answer[1:] != answer[:-1]))] = 0.0
    gap = start - before
    real = gap > 0
    return gap[real], text[answer[real]]


def _ends(units: Units, text: Ints, n_texts: int) -> Floats:
    ends = np.zeros(n_texts)
    np.maximum.at(ends, text[units.answer], units.end)
    return ends


MILLISECONDS = 1000.0
"""In a second; spans of fractional positions are in seconds."""


def _units(answers: Sequence[Spans | None], text: Ints) -> tuple[Units, list[str]]:
    """The stretches of all answers by label, merged where those of one answer overlap."""
    rows: list[tuple[int, str, float, float]] = []
    offsets = _group_offsets(answers, text)
    for number, answer in enumerate(answers):
        if answer is None:
            continue
        groups = answer.groups or ("",) * len(answer.labels)
        marked = zip(answer.labels, groups, _positions(answer).tolist(), strict=True)
        for joined, group, (start, end) in marked:
            if 0 <= start < end < np.inf:
                offset = offsets.get((int(text[number]), group), 0.0)
                for label in joined.split(LABEL_SEPARATOR):
                    rows.append((number, label, start + offset, end + offset))
    names = sorted({row[1] for row in rows})
    codes = {name: code for code, name in enumerate(names)}
    return Units(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([codes[row[1]] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=np.float64),
        np.array([row[3] for row in rows], dtype=np.float64),
    ).merged(), names


def _positions(answer: Spans) -> Floats:
    places = np.asarray(answer.geometry, dtype=np.float64)
    if np.issubdtype(answer.geometry.dtype, np.integer):
        return places
    with np.errstate(invalid="ignore"):
        whole: Floats = np.rint(places * MILLISECONDS)
    return whole


def _group_offsets(answers: Sequence[Spans | None], text: Ints) -> dict[tuple[int, str], float]:
    """Where each group of a text begins, when they lie one behind the other by name."""
    longest: dict[tuple[int, str], float] = {}
    for number, answer in enumerate(answers):
        if answer is None or answer.groups is None:
            continue
        for group, end in zip(answer.groups, _positions(answer)[:, 1].tolist(), strict=True):
            key = (int(text[number]), group)
            longest[key] = max(longest.get(key, 0.0), end if end < np.inf else 0.0)
    offsets: dict[tuple[int, str], float] = {}
    behind: dict[int, float] = {}
    for key in sorted(longest):
        offsets[key] = behind.get(key[0], 0.0)
        behind[key[0]] = offsets[key] + longest[key]
    return offsets
