import json
from typing import Any

import pytest

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.export_reader import ExportTask, read_export

CHOICE = {"from_name": "topic", "to_name": "text", "type": "choices", "value": {"choices": ["A"]}}


def read(*records: Any) -> list[ExportTask]:
    return list(read_export([json.dumps(list(records)).encode()]))


def test_gives_annotations_then_predictions_with_who_made_them() -> None:
    (task,) = read(
        {
            "id": 7,
            "data": {"text": "x"},
            "annotations": [
                {"id": 1, "completed_by": 3, "result": [CHOICE], "ground_truth": True},
                {"id": 2, "completed_by": {"id": 4, "email": "a@b.org"}, "was_cancelled": True},
                {"id": 3, "completed_by": {"id": 4, "email": ""}, "result": None},
                {"id": 4, "result": []},
            ],
            "predictions": [{"id": 5, "model_version": "v1", "result": [CHOICE]}, {"id": 6}, 7],
            "prediction": {},
        }
    )
    assert (task.id, task.data, task.problem) == (7, {"text": "x"}, None)
    found = [
        (a.id, a.author, a.model_version, a.cancelled, a.ground_truth) for a in task.annotations
    ]
    assert found == [
        (1, "user 3", None, False, True),
        (2, "a@b.org", None, True, False),
        (3, "user 4", None, False, False),
        (4, "unknown", None, False, False),
        (5, "unknown", "v1", False, False),
        (6, "unknown", "", False, False),
    ]
    assert [a.result for a in task.annotations[:3]] == [[CHOICE], [], []]


def test_reads_the_old_name_of_annotations_and_numbers_tasks_without_an_id() -> None:
    first, second = read({"data": {}, "completions": [{"id": 1, "result": []}]}, {"data": {}})
    assert [len(first.annotations), first.id, second.id] == [1, 1, 2]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (5, "$[0]: a record must be an object, not a number"),
        ({"annotations": {}}, "$[0].annotations: must be a list, not an object"),
        ({"predictions": ["x"]}, "$[0].predictions[0]: must be an object, not a string"),
        (
            {"annotations": [{"id": 1, "result": "x"}]},
            "the result of annotation 1 is not a list but a string",
        ),
    ],
)
def test_a_fault_is_told_and_does_not_end_the_reading(record: Any, problem: str) -> None:
    bad, good = read(record, {"id": 2, "annotations": [{"id": 1, "result": []}]})
    assert bad.problem == problem
    assert (good.problem, len(good.annotations)) == (None, 1)


def test_a_record_that_is_no_json_costs_only_itself() -> None:
    bad, good = read_export([b'[{"id": 1, "data": {"a": tru}}, {"id": 2}]'])
    assert bad.problem is not None
    assert bad.problem.startswith("$[0]")
    assert (good.id, good.problem) == (2, None)


def test_nan_is_kept_for_the_answer_that_holds_it() -> None:
    (task,) = read(
        {"id": 1, "annotations": [{"id": 1, "result": [{"value": {"x": float("nan")}}]}]}
    )
    assert task.problem is None
    assert (
        task.annotations[0].result[0]["value"]["x"] != task.annotations[0].result[0]["value"]["x"]
    )


def test_a_file_that_is_no_export_is_refused() -> None:
    with pytest.raises(BadRecord):
        list(read_export([b"hello"]))
