"""The order of a list of tasks: by any column, what has no value last, ties by id."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, null

from touchstone.core.errors import Invalid
from touchstone.data_manager.columns import DATA, TASK, Column, Kind, data_value, find_column

MOST_COLUMNS = 5

NULLABLE = frozenset(
    {
        "agreement",
        "predictions_score",
        "avg_lead_time",
        "completed_at",
        "reviewed_at",
        "file_upload",
    }
)
"""For the others `NULLS LAST` is left out, so that an index serves both directions."""


def parse_ordering(ordering: Any) -> list[ColumnElement[Any]]:
    """From `["-tasks:agreement"]`, a single such text, or None, which orders by id.

    Raises Invalid for a column that does not exist.
    """
    names = [ordering] if isinstance(ordering, str) else ordering or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Invalid("The ordering must be a list of columns.", code="bad_ordering")
    if len(names) > MOST_COLUMNS:
        raise Invalid(f"Order by at most {MOST_COLUMNS} columns.", code="bad_ordering")
    terms: list[ColumnElement[Any]] = []
    descending = False
    for place, name in enumerate(filter(None, names)):
        bare, down = _direction(name)
        if not place:
            descending = down
        column = find_column(bare)
        if column.id == "id":
            descending = down
            break  # nothing is left to decide after the id
        terms += _terms(column, down)
    # In the direction of the first column, so that one index serves all of the order.
    return [*terms, TASK.id.desc() if descending else TASK.id.asc()]


def _direction(name: str) -> tuple[str, bool]:
    """`-tasks:agreement` and `tasks:-agreement` both mean descending."""
    down = name.startswith("-") or name.startswith("tasks:-")
    return name.replace("-", "", 1) if down else name, down


def _terms(column: Column, down: bool) -> list[ColumnElement[Any]]:
    expression = column.expression
    nullable = column.id in NULLABLE
    if column.id.startswith(DATA):
        expression, nullable = data_value(column.id.removeprefix(DATA)), True
    elif column.kind in {Kind.PEOPLE, Kind.NAMES}:
        filled = func.cardinality(expression) > 0
        expression, nullable = case((filled, expression), else_=null()), True
    term = expression.desc() if down else expression.asc()
    return [term.nulls_last() if nullable else term]
