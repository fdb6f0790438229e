"""One condition on one column: Label Studio's operators for every kind of column."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Double,
    Numeric,
    Text,
    and_,
    any_,
    cast,
    func,
    literal,
    not_,
    or_,
)
from sqlalchemy.dialects.postgresql import ARRAY

from touchstone.core.errors import Invalid
from touchstone.data_manager.columns import DATA, Column, Kind

Condition = ColumnElement[bool]
Build = Callable[[Column, Any], Condition]

MOST_VALUES = 10_000
"""Values in a list."""
LONGEST_TEXT = 10_000
LARGEST_INTEGER = 2**63 - 1


def bad_value(column: Column, value: Any, expected: str) -> Invalid:
    shown = repr(value)[:100]
    return Invalid(
        f"{column.title} is compared with {expected}, not with {shown}.",
        code="bad_value",
        column=column.id,
    )


# Values ------------------------------------------------------------------------------------


def _decimal(column: Column, value: Any) -> Decimal:
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else None
    except ArithmeticError:
        number = None
    if number is None or not number.is_finite() or not math.isfinite(float(number)):
        raise bad_value(column, value, "a number")
    return number


def _whole(column: Column, number: Decimal) -> int | None:
    """The number where it can equal one of a whole column, so that its index serves."""
    if number != number.to_integral_value() or abs(number) > LARGEST_INTEGER:
        return None
    return int(number)


def _number(column: Column, value: Any) -> ColumnElement[Any]:
    """Data values compare exactly, as decimals."""
    number = _decimal(column, value)
    if column.id.startswith(DATA):
        return cast(literal(str(number), Text), Numeric)
    whole = _whole(column, number) if column.integer else None
    return literal(float(number), Double) if whole is None else literal(whole, BigInteger)


def _numbers(column: Column, values: list[Any]) -> ColumnElement[Any]:
    numbers = [_decimal(column, value) for value in values]
    if column.id.startswith(DATA):
        return cast(cast([str(n) for n in numbers], ARRAY(Text)), ARRAY(Numeric))
    if column.integer:
        whole = [_whole(column, number) for number in numbers]
        return cast([n for n in whole if n is not None], ARRAY(BigInteger))
    return cast([float(number) for number in numbers], ARRAY(Double))


def _datetime(column: Column, value: Any) -> ColumnElement[Any]:
    """ISO 8601; a time without a zone is UTC."""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # years 1 and 9999 can leave the range
    except (TypeError, ValueError, OverflowError):
        raise bad_value(column, value, "a time such as 2026-01-31T12:00:00Z") from None
    return literal(moment, DateTime(timezone=True))


_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def _truth(column: Column, value: Any) -> bool:
    truth = _TRUTH.get(str(value).lower()) if isinstance(value, bool | int | str) else None
    if truth is None:
        raise bad_value(column, value, "true or false")
    return truth


def _string(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, int | float):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT or "\x00" in value:
        raise bad_value(column, value, f"a text of at most {LONGEST_TEXT} characters")
    return value


def _text(column: Column, value: Any) -> ColumnElement[Any]:
    return literal(_string(column, value), Text)


def _texts(column: Column, values: list[Any]) -> ColumnElement[Any]:
    return cast([_string(column, value) for value in values], ARRAY(Text))


_PARSE: Mapping[Kind, Callable[[Column, Any], ColumnElement[Any]]] = {
    Kind.NUMBER: _number,
    Kind.STRING: _text,
    Kind.DATETIME: _datetime,
}


def _parse(column: Column, value: Any) -> ColumnElement[Any]:
    return _PARSE[column.kind](column, value)


def _list(column: Column, value: Any) -> list[Any]:
    """A list, or numbers in one text with commas between them."""
    numeric = column.kind in {Kind.NUMBER, Kind.PEOPLE}
    if numeric and isinstance(value, str) and "," in value:
        value = [part.strip() for part in value.split(",")]
    values = value if isinstance(value, list) else [value]
    if len(values) > MOST_VALUES:
        raise bad_value(column, value, f"a list of at most {MOST_VALUES} values")
    return values


def _range(column: Column, value: Any) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if not isinstance(value, dict) or not {"min", "max"} <= value.keys():
        raise bad_value(column, value, 'a range such as {"min": 0, "max": 1}')
    return _parse(column, value["min"]), _parse(column, value["max"])


# Conditions: scalars -----------------------------------------------------------------------


def _compared(column: Column) -> ColumnElement[Any]:
    """Text that is not there compares as an empty one."""
    return func.coalesce(column.expression, "") if column.kind is Kind.STRING else column.expression


def _equal(column: Column, value: Any) -> Condition:
    return column.expression == _parse(column, value)


def _not_equal(column: Column, value: Any) -> Condition:
    return column.expression.is_distinct_from(_parse(column, value))


def _less(column: Column, value: Any) -> Condition:
    return column.expression < _parse(column, value)


def _greater(column: Column, value: Any) -> Condition:
    return column.expression > _parse(column, value)


def _less_or_equal(column: Column, value: Any) -> Condition:
    return column.expression <= _parse(column, value)


def _greater_or_equal(column: Column, value: Any) -> Condition:
    return column.expression >= _parse(column, value)


def _in(column: Column, value: Any) -> Condition:
    low, high = _range(column, value)
    return and_(column.expression >= low, column.expression <= high)


def _not_in(column: Column, value: Any) -> Condition:
    low, high = _range(column, value)
    return or_(column.expression < low, column.expression > high)


def _in_list(column: Column, value: Any) -> Condition:
    values = _list(column, value)
    array = _numbers(column, values) if column.kind is Kind.NUMBER else _texts(column, values)
    among: Condition = column.expression == any_(array)
    return among


def _not_in_list(column: Column, value: Any) -> Condition:
    return not_(func.coalesce(_in_list(column, value), False))


def _is_true(column: Column, value: Any) -> Condition:
    return column.expression if _truth(column, value) else not_(column.expression)


def _is_not_true(column: Column, value: Any) -> Condition:
    return not_(func.coalesce(_is_true(column, value), False))


def _is_empty(column: Column) -> Condition:
    if column.kind is Kind.STRING:
        return func.coalesce(column.expression, "") == ""
    if column.counts:
        return column.expression == 0
    return column.expression.is_(None)


def _wanted(column: Column, value: Any) -> bool:
    """Whether emptiness is asked for; clients leave the value out or blank to say so."""
    return value is None or value == "" or _truth(column, value)


def _empty(column: Column, value: Any) -> Condition:
    wanted = _wanted(column, value)
    return _is_empty(column) if wanted else not_(_is_empty(column))


def _exists(column: Column, value: Any) -> Condition:
    return not_(_empty(column, value))


# Conditions: texts -------------------------------------------------------------------------


def _contains(column: Column, value: Any) -> Condition:
    return _compared(column).icontains(_string(column, value), autoescape=True)


def _not_contains(column: Column, value: Any) -> Condition:
    return not_(_contains(column, value))


def _starts_with(column: Column, value: Any) -> Condition:
    return _compared(column).istartswith(_string(column, value), autoescape=True)


def _ends_with(column: Column, value: Any) -> Condition:
    return _compared(column).iendswith(_string(column, value), autoescape=True)


def _regex(column: Column, value: Any) -> Condition:
    return _compared(column).regexp_match(_string(column, value))


# Conditions: lists -------------------------------------------------------------------------


def _people(column: Column, value: Any) -> ColumnElement[Any]:
    """User ids, as an array."""
    ids = []
    for item in _list(column, value):
        text = str(item)
        if isinstance(item, bool) or not (text.isascii() and text.isdigit()) or len(text) > 18:
            raise bad_value(column, value, "the number of a user, or a list of them")
        ids.append(int(text))
    return cast(ids, ARRAY(BigInteger))


def _has_people(column: Column, value: Any) -> Condition:
    shared: Condition = column.expression.overlap(_people(column, value))
    return shared


def _has_no_people(column: Column, value: Any) -> Condition:
    return not_(_has_people(column, value))


def _are_people(column: Column, value: Any) -> Condition:
    """The same people, in any order."""
    people = _people(column, value)
    return and_(column.expression.contains(people), column.expression.contained_by(people))


def _are_not_people(column: Column, value: Any) -> Condition:
    return not_(_are_people(column, value))


def _no_items(column: Column, value: Any) -> Condition:
    wanted = _wanted(column, value)
    count = func.cardinality(column.expression)
    return count == 0 if wanted else count > 0


def _some_items(column: Column, value: Any) -> Condition:
    return not_(_no_items(column, value))


def _names_equal(column: Column, value: Any) -> Condition:
    names = sorted({_string(column, item) for item in _list(column, value)})
    return column.expression == cast(names, ARRAY(Text))


def _names_differ(column: Column, value: Any) -> Condition:
    return not_(_names_equal(column, value))


def _has_names(column: Column, value: Any) -> Condition:
    """A text is looked for inside the names; a list asks for one of these very names."""
    if isinstance(value, list):
        return _has_these_names(column, value)
    return func.array_to_string(column.expression, ",").icontains(
        _string(column, value), autoescape=True
    )


def _has_no_names(column: Column, value: Any) -> Condition:
    return not_(_has_names(column, value))


def _has_these_names(column: Column, value: Any) -> Condition:
    shared: Condition = column.expression.overlap(_texts(column, _list(column, value)))
    return shared


def _has_none_of_these_names(column: Column, value: Any) -> Condition:
    return not_(_has_these_names(column, value))


_EQUALITY: Mapping[str, Build] = {"equal": _equal, "not_equal": _not_equal}
_MEMBERSHIP: Mapping[str, Build] = {"in_list": _in_list, "not_in_list": _not_in_list}
_EMPTINESS: Mapping[str, Build] = {
    "empty": _empty,
    "exists": _exists,
    "not_exists": _empty,
}
_ORDER: Mapping[str, Build] = {
    "less": _less,
    "greater": _greater,
    "less_or_equal": _less_or_equal,
    "greater_or_equal": _greater_or_equal,
    "in": _in,
    "not_in": _not_in,
}
_LIST_EMPTINESS: Mapping[str, Build] = {
    "empty": _no_items,
    "exists": _some_items,
    "not_exists": _no_items,
}

OPERATORS: Mapping[Kind, Mapping[str, Build]] = {
    Kind.NUMBER: {**_EQUALITY, **_ORDER, **_MEMBERSHIP, **_EMPTINESS},
    Kind.DATETIME: {**_EQUALITY, **_ORDER, **_EMPTINESS},
    Kind.BOOLEAN: {"equal": _is_true, "not_equal": _is_not_true, **_EMPTINESS},
    Kind.STRING: {
        "contains": _contains,
        "not_contains": _not_contains,
        **_EQUALITY,
        "starts_with": _starts_with,
        "ends_with": _ends_with,
        "regex": _regex,
        **_MEMBERSHIP,
        **_EMPTINESS,
    },
    Kind.PEOPLE: {
        "contains": _has_people,
        "not_contains": _has_no_people,
        "equal": _are_people,
        "not_equal": _are_not_people,
        "in_list": _has_people,
        "not_in_list": _has_no_people,
        **_LIST_EMPTINESS,
    },
    Kind.NAMES: {
        "contains": _has_names,
        "not_contains": _has_no_names,
        "equal": _names_equal,
        "not_equal": _names_differ,
        "in_list": _has_these_names,
        "not_in_list": _has_none_of_these_names,
        **_LIST_EMPTINESS,
    },
}
