"""What coefficients and aggregates cost on one core, beside `krippendorff` and scikit-learn."""

import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import krippendorff
import numpy as np
from sklearn.metrics import cohen_kappa_score

from tests.bench.run import Row, at_least, at_most, note
from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.coefficients import (
    MISSING,
    alpha_of_values,
    krippendorff_alpha,
    pairwise_cohen,
)
from touchstone.agreement.confusion import confusion_many
from touchstone.agreement.matrix import histogram, pair_cells, participant_totals
from touchstone.agreement.pairs import pair_scores
from touchstone.agreement.registry import METRICS
from touchstone.agreement.tasks import task_scores
from touchstone.agreement.types import Ints
from touchstone.labelstudio.feature_codec import encode
from touchstone.labelstudio.features import decode_features

RATERS = 10
ANNOTATORS = 100
LABELS = 8
PEER_PAIRS = 50  # timed with scikit-learn, of the 4,950

Say = Callable[[str], None]


def rows(tasks: int, say: Say) -> list[Row]:
    """All of them; 100,000 tasks are 1,000,000 units and values."""
    return [
        *_nominal(10 * tasks, say),
        *_values(10 * tasks, say),
        *_cohen(tasks // 10, say),
        *_choices(tasks, say),
    ]


def _nominal(units: int, say: Say) -> list[Row]:
    rng = np.random.default_rng(0)
    codes = np.where(
        rng.random((units, RATERS)) < 0.7,
        rng.integers(0, 5, (units, 1)),
        rng.integers(0, 5, (units, RATERS)),
    ).astype(np.int64)
    codes[rng.random(codes.shape) < 0.7] = MISSING
    numbers = np.where(codes < 0, np.nan, codes).T
    say("nominal alpha by krippendorff")
    expected, peer, peer_bytes = _measured(
        lambda: krippendorff.alpha(numbers, level_of_measurement="nominal")
    )
    say("nominal alpha")
    found, own, own_bytes = _measured(lambda: krippendorff_alpha(codes).value)
    if abs(found - expected) > 1e-9:
        raise AssertionError(f"alpha {found} is not {expected}")
    about = f"nominal alpha, {units:,} units x {RATERS} raters, 70 % missing"
    with_interval = _seconds(lambda: krippendorff_alpha(codes, resampling=Resampling()))
    return [
        at_least(f"{about}, against krippendorff", 8, peer / own, "x", f"{peer:.2f} s"),
        at_least("the same, memory", 4, peer_bytes / own_bytes, "x", f"{peer_bytes / 1e6:.0f} MB"),
        note(f"{about}", f"{own:.2f} s, {own_bytes / 1e6:.0f} MB"),
        note("the same with an interval", f"{with_interval:.2f} s"),
    ]


def _values(count: int, say: Say) -> list[Row]:
    rng = np.random.default_rng(1)
    values = rng.lognormal(0, 1, (count // 4, 1)) * rng.lognormal(0, 0.3, (count // 4, 4))
    found = []
    for level in ("interval", "ratio", "ordinal"):
        say(f"{level} alpha")
        seconds = _seconds(lambda level=level: alpha_of_values(values, level))
        about = f"{level} alpha, {values.size:,} different values"
        found.append(at_most(about, 2.0, seconds, "s", _krippendorff_fails(level)))
    return found


def _krippendorff_fails(level: str) -> str:
    """What the peer does with a thousand units."""
    values = np.random.default_rng(2).lognormal(0, 1, (4, 1000))
    try:
        seconds = _seconds(lambda: krippendorff.alpha(values, level_of_measurement=level))
    except MemoryError:
        return "MemoryError at 1,000 units"
    return f"{seconds:.2f} s at 1,000 units"


def _cohen(units: int, say: Say) -> list[Row]:
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 5, (units, ANNOTATORS))
    pairs = rng.integers(0, ANNOTATORS, (PEER_PAIRS, 2))
    n_pairs = ANNOTATORS * (ANNOTATORS - 1) // 2
    say("Cohen by scikit-learn")
    start = time.process_time()
    expected = [cohen_kappa_score(codes[:, i], codes[:, j]) for i, j in pairs.tolist()]
    peer = (time.process_time() - start) / PEER_PAIRS * n_pairs
    say("Cohen of all pairs")
    start = time.process_time()
    kappas = pairwise_cohen(codes)
    own = time.process_time() - start
    for (i, j), value in zip(pairs.tolist(), expected, strict=True):
        if i != j and abs(float(kappas.values[i, j]) - value) > 1e-9:
            raise AssertionError(f"kappa {kappas.values[i, j]} is not {value}")
    about = f"Cohen of all {n_pairs:,} pairs of {ANNOTATORS} annotators, {units:,} units"
    return [
        at_least(f"{about}, against scikit-learn", 50, peer / own, "x", f"{peer:.1f} s"),
        note(about, f"{own:.2f} s"),
    ]


def _choices(tasks: int, say: Say) -> list[Row]:
    rng = np.random.default_rng(4)
    names = [f"label {n}" for n in range(LABELS)]
    true = rng.integers(0, LABELS, (tasks, 1))
    given = np.where(
        rng.random((tasks, 3)) < 0.8, true, rng.integers(0, LABELS, (tasks, 3))
    ).ravel()
    blobs = [encode({"label": ("i", (names[code],))}) for code in given.tolist()]
    who = rng.random((tasks, ANNOTATORS), dtype=np.float32).argpartition(3, axis=1)[:, :3]
    people = np.sort(who, axis=1).astype(np.int64).ravel()
    about = f"{tasks:,} tasks x 3 choices, {ANNOTATORS} annotators"
    say(about)
    plain = _seconds(lambda: _aggregates(blobs, people, None))
    full = _seconds(lambda: _aggregates(blobs, people, Resampling()))
    return [
        at_most(
            f"{about}: decoding, pairs, tasks, matrix, totals, histogram, confusion",
            1.5 * tasks / 100_000,
            plain,
            "s",
        ),
        note("the same, with intervals of every cell and annotator", f"{full:.2f} s"),
    ]


def _aggregates(blobs: list[bytes], people: Ints, resampling: Resampling | None) -> None:
    answers = [decode_features(blob)["label"] for blob in blobs]
    first = np.arange(0, len(blobs), 3)
    left = np.concatenate((first, first, first + 1))
    right = np.concatenate((first + 1, first + 2, first + 2))
    task_of = left // 3
    scores = pair_scores(METRICS["exact_match"], answers, np.stack((left, right), axis=1)).values
    agreements = task_scores(scores, task_of, len(first))
    pair_cells(people[left], people[right], scores, resampling=resampling)
    participant_totals(people[left], people[right], scores, task_of, resampling=resampling)
    histogram(agreements)
    agreements.mean()
    confusion_many(answers, left, right).matrix()


def _measured(work: Callable[[], Any]) -> tuple[Any, float, int]:
    """What it gives, seconds, and the most memory it held at once beyond what was there."""
    seconds = _seconds(work)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    result = work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return result, seconds, peak - before


def _seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
