"""COLUMNS: everything the Data Manager can show, filter and order by.

Names that a client sends reach SQL only through this table, or as the bound value of a key of
the task data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Numeric, Text, case, cast, func, literal, null
from sqlalchemy.dialects.postgresql import TIMESTAMP

from touchstone.core.errors import Invalid
from touchstone.models import Task
from touchstone.models.task import TaskState

TASK = Task.__table__.c
"""Plain columns: statements of them are built without the mapper's share of the work."""

DATA = "data."
LONGEST_KEY = 500


class Kind(StrEnum):
    """What a column holds; the values are Label Studio's type names."""

    NUMBER = "Number"
    STRING = "String"
    BOOLEAN = "Boolean"
    DATETIME = "Datetime"
    PEOPLE = "List"
    NAMES = "Names"  # a list of texts; shown as `List` too


@dataclass(frozen=True, slots=True)
class Column:
    """`integer` columns compare whole numbers as such, so that their index serves."""

    id: str
    title: str
    kind: Kind
    expression: ColumnElement[Any]
    help: str = ""
    integer: bool = False
    counts: bool = False
    """0 counts as empty."""
    values: tuple[str, ...] = ()
    shown: bool = True
    """At first; the user can show and hide every column."""


def _column(name: str, title: str, kind: Kind, help: str = "", **more: Any) -> Column:
    return Column(name, title, kind, TASK[name], help, **more)


def _count(name: str, title: str, help: str, **more: Any) -> Column:
    return _column(name, title, Kind.NUMBER, help, integer=True, counts=True, **more)


COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        column.id: column
        for column in (
            _column("id", "ID", Kind.NUMBER, "Number of the task", integer=True),
            _column("inner_id", "Inner ID", Kind.NUMBER, "Number inside the project", integer=True),
            _column(
                "state",
                "State",
                Kind.STRING,
                "Where the task stands in the work",
                values=tuple(TaskState),
            ),
            _column(
                "agreement",
                "Agreement",
                Kind.NUMBER,
                "Mean agreement of the task's annotators, 0 to 1",
            ),
            _column("annotators", "Annotated by", Kind.PEOPLE, "Who annotated the task"),
            _column("reviewers", "Reviewed by", Kind.PEOPLE, "Who gave a verdict"),
            _count("reviews_accepted", "Accepted", "Annotations accepted, fixed ones too"),
            _count("reviews_rejected", "Rejected", "Annotations rejected"),
            _column("reviewed", "Reviewed", Kind.BOOLEAN, "Meets the project's review criterion"),
            _column("reviewed_at", "Reviewed at", Kind.DATETIME, "Last verdict", shown=False),
            _column("ground_truth", "Ground truth", Kind.BOOLEAN, "Has a reference answer"),
            _count("total_annotations", "Annotations", "Annotations that are not skipped"),
            _count("cancelled_annotations", "Skipped", "Skipped annotations"),
            _count("total_predictions", "Predictions", "Answers of models"),
            _column(
                "predictions_score",
                "Prediction score",
                Kind.NUMBER,
                "Mean score that models gave their answers",
            ),
            _column(
                "predictions_model_versions",
                "Models",
                Kind.NAMES,
                "Versions of the models that answered",
                shown=False,
            ),
            _column("created_at", "Created at", Kind.DATETIME, "When the task came in"),
            _column(
                "updated_at",
                "Updated at",
                Kind.DATETIME,
                "Last change of the task, its annotations or reviews",
            ),
            _column(
                "completed_at",
                "Completed at",
                Kind.DATETIME,
                "When the last annotation that the task needs came in",
                shown=False,
            ),
            _column(
                "avg_lead_time",
                "Lead time",
                Kind.NUMBER,
                "Mean seconds an annotation took",
                shown=False,
            ),
            _column("draft_exists", "Drafts", Kind.BOOLEAN, "Has unsubmitted work", shown=False),
            _column(
                "is_labeled", "Labelled", Kind.BOOLEAN, "Has all annotations it needs", shown=False
            ),
            _count("overlap", "Overlap", "Annotations that the task needs", shown=False),
            _column("file_upload", "File", Kind.STRING, "File the task came in", shown=False),
        )
    }
)

PREFIX = "tasks:"


def find_column(name: str, wanted: Kind | None = None) -> Column:
    """The column that a client names, as `tasks:agreement` or `agreement`.

    `wanted` says how to read a key of the task data, whose values may be of any type.
    Raises Invalid for a column that does not exist, naming those that do.
    """
    bare = name.removeprefix(PREFIX)
    if bare.startswith(DATA) and bare != DATA:
        return data_column(bare.removeprefix(DATA), wanted)
    column = COLUMNS.get(bare)
    if column is None:
        known = ", ".join(COLUMNS)
        raise Invalid(
            f"There is no column {name!r}. There are {known}, and data.<key>.",
            code="unknown_column",
            column=name,
        )
    return column


def data_column(key: str, kind: Kind | None) -> Column:
    """A key of the task data read as `kind`; values of another type are as if missing."""
    if len(key) > LONGEST_KEY or "\x00" in key:
        raise Invalid("The key of the task data is too long.", code="unknown_column")
    value = data_text(key)
    if kind is Kind.NUMBER:
        valid = func.pg_input_is_valid(value, "numeric")
        expression: ColumnElement[Any] = case((valid, cast(value, Numeric)), else_=null())
    elif kind is Kind.DATETIME:
        valid = func.pg_input_is_valid(value, "timestamp with time zone")
        expression = case((valid, cast(value, TIMESTAMP(timezone=True))), else_=null())
    elif kind is Kind.BOOLEAN:
        lowered = func.lower(value)
        expression = case((lowered == "true", True), (lowered == "false", False), else_=null())
    else:
        kind, expression = Kind.STRING, value
    return Column(DATA + key, key, kind, expression)


def data_text(key: str) -> ColumnElement[Any]:
    """The value as text; a key with dots that is not there itself is a path."""
    direct: ColumnElement[Any] = TASK.data.op("->>", return_type=Text())(literal(key))
    if "." not in key:
        return direct
    path = cast(key.split("."), ARRAY(Text))
    return func.coalesce(direct, TASK.data.op("#>>", return_type=Text())(path))


def data_value(key: str) -> ColumnElement[Any]:
    """The value as `jsonb`, which orders numbers as numbers and texts as texts."""
    direct: ColumnElement[Any] = TASK.data.op("->")(literal(key))
    if "." in key:
        path = cast(key.split("."), ARRAY(Text))
        direct = func.coalesce(direct, TASK.data.op("#>")(path))
    return func.nullif(direct, cast(literal("null"), TASK.data.type))
