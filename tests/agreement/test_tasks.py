"""From pair scores to tasks: many at once must say what one at a time says."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.agreement.tasks import (
    consensus,
    consensus_scores,
    overall,
    overall_scores,
    task_score,
    task_scores,
)
from touchstone.agreement.types import Score

unhurried = settings(deadline=None, max_examples=80)


@pytest.mark.parametrize(
    ("matches", "expected"),
    [
        ([[1, 1, 0], [1, 1, 0], [0, 0, 1]], 2 / 3),  # A, A, C
        (np.ones((3, 3)), 1.0),
        (np.eye(3), 1 / 3),
        # 1 and 2 match, 2 and 3 match, 1 and 3 do not: published as 80.47 %.
        ([[1, 1, 0], [1, 1, 1], [0, 1, 1]], 0.8047),
        ([[0, 1], [1, 0]], 1.0),  # the diagonal is taken as 1
    ],
)
def test_published_cases_of_consensus(matches, expected) -> None:
    assert consensus(matches) == pytest.approx(expected, abs=5e-5)


def test_consensus_of_groups_is_the_share_of_the_largest() -> None:
    groups = np.array([0, 0, 0, 1, 1, 2, 0])
    assert consensus(groups[:, None] == groups[None, :]) == pytest.approx(4 / 7)


def test_consensus_refuses_scores_between_0_and_1() -> None:
    with pytest.raises(ValueError, match="set a threshold"):
        consensus_scores([0.5], [0], [1], [2], 1)
    with pytest.raises(ValueError, match="shape"):
        consensus(np.ones((2, 3)))


pair_value = st.one_of(st.just(math.nan), st.sampled_from([0.0, 1.0]))
tasks_of_people = st.lists(st.sets(st.integers(1, 9), max_size=5), max_size=6)


@unhurried
@given(data=st.data(), people=tasks_of_people)
def test_consensus_of_many_tasks_is_that_of_each(data, people) -> None:
    rows = [(t, i, j) for t, who in enumerate(people) for i, j in combinations(sorted(who), 2)]
    values = [data.draw(pair_value) for _ in rows]
    found = consensus_scores(
        values, [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], len(people)
    )
    for task in range(len(people)):
        mine = [
            (i, j, value)
            for (t, i, j), value in zip(rows, values, strict=True)
            if t == task and not math.isnan(value)
        ]
        if not mine:
            assert math.isnan(found[task])
            continue
        names = sorted({name for i, j, _ in mine for name in (i, j)})
        matrix = np.eye(len(names))
        for i, j, value in mine:
            a, b = names.index(i), names.index(j)
            matrix[a, b] = matrix[b, a] = value
        assert found[task] == pytest.approx(consensus(matrix))


share = st.one_of(st.just(math.nan), st.floats(0, 1))


@unhurried
@given(pairs=st.lists(st.tuples(st.integers(0, 4), share), max_size=30))
def test_means_of_many_tasks_are_those_of_each(pairs) -> None:
    found = task_scores([v for _, v in pairs], [t for t, _ in pairs], 5)
    for task in range(5):
        expected = task_score(v for t, v in pairs if t == task and not math.isnan(v)).value
        assert (None if math.isnan(found[task]) else found[task]) == (
            expected if expected is None else pytest.approx(expected)
        )


@unhurried
@given(
    rows=st.lists(st.tuples(st.floats(0, 5), share, share), max_size=5),
)
def test_weighing_many_is_weighing_each(rows) -> None:
    weights = [w for w, _, _ in rows]
    scores = np.array([[a, b] for _, a, b in rows]).reshape(-1, 2)
    found = overall_scores(weights, scores)
    for column in range(2):
        defined = {
            str(n): Score(float(v)) for n, v in enumerate(scores[:, column]) if not math.isnan(v)
        }
        expected = overall({str(n): w for n, w in enumerate(weights)}, defined).value
        assert (None if math.isnan(found[column]) else found[column]) == (
            expected if expected is None else pytest.approx(expected)
        )


def test_the_published_weights_give_what_their_formula_gives() -> None:
    # Weights 1.0, 0.3, 0.2 and scores 83 %, 33 %, 33 %.
    assert overall_scores([1, 0.3, 0.2], [[0.83], [0.33], [0.33]])[0] == pytest.approx(
        0.6633, abs=1e-4
    )


def test_a_weight_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        overall_scores([-1], [[0.5]])
