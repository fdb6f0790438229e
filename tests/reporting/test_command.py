"""`touchstone agreement` on files that a user may have, as a process and inside this one."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reporting.exports import (
    ANNA,
    BEN,
    CARL,
    CONFIG,
    annotation,
    box,
    call,
    choice,
    person,
    prediction,
    report,
    span,
    task,
    topics,
    write,
)

TOUCHSTONE = Path(sys.executable).with_name("touchstone")


def test_the_installed_command_prints_a_table(tmp_path: Path) -> None:
    file = write(tmp_path / "export.json", topics("sss", "ssn", "nnn"))
    done = subprocess.run(
        [TOUCHSTONE, "agreement", file, "--methodology", "pairwise"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert "3 tasks, 9 annotations" in done.stdout
    assert "Agreement (pairwise): 0.778" in done.stdout
    assert "inferred from the results: topic (Choices)" in " ".join(done.stdout.split())
    assert done.stderr == ""


def test_choices_by_hand(tmp_path: Path) -> None:
    """Tasks 1, 1/3 and 1: the mean is 7/9. Anna and Ben always agree, Carl in two of three."""
    found = report(write(tmp_path / "e.json", topics("sss", "ssn", "nnn")))
    assert found["agreement"]["value"] == pytest.approx(7 / 9)
    assert found["agreement"]["n"] == 3
    assert found["histogram"] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 2]
    names = [person["name"] for person in found["participants"]]
    cells = {
        (names[cell["left"]], names[cell["right"]]): cell["agreement"] for cell in found["matrix"]
    }
    assert {pair: (cell["value"], cell["n"]) for pair, cell in cells.items()} == {
        (ANNA, BEN): (1.0, 3),
        (ANNA, CARL): (pytest.approx(2 / 3), 3),
        (BEN, CARL): (pytest.approx(2 / 3), 3),
    }
    people = {one["name"]: one["agreement"]["value"] for one in found["annotators"]}
    assert people == {
        ANNA: pytest.approx(5 / 6),
        BEN: pytest.approx(5 / 6),
        CARL: pytest.approx(4 / 6),
    }
    (dimension,) = found["dimensions"]
    assert dimension["metric"] == "exact_match"
    assert dimension["confusion"] == [{"left": "news", "right": "sport", "count": 2}]
    assert found["tasks"][0] == {
        "id": 2, "agreement": pytest.approx(1 / 3), "undefined": None, "n_annotations": 3,
        "dimensions": [pytest.approx(1 / 3)],
    }  # fmt: skip


def test_coefficients_by_hand(tmp_path: Path) -> None:
    """Anna: s s n n, Ben: s n n n. Observed 3/4; by chance 1/2 (Cohen), 17/32 (Scott)."""
    found = report(write(tmp_path / "e.json", topics("ss", "sn", "nn", "nn")))
    (dimension,) = found["dimensions"]
    coefficients = {one["key"]: one for one in dimension["coefficients"]}
    assert coefficients["percent"]["value"] == pytest.approx(0.75)
    assert coefficients["cohen"]["value"] == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))
    assert coefficients["scott"]["value"] == pytest.approx((3 / 4 - 17 / 32) / (1 - 17 / 32))
    alpha = coefficients["alpha_nominal"]
    assert alpha["value"] == pytest.approx(1 - 7 * 2 / (2 * 3 * 5))  # (n - 1) observed / expected
    assert (alpha["n_units"], alpha["n_ratings"]) == (4, 8)
    for one in coefficients.values():
        assert one["low"] <= one["value"] <= one["high"], one


def test_a_coefficient_without_variation_says_so(tmp_path: Path) -> None:
    found = report(write(tmp_path / "e.json", topics("sss", "sss")))
    coefficients = {one["key"]: one for one in found["dimensions"][0]["coefficients"]}
    assert coefficients["percent"]["value"] == 1.0
    assert coefficients["alpha_nominal"]["value"] is None
    assert coefficients["alpha_nominal"]["undefined"] == "no_variation"
    shown = call(tmp_path / "e.json").stdout
    assert "no_variation: everybody used one and the same category" in shown


def test_consensus(tmp_path: Path) -> None:
    file = write(tmp_path / "e.json", topics("sss", "ssn"))
    found = report(file, "--methodology", "consensus")
    scores = {one["id"]: one["agreement"] for one in found["tasks"]}
    assert scores == {1: pytest.approx(1.0), 2: pytest.approx(2 / 3)}


def test_consensus_of_regions_says_its_threshold(tmp_path: Path) -> None:
    tasks = [task(1, annotation(1, box(0, 0, "a")), annotation(2, box(1, 1, "a")))]
    found = report(write(tmp_path / "e.json", tasks), "--methodology", "consensus")
    assert found["dimensions"][0]["parameters"]["threshold"] == 0.5
    assert any("thresholds that were not given" in note for note in found["notes"])


def test_a_config_brings_what_nobody_used(tmp_path: Path) -> None:
    """Both leave `ner` blank: agreement; without a config `ner` does not exist."""
    tasks = [
        task(1, annotation(1, choice("topic", "sport")), annotation(2, choice("topic", "news")))
    ]
    file = write(tmp_path / "e.json", tasks)
    config = tmp_path / "config.xml"
    config.write_text(CONFIG, encoding="utf-8")
    assert [one["name"] for one in report(file)["dimensions"]] == ["topic"]
    found = report(file, "--config", config)
    assert found["config_inferred"] is False
    scores = {one["name"]: one["agreement"]["value"] for one in found["dimensions"]}
    assert scores == {"topic": 0.0, "ner": 1.0}
    assert found["agreement"]["value"] == 0.5


def test_a_metric_and_its_parameter_are_chosen(tmp_path: Path) -> None:
    tasks = [
        task(1, annotation(1, span(0, 10, "PER")), annotation(2, span(0, 5, "PER"))),
    ]
    file = write(tmp_path / "e.json", tasks)
    assert report(file)["agreement"]["value"] == 0.5
    assert report(file, "--metric", "ner=exact_match")["agreement"]["value"] == 0.0
    assert report(file, "--threshold", "0.4")["agreement"]["value"] == 1.0
    chosen = report(file, "--metric", "ner=span_iou:threshold=0.6")
    assert chosen["agreement"]["value"] == 0.0
    assert chosen["dimensions"][0]["parameters"]["threshold"] == 0.6


def test_ground_truth_and_models(tmp_path: Path) -> None:
    """Carl wrote the ground truth, which is not compared with himself."""
    tasks = [
        task(
            number,
            annotation(person(ANNA), choice("topic", "sport")),
            annotation(person(CARL), choice("topic", truth), ground_truth=True),
            predictions=[
                prediction("v1", choice("topic", "sport")),
                prediction("v2", choice("topic", "news")),
            ],
        )
        for number, truth in enumerate(("sport", "news", "sport"), start=1)
    ]
    found = report(write(tmp_path / "e.json", tasks))
    people = {one["name"]: one for one in found["annotators"]}
    assert people[ANNA]["with_ground_truth"]["value"] == pytest.approx(2 / 3)
    assert people[CARL]["with_ground_truth"] == {
        "value": None, "n": 0, "undefined": "no_pairs", "low": None, "high": None, "std": None,
    }  # fmt: skip
    assert people[ANNA]["with_models"]["value"] == pytest.approx(0.5)
    models = {one["name"]: one for one in found["models"]}
    assert models["v1"]["with_ground_truth"]["value"] == pytest.approx(2 / 3)
    assert models["v2"]["with_ground_truth"]["value"] == pytest.approx(1 / 3)
    assert models["v1"]["with_annotators"]["value"] == pytest.approx(5 / 6)
    # Models do not count among the annotators.
    assert found["agreement"]["value"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(("metric", "truth_and_model"), [("precision", 0.5), ("recall", 1.0)])
def test_a_metric_with_a_reference_takes_the_better_known_side(
    tmp_path: Path, metric: str, truth_and_model: float
) -> None:
    """One box of two is right: precision 1/2, recall 1; between equals the lower of both ways."""
    one, two = [box(0, 0, "a")], [box(0, 0, "a"), box(50, 50, "a")]
    tasks = [
        task(
            1,
            annotation(person(ANNA), *two),
            annotation(person(BEN), *one, ground_truth=True),
            predictions=[prediction("v1", *two)],
        )
    ]
    file = write(tmp_path / "e.json", tasks)
    found = report(file, "--metric", f"box={metric}")
    people = {one["name"]: one for one in found["annotators"]}
    assert people[ANNA]["agreement"]["value"] == 0.5
    assert people[ANNA]["with_ground_truth"]["value"] == truth_and_model
    assert people[BEN]["with_models"]["value"] == truth_and_model


def test_old_exports_with_completions_and_no_authors(tmp_path: Path) -> None:
    tasks = [
        {
            "id": 1,
            "data": {"text": "t"},
            "completions": [
                {"id": 1, "result": [choice("topic", "sport")]},
                {"id": 2, "result": [choice("topic", "sport")]},
            ],
        }
    ]
    found = report(write(tmp_path / "e.json", tasks))
    assert found["agreement"]["value"] == 1.0
    assert [one["name"] for one in found["participants"]] == ["unknown 1", "unknown 2"]
    assert any("name no author" in note for note in found["notes"])


def test_the_last_annotation_of_somebody_counts_and_skipped_ones_do_not(tmp_path: Path) -> None:
    tasks = [
        task(
            1,
            annotation(1, choice("topic", "news")),
            annotation(1, choice("topic", "sport")),
            annotation(2, choice("topic", "sport")),
            annotation(3, choice("topic", "news"), was_cancelled=True),
        )
    ]
    found = report(write(tmp_path / "e.json", tasks))
    assert found["agreement"]["value"] == 1.0
    assert (found["n_annotations"], found["n_cancelled"]) == (3, 1)
    assert any("followed by a later one" in note for note in found["notes"])


def test_a_task_a_line(tmp_path: Path) -> None:
    lines = [json.dumps(one) for one in topics("ss", "sn")]
    file = tmp_path / "e.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert report(file)["agreement"]["value"] == 0.5


def test_csv_is_one_table_and_no_formula(tmp_path: Path) -> None:
    tasks = topics("ss", "sn")
    tasks[0]["annotations"][0]["completed_by"]["email"] = '=HYPERLINK("http://x")'
    result = call(write(tmp_path / "e.json", tasks), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["table"] for row in rows} >= {
        "agreement", "annotator", "confusion", "histogram", "matrix", "task",
    }  # fmt: skip
    (mean,) = [r for r in rows if r["table"] == "agreement" and not r["dimension"]]
    assert (float(mean["value"]), mean["n"]) == (0.5, "2")
    assert not [r for r in rows if any(str(cell).startswith("=") for cell in r.values())]
    assert any(row["item"] == '\'=HYPERLINK("http://x")' for row in rows)


def test_html_is_one_file_with_escaped_texts(tmp_path: Path) -> None:
    tasks = topics("ssn", "snn")
    evil = "<script>alert(1)</script>"
    tasks[0]["annotations"][0]["result"] = [choice("topic", evil)]
    tasks[0]["annotations"][1]["completed_by"]["email"] = f"{evil}@x"
    output = tmp_path / "report.html"
    result = call(write(tmp_path / "e.json", tasks), "--format", "html", "--output", output)
    assert result.exit_code == 0
    assert result.stdout == ""
    text = output.read_text(encoding="utf-8")
    assert evil not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert "http" not in text.replace('http-equiv="Content-Security-Policy"', "")
    assert "prefers-color-scheme: dark" in text
    assert text.count("<svg") == 2
    wide = text.count("<table") + text.count("<svg")
    assert text.count("<div class=scroll><table") + text.count("<div class=scroll><svg") == wide


def test_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    tasks = topics("ss")
    tasks[0]["annotations"][0]["completed_by"]["email"] = "\x1b[31mred [bold]x[/bold]"
    result = call(write(tmp_path / "e.json", tasks))
    assert "\x1b" not in result.stdout
    assert "[bold]x[/bold]" in result.stdout


def test_the_same_seed_gives_the_same_report(tmp_path: Path) -> None:
    file = write(tmp_path / "e.json", topics("sss", "ssn", "nns", "sns", "nnn"))
    assert report(file, "--seed", "3") == report(file, "--seed", "3")


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    file = write(tmp_path / "e.json", topics(*["ssn"] * 3000))
    command = f"{TOUCHSTONE} agreement {file} --format csv | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.splitlines() == [
        "table,dimension,item,other,figure,value,low,high,n,reason", "0",
    ]  # fmt: skip
    assert done.stderr == ""


def test_progress_of_a_big_file_goes_to_stderr(tmp_path: Path) -> None:
    tasks = topics(*["sn"] * 2)
    tasks[0]["data"]["text"] = "x" * 5_000_000
    file = write(tmp_path / "e.json", tasks)
    done = subprocess.run(
        [TOUCHSTONE, "agreement", file, "--format", "json"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert json.loads(done.stdout)["n_tasks"] == 2
    assert "Reading" in done.stderr
