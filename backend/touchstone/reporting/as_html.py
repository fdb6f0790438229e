"""A report as one HTML file that needs no other: no script, no font, no address."""

from collections.abc import Iterator, Sequence
from html import escape

from touchstone.agreement.types import MEANINGS, Undefined
from touchstone.reporting.drawings import heat_map, histogram
from touchstone.reporting.figures import CoefficientFigure, Figure, Report

MOST_ROWS = 200
WORST_TASKS = 50

_STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --line: #d1d9e0;
  --ground: #fff; --band: #f6f8fa; --mark: #0d7d76; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --ground: #0d1117;
    --band: #151b23; --mark: #2ec4b6; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground);
  margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin-top: 2rem; }
.faint { color: var(--faint); } .note { border-left: 3px solid var(--mark); padding-left: .6rem; }
.big { font-size: 2rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .7rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; min-width: 9rem; overflow-wrap: anywhere; }
td:not(.text) { white-space: nowrap; }
thead th { color: var(--faint); font-weight: 600; } tbody tr:hover { background: var(--band); }
td.text, th.text { text-align: left; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .bar { fill: var(--mark); } svg .frame { stroke: var(--line); fill: none; }
svg .none { fill: var(--band); } svg .dark { fill: #fff; } svg .light { fill: #1b1f24; }
"""


def render(report: Report) -> str:
    title = f"Agreement: {report.file}"
    body = "\n".join(_parts(report))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def _parts(report: Report) -> Iterator[str]:
    yield _head(report)
    yield "<h2>Tasks by agreement</h2>" + histogram(report.histogram)
    yield _dimensions(report)
    if any(one.coefficients for one in report.dimensions):
        yield _coefficients(report)
    if report.annotators:
        yield _annotators(report)
    if report.models:
        yield _models(report)
    if report.matrix:
        names = [_name(person) for person in report.participants]
        cells = {(c.left, c.right): c.agreement for c in report.matrix}
        yield "<h2>Matrix</h2><p class=faint>Mean over common tasks, with their number.</p>"
        yield heat_map(names, cells)
    yield _worst(report)
    if any(one.confusion for one in report.dimensions):
        yield _confusion(report)
    yield _problems(report)


def _head(report: Report) -> str:
    counts = f"{report.n_tasks:,} tasks, {report.n_annotations:,} annotations"
    if report.n_cancelled:
        counts += f", {report.n_cancelled:,} skipped ones left out"
    if report.n_predictions:
        counts += f", {report.n_predictions:,} predictions"
    notes = "".join(f"<p class=note>{escape(note)}</p>" for note in report.notes)
    return (
        f"<p class=faint>{counts}</p><p><span class=big>{escape(_shown(report.agreement))}</span> "
        f"over {report.agreement.n:,} tasks, {escape(report.methodology)}; "
        f"intervals of 95 %, seed {report.seed}</p>{notes}"
    )


def _shown(figure: Figure | CoefficientFigure) -> str:
    if figure.value is None:
        return f"– ({figure.undefined})"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _name(person: dict[str, str]) -> str:
    return person["name"] if person["kind"] != "model" else f"model {person['name']}"


def _table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, n_text: int = 1
) -> str:
    """The first `n_text` columns are text, the others numbers."""
    kinds = [" class=text" if n < n_text else "" for n in range(len(columns))]
    head = "".join(
        f"<th scope=col{kind}>{escape(name)}</th>"
        for kind, name in zip(kinds, columns, strict=True)
    )
    lines = [
        "<tr>"
        + "".join(f"<td{k}>{escape(str(v))}</td>" for k, v in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows[:MOST_ROWS]
    ]
    more = len(rows) - MOST_ROWS
    rest = f"<p class=faint>... and {more:,} more</p>" if more > 0 else ""
    return (
        f"<h2>{escape(title)}</h2><div class=scroll><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{''.join(lines)}</tbody></table></div>{rest}"
    )


def _dimensions(report: Report) -> str:
    rows = []
    for one in report.dimensions:
        settings = ", ".join(f"{name} {value}" for name, value in one.parameters.items())
        lost = ", ".join(f"{count:,} {reason}" for reason, count in one.undefined.items())
        metric = f"{one.metric} ({settings})" if settings else one.metric
        rows.append(
            (one.name, one.tag, metric, lost, f"{one.agreement.n:,}", _shown(one.agreement))
        )
    columns = ("dimension", "tag", "metric", "pairs without score", "tasks", "agreement")
    return _table("Dimensions", columns, rows, n_text=4)


def _coefficients(report: Report) -> str:
    rows = [
        (one.name, c.title, _shown(c), f"{c.n_units:,}", f"{c.n_ratings:,}")
        for one in report.dimensions
        for c in one.coefficients
    ]
    columns = ("dimension", "coefficient", "value", "units", "ratings")
    return _table("Corrected for chance", columns, rows, n_text=2)


def _annotators(report: Report) -> str:
    people = report.annotators
    columns = ["annotator", "annotations", "tasks compared", "with others"]
    figures = [[_shown(one.agreement)] for one in people]
    for title, of_kind in (
        ("with ground truth", [one.with_ground_truth for one in people]),
        ("with models", [one.with_models for one in people]),
    ):
        if any(figure.n for figure in of_kind):
            columns.append(title)
            for row, figure in zip(figures, of_kind, strict=True):
                row.append(_shown(figure))
    rows = [
        (one.name, f"{one.n_annotations:,}", f"{one.n_tasks:,}", *row)
        for one, row in zip(people, figures, strict=True)
    ]
    return _table("Annotators", columns, rows)


def _models(report: Report) -> str:
    rows = [
        (one.name, f"{one.n_predictions:,}", _shown(one.with_annotators),
         _shown(one.with_ground_truth))
        for one in report.models
    ]  # fmt: skip
    columns = ("version", "predictions", "with annotators", "with ground truth")
    return _table("Models", columns, rows)


def _worst(report: Report) -> str:
    names = [one.name for one in report.dimensions] if len(report.dimensions) > 1 else []
    rows = []
    for task in report.tasks[:WORST_TASKS]:
        if task.agreement is None:
            break
        parts = ["–" if v is None else f"{v:.3f}" for v in task.dimensions] if names else []
        rows.append((task.id, task.n_annotations, f"{task.agreement:.3f}", *parts))
    columns = ("task", "annotations", "agreement", *names)
    return _table("Tasks with the least agreement", columns, rows) if rows else ""


def _confusion(report: Report) -> str:
    rows = [
        (one.name, pair.left or "(none)", pair.right or "(none)", f"{pair.count:,}")
        for one in report.dimensions
        for pair in one.confusion
    ]
    columns = ("dimension", "label", "other label", "times")
    return _table("Labels taken for one another", columns, rows, n_text=3)


def _problems(report: Report) -> str:
    reasons = {reason for one in report.dimensions for reason in one.undefined}
    reasons |= {c.undefined for one in report.dimensions for c in one.coefficients if c.undefined}
    text = "".join(
        f"<p class=faint>{escape(reason)}: {escape(MEANINGS[Undefined(reason)])}</p>"
        for reason in sorted(reasons)
    )
    if not report.n_problems:
        return text
    rows = [
        (one.task, one.dimension, f"{one.left}, {one.right}" if one.left else "", one.meaning)
        for one in report.problems
    ]
    title = f"Could not be scored ({report.n_problems:,})"
    return _table(title, ("task", "dimension", "between", "why"), rows, n_text=4) + text
