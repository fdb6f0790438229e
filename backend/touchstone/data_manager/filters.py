"""Filters as Label Studio's clients send them, made into SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true

from touchstone.core.errors import Invalid
from touchstone.data_manager.columns import Column, Kind, find_column
from touchstone.data_manager.operators import OPERATORS

PREFIX = "filter:"
MOST_ITEMS = 100
"""Conditions in one filter, those of children included."""

TYPES: Mapping[str, Kind] = {
    "Number": Kind.NUMBER,
    "Time": Kind.NUMBER,
    "Datetime": Kind.DATETIME,
    "Boolean": Kind.BOOLEAN,
    "String": Kind.STRING,
    "Text": Kind.STRING,
    "HyperText": Kind.STRING,
    "Image": Kind.STRING,
    "Audio": Kind.STRING,
    "AudioPlus": Kind.STRING,
    "Video": Kind.STRING,
    "TimeSeries": Kind.STRING,
    "List": Kind.STRING,
    "Unknown": Kind.STRING,
}
"""How a value of the task data is read; the product's own columns have a kind of their own."""

CONJUNCTIONS = {"and": and_, "or": or_}


@dataclass(frozen=True, slots=True)
class Filter:
    """SQL, and whether it runs a pattern of the user's, which may take long."""

    condition: ColumnElement[bool]
    has_regex: bool = False


EVERYTHING = Filter(true())


def parse_filters(filters: Any) -> Filter:
    """From `{"conjunction": "and", "items": [...]}` or None, which lets everything through.

    Raises Invalid, saying what is wrong and what there is instead.
    """
    if filters is None:
        return EVERYTHING
    if not isinstance(filters, dict):
        raise _bad_shape("filters must be an object with conjunction and items")
    unknown = filters.keys() - {"conjunction", "items"}
    if unknown:
        raise _bad_shape(f"filters has no key {sorted(unknown)[0]!r}")
    items = filters.get("items")
    items = [] if items is None else items
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _bad_shape("filters.items must be a list of objects")
    conjunction = filters.get("conjunction") or "and"
    if conjunction not in CONJUNCTIONS:
        raise _bad_shape("filters.conjunction must be and or or")
    if sum(1 + len(_children(item)) for item in items) > MOST_ITEMS:
        raise _bad_shape(f"filters may have at most {MOST_ITEMS} items")
    if not items:
        return EVERYTHING
    parsed = [_with_children(item) for item in items]
    neutral = true() if conjunction == "and" else false()
    return Filter(
        CONJUNCTIONS[conjunction](neutral, *(part.condition for part in parsed)),
        any(part.has_regex for part in parsed),
    )


def _bad_shape(detail: str) -> Invalid:
    return Invalid(f"The filter cannot be read: {detail}.", code="bad_filter")


def _children(item: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    children = item.get("child_filters") or item.get("child_filter") or []
    children = [children] if isinstance(children, dict) else children
    if not isinstance(children, list) or not all(isinstance(child, dict) for child in children):
        raise _bad_shape("child_filters must be a list of objects")
    if any(child.get("child_filters") or child.get("child_filter") for child in children):
        raise _bad_shape("child_filters go one level deep")
    return children


def _with_children(item: Mapping[str, Any]) -> Filter:
    parsed = [_parse_item(part) for part in (item, *_children(item))]
    return Filter(
        and_(*(part.condition for part in parsed)), any(part.has_regex for part in parsed)
    )


def _parse_item(item: Mapping[str, Any]) -> Filter:
    name, operator = item.get("filter"), item.get("operator")
    if not isinstance(name, str) or not isinstance(operator, str):
        raise _bad_shape("every item needs filter, operator, type and value")
    wanted = _kind(item.get("type"))
    column = find_column(name.removeprefix(PREFIX), wanted)
    build = OPERATORS[column.kind].get(operator)
    if build is None:
        known = ", ".join(OPERATORS[column.kind])
        raise Invalid(
            f"{column.title} has no operator {operator!r}. It has {known}.",
            code="unknown_operator",
            column=column.id,
            operator=operator,
        )
    return Filter(build(column, item.get("value")), has_regex=operator == "regex")


def _kind(name: Any) -> Kind | None:
    if name is None:
        return None
    if not isinstance(name, str) or name not in TYPES:
        raise Invalid(
            f"There is no type {str(name)[:100]!r}. There are {', '.join(TYPES)}.",
            code="unknown_type",
        )
    return TYPES[name]


def operators_of(column: Column) -> list[str]:
    return list(OPERATORS[column.kind])
