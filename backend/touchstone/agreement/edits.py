"""How alike two sequences are, by the algorithm: texts as characters, or words as numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import starmap
from types import MappingProxyType
from typing import Any

import numpy as np
import textdistance
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein, Hamming, Jaro, JaroWinkler, Levenshtein

from touchstone.agreement.types import Floats, Ints

Tokens = Sequence[Any]
"""A text, or an array of numbers that stand for words or n-grams."""


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A similarity of two sequences that are not equal and not empty.

    `compare(a, b)` takes lists of equal length and gives one value a pair. Sequences of which
    the product of the lengths is above `most_cells` are not compared.
    """

    compare: Callable[[list[Tokens], list[Tokens]], Floats]
    most_cells: int
    one_sided: bool = False
    """Whether it looks at its first sequence in another way than at the second."""


def similarities(algorithm: str, a: list[Tokens], b: list[Tokens]) -> Floats:
    """The similarity of each a with its b, in [0, 1]; NaN where they are too long to compare.

    Equal ones give 1, of which one is empty 0. Of one-sided algorithms the shorter sequence, or
    else the smaller, always comes first, so that they are symmetric.
    """
    method = ALGORITHMS[algorithm]
    n = np.fromiter(map(len, a), dtype=np.int64, count=len(a))
    m = np.fromiter(map(len, b), dtype=np.int64, count=len(b))
    values = np.zeros(len(a))
    values[n * m > method.most_cells] = np.nan
    for number in np.flatnonzero(n == m).tolist():
        if a[number] == b[number]:
            values[number] = 1.0
    open_pairs = np.flatnonzero((n > 0) & (m > 0) & (values == 0)).tolist()
    if open_pairs:
        firsts, seconds = [a[number] for number in open_pairs], [b[number] for number in open_pairs]
        if method.one_sided:
            pairs = zip(firsts, seconds, strict=True)
            ordered = [sorted(pair, key=lambda tokens: (len(tokens), tokens)) for pair in pairs]
            firsts, seconds = [pair[0] for pair in ordered], [pair[1] for pair in ordered]
        values[open_pairs] = np.clip(method.compare(firsts, seconds), 0.0, 1.0)
    return values


def _native(scorer: Any, a: list[Tokens], b: list[Tokens]) -> Floats:
    found: Floats = process.cpdist(a, b, scorer=scorer, dtype=np.float64)
    return found


def _each(compare: Callable[[Any, Any], float], a: list[Tokens], b: list[Tokens]) -> Floats:
    return np.fromiter(starmap(compare, zip(a, b, strict=True)), dtype=np.float64, count=len(a))


def _ratcliff_obershelp(a: Tokens, b: Tokens) -> float:
    return SequenceMatcher(None, a, b, autojunk=False).ratio()


def _needleman_wunsch(a: Tokens, b: Tokens) -> float:
    """The score of the best global alignment, moved to [0, 1].

    A match scores 1, a mismatch 0, a gap -1, so the score lies in [-L, L], L the longer length.
    With m matches, x mismatches and g gaps, len(a) + len(b) = 2 (m + x) + g, so the score m - g
    is half the sum of the lengths less a weighted edit distance, 1.5 for a gap and 1 for a
    mismatch; the weights are doubled because they must be whole numbers.
    """
    distance = Levenshtein.distance(a, b, weights=(3, 3, 2))
    score = (len(a) + len(b) - distance) / 2
    longer = max(len(a), len(b))
    return (score + longer) / (2 * longer)


def _smith_waterman(a: Tokens, b: Tokens) -> float:
    """The score of the best local alignment over the shorter length.

    A match scores 1, a mismatch and a gap -1.
    """
    first, second = _codes(a), _codes(b)
    along = np.arange(len(second) + 1, dtype=np.int64)
    above: Ints = np.zeros(len(second) + 1, dtype=np.int64)
    best = 0
    for code in first:
        row: Ints = np.maximum(above - 1, 0)
        row[1:] = np.maximum(row[1:], above[:-1] + np.where(second == code, 1, -1))
        # A gap of any length to the left, each step of it -1.
        row = np.maximum.accumulate(row + along) - along
        best = max(best, int(row.max()))
        above = row
    return best / min(len(first), len(second))


def _codes(tokens: Tokens) -> Any:
    return np.array([ord(t) for t in tokens] if isinstance(tokens, str) else tokens)


def _mlipns(a: Tokens, b: Tokens) -> float:
    return float(textdistance.mlipns(a, b))


def _strcmp95(a: Tokens, b: Tokens) -> float:
    if not isinstance(a, str):
        characters: dict[Any, str] = {}
        a, b = _written(a, characters), _written(b, characters)
    return float(textdistance.strcmp95(str(a), str(b)))


def _written(tokens: Tokens, characters: dict[Any, str]) -> str:
    """A character for each token; `most_cells` keeps them fewer than there are characters."""
    return "".join(characters.setdefault(t, chr(_UNUSED + len(characters))) for t in tokens)


_UNUSED = 0x20000
"""From here on no character is white space or has an upper case; there are 900,000 of them."""

_LINEAR = 4 * 10**10
_BITS = 10**10  # cells of 64 in one step
_NATIVE = 5 * 10**7
_SLOW = 8 * 10**5

_lev, _dam, _jaro, _winkler, _ham = (
    partial(_native, one.normalized_similarity)
    for one in (Levenshtein, DamerauLevenshtein, Jaro, JaroWinkler, Hamming)
)

ALGORITHMS: Mapping[str, Algorithm] = MappingProxyType(
    {
        "levenshtein": Algorithm(_lev, _BITS),
        "damerau_levenshtein": Algorithm(_dam, _NATIVE),
        "jaro": Algorithm(_jaro, _BITS, one_sided=True),
        "jaro_winkler": Algorithm(_winkler, _BITS, one_sided=True),
        "hamming": Algorithm(_ham, _LINEAR),
        "ratcliff_obershelp": Algorithm(
            partial(_each, _ratcliff_obershelp), 5 * _SLOW, one_sided=True
        ),
        "needleman_wunsch": Algorithm(partial(_each, _needleman_wunsch), _NATIVE),
        "smith_waterman": Algorithm(partial(_each, _smith_waterman), _NATIVE),
        "mlipns": Algorithm(partial(_each, _mlipns), _LINEAR),
        "strcmp95": Algorithm(partial(_each, _strcmp95), _SLOW, one_sided=True),
    }
)
