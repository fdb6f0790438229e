"""How far two rankings agree."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from touchstone.agreement.answers import Ranking
from touchstone.agreement.types import Floats, Ints

Buckets = Sequence[tuple[str, Sequence[str]]]

MOST_ITEMS = 3000
"""Items of one ranking; more are not compared, since every pair of items is looked at."""


def kendall(a: Buckets, b: Buckets) -> float:
    r"""Kendall's tau-b of two rankings, moved from [-1, 1] to [0, 1].

    .. math:: s = (\tau_b + 1) / 2, \quad
        \tau_b = \frac{P - Q}{\sqrt{(n_0 - n_1)(n_0 - n_2)}}

    Parameters
    ----------
    a, b : sequence of (str, sequence of str)
        Buckets, each with its items, best first. A plain ranking is one bucket named ''. With
        several buckets an item stands for its bucket's place and, inside it, its own place.

    Returns
    -------
    float
        In [0, 1]: 1 for the same order, 0 for the reverse, 0.5 for none. An item that only one
        annotator ranked comes, tied with all such items, behind the others' last one. With
        fewer than two items, or where one ranking ties all of them, it is 1 for equal rankings
        and 0 otherwise. NaN for more than `MOST_ITEMS` items.

    Notes
    -----
    P and Q count the pairs of items in the same and in the opposite order, n_0 all pairs, n_1
    and n_2 those tied in each ranking. Buckets with the same name have the same place, ordered
    by their first appearance in either ranking, so that annotators who fill buckets of one
    config agree on what is first.

    References
    ----------
    .. [1] M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33(3), 239-251
           (1945).
    """
    names = _bucket_order(a, b)
    first, second = _places(a, names), _places(b, names)
    items = sorted(first.keys() | second.keys())
    if len(items) > MOST_ITEMS:
        return float("nan")
    last = (len(names), 0)
    x = _ranks([first.get(item, last) for item in items])
    y = _ranks([second.get(item, last) for item in items])
    dx = np.sign(x[:, None] - x[None, :])
    dy = np.sign(y[:, None] - y[None, :])
    norm = math.sqrt(float((dx != 0).sum()) * float((dy != 0).sum()))
    if norm == 0:
        return float(first == second)
    tau = float((dx * dy).sum()) / norm
    return min(max((tau + 1) / 2, 0.0), 1.0)


def _bucket_order(a: Buckets, b: Buckets) -> dict[str, int]:
    """A number for each bucket's name that does not depend on which ranking comes first."""
    names_a, names_b = [name for name, _ in a], [name for name, _ in b]
    place_a = {name: number for number, name in enumerate(names_a)}
    place_b = {name: number for number, name in enumerate(names_b)}
    far = len(names_a) + len(names_b)
    both = sorted(
        place_a.keys() | place_b.keys(),
        key=lambda name: (place_a.get(name, far) + place_b.get(name, far), name),
    )
    return {name: number for number, name in enumerate(both)}


def _places(buckets: Buckets, names: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Where each item stands; the first place of one that is there twice."""
    places: dict[str, tuple[int, int]] = {}
    for name, items in buckets:
        for number, item in enumerate(items):
            places.setdefault(item, (names[name], number))
    return places


def _ranks(places: Sequence[tuple[int, int]]) -> Ints:
    order = {place: number for number, place in enumerate(sorted(set(places)))}
    return np.array([order[place] for place in places], dtype=np.int64)


def average_precision(reference: Buckets, other: Buckets) -> float:
    r"""Average precision of one ranking, with another one as the truth, at every depth.

    .. math:: AP = \frac{1}{n} \sum_{k=1}^{n} \frac{|R_{1..k} \cap O_{1..k}|}{k}

    Parameters
    ----------
    reference, other : sequence of (str, sequence of str)
        As for `kendall`; items of several buckets are put one bucket after the other.

    Returns
    -------
    float
        In [0, 1]: 1 for the same order, less the earlier the rankings differ. n is the length
        of the longer one. Symmetric. 1 when both are empty.

    Notes
    -----
    Also known as average overlap. It weighs the top more than `kendall` does.

    References
    ----------
    .. [1] R. Fagin, R. Kumar and D. Sivakumar, "Comparing top k lists", SIAM Journal on Discrete
           Mathematics 17(1), 134-160 (2003).
    """
    names = _bucket_order(reference, other)
    a, b = _in_order(reference, names), _in_order(other, names)
    depth = max(len(a), len(b))
    if depth == 0:
        return 1.0
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
    return min(total / depth, 1.0)


def _in_order(buckets: Buckets, names: dict[str, int]) -> list[str]:
    ordered = sorted(buckets, key=lambda bucket: names[bucket[0]])
    return list(dict.fromkeys(item for _, items in ordered for item in items))


def kendall_many(answers: Sequence[Ranking], left: Ints, right: Ints) -> Floats:
    """`kendall` of many pairs."""
    return _many(answers, left, right, kendall)


def average_precision_many(answers: Sequence[Ranking], left: Ints, right: Ints) -> Floats:
    """`average_precision` of many pairs."""
    return _many(answers, left, right, average_precision)


def _many(
    answers: Sequence[Ranking],
    left: Ints,
    right: Ints,
    compare: Callable[[Buckets, Buckets], float],
) -> Floats:
    known: dict[tuple[Buckets, Buckets], float] = {}
    values = np.empty(len(left))
    for number, (i, j) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        pair = (answers[i].buckets, answers[j].buckets)
        if pair not in known:
            known[pair] = compare(*pair)
        values[number] = known[pair]
    return values
