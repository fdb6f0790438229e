"""Comparing each different pair of values once: annotators often say the same."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import numpy as np

from touchstone.agreement.types import Floats, Ints

_K = TypeVar("_K", bound=Hashable)

_TABLE = 1 << 20  # different pairs that are looked up instead of sorted


def value_codes(
    answers: Sequence[Any], left: Ints, right: Ints, key: Callable[[Any], _K]
) -> tuple[list[_K], Ints, Ints]:
    """The different keys of the `values` of answers, and the numbers of those of each pair.

    `key` is called once for each different `values`, which are hashable.
    """
    used = np.zeros(len(answers), dtype=np.bool_)
    used[left] = True
    used[right] = True
    places = np.flatnonzero(used)
    chosen = answers if len(places) == len(answers) else [answers[n] for n in places.tolist()]
    values = [answer.values for answer in chosen]
    codes: dict[_K, int] = {}
    code_of = {one: codes.setdefault(key(one), len(codes)) for one in dict.fromkeys(values)}
    of_answer = np.zeros(len(answers), dtype=np.int64)
    of_answer[places] = np.fromiter(
        map(code_of.__getitem__, values), dtype=np.int64, count=len(values)
    )
    return list(codes), of_answer[left], of_answer[right]


def compare_distinct(
    keys: Sequence[_K], a: Ints, b: Ints, compare: Callable[[_K, _K], float]
) -> Floats:
    """`compare` of each pair of keys by their numbers, each different pair once.

    It must be symmetric, and 1 for equal ones.
    """
    count = len(keys)
    pairs = np.minimum(a, b) * count + np.maximum(a, b)
    if count * count <= _TABLE:
        table = np.zeros(count * count)
        table[pairs] = np.nan
        for pair in np.flatnonzero(np.isnan(table)).tolist():
            table[pair] = _compared(keys, pair, compare)
        found: Floats = table[pairs]
        return found
    distinct, which = np.unique(pairs, return_inverse=True)
    scores = np.array([_compared(keys, pair, compare) for pair in distinct.tolist()])
    result: Floats = scores[which]
    return result


def _compared(keys: Sequence[_K], pair: int, compare: Callable[[_K, _K], float]) -> float:
    first, second = divmod(pair, len(keys))
    return 1.0 if first == second else compare(keys[first], keys[second])
