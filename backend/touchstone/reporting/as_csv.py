"""A report as one CSV table, a figure a row: easily filtered, pivoted and joined."""

import csv
import io
from collections.abc import Iterator

from touchstone.reporting.figures import DimensionReport, Figure, Report

COLUMNS = (
    "table", "dimension", "item", "other", "figure", "value", "low", "high", "n", "reason",
)  # fmt: skip

Cell = str | float | int | None
Row = tuple[Cell, ...]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        writer.writerow([_safe(cell) for cell in row])
    return text.getvalue()


def _safe(cell: Cell) -> Cell:
    """Texts of users that a spreadsheet would run as a formula are shown as they are."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _figure(table: str, dimension: str, item: Cell, other: Cell, name: str, f: Figure) -> Row:
    return (table, dimension, item, other, name, f.value, f.low, f.high, f.n, f.undefined)


def _rows(report: Report) -> Iterator[Row]:
    yield _figure("agreement", "", "", "", "mean", report.agreement)
    for bucket, count in enumerate(report.histogram):
        yield _count("histogram", "", bucket / 10, (bucket + 1) / 10, "tasks", count)
    for one in report.dimensions:
        yield from _of_dimension(one)
    yield from _of_people(report)
    names = [_name(person) for person in report.participants]
    for cell in report.matrix:
        yield _figure("matrix", "", names[cell.left], names[cell.right], "mean", cell.agreement)
    yield from _of_tasks(report)
    for problem in report.problems:
        between = f"{problem.left} | {problem.right}" if problem.left else ""
        yield (
            "problem", problem.dimension, problem.task, between, problem.meaning, None, None, None,
            None, problem.reason,
        )  # fmt: skip


def _count(table: str, dimension: str, item: Cell, other: Cell, name: str, n: int) -> Row:
    return (table, dimension, item, other, name, None, None, None, n, None)


def _of_dimension(one: DimensionReport) -> Iterator[Row]:
    yield _figure("agreement", one.name, "", "", one.metric, one.agreement)
    for c in one.coefficients:
        yield (
            "coefficient", one.name, "", "", c.key, c.value, c.low, c.high, c.n_units, c.undefined
        )  # fmt: skip
    for pair in one.confusion:
        yield _count("confusion", one.name, pair.left, pair.right, "count", pair.count)
    for reason, count in one.undefined.items():
        yield ("undefined", one.name, "", "", "pairs", None, None, None, count, reason)


def _of_people(report: Report) -> Iterator[Row]:
    for person in report.annotators:
        for other, figure in (
            ("annotators", person.agreement),
            ("ground truth", person.with_ground_truth),
            ("models", person.with_models),
        ):
            yield _figure("annotator", "", person.name, other, "mean", figure)
    for model in report.models:
        yield _figure("model", "", model.name, "annotators", "mean", model.with_annotators)
        yield _figure("model", "", model.name, "ground truth", "mean", model.with_ground_truth)


def _of_tasks(report: Report) -> Iterator[Row]:
    for task in report.tasks:
        n = task.n_annotations
        yield (
            "task", "", task.id, "", "agreement", task.agreement, None, None, n, task.undefined
        )  # fmt: skip
        if len(report.dimensions) > 1:
            for one, value in zip(report.dimensions, task.dimensions, strict=True):
                yield ("task", one.name, task.id, "", "agreement", value, None, None, n, None)


def _name(person: dict[str, str]) -> str:
    return person["name"] if person["kind"] != "model" else f"model {person['name']}"
