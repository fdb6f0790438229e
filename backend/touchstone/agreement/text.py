"""How alike written texts are, line by line."""

import unicodedata
from array import array
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from touchstone.agreement.answers import Texts
from touchstone.agreement.edits import ALGORITHMS, Tokens, similarities
from touchstone.agreement.types import Floats, Ints

LEVENSHTEIN = "levenshtein"
CHARACTER, WORD = "character", "word"
KEPT, IGNORED = "kept", "ignored"


def text_similarity(
    a: Sequence[str],
    b: Sequence[str],
    *,
    algorithm: str = LEVENSHTEIN,
    granularity: str = CHARACTER,
    case: str = KEPT,
    whitespace: str = KEPT,
) -> float:
    r"""How alike two texts are: the mean over their lines.

    .. math:: S = \frac{1}{\max(n, m)} \sum_{i=1}^{\min(n, m)} s(a_i, b_i), \quad
        s_{Levenshtein}(x, y) = 1 - d(x, y) / \max(|x|, |y|)

    Parameters
    ----------
    a, b : sequence of str
        Lines, n and m of them, compared by position; a line without a partner gives 0.
    algorithm : str
        A key of `edits.ALGORITHMS`.
    granularity : str
        What an edit changes: a 'character', a 'bigram' or 'trigram' (two or three characters in
        a row, overlapping), or a 'word' (what white space separates).
    case : {'kept', 'ignored'}
        Whether upper and lower case differ.
    whitespace : {'kept', 'ignored'}
        'ignored' drops it at the ends of a line, and any between words is one space.

    Returns
    -------
    float
        In [0, 1]: 1 for the same lines, also when there are none; 0 when only one has any. NaN
        where lines are too long to be compared, see `edits.Algorithm`.

    Raises
    ------
    ValueError
        If a parameter is none of its choices.

    Notes
    -----
    Characters are code points after Unicode normalisation to NFC, so that a letter with an accent
    is one however it was typed. A line shorter than an n-gram is one gram.

    References
    ----------
    .. [1] V. I. Levenshtein, "Binary codes capable of correcting deletions, insertions, and
           reversals", Soviet Physics Doklady 10, 707-710 (1966).
    """
    _check("algorithm", algorithm, ALGORITHMS)
    _check("granularity", granularity, GRANULARITIES)
    _check("case", case, (KEPT, IGNORED))
    _check("whitespace", whitespace, (KEPT, IGNORED))
    if not a or not b:
        return float(len(a) == len(b))
    both = [Texts(tuple(a)), Texts(tuple(b))]
    pair = np.array([0]), np.array([1])
    values = text_similarity_many(
        both,
        *pair,
        algorithm=algorithm,
        granularity=granularity,
        case=case,
        whitespace=whitespace,
    )
    return float(values[0])


def _check(name: str, value: str, choices: Sequence[str] | Mapping[str, object]) -> None:
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {value!r}")


def text_similarity_many(
    answers: Sequence[Texts],
    left: Ints,
    right: Ints,
    *,
    algorithm: str = LEVENSHTEIN,
    granularity: str = CHARACTER,
    case: str = KEPT,
    whitespace: str = KEPT,
) -> Floats:
    """`text_similarity` of many pairs, none of them without lines; equal pairs only once."""
    used = np.unique(np.concatenate((left, right)))
    texts = [answers[position].values for position in used.tolist()]
    counts = np.array([len(lines) for lines in texts], dtype=np.int64)
    starts = np.cumsum(counts) - counts
    normal: dict[str, str] = {}
    for lines in texts:
        for line in lines:
            if line not in normal:
                normal[line] = normalized(line, case, whitespace)
    codes = {line: code for code, line in enumerate(dict.fromkeys(normal.values()))}
    line_codes = np.fromiter(
        (codes[normal[line]] for lines in texts for line in lines), dtype=np.int64
    )

    a, b = np.searchsorted(used, left), np.searchsorted(used, right)
    common = np.minimum(counts[a], counts[b])
    pair = np.repeat(np.arange(len(left)), common)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(common) - common, common)
    first = line_codes[starts[a][pair] + place]
    second = line_codes[starts[b][pair] + place]
    low, high = np.minimum(first, second), np.maximum(first, second)
    distinct, which = np.unique(low * len(codes) + high, return_inverse=True)
    scores = _line_similarities(
        list(codes), distinct // len(codes), distinct % len(codes), algorithm, granularity
    )
    total = np.bincount(pair, weights=scores[which], minlength=len(left))
    result: Floats = total / np.maximum(counts[a], counts[b])
    return result


def normalized(line: str, case: str, whitespace: str) -> str:
    """As Unicode's NFC, and with case and white space `IGNORED` or `KEPT`."""
    if case == IGNORED:
        line = line.casefold()
    if whitespace == IGNORED:
        line = " ".join(line.split())
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def _line_similarities(
    lines: Sequence[str], first: Ints, second: Ints, algorithm: str, granularity: str
) -> Floats:
    different = np.flatnonzero(first != second)
    split = GRANULARITIES[granularity]
    numbers: dict[str, int] = {}
    tokens: dict[int, Tokens] = {}
    for code in np.unique(np.concatenate((first[different], second[different]))).tolist():
        line = lines[code]
        tokens[code] = (
            line
            if split is None
            else array("L", [numbers.setdefault(part, len(numbers)) for part in split(line)])
        )
    scores = np.ones(len(first))
    scores[different] = similarities(
        algorithm,
        [tokens[code] for code in first[different].tolist()],
        [tokens[code] for code in second[different].tolist()],
    )
    return scores


def _grams(length: int) -> Callable[[str], list[str]]:
    def split(line: str) -> list[str]:
        if len(line) <= length:
            return [line] if line else []
        return [line[start : start + length] for start in range(len(line) - length + 1)]

    return split


GRANULARITIES: Mapping[str, Callable[[str], list[str]] | None] = MappingProxyType(
    {CHARACTER: None, "bigram": _grams(2), "trigram": _grams(3), WORD: str.split}
)
"""How a line is cut into what is edited; None leaves it as it is."""


def word_error_rate(
    a: Sequence[str],
    b: Sequence[str],
    *,
    granularity: str = WORD,
    case: str = IGNORED,
) -> float:
    r"""1 less the word error rate, with each of the two texts as the reference in turn.

    .. math:: S = \max\left(0, 1 - \frac{d}{2} \left(\frac{1}{n} + \frac{1}{m}\right)\right)

    Parameters
    ----------
    a, b : sequence of str
        Lines; they are put one behind the other, so where lines break does not matter.
    granularity : {'word', 'character'}
        With 'character' it is the character error rate.
    case : {'kept', 'ignored'}
        Whether upper and lower case differ.

    Returns
    -------
    float
        In [0, 1]: 1 for the same words, also when there are none; 0 when only one text has any,
        and for an error rate of 1 or more. d is the Levenshtein distance in words, n and m the
        lengths. NaN where the texts are too long to be compared.

    Raises
    ------
    ValueError
        If a parameter is none of its choices.

    References
    ----------
    .. [1] D. Klakow and J. Peters, "Testing the correlation of word error rate and perplexity",
           Speech Communication 38(1-2), 19-28 (2002), section 2.
    """
    _check("granularity", granularity, (WORD, CHARACTER))
    _check("case", case, (KEPT, IGNORED))
    both = [Texts(tuple(a)), Texts(tuple(b))]
    pair = np.array([0]), np.array([1])
    return float(word_error_rate_many(both, *pair, granularity=granularity, case=case)[0])


def word_error_rate_many(
    answers: Sequence[Texts],
    left: Ints,
    right: Ints,
    *,
    granularity: str = WORD,
    case: str = IGNORED,
) -> Floats:
    """`word_error_rate` of many pairs."""
    used = np.unique(np.concatenate((left, right)))
    whole = [normalized(" ".join(answers[n].values), case, IGNORED) for n in used.tolist()]
    count = len if granularity == CHARACTER else lambda text: len(text.split())
    lengths = np.array([count(text) for text in whole], dtype=np.float64)
    codes = {text: code for code, text in enumerate(dict.fromkeys(whole))}
    code_of = np.array([codes[text] for text in whole], dtype=np.int64)

    a, b = np.searchsorted(used, left), np.searchsorted(used, right)
    distinct, which = np.unique(
        np.minimum(code_of[a], code_of[b]) * len(codes) + np.maximum(code_of[a], code_of[b]),
        return_inverse=True,
    )
    alike = _line_similarities(
        list(codes), distinct // len(codes), distinct % len(codes), LEVENSHTEIN, granularity
    )[which]
    longer, shorter = np.maximum(lengths[a], lengths[b]), np.minimum(lengths[a], lengths[b])
    edits = (1.0 - alike) * longer
    one_empty = shorter == 0
    rate = edits * (1.0 / np.maximum(longer, 1.0) + 1.0 / np.maximum(shorter, 1.0)) / 2.0
    result: Floats = np.where(one_empty, (longer == 0).astype(np.float64), 1.0 - rate)
    return np.maximum(result, 0.0)
