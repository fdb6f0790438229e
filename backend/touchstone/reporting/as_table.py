"""A report as text for a terminal."""

import io
from collections.abc import Iterator, Sequence
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from touchstone.agreement.types import MEANINGS, Undefined
from touchstone.reporting.figures import CoefficientFigure, Figure, Report

MOST_ROWS = 20
WIDEST_MATRIX = 12
WORST_TASKS = 10


def render(report: Report, width: int) -> str:
    text = io.StringIO()
    show(report, Console(file=text, width=width, highlight=False))
    return text.getvalue()


def show(report: Report, console: Console) -> None:
    for part in _parts(report):
        console.print(part)


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _head(report)
    yield _dimensions(report)
    if any(one.coefficients for one in report.dimensions):
        yield _coefficients(report)
    if report.annotators:
        yield _annotators(report)
    if report.models:
        yield _models(report)
    if report.matrix:
        yield _matrix(report)
    yield _worst(report)
    if any(one.confusion for one in report.dimensions):
        yield _confusion(report)
    yield _problems(report)


def _head(report: Report) -> RenderableType:
    counts = f"{report.n_tasks:,} tasks, {report.n_annotations:,} annotations"
    if report.n_cancelled:
        counts += f", {report.n_cancelled:,} skipped ones left out"
    if report.n_predictions:
        counts += f", {report.n_predictions:,} predictions"
    lines = [
        Text(report.file, style="bold"),
        Text(counts),
        Text(f"Agreement ({report.methodology}): ")
        .append(_shown(report.agreement), style="bold")
        .append(f" over {report.agreement.n:,} tasks"),
        Text("0 " + _bars(report.histogram) + " 1   tasks by agreement"),
    ]
    lines += [Text(f"Note: {note}", style="yellow") for note in report.notes]
    return Group(*lines, Text())


def _bars(counts: Sequence[int]) -> str:
    most = max(counts) or 1
    return "".join(" ▁▂▃▄▅▆▇█"[-(-8 * count // most)] for count in counts)


def _table(*columns: str, n_text: int = 1) -> Table:
    """The first `n_text` columns are text, the others numbers."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, name in enumerate(columns):
        justify: Literal["left", "right"] = "left" if number < n_text else "right"
        table.add_column(name, justify=justify, overflow="fold", no_wrap=number >= n_text)
    return table


def _section(title: str, table: Table, *below: RenderableType) -> RenderableType:
    return Group(Text(title, style="bold"), table, *below, Text())


def _shown(figure: Figure | CoefficientFigure) -> str:
    if figure.value is None:
        return f"– ({figure.undefined})"
    text = f"{figure.value:.3f}"
    if figure.low is not None and figure.high is not None:
        text += f" [{figure.low:.3f}, {figure.high:.3f}]"
    return text


def _text(value: object) -> Text:
    """User text is never read as markup, and control characters do not reach the terminal."""
    return Text("".join(c if c.isprintable() else "\ufffd" for c in str(value)))


def _dimensions(report: Report) -> RenderableType:
    table = _table("dimension", "tag", "metric", "tasks", "agreement", "no score", n_text=3)
    for one in report.dimensions:
        settings = ", ".join(f"{name} {value}" for name, value in one.parameters.items())
        table.add_row(
            _text(one.name),
            one.tag,
            f"{one.metric} ({settings})" if settings else one.metric,
            f"{one.agreement.n:,}",
            _shown(one.agreement),
            ", ".join(f"{count:,} {reason}" for reason, count in one.undefined.items()),
        )
    return _section("Dimensions", table)


def _coefficients(report: Report) -> RenderableType:
    table = _table("dimension", "coefficient", "value", "units", "ratings", n_text=2)
    for one in report.dimensions:
        for c in one.coefficients:
            table.add_row(_text(one.name), c.title, _shown(c), f"{c.n_units:,}", f"{c.n_ratings:,}")
    return _section("Corrected for chance", table)


def _annotators(report: Report) -> RenderableType:
    truth = any(one.with_ground_truth.n for one in report.annotators)
    models = any(one.with_models.n for one in report.annotators)
    extra = ["with ground truth"] * truth + ["with models"] * models
    table = _table("annotator", "annotations", "tasks", "with others", *extra)
    for one in report.annotators[:MOST_ROWS]:
        more = [_shown(one.with_ground_truth)] * truth + [_shown(one.with_models)] * models
        table.add_row(
            _text(one.name), f"{one.n_annotations:,}", f"{one.n_tasks:,}", _shown(one.agreement),
            *more,
        )  # fmt: skip
    return _section("Annotators", table, *_more(len(report.annotators), MOST_ROWS))


def _models(report: Report) -> RenderableType:
    table = _table("version", "predictions", "with annotators", "with ground truth")
    for one in report.models[:MOST_ROWS]:
        table.add_row(
            _text(one.name), f"{one.n_predictions:,}", _shown(one.with_annotators),
            _shown(one.with_ground_truth),
        )  # fmt: skip
    return _section("Models", table, *_more(len(report.models), MOST_ROWS))


def _more(total: int, shown: int) -> list[RenderableType]:
    if total <= shown:
        return []
    return [Text(f"... and {total - shown:,} more; --format json has all", style="dim")]


def _matrix(report: Report) -> RenderableType:
    """Who agrees with whom: the mean, and below it the number of common tasks."""
    used = sorted({n for cell in report.matrix for n in (cell.left, cell.right)})
    shown = used[:WIDEST_MATRIX]
    cells = {(cell.left, cell.right): cell.agreement for cell in report.matrix}
    cells |= {(right, left): figure for (left, right), figure in cells.items()}
    table = _table("", *(str(n + 1) for n in shown))
    for row in shown:
        person = report.participants[row]
        name = person["name"] if person["kind"] != "model" else f"model {person['name']}"
        values = []
        for column in shown:
            figure = cells.get((row, column))
            if figure is None:
                values.append("·" if row == column else "")
            elif figure.value is None:
                values.append("–")
            else:
                values.append(f"{figure.value:.2f} ({figure.n})")
        table.add_row(_text(f"{row + 1} {name}"), *values)
    return _section("Matrix (common tasks)", table, *_more(len(used), WIDEST_MATRIX))


def _worst(report: Report) -> RenderableType:
    names = [one.name for one in report.dimensions] if len(report.dimensions) > 1 else []
    table = _table("task", "annotations", "agreement", *names)
    for task in report.tasks[:WORST_TASKS]:
        if task.agreement is None:
            break
        parts = ["–" if v is None else f"{v:.3f}" for v in task.dimensions] if names else []
        table.add_row(_text(task.id), str(task.n_annotations), f"{task.agreement:.3f}", *parts)
    if not table.rows:
        return Text()
    return _section("Tasks with the least agreement", table)


def _confusion(report: Report) -> RenderableType:
    table = _table("dimension", "label", "other label", "times", n_text=3)
    for one in report.dimensions:
        for pair in one.confusion[:MOST_ROWS]:
            table.add_row(
                _text(one.name), _text(pair.left or "(none)"), _text(pair.right or "(none)"),
                f"{pair.count:,}",
            )  # fmt: skip
    return _section("Labels taken for one another", table)


def _problems(report: Report) -> RenderableType:
    reasons = {reason for one in report.dimensions for reason in one.undefined}
    reasons |= {c.undefined for one in report.dimensions for c in one.coefficients if c.undefined}
    lines: list[RenderableType] = [
        Text(f"{reason}: {MEANINGS[Undefined(reason)]}", style="dim") for reason in sorted(reasons)
    ]
    if report.n_problems:
        table = _table("task", "dimension", "between", "why", n_text=4)
        for one in report.problems[:MOST_ROWS]:
            between = f"{one.left}, {one.right}" if one.left else ""
            table.add_row(_text(one.task), _text(one.dimension), _text(between), _text(one.meaning))
        more = _more(report.n_problems, MOST_ROWS)
        lines = [_section("Could not be scored", table, *more), *lines]
    return Group(*lines)
