"""The signature of `touchstone agreement`; importing it is quick, as every command waits for it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Methodology(StrEnum):
    PAIRWISE = "pairwise"
    CONSENSUS = "consensus"


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


def agreement(
    export: Annotated[
        Path,
        typer.Argument(
            help="A Label Studio JSON export, a list or one task a line.",
            exists=True,
            dir_okay=False,
            readable=True,
        ),
    ],
    config: Annotated[
        Path | None,
        typer.Option(
            help="The labeling config (XML); else it is inferred from the results.",
            exists=True,
            dir_okay=False,
            readable=True,
        ),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(help="name=key or name=key:parameter=value,...; may be repeated."),
    ] = None,
    methodology: Annotated[
        Methodology, typer.Option(help="How the pairs of a task make its score.")
    ] = Methodology.PAIRWISE,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Scores of at least this count as 1, lower ones as 0."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.TABLE,
    seed: Annotated[int, typer.Option(min=0, help="Of the resampling for intervals.")] = 0,
    output: Annotated[
        Path | None, typer.Option(help="File to write; else standard output.", dir_okay=False)
    ] = None,
) -> None:
    """Agreement of a Label Studio export, with no server.

    Exit status: 0; 1 for a file that cannot be read or written; 2 for wrong options, also a file
    that is not there; 3 when nothing that was answered can be compared.
    """  # fmt: skip
    from touchstone.reporting.build import Options  # noqa: PLC0415
    from touchstone.reporting.run import run  # noqa: PLC0415

    options = Options(methodology.value, threshold, seed)
    run(export, config, metric or [], options, format_, output)
