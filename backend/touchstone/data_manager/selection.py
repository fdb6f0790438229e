"""Which tasks a request is about: filters, ordering and selected items, in all their spellings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import BigInteger, ColumnElement, and_, any_, cast, not_, true
from sqlalchemy.dialects.postgresql import ARRAY

from touchstone.core.errors import Invalid
from touchstone.data_manager.columns import TASK
from touchstone.data_manager.filters import EVERYTHING, Filter, parse_filters
from touchstone.data_manager.ordering import parse_ordering

MOST_SELECTED = 100_000
LIST_OPERATORS = frozenset({"in_list", "not_in_list"})
_KEYS = frozenset({"filters", "ordering", "selectedItems"})
_EXPLODED = re.compile(r"query((?:\[[^\[\]]*\])+)")


@dataclass(frozen=True, slots=True)
class Selection:
    filter: Filter = EVERYTHING
    order: Sequence[ColumnElement[Any]] = field(default_factory=lambda: parse_ordering(None))
    selected: ColumnElement[bool] = field(default_factory=true)

    @property
    def condition(self) -> ColumnElement[bool]:
        return and_(self.filter.condition, self.selected)


def parse_query(params: Sequence[tuple[str, str]]) -> Selection:
    """From the query string of a list: `query` as JSON text, or a dict that the client exploded.

    Raises Invalid for anything that would otherwise have to be ignored.
    """
    texts = [value for name, value in params if name == "query" and value]
    exploded = [
        (match[1][1:-1].split("]["), value)
        for name, value in params
        if (match := _EXPLODED.fullmatch(name))
    ]
    if (texts and exploded) or len(texts) > 1:
        raise _bad_query("it is there more than once")
    query = _decode(texts[0], "query") if texts else _rebuild(exploded) if exploded else {}
    chosen = [value for name, value in params if name == "selectedItems" and value]
    if chosen:
        query = {**_wrapped(query), "selectedItems": _decode(chosen[-1], "selectedItems")}
    return parse_parts(query)


def parse_parts(query: Any) -> Selection:
    """From `{"filters", "ordering", "selectedItems"}`, or the filters alone."""
    query = _wrapped(query)
    unknown = query.keys() - _KEYS
    if unknown:
        raise _bad_query(f"it has no key {sorted(unknown)[0]!r}, only {', '.join(sorted(_KEYS))}")
    return Selection(
        parse_filters(query.get("filters")),
        parse_ordering(query.get("ordering")),
        parse_selected(query.get("selectedItems")),
    )


def _wrapped(query: Any) -> dict[str, Any]:
    if query is None:
        return {}
    if not isinstance(query, dict):
        raise _bad_query("it must be an object")
    if query.keys() & {"conjunction", "items"} and not query.keys() & _KEYS:
        return {"filters": query}
    return query


def _bad_query(detail: str) -> Invalid:
    return Invalid(
        f"The query cannot be read: {detail}. Send JSON text such as "
        '{"filters": {"conjunction": "and", "items": []}, "ordering": ["-tasks:agreement"]}.',
        code="bad_query",
    )


def _decode(text: str, name: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"{name} is not valid JSON: {error}.", code="bad_query") from error


def parse_selected(selected: Any) -> ColumnElement[bool]:
    """From `{"all": false, "included": [ids]}` or `{"all": true, "excluded": [ids]}`."""
    if selected is None:
        return true()
    if not isinstance(selected, dict) or not isinstance(selected.get("all"), bool):
        raise _bad_selection('selectedItems must be an object with "all": true or false')
    name = "excluded" if selected["all"] else "included"
    unknown = selected.keys() - {"all", name}
    if any(selected[key] for key in unknown):
        raise _bad_selection(f'with "all": {str(selected["all"]).lower()} only {name} is used')
    ids = _ids(selected.get(name), name)
    if selected["all"]:
        return not_(_among(ids)) if ids else true()
    if not ids:
        raise _bad_selection("no task is selected")
    return _among(ids)


def _bad_selection(detail: str) -> Invalid:
    return Invalid(f"The selection cannot be used: {detail}.", code="bad_selection")


def _ids(values: Any, name: str) -> list[int]:
    values = values or []
    if not isinstance(values, list) or len(values) > MOST_SELECTED:
        raise _bad_selection(f"{name} must be a list of at most {MOST_SELECTED} task ids")
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
            raise _bad_selection(f"{name} must hold task ids")
    return values


def _among(ids: Iterable[int]) -> ColumnElement[bool]:
    among: ColumnElement[bool] = TASK.id == any_(cast(list(ids), ARRAY(BigInteger)))
    return among


# A dict that a client sent as a query parameter ---------------------------------------------
#
# It arrives as `query[items][filter]=a&query[items][filter]=b&query[items][value]=1&...`: which
# value belongs to which item can be told only by position, so only while every item has one.


def _rebuild(pairs: Sequence[tuple[list[str], str]]) -> dict[str, Any]:
    if any(path[0] == "filters" for path, _ in pairs):
        inner = [(path[1:], value) for path, value in pairs if path[0] == "filters" and path[1:]]
        ordering = [value for path, value in pairs if path[0] == "ordering"]
        others = {path[0] for path, _ in pairs} - {"filters", "ordering"}
        if others or sum(path[0] == "filters" for path, _ in pairs) != len(inner):
            raise _ambiguous()
        return {"filters": _rebuild_filters(inner), "ordering": ordering}
    return {"filters": _rebuild_filters(pairs)}


def _ambiguous() -> Invalid:
    return _bad_query("an object in the query string loses its structure")


def _rebuild_filters(pairs: Sequence[tuple[list[str], str]]) -> dict[str, Any]:
    columns: dict[tuple[str, ...], list[str]] = {}
    conjunction = "and"
    for path, value in pairs:
        if path == ["conjunction"]:
            conjunction = value
        elif path[0] == "items" and 1 < len(path) <= 3:
            columns.setdefault(tuple(path[1:]), []).append(value)
        else:
            raise _ambiguous()
    names, operators = columns.pop(("filter",), []), columns.pop(("operator",), [])
    types = columns.pop(("type",), [])
    if not names or len(operators) != len(names) or len(types) not in {0, len(names)}:
        raise _ambiguous()
    values = _values(columns, operators)
    items = [
        {"filter": name, "operator": operator, "value": value}
        for name, operator, value in zip(names, operators, values, strict=True)
    ]
    for item, kind in zip(items, types, strict=False):
        item["type"] = kind
    return {"conjunction": conjunction, "items": items}


def _values(columns: Mapping[tuple[str, ...], list[str]], operators: Sequence[str]) -> list[Any]:
    if not columns:
        return [None] * len(operators)
    if columns.keys() == {("value", "min"), ("value", "max")}:
        low, high = columns["value", "min"], columns["value", "max"]
        if len(low) == len(high) == len(operators):
            return [{"min": a, "max": b} for a, b in zip(low, high, strict=True)]
        raise _ambiguous()
    if columns.keys() != {("value",)}:
        raise _ambiguous()
    values = columns["value",]
    if len(operators) == 1 and operators[0] in LIST_OPERATORS:
        return [values]
    if len(values) != len(operators) or LIST_OPERATORS & set(operators):
        raise _ambiguous()
    return list(values)
