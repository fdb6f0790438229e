"""Worked values of text metrics: published ones where the source is named, else by hand."""

import random

import numpy as np
import pytest

from touchstone.agreement.answers import Answer, Numbers, Texts
from touchstone.agreement.cosine import cosine_similarity
from touchstone.agreement.pairs import pair_score
from touchstone.agreement.registry import METRICS
from touchstone.agreement.text import text_similarity, word_error_rate


def score(key: str, a: Answer, b: Answer, **parameters: object) -> float | None:
    return pair_score(METRICS[key], a, b, parameters).value


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        # The three of Label Studio Enterprise's examples that follow from its own formula.
        ("The cat sat on the mat", "The cat sat on the mat.", 1 - 1 / 23),
        ("The cat sat on the mat", "The cat sit on the mat", 1 - 1 / 22),
        ("hello", "world", 0.2),
        # And two that do not: .73 and .50 by the formula, where .81 and .43 are printed.
        ("123 Main St", "123 Main Street", 1 - 4 / 15),
        ("kitten", "sitting", 1 - 3 / 7),
        ("", "a", 0.0),
        ("", "", 1.0),
    ],
)
def test_levenshtein(a: str, b: str, expected: float) -> None:
    assert text_similarity([a], [b]) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("algorithm", "a", "b", "expected"),
    [
        # Winkler (1990), table: three decimals.
        ("jaro", "MARTHA", "MARHTA", 0.944),
        ("jaro", "DIXON", "DICKSONX", 0.767),
        ("jaro", "DWAYNE", "DUANE", 0.822),
        ("jaro_winkler", "MARTHA", "MARHTA", 0.961),
        ("jaro_winkler", "DIXON", "DICKSONX", 0.813),
        ("jaro_winkler", "DWAYNE", "DUANE", 0.840),
        ("damerau_levenshtein", "ca", "abc", 1 - 2 / 3),
        ("damerau_levenshtein", "abcd", "abdc", 0.75),
        ("levenshtein", "abcd", "abdc", 0.5),
        ("hamming", "karolin", "kathrin", 1 - 3 / 7),
        ("hamming", "abc", "abcd", 0.75),
        # Ratcliff and Metzener, Dr. Dobb's Journal (1988).
        ("ratcliff_obershelp", "PENNSYLVANIA", "PENCILVANEYA", 2 * 8 / 24),
        # A match 1, a mismatch 0, a gap -1: 3 matches and 1 gap of at most 4, from -4 to 4.
        ("needleman_wunsch", "abcd", "abc", (3 - 1 + 4) / 8),
        ("needleman_wunsch", "abc", "xyz", 0.5),
        # A match 1, a mismatch and a gap -1, the best piece, over the shorter length.
        ("smith_waterman", "xxcatxx", "cat", 1.0),
        ("smith_waterman", "abcxdef", "abcdef", 5 / 6),
        ("smith_waterman", "abc", "xyz", 0.0),
        ("mlipns", "ABC", "ABCD", 1.0),
        ("mlipns", "tomato", "potato", 1.0),
        ("mlipns", "hello", "world", 0.0),
        ("strcmp95", "MARTHA", "MARHTA", 0.961),
    ],
)
def test_other_algorithms(algorithm: str, a: str, b: str, expected: float) -> None:
    assert text_similarity([a], [b], algorithm=algorithm) == pytest.approx(expected, abs=5e-4)
    assert text_similarity([b], [a], algorithm=algorithm) == pytest.approx(expected, abs=5e-4)


def test_smith_waterman_is_the_best_piece_of_all() -> None:
    rng = random.Random(3)
    for _ in range(40):
        a, b = ("".join(rng.choices("abc", k=rng.randint(1, 9))) for _ in range(2))
        best = max(
            (
                _global(a[i:j], b[k:m])
                for i in range(len(a)) for j in range(i + 1, len(a) + 1)
                for k in range(len(b)) for m in range(k + 1, len(b) + 1)
            ),
        )  # fmt: skip
        found = text_similarity([a], [b], algorithm="smith_waterman")
        assert found == pytest.approx(max(best, 0) / min(len(a), len(b)))


def _global(a: str, b: str) -> int:
    """The best alignment of two whole texts, by its definition."""
    row = [-j for j in range(len(b) + 1)]
    for i, one in enumerate(a, 1):
        above, row = row, [-i]
        for j, other in enumerate(b, 1):
            step = 1 if one == other else -1
            row.append(max(above[j - 1] + step, above[j] - 1, row[j - 1] - 1))
    return row[-1]


def test_texts_are_cut_as_asked() -> None:
    a, b = ["the old cat"], ["the cat"]
    assert text_similarity(a, b, granularity="word") == pytest.approx(2 / 3)
    assert text_similarity(["abcd"], ["abce"], granularity="bigram") == pytest.approx(2 / 3)
    assert text_similarity(["abcd"], ["abce"], granularity="trigram") == 0.5
    assert text_similarity(["a"], ["b"], granularity="trigram") == 0.0


def test_case_white_space_and_accents() -> None:
    a, b = ["Straße  nach\tRom "], ["STRASSE nach rom"]
    assert text_similarity(a, b) < 0.6
    assert text_similarity(a, b, case="ignored", whitespace="ignored") == 1.0
    assert text_similarity(["caf\u00e9"], ["cafe\u0301"]) == 1.0


def test_lines_are_compared_by_position() -> None:
    assert text_similarity(["one", "two"], ["one"]) == 0.5
    assert text_similarity(["one", "two"], ["two", "one"]) == 0.0
    assert score("text_similarity", Texts(("a", "b", "c")), Texts(("a",))) == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", ["algorithm", "granularity", "case", "whitespace"])
def test_text_similarity_refuses_what_it_does_not_know(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be one of"):
        text_similarity(["a"], ["b"], **{name: "nonsense"})


def test_word_error_rate() -> None:
    reference, heard = ["the cat sat on the mat"], ["The cat sat", "on mat"]
    # One of 6 words is missing; seen from the other side one of 5 is too many.
    assert word_error_rate(reference, heard) == pytest.approx(1 - (1 / 6 + 1 / 5) / 2)
    assert word_error_rate(["one"], ["two words more"]) == 0.0
    assert word_error_rate([], []) == word_error_rate([""], [" "]) == 1.0
    assert word_error_rate(["a"], []) == 0.0
    assert word_error_rate(["abcd"], ["abce"], granularity="character") == 0.75
    assert word_error_rate(["A b"], ["a b"], case="kept") == 0.5


def test_cosine_of_vectors() -> None:
    assert cosine_similarity([3, 4], [4, 3]) == pytest.approx(24 / 25)
    assert cosine_similarity([1, 0], [0, 1]) == cosine_similarity([1, 0], [-1, 0]) == 0.0
    assert cosine_similarity([1e200, 1e200], [1e-200, 1e-200]) == 1.0
    assert cosine_similarity([1, 2], [1, 2, 0]) == 0.0
    assert cosine_similarity([0, 0], [0, 0]) == cosine_similarity([], []) == 1.0
    assert cosine_similarity([0, 0], [1, 0]) == cosine_similarity([], [1]) == 0.0
    assert np.isnan(cosine_similarity([float("inf")], [1.0]))
    a, b = Numbers((1.0, 2.0)), Numbers((2.0, 1.0))
    assert score("cosine_similarity", a, b) == pytest.approx(0.8)
    assert score("cosine_similarity", a, b, threshold=0.85) == 0.0
    assert score("cosine_similarity", a, Texts(("one",))) is None


def test_cosine_of_words() -> None:
    # 2 1 1 and 1 0 2: 2 + 0 + 2 over the roots of 6 and 5.
    a, b = Texts(("Cat cat dog", "bird")), Texts(("bird  bird CAT",))
    assert score("cosine_similarity", a, b) == pytest.approx(4 / 30**0.5)
    assert score("cosine_similarity", a, Texts(("bird cat", "dog cat"))) == 1.0
    assert score("cosine_similarity", Texts(("ab",)), Texts(("ba",)), granularity="character") == 1
    assert score("cosine_similarity", Texts((" ",)), Texts(("\t",))) == 1.0
