"""From answers to figures, without a database: what is left out, and what cannot be scored."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from touchstone.agreement.answers import Answer, Boxes, Items, Numbers, Texts, Unreadable
from touchstone.agreement.registry import METRICS
from touchstone.agreement.types import Floats, Ints
from touchstone.models.score import ExtractionMethod
from touchstone.scoring.compute import Scored, score
from touchstone.scoring.participants import Given, make_batch
from touchstone.scoring.plan import Dimension, Plan

Answers = dict[str, Answer]


def dimension(name: str, metric: str = "exact_match", **values: Any) -> Dimension:
    settings = {
        "id": 100 + len(name),
        "params": {},
        "weight": 1.0,
        "excluded": frozenset(),
        "method": ExtractionMethod.CONTROL,
        "extraction": {},
        "may_be_hidden": False,
        "repeated": False,
    }
    return Dimension(name=name, source=name, metric=METRICS[metric], **(settings | values))


def plan(*dimensions: Dimension, consensus: bool = False) -> Plan:
    return Plan(
        project_id=1,
        generation=1,
        is_current=True,
        is_consensus=consensus,
        is_custom=False,
        dimensions=dimensions,
        paths=(),
        xml="<View/>",
    )


def scored(of: Plan, *tasks: list[Answers]) -> Scored:
    """The answers of each task are those of annotators 1, 2, ..."""
    given = [
        Given(id=10 * number + user, task_id=number, participant=user, features=features)
        for number, answers in enumerate(tasks, start=1)
        for user, features in enumerate(answers, start=1)
    ]
    return score(of, make_batch(range(1, len(tasks) + 1), given))


def a(*labels: str) -> Answers:
    return {"a": Items(labels)}


def values(array: Floats) -> list[float | None]:
    return [None if value != value else value for value in array.tolist()]


def test_weights_count_and_nothing_weighs_nothing() -> None:
    light, none = dimension("a", weight=0.25), dimension("bb", weight=0.0)
    both = [a("x") | {"bb": Items(("y",))}, a("z") | {"bb": Items(("y",))}]
    assert values(scored(plan(light, dimension("bb", weight=0.75)), both).scores) == [0.75]
    assert values(scored(plan(light, none), both).scores) == [0.0]
    alone = scored(plan(none), both)
    assert values(alone.scores) == values(alone.agreements) == [None]
    assert alone.undefined == ["no_weight"]
    assert values(alone.by_dimension[0]) == [1.0], "the dimension itself has a figure"


def test_a_question_that_may_be_hidden_is_left_out_where_both_left_it_blank() -> None:
    hidden = plan(dimension("a", may_be_hidden=True))
    found = scored(hidden, [{}, {}], [a("x"), {}], [a("x"), a("x")])
    assert values(found.agreements) == [None, 0.0, 1.0]
    assert found.undefined == ["not_shown", None, None]
    assert found.problems == {}


def test_repeats_of_a_control_are_averaged() -> None:
    repeats = plan(dimension("q_{{idx}}", repeated=True))
    first: Answers = {"q_0": Items(("x",)), "q_1": Items(("y",))}
    second: Answers = {"q_0": Items(("x",)), "q_1": Items(("z",)), "q_2": Items(("z",))}
    found = scored(repeats, [first, second], [{}, {}], [{"q_1": Items(("y",))}, {}])
    assert values(found.agreements) == [pytest.approx(1 / 3), None, 0.0]
    assert found.undefined[1] == "not_shown"


def test_consensus_is_found_for_each_repeat() -> None:
    repeats = plan(dimension("q_{{idx}}", repeated=True), consensus=True)
    x, y = Items(("x",)), Items(("y",))
    task: list[Answers] = [{"q_0": x, "q_1": x}, {"q_0": x, "q_1": y}, {"q_0": x, "q_1": y}]
    assert values(scored(repeats, task).agreements) == [pytest.approx((1 + 2 / 3) / 2)]


def test_classes_left_out_leave_the_others() -> None:
    without = plan(dimension("a", "jaccard", excluded=frozenset({"x"})))
    found = scored(
        without,
        [a("x", "y"), a("y")],
        [a("x"), a("x")],
        [a("x"), a("y")],
        [a("x"), {}],
        [{}, {}],
    )
    assert values(found.agreements) == [1.0, None, 0.0, None, 1.0]
    assert found.undefined == [None, "excluded", None, "excluded", None]
    assert all("x" not in entry[2:4] for met in found.confusion.values() for entry in met)


def test_what_cannot_be_compared_is_a_problem_of_its_pair_alone() -> None:
    spans = plan(dimension("a", "numeric_difference"))
    number: Answers = {"a": Numbers((3.0,))}
    found = scored(
        spans,
        [number, number, a("three")],
        [number, {"a": Unreadable("no value")}],
        [number, number],
    )
    assert values(found.agreements) == [1.0, None, 1.0]
    assert found.undefined == [None, "unreadable", None]
    assert [(p["left_item"], p["right_item"], p["reason"]) for p in found.problems[0]] == [
        (11, 13, "not_comparable"),
        (12, 13, "not_comparable"),
    ]
    assert [(p["reason"], p["detail"]) for p in found.problems[1]] == [("unreadable", "no value")]
    assert 2 not in found.problems


def fails_on_odd(answers: Any, left: Ints, right: Ints) -> Floats:
    if any("odd" in answers[i].values for i in {*left.tolist(), *right.tolist()}):
        raise ZeroDivisionError("nobody thought of this")
    return np.ones(len(left))


def test_a_metric_that_fails_on_one_pair_scores_the_others(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = replace(METRICS["exact_match"], key="broken", compare=fails_on_odd)
    tasks = [[a("x"), a("y")] for _ in range(9)]
    tasks[4] = [a("x"), a("odd"), a("x")]
    found = scored(plan(replace(dimension("a"), metric=broken)), *tasks)
    assert values(found.agreements) == [1.0] * 9
    assert {task: [p["reason"] for p in of] for task, of in found.problems.items()} == {
        4: ["metric_failed"] * 2
    }
    assert "metric broken failed on task 5: ZeroDivisionError" in caplog.text


def test_a_metric_of_another_version_scores_nothing() -> None:
    found = scored(plan(replace(dimension("a"), metric=None)), [a("x"), a("x")])
    assert found.undefined == ["not_comparable"]


def test_no_dimension_and_no_pair_are_told_apart() -> None:
    found = scored(plan(), [a("x"), a("x")], [a("x")])
    assert found.undefined == ["no_dimensions", "no_pairs"]


def box(label: str, x: float) -> Answers:
    return {"a": Boxes((label,), np.array([[x, 0.0, 10.0, 10.0, 0.0, 1.0]]))}


def two(first: Answers, second: Answers) -> Answers:
    one, other = first["a"], second["a"]
    assert isinstance(one, Boxes)
    assert isinstance(other, Boxes)
    geometry = np.concatenate((one.geometry, other.geometry))
    return {"a": Boxes(one.labels + other.labels, geometry)}


def test_a_metric_with_a_reference_gets_the_one_there_is() -> None:
    """Precision of an annotator with one good box of two is 1/2, its recall 1."""
    precise = plan(dimension("a", "precision"))
    good, twice = box("x", 0.0), two(box("x", 0.0), box("x", 50.0))
    truth = Given(id=1, task_id=1, participant=7, features=good, is_truth=True)
    annotator = Given(id=2, task_id=1, participant=8, features=twice)
    model = Given(id=3, task_id=1, participant=-1, features=twice)
    found = score(precise, make_batch([1], [truth, annotator, model]))
    batch = found.batch
    by_pair = dict(
        zip(
            zip(batch.left_ids.tolist(), batch.right_ids.tolist(), strict=True),
            found.scores.tolist(),
            strict=True,
        )
    )
    assert by_pair[0, 8] == 0.5
    assert by_pair[-1, 0] == by_pair[-1, 7] == 0.5, "the model is never the reference"
    assert by_pair[-1, 8] == 1.0
    assert by_pair[7, 8] == 0.5, "the lower of the two ways"


def test_confusion_counts_pairs_of_annotators_both_ways_and_the_ground_truth_once() -> None:
    given = [
        Given(1, 1, 7, a("x"), is_truth=True, is_accepted=True),
        Given(2, 1, 8, a("y"), is_accepted=True),
        Given(3, 1, 9, a("y")),
        Given(4, 1, -1, a("z")),
    ]
    met = score(plan(dimension("a")), make_batch([1], given)).confusion[0]
    assert sorted(met) == [
        [0, "accepted", "x", "y", 1],
        [0, "accepted", "y", "x", 1],
        [0, "all", "x", "y", 2],
        [0, "all", "y", "x", 2],
        [0, "all", "y", "y", 2],
        [0, "ground_truth", "x", "y", 2],
    ]


def test_texts_and_mixed_kinds_meet_no_label() -> None:
    found = scored(plan(dimension("a")), [{"a": Texts(("x",))}, a("x")])
    assert found.confusion == {}
    assert values(found.agreements) == [0.0]
