"""Values on one core, beside the library that Label Studio's own metrics are made with.

`rows` gives what `tests.bench.bench_agreement` prints.
"""

import random
import time
from collections.abc import Callable, Sequence
from itertools import starmap

import numpy as np
import textdistance

from tests.bench.run import Row, at_least, note
from touchstone.agreement.answers import (
    Answer,
    Attached,
    Boxes,
    Items,
    Numbers,
    Paths,
    Ranking,
    Relations,
    Texts,
)
from touchstone.agreement.labels import label_scores
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.registry import METRICS

Say = Callable[[str], None]
Draw = Callable[[random.Random], Answer]

_WORDS = ("cat", "dog", "the", "sat", "mat", "quick", "brown", "fox", "over", "lazy", "jumps")
_LETTERS = "abcdef"
_PEER_PAIRS = 2_000
ANNOTATIONS = 3


def rows(tasks: int, say: Say) -> list[Row]:
    """Of `tasks` tasks of three annotations each, all pairs of every task."""
    found = [_texts(tasks, say)]
    for what, key, draw in (
        ("one of 5 choices, exact match", "exact_match", _choice),
        ("two of 5 choices, Jaccard", "jaccard", _choices),
        ("a path of a taxonomy, common subtree", "taxonomy_subtree", _path),
        ("a rating, numeric difference", "numeric_difference", _rating),
        ("6 ranked items, Kendall's tau", "kendall", _ranking),
        ("4 boxes with a choice each", "region_choices", _attached),
        ("4 relations between boxes", "relations_f1", _relations),
    ):
        say(what)
        answers = _answers(tasks, draw)
        pairs = _pairs(len(answers))
        seconds = _seconds(lambda a=answers, p=pairs, k=key: pair_scores(METRICS[k], a, p))
        found.append(note(f"{tasks:,} tasks x 3: {what}", f"{seconds:.2f} s"))
    say("by label")
    answers = _answers(tasks, _choice)
    seconds = _seconds(lambda: label_scores(METRICS["exact_match"], answers, _pairs(len(answers))))
    found.append(note(f"{tasks:,} tasks x 3: one of 5 choices, by label", f"{seconds:.2f} s"))
    return found


def _texts(tasks: int, say: Say) -> Row:
    say("texts")
    answers = _answers(tasks, _text)
    pairs = _pairs(len(answers))
    own = _seconds(lambda: pair_scores(METRICS["text_similarity"], answers, pairs)) / len(pairs)
    lines = [(answers[i].values[0], answers[j].values[0]) for i, j in pairs[:_PEER_PAIRS].tolist()]
    peer = _seconds(
        lambda: list(starmap(textdistance.levenshtein.normalized_similarity, lines))
    ) / len(lines)
    about = f"{tasks:,} tasks x 3: a line of 8 words, Levenshtein, {own * 1e6:.1f} us a pair"
    return at_least(f"{about}, against textdistance", 1, peer / own, "x", f"{peer * 1e6:.0f} us")


def _answers(tasks: int, draw: Draw) -> list[Answer]:
    rng = random.Random(1)
    return [draw(rng) for _ in range(ANNOTATIONS * tasks)]


def _pairs(count: int) -> np.ndarray:
    first = np.arange(0, count, ANNOTATIONS)[:, None]
    return np.concatenate([first + pair for pair in ([0, 1], [0, 2], [1, 2])])


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _choice(rng: random.Random) -> Answer:
    return Items((rng.choice(_LETTERS[:5]),))


def _choices(rng: random.Random) -> Answer:
    return Items(tuple(sorted(rng.sample(_LETTERS[:5], 2))))


def _path(rng: random.Random) -> Answer:
    return Paths((("Animal", rng.choice(_LETTERS), rng.choice(_WORDS)),))


def _rating(rng: random.Random) -> Answer:
    return Numbers((float(rng.randint(1, 5)),))


def _text(rng: random.Random) -> Texts:
    return Texts((" ".join(rng.choices(_WORDS, k=8)),))


def _ranking(rng: random.Random) -> Answer:
    return Ranking((("", tuple(rng.sample(_LETTERS, len(_LETTERS)))),))


def _boxes(rng: random.Random, labels: Sequence[str]) -> Boxes:
    rows_ = [[25.0 * n + rng.uniform(0, 4), rng.uniform(0, 4), 20, 20, 0, 1] for n in range(4)]
    return Boxes(tuple(labels), np.array((rows_ * 2)[: len(labels)]))


def _attached(rng: random.Random) -> Answer:
    return Attached(_boxes(rng, ("word",) * 4), tuple(_choice(rng) for _ in range(4)))


def _relations(rng: random.Random) -> Answer:
    return Relations(("is",) * 4, ("right",) * 4, _boxes(rng, ("word",) * 8))
