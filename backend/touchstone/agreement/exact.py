"""Exact match and Jaccard similarity of answers without an order."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from touchstone.agreement.answers import (
    Answer,
    Attached,
    Boxes,
    Items,
    Masks,
    Numbers,
    Other,
    Paths,
    Points,
    Polygons,
    Ranking,
    Relations,
    Spans,
    Texts,
    Tracks,
)
from touchstone.agreement.distinct import compare_distinct, value_codes
from touchstone.agreement.types import Floats, Ints


def exact_match(a: Collection[str], b: Collection[str]) -> float:
    """Whether two annotators gave the same answer.

    Parameters
    ----------
    a, b : collection of str
        What each annotator chose. Order and repetition do not count: multiple choice is
        compared as a set. Empty when the annotator left this blank.

    Returns
    -------
    float
        1.0 for equal sets, also when both are empty; 0.0 otherwise.
    """
    return float(set(a) == set(b))


def exact_match_many(answers: Sequence[Answer], left: Ints, right: Ints) -> Floats:
    """`exact_match` of many pairs of answers of any kind; regions are compared as a multiset."""
    used = np.zeros(len(answers), dtype=np.bool_)
    used[left] = True
    used[right] = True
    places = np.flatnonzero(used).tolist()
    kinds = {type(answers[place]) for place in places}
    if len(kinds) == 1 and kinds <= _KEYS.keys():
        _, a, b = value_codes(answers, left, right, _KEYS[kinds.pop()])
        same: Floats = (a == b).astype(np.float64)
        return same
    codes: dict[Hashable, int] = {}
    of_answer = np.full(len(answers), -1, dtype=np.int64)
    for place in places:
        of_answer[place] = codes.setdefault(_canonical(answers[place]), len(codes))
    result: Floats = (of_answer[left] == of_answer[right]).astype(np.float64)
    return result


_KEYS: Mapping[type, Callable[[Any], Hashable]] = {
    Items: frozenset,
    Paths: frozenset,
    Other: frozenset,
    Numbers: tuple,
    Texts: tuple,
}
"""What is equal exactly when the values of two answers of a kind are the same."""


def _canonical(answer: Answer) -> Hashable:
    """Something that is equal exactly when two answers are the same."""
    kind = type(answer)
    if isinstance(answer, Items | Paths | Other | Numbers | Texts):
        return kind, _KEYS[kind](answer.values)
    if isinstance(answer, Ranking):
        return kind, frozenset(answer.buckets)
    if isinstance(answer, Attached):
        parts = [
            (r, _canonical(v)) for r, v in zip(_each(answer.regions), answer.values, strict=True)
        ]
        return kind, _multiset(parts)
    if isinstance(answer, Relations):
        ends = _each(answer.ends)
        arrows = zip(answer.labels, answer.directions, ends[::2], ends[1::2], strict=True)
        return kind, _multiset(
            (label, direction, _multiset((start, end)) if direction == "bi" else (start, end))
            for label, direction, start, end in arrows
        )
    return kind, _multiset(_each(answer))


def _multiset(parts: Any) -> Hashable:
    return tuple(sorted(parts, key=repr))


def _each(answer: Any) -> list[Hashable]:
    """One hashable a region."""
    labels = answer.labels
    if isinstance(answer, Boxes | Points):
        return list(zip(labels, map(_bytes, answer.geometry), strict=True))
    if isinstance(answer, Spans):
        groups = answer.groups or ("",) * len(labels)
        return list(zip(labels, groups, map(_bytes, answer.geometry), strict=True))
    name = {Polygons: "points", Masks: "runs", Tracks: "keyframes"}[type(answer)]
    rows, starts = getattr(answer, name), answer.starts
    parts = [_bytes(rows[starts[i] : starts[i + 1]]) for i in range(len(labels))]
    if isinstance(answer, Masks):
        return list(zip(labels, parts, map(_bytes, answer.sizes), strict=True))
    return list(zip(labels, parts, strict=True))


def _bytes(numbers: Any) -> bytes:
    """Equal for equal numbers, also for 0 and -0."""
    return (np.asarray(numbers, dtype=np.float64) + 0.0).tobytes()


def jaccard(a: Collection[Hashable], b: Collection[Hashable]) -> float:
    r"""The share of common values among all values that either annotator chose.

    .. math:: J(A, B) = |A \cap B| / |A \cup B|

    Parameters
    ----------
    a, b : collection of hashable
        What each annotator chose; order and repetition do not count.

    Returns
    -------
    float
        In [0, 1]: 1.0 for equal sets, also when both are empty; 0.0 for nothing in common.
    """
    first, second = set(a), set(b)
    union = first | second
    return len(first & second) / len(union) if union else 1.0


def jaccard_many(answers: Sequence[Items], left: Ints, right: Ints) -> Floats:
    """`jaccard` of many pairs."""
    sets, a, b = value_codes(answers, left, right, frozenset)
    return compare_distinct(sets, a, b, jaccard)
