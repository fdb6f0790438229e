"""Files, configs, options and answers that are not as they should be."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reporting.exports import (
    CONFIG,
    annotation,
    box,
    call,
    choice,
    report,
    span,
    task,
    topics,
    write,
)


def test_one_bad_task_costs_itself_only(tmp_path: Path) -> None:
    tasks: list[Any] = [*topics("ss", "sn"), 17, {"id": 9, "annotations": "none"}]
    found = report(write(tmp_path / "e.json", tasks))
    assert found["agreement"] | {"std": None, "low": None, "high": None} == {
        "value": 0.5, "n": 2, "undefined": None, "low": None, "high": None, "std": None,
    }  # fmt: skip
    assert found["n_problems"] == 2
    assert [one["reason"] for one in found["problems"]] == ["unreadable"] * 2
    assert "must be an object" in found["problems"][0]["meaning"]


def test_answers_of_the_wrong_kind_are_listed(tmp_path: Path) -> None:
    wrong = box(0, 0, "a") | {"value": {"x": "left", "rectanglelabels": ["a"]}}
    tasks = [
        task(1, annotation(1, box(0, 0, "a")), annotation(2, box(0, 0, "a"))),
        task(2, annotation(1, box(0, 0, "a")), annotation(2, wrong)),
    ]
    found = report(write(tmp_path / "e.json", tasks))
    assert found["agreement"]["n"] == 1
    (problem,) = found["problems"]
    assert (problem["task"], problem["dimension"]) == ("2", "box")
    assert problem["reason"] == "unreadable"
    assert problem["meaning"].startswith("a result cannot be read: ")
    assert found["tasks"][-1]["undefined"] == "unreadable"


def polygon(*points: tuple[float, float]) -> dict[str, Any]:
    return {
        "id": "p", "from_name": "shape", "to_name": "image", "type": "polygonlabels",
        "value": {"points": [list(point) for point in points], "polygonlabels": ["a"]},
    }  # fmt: skip


SQUARE = polygon((0, 0), (10, 0), (10, 10), (0, 10))
HARD = {
    "NaN": (box(float("nan"), 0, "a"), box(0, 0, "a")),
    "a number that is too large": (box(1e308, 0, "a"), box(0, 0, "a")),
    "a box without area": (box(0, 0, "a", width=0), box(0, 0, "a")),
    "fields missing": ({"from_name": "box", "to_name": "image", "type": "rectanglelabels"}, SQUARE),
    "no value": (choice("topic", "sport") | {"value": None}, choice("topic", "sport")),
    "a polygon that crosses itself": (polygon((0, 0), (10, 10), (10, 0), (0, 10)), SQUARE),
    "a polygon without area": (polygon((0, 0), (5, 5)), SQUARE),
    "a reversed span": (span(9, 3, "PER"), span(3, 9, "PER")),
    "mixed types in one control": (span(0, 4, "PER"), box(0, 0, "a") | {"from_name": "ner"}),
    "labels that are no texts": (
        choice("topic") | {"value": {"choices": [None, 3, {"a": 1}]}},
        choice("topic", "sport"),
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_a_hard_answer_stops_nothing(tmp_path: Path, name: str) -> None:
    """The other task is scored, and the report is valid JSON with figures in 0..1 or null."""
    first, second = HARD[name]
    good = [task(1, annotation(1, box(0, 0, "a")), annotation(2, box(0, 0, "a")))]
    tasks = [*good, task(2, annotation(1, first), annotation(2, second))]
    found = report(write(tmp_path / "e.json", tasks))
    scores = {one["id"]: one["agreement"] for one in found["tasks"]}
    assert scores[1] == 1.0
    assert scores[2] is None or 0 <= scores[2] <= 1


def test_very_many_regions_are_not_compared_and_listed(tmp_path: Path) -> None:
    many = [box(n % 90, n // 90 % 90, "a") | {"id": str(n)} for n in range(2500)]
    tasks = [task(1, annotation(1, *many), annotation(2, *many))]
    tasks.append(task(2, annotation(1, box(0, 0, "a")), annotation(2, box(0, 0, "a"))))
    found = report(write(tmp_path / "e.json", tasks))
    assert {one["id"]: one["agreement"] for one in found["tasks"]} == {2: 1.0, 1: None}
    assert [one["reason"] for one in found["problems"]] == ["too_many_regions"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file is empty"),
        ("hello", "neither a JSON list nor an object (byte 0)"),
        ('[{"id": 1}, {"id": 2', "ends in the middle of a record"),
        ('[{"id": 1}] trailing', "unexpected text after the last record (byte 12)"),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_the_place(
    tmp_path: Path, content: str, told: str
) -> None:
    file = tmp_path / "e.json"
    file.write_text(content, encoding="utf-8")
    result = call(file)
    assert result.exit_code == 1
    assert told in result.stderr
    assert str(file) in result.stderr.replace("\n", "")
    assert result.stdout == ""


def test_a_wrong_config_is_refused_with_the_line(tmp_path: Path) -> None:
    file = write(tmp_path / "e.json", topics("ss"))
    config = tmp_path / "c.xml"
    config.write_text("<View>\n  <Choice/>\n", encoding="utf-8")
    result = call(file, "--config", config)
    assert result.exit_code == 1
    assert "line " in result.stderr


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--metric", "topic=nothing"], "no metric is named 'nothing'"),
        (["--metric", "other=exact_match"], "no dimension is named 'other'; there are: topic"),
        (["--metric", "topic=box_iou"], "box_iou cannot compare 'topic'"),
        (["--metric", "topic"], "a metric is chosen as name=key"),
        (["--metric", "topic=jaccard:threshold"], "a parameter is given as name=value"),
        (["--metric", "topic=jaccard:threshold=2"], "threshold must lie in 0..1"),
        (["--threshold", "7"], "less than or equal to 1"),
        (["--format", "pdf"], "pdf"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, option: list[str], told: str) -> None:
    result = call(write(tmp_path / "e.json", topics("ss")), *option)
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_nothing_to_compare_has_a_status_of_its_own(tmp_path: Path) -> None:
    alone = call(write(tmp_path / "e.json", topics("s")))
    assert alone.exit_code == 3
    assert "no_pairs" in alone.stdout
    empty = call(write(tmp_path / "e.json", []))
    assert empty.exit_code == 3
    assert "no task is in this file" in " ".join(empty.stderr.split())
    blank = call(write(tmp_path / "e.json", [task(1), task(2)]))
    assert blank.exit_code == 3
    assert "no result is in this file" in " ".join(blank.stderr.split())


def test_a_missing_file_is_a_wrong_option(tmp_path: Path) -> None:
    assert call(tmp_path / "none.json").exit_code == 2


def test_a_config_of_other_data_gives_no_figure(tmp_path: Path) -> None:
    """Nobody answered what the config has: both blank is no agreement then."""
    file = write(tmp_path / "e.json", topics("ss", "sn"))
    config = tmp_path / "other.xml"
    other = CONFIG.replace('name="topic"', 'name="other"')
    config.write_text(other, encoding="utf-8")
    result = call(file, "--config", config, "--format", "json")
    assert result.exit_code == 3
    assert "no control for result items with the from_name 'topic' (4)" in result.stderr
    assert "nothing that was answered can be compared" in " ".join(result.stderr.split())
    found = json.loads(result.stdout)
    assert (found["agreement"]["value"], found["agreement"]["undefined"]) == (None, "no_pairs")
    assert found["n_tasks_scored"] == 0
    assert all(cell["agreement"]["value"] is None for cell in found["matrix"])
    assert any("has no control 'topic'" in note for note in found["notes"])
    assert any("Nobody answered other, ner" in note for note in found["notes"])


def test_a_control_that_the_config_lacks_is_warned_of(tmp_path: Path) -> None:
    tasks = topics("ss")
    for one in tasks[0]["annotations"]:
        one["result"].append(choice("mood", "good"))
    config = tmp_path / "config.xml"
    config.write_text(CONFIG, encoding="utf-8")
    result = call(write(tmp_path / "e.json", tasks), "--config", config)
    assert result.exit_code == 0
    assert "'mood' (2)" in result.stderr
    assert "Agreement (pairwise): 1.000" in result.stdout


def test_a_metric_chosen_twice_is_a_wrong_option(tmp_path: Path) -> None:
    twice = ["--metric", "topic=jaccard", "--metric", "topic=exact_match"]
    result = call(write(tmp_path / "e.json", topics("ss")), *twice)
    assert result.exit_code == 2
    assert "more than once" in " ".join(result.stderr.split())
