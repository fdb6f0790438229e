"""`touchstone agreement`: agreement of a file, without server and database."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from touchstone.labelstudio.errors import BadConfig, BadRecord
from touchstone.labelstudio.label_config import LabelConfig, parse_label_config
from touchstone.reporting import as_csv, as_html, as_json, as_table
from touchstone.reporting.build import Options, Source, build_report
from touchstone.reporting.choice import BadChoice, choose_dimensions
from touchstone.reporting.collect import Advance, Collected, collect, look_over
from touchstone.reporting.figures import Report
from touchstone.reporting.inference import Seen, infer_config

BIG = 4 * 1024 * 1024
"""Bytes from which on progress is shown."""
WIDTH = 140
"""Of a table that no terminal shows."""
NOTHING_TO_COMPARE = 3
"""Exit status: the file is fine, but no task has two answers that can be compared.

Two blanks in what nobody at all has answered are none.
"""

err = Console(stderr=True, highlight=False)


def run(
    export: Path,
    config: Path | None,
    metrics: list[str],
    options: Options,
    format_: str,
    output: Path | None,
) -> None:
    """Measure and write; what cannot be is said on standard error.

    Raises typer.Exit with the status that `touchstone agreement --help` tells.
    """
    try:
        report = _report(export, config, metrics, options)
    except BadRecord as error:
        raise _stop(f"{export}: {error}") from error
    except BadConfig as error:
        raise _stop(f"{config or export}: {error}") from error
    except BadChoice as error:
        err.print(f"touchstone: {error}", markup=False, style="bold red")
        raise typer.Exit(2) from error
    except OSError as error:
        raise _stop(f"{error.filename or export}: {error.strerror}") from error
    _write(report, format_, output)
    if report.n_tasks_scored == 0:
        err.print("touchstone: nothing that was answered can be compared", markup=False)
        raise typer.Exit(NOTHING_TO_COMPARE)


def _stop(message: str) -> typer.Exit:
    err.print(f"touchstone: {message}", markup=False, style="bold red", soft_wrap=True)
    return typer.Exit(1)


def _report(
    export: Path,
    config_file: Path | None,
    metrics: list[str],
    options: Options,
) -> Report:
    notes: list[str] = []
    if config_file is not None:
        config = parse_label_config(_text_of(config_file))
    else:
        config = _inferred(export, notes)
    with _progress(export, "Reading") as advance:
        collected = collect(export, config, advance)
    threshold = options.threshold
    consensus = options.methodology == "consensus"
    used = {name for given in collected.given for name in given.answers}
    dimensions = choose_dimensions(config, used, metrics, threshold=threshold, consensus=consensus)
    if consensus and threshold is None and any(not d.metric.binary for d in dimensions):
        notes.append(
            "Consensus needs scores of 0 or 1; thresholds that were not given are usual ones."
        )
    if config_file is not None and collected.controls_missing:
        _warn_of_missing(config_file, collected)
    source = Source(str(export), config, config_file is None, notes)
    return build_report(source, collected, dimensions, options)


def _warn_of_missing(config_file: Path, collected: Collected) -> None:
    missing = collected.controls_missing
    names = ", ".join(f"{name!r} ({count:,})" for name, count in missing.most_common(20))
    more = f", and {len(missing) - 20:,} more" if len(missing) > 20 else ""
    text = "".join(c if c.isprintable() else "\ufffd" for c in names + more)
    err.print(
        f"touchstone: warning: {config_file} has no control for result items with the from_name "
        f"{text}; they are not compared",
        markup=False,
        style="yellow",
        soft_wrap=True,
    )


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadConfig(f"not UTF-8 text (byte {error.start})") from error


def _inferred(export: Path, notes: list[str]) -> LabelConfig:
    with _progress(export, "Looking over") as advance:
        seen = look_over(export, advance)
    for kind, count in seen.unknown_types.items():
        notes.append(f"{count} result items of the unknown type {kind!r} are not compared.")
    if not seen.controls:
        err.print(f"touchstone: {export}: {_why_empty(seen)}", markup=False, style="bold red")
        raise typer.Exit(NOTHING_TO_COMPARE)
    try:
        config, _ = infer_config(seen)
    except BadConfig as error:
        raise BadChoice(
            f"no labeling config can be inferred from the results ({error}); give it by --config"
        ) from error
    kinds = ", ".join(f"{c.name} ({c.tag})" for c in config.controls.values())
    notes.append(
        f"No labeling config was given; inferred from the results: {kinds}. Controls that nobody "
        "used, and conditions under which one is shown, are not known."
    )
    return config


def _why_empty(seen: Seen) -> str:
    if seen.n_tasks == 0:
        return "no task is in this file"
    if seen.first_problem is not None:
        return f"no result is in this file; its first fault: {seen.first_problem}"
    return "no result is in this file that can be compared"


@contextmanager
def _progress(path: Path, what: str) -> Iterator[Advance]:
    size = path.stat().st_size
    if size < BIG:
        yield lambda n: None
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err) as progress:
        task = progress.add_task(what, total=size)
        yield lambda n: progress.advance(task, n)


def _write(report: Report, format_: str, output: Path | None) -> None:
    try:
        if output is None:
            _write_to_terminal(report, format_)
        else:
            output.write_text(_text(report, format_), encoding="utf-8", newline="")
    except BrokenPipeError:
        # Whoever read the output has gone; nothing is left to be said, also at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except OSError as error:
        raise _stop(f"{output}: {error.strerror}") from error


def _write_to_terminal(report: Report, format_: str) -> None:
    if format_ == "table":
        width = None if sys.stdout.isatty() else WIDTH
        as_table.show(report, Console(highlight=False, width=width))
    else:
        sys.stdout.write(_text(report, format_))
    sys.stdout.flush()


def _text(report: Report, format_: str) -> str:
    if format_ == "json":
        return as_json.render(report)
    if format_ == "csv":
        return as_csv.render(report)
    if format_ == "html":
        return as_html.render(report)
    return as_table.render(report, WIDTH)
