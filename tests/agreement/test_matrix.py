"""The annotators' matrix, totals and the histogram."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.agreement.bootstrap import Resampling
from touchstone.agreement.matrix import histogram, pair_cells, participant_totals

pairs = st.lists(
    st.tuples(
        st.sampled_from([-7, 0, 3, 11, 2**40]),
        st.sampled_from([-7, 0, 3, 11, 2**40]),
        st.one_of(st.none(), st.floats(0, 1)),
        st.integers(0, 5),
    ).filter(lambda row: row[0] != row[1]),
    max_size=40,
)


def columns(rows: list[tuple[int, int, float | None, int]]) -> list[np.ndarray]:
    if not rows:
        return [np.zeros(0, dtype=np.int64)] * 2 + [np.zeros(0), np.zeros(0, dtype=np.int64)]
    left, right, scores, tasks = zip(*rows, strict=True)
    return [
        np.array(left),
        np.array(right),
        np.array([np.nan if s is None else s for s in scores]),
        np.array(tasks),
    ]


@settings(deadline=None)
@given(pairs)
def test_cells_are_the_means_of_their_pairs(
    rows: list[tuple[int, int, float | None, int]],
) -> None:
    left, right, scores, _ = columns(rows)
    found = pair_cells(left, right, scores)
    expected: dict[tuple[int, int], list[float]] = defaultdict(list)
    for a, b, score, _ in rows:
        if score is not None:
            expected[min(a, b), max(a, b)].append(score)
    keys = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert keys == sorted(expected)
    for place, key in enumerate(keys):
        values = expected[key]
        assert found.n[place] == len(values)
        assert found.mean[place] == pytest.approx(np.mean(values))
        if len(values) > 1:
            assert found.std[place] == pytest.approx(np.std(values, ddof=1), abs=1e-12)
        else:
            assert np.isnan(found.std[place])
    assert np.isnan(found.low).all()


@settings(deadline=None)
@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_pairs_and_of_their_sides_does_not_matter(
    rows: list[tuple[int, int, float | None, int]], random: object
) -> None:
    first = pair_cells(*columns(rows)[:3], resampling=Resampling(n_resamples=20))
    turned = [(b, a, score, task) for a, b, score, task in rows]
    random.shuffle(turned)  # type: ignore[attr-defined]
    second = pair_cells(*columns(turned)[:3], resampling=Resampling(n_resamples=20))
    for name in ("left", "right", "n", "low", "high"):
        assert np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True)
    assert first.mean == pytest.approx(second.mean, nan_ok=True)


def test_a_dense_matrix_is_symmetric_with_nothing_on_the_diagonal() -> None:
    cells = pair_cells([1, 1, 5], [2, 5, 1], [1.0, 0.5, 0.0], resampling=Resampling())
    matrix = cells.dense([1, 2, 5])
    assert matrix.n.tolist() == [[0, 1, 2], [1, 0, 0], [2, 0, 0]]
    assert matrix.mean[0, 2] == matrix.mean[2, 0] == 0.25
    assert np.isnan(matrix.mean.diagonal()).all()
    assert np.isnan(matrix.mean[1, 2])
    assert matrix.low[0, 2] <= 0.25 <= matrix.high[0, 2]
    assert np.isnan(matrix.low[0, 1])


@settings(deadline=None)
@given(pairs)
def test_totals_are_over_all_pairs_of_a_participant(
    rows: list[tuple[int, int, float | None, int]],
) -> None:
    left, right, scores, tasks = columns(rows)
    found = participant_totals(left, right, scores, tasks, resampling=Resampling(n_resamples=50))
    expected: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for a, b, score, task in rows:
        if score is not None:
            expected[a].append((score, task))
            expected[b].append((score, task))
    assert found.participants.tolist() == sorted(expected)
    for place, person in enumerate(found.participants.tolist()):
        values = expected[person]
        assert found.mean[place] == pytest.approx(np.mean([score for score, _ in values]))
        assert found.n_tasks[place] == len({task for _, task in values})
        if found.n_tasks[place] > 1:
            assert 0 <= found.low[place] <= found.high[place] <= 1


def test_an_annotators_interval_is_that_of_drawing_tasks() -> None:
    rng = np.random.default_rng(0)
    tasks = np.repeat(np.arange(150), rng.integers(1, 4, 150))
    scores = np.clip(rng.normal(0.6, 0.2, 150)[tasks] + rng.normal(0, 0.05, len(tasks)), 0, 1)
    left, right = np.zeros(len(tasks), dtype=int), np.arange(len(tasks)) % 3 + 1
    found = participant_totals(left, right, scores, tasks, resampling=Resampling(n_resamples=4000))
    draws = []
    sums, counts = np.bincount(tasks, scores), np.bincount(tasks)
    for _ in range(4000):
        chosen = rng.integers(0, 150, 150)
        draws.append(sums[chosen].sum() / counts[chosen].sum())
    low, high = np.quantile(draws, [0.025, 0.975])
    assert found.low[0] == pytest.approx(low, abs=0.08 * (high - low))
    assert found.high[0] == pytest.approx(high, abs=0.08 * (high - low))


def test_the_histogram_has_ten_buckets_with_one_in_the_last() -> None:
    scores = [0.0, 0.05, 0.1, 0.29, 0.3, 0.7, 0.99, 1.0, np.nan]
    assert histogram(scores).tolist() == [2, 1, 1, 1, 0, 0, 0, 1, 0, 2]
    assert histogram([]).tolist() == [0] * 10
    # 0.29 * 100 is 28.999999999999996 in binary.
    assert histogram([0.29], buckets=100).nonzero()[0].tolist() == [29]
