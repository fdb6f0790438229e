"""How far two rankings agree."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from touchstone.agreement.answers import Ranking
from touchstone.agreement.types import Floats, Ints

Buckets = Sequence[tuple[str, Sequence[str]]]

PLAIN = ""
"""The name of the only bucket of a plain ranking."""

MOST_ITEMS = 3000
"""Of two rankings together; more are not compared, since every pair of items is looked at."""


def kendall(a: Buckets, b: Buckets) -> float:
    r"""Kendall's tau-b of two rankings, moved from [-1, 1] to [0, 1].

    .. math:: s = (\tau_b + 1) / 2, \quad
        \tau_b = \frac{P - Q}{\sqrt{(n_0 - n_1)(n_0 - n_2)}}

    Parameters
    ----------
    a, b : sequence of (str, sequence of str)
        Buckets, each with its items, best first. A plain ranking is one bucket named ''. An
        item counts where it first stands.

    Returns
    -------
    float
        In [0, 1]: 1 for the same order, 0 for the reverse, about 0.5 for an order by chance.
        1 where there is but one item, the same on both sides; 1 when both are empty, 0 when
        only one is. NaN for more than `MOST_ITEMS` items.

    Notes
    -----
    P and Q count the pairs of items in the same and in the opposite order, n_0 all pairs, n_1
    and n_2 the pairs tied in each ranking. Items that only the other one ranked come last,
    tied with each other.

    Buckets have no order among themselves. There an item counts only where both put it into the
    same bucket: the result is the sum over buckets of the number of common items times s of
    their order in the bucket (1 for a single one), divided by the number of all items.

    References
    ----------
    .. [1] M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33(3), 239-251
           (1945).
    """
    first, second = _placed(a), _placed(b)
    if not first or not second:
        return float(len(first) == len(second))
    everything = first.keys() | second.keys()
    if len(everything) > MOST_ITEMS:
        return math.nan
    if {bucket for bucket, _ in (*first.values(), *second.values())} == {PLAIN}:
        return _tau(first, second, sorted(everything))
    common: dict[str, list[str]] = {}
    for item in sorted(first.keys() & second.keys()):
        if first[item][0] == second[item][0]:
            common.setdefault(first[item][0], []).append(item)
    total = sum(len(items) * _tau(first, second, items) for items in common.values())
    return min(total / len(everything), 1.0)


_Places = dict[str, tuple[str, int]]


def _placed(buckets: Buckets) -> _Places:
    """The bucket of each item, and its place inside."""
    places: _Places = {}
    for name, items in buckets:
        for number, item in enumerate(items):
            places.setdefault(item, (name, number))
    return places


def _tau(first: _Places, second: _Places, items: Sequence[str]) -> float:
    """Of items in one bucket."""
    if len(items) < 2:
        return 1.0
    last = (PLAIN, MOST_ITEMS + max(len(first), len(second)))
    x = np.array([first.get(item, last)[1] for item in items])
    y = np.array([second.get(item, last)[1] for item in items])
    dx, dy = np.sign(x[:, None] - x), np.sign(y[:, None] - y)
    untied = math.sqrt(int(np.count_nonzero(dx)) * int(np.count_nonzero(dy)))
    return min(max((float((dx * dy).sum()) / untied + 1) / 2, 0.0), 1.0)


def average_precision(a: Buckets, b: Buckets) -> float:
    r"""The precision of the first k items of a ranking, averaged over all depths k.

    .. math:: AP = \frac{1}{n} \sum_{k=1}^{n} \frac{|A_{1..k} \cap B_{1..k}|}{k}

    Parameters
    ----------
    a, b : sequence of (str, sequence of str)
        As for `kendall`.

    Returns
    -------
    float
        In [0, 1]: 1 for the same order; differences among the first items cost most. n is the
        length of the longer one. 1 when both are empty, 0 when only one is.

    Notes
    -----
    Also known as average overlap. Symmetric: with either one as the reference the first k have as
    many items in common. Several buckets are compared one by one, and the mean is weighted by
    the number of items that either put into the bucket.

    References
    ----------
    .. [1] R. Fagin, R. Kumar and D. Sivakumar, "Comparing top k lists", SIAM Journal on Discrete
           Mathematics 17(1), 134-160 (2003).
    """
    first, second = _by_bucket(a), _by_bucket(b)
    total, weight = 0.0, 0
    for name in sorted(first.keys() | second.keys()):
        mine, others = first.get(name, []), second.get(name, [])
        count = len({*mine, *others})
        total += count * _overlap(mine, others)
        weight += count
    return min(total / weight, 1.0) if weight else 1.0


def _by_bucket(buckets: Buckets) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item, (name, _) in _placed(buckets).items():
        found.setdefault(name, []).append(item)
    return found


def _overlap(a: Sequence[str], b: Sequence[str]) -> float:
    depth = max(len(a), len(b))
    seen_a: set[str] = set()
    seen_b: set[str] = set()
    common = 0
    total = 0.0
    for k in range(depth):
        for items, mine, others in ((a, seen_a, seen_b), (b, seen_b, seen_a)):
            if k < len(items):
                mine.add(items[k])
                common += items[k] in others
        total += common / (k + 1)
    return total / depth


def kendall_many(answers: Sequence[Ranking], left: Ints, right: Ints) -> Floats:
    """`kendall` of many pairs; plain rankings of the same items go together."""

    def of_places(places: Ints) -> Floats:
        one, other = np.triu_indices(places.shape[1], 1)
        concordant = np.count_nonzero(places[:, one] < places[:, other], axis=1)
        shares: Floats = concordant / len(one)
        return shares

    return _many(answers, left, right, kendall, of_places)


def average_precision_many(answers: Sequence[Ranking], left: Ints, right: Ints) -> Floats:
    """`average_precision` of many pairs; plain rankings of the same items go together."""

    def of_places(places: Ints) -> Floats:
        # Item i is common to the first k for every k behind both its places.
        n = places.shape[1]
        behind = np.append(np.cumsum(1.0 / np.arange(n, 0, -1))[::-1], 0.0)
        # Not divided by n but by what the same order gives, so that this is 1 to the last digit.
        order = np.arange(n)[None, :]
        totals: Floats = behind[np.maximum(places, order)].sum(axis=1)
        shares: Floats = np.minimum(totals / behind[order].sum(axis=1), 1.0)
        return shares

    return _many(answers, left, right, average_precision, of_places)


def _many(
    answers: Sequence[Ranking],
    left: Ints,
    right: Ints,
    compare: Callable[[Buckets, Buckets], float],
    of_places: Callable[[Ints], Floats],
) -> Floats:
    """By `of_places` where it can be: row p has the places in b of the items of a, in order."""
    values = np.full(len(left), np.nan)
    orders = [_order(answer) for answer in answers]
    alike: dict[int, list[tuple[int, list[int]]]] = {}
    known: dict[tuple[Buckets, Buckets], float] = {}
    for number, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        a, b = orders[i], orders[j]
        if a is not None and b is not None and a.keys() == b.keys():
            alike.setdefault(len(a), []).append((number, [b[item] for item in a]))
            continue
        pair = (answers[i].buckets, answers[j].buckets)
        if pair not in known:
            known[pair] = compare(*pair)
        values[number] = known[pair]
    for rows in alike.values():
        places = np.array([row for _, row in rows], dtype=np.int64)
        values[[number for number, _ in rows]] = of_places(places)
    return values


_FEW_ITEMS = 50


def _order(answer: Ranking) -> dict[str, int] | None:
    """The place of each item of a plain ranking."""
    if not isinstance(answer, Ranking) or len(answer.buckets) != 1 or answer.buckets[0][0]:
        return None
    items = answer.buckets[0][1]
    order = {item: number for number, item in enumerate(items)}
    return order if len(order) == len(items) and 2 <= len(order) <= _FEW_ITEMS else None
