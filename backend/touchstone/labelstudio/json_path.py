"""Answers that a project finds by a JSON path (RFC 9535) in the result of an annotation.

The path is evaluated on the array of result items: `$[?@.from_name=='box'].value.labels[*]`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

import regex
from iregexp_check import check as is_iregexp
from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathNode, JSONPathQuery
from jsonpath_rfc9535.exceptions import JSONPathError
from jsonpath_rfc9535.filter_expressions import Expression, FilterQuery, RootFilterQuery
from jsonpath_rfc9535.function_extensions import ExpressionType, FilterFunction
from jsonpath_rfc9535.function_extensions._pattern import map_re
from jsonpath_rfc9535.segments import JSONPathRecursiveDescentSegment
from jsonpath_rfc9535.selectors import FilterSelector

from touchstone.agreement import answers
from touchstone.agreement.answers import Answer
from touchstone.labelstudio.feature_parts import CannotRead, digest, number
from touchstone.labelstudio.moments import seconds

LONGEST_PATH: Final = 500
MOST_SELECTORS: Final = 8
"""Between two brackets, such as `['a', 'b']`."""
MOST_VALUES: Final = 20_000
"""That a path may find in one result."""
MOST_STEPS: Final = 500_000
"""Values that are looked at on the way."""
LONGEST_MATCH: Final = 0.25
"""Seconds for one comparison with a pattern."""


def check_path(path: str) -> None:
    """Raises ValueError, with a sentence that says where, for a path that cannot be used.

    Inside a filter, a path may not search all descendants or hold another filter, and one that
    begins at `$` must lead to one value: the work on a result stays bounded by its size.
    """
    _compiled(path)


def extract_path(result: list[Any], path: str, kind: str) -> Answer | None:
    """What a path finds in a result, as an answer of a kind; None where it finds nothing.

    Kinds: `items` (texts as a set), `numbers`, `texts` (in order), `paths` (of a taxonomy),
    `other` (anything, compared for equality). A list that is found stands for its entries; null
    stands for nothing. Unreadable where the values are of another kind or are too many.

    Raises ValueError for a path that `check_path` refuses and for an unknown kind.
    """
    query = _compiled(path)
    read = KINDS.get(kind)
    if read is None:
        raise ValueError(f"unknown kind {kind!r}; known are {', '.join(KINDS)}")
    try:
        found = [value for value in _found(query, result) if value is not None]
        return read(found) if found else None
    except CannotRead as error:
        return answers.Unreadable(str(error))
    except JSONPathError as error:
        return answers.Unreadable(f"the path cannot be followed: {error}")
    except (RecursionError, TypeError, ValueError):
        return answers.Unreadable("the result has a form that the path cannot be followed in")


def _found(query: JSONPathQuery, result: list[Any]) -> list[Any]:
    root = JSONPathNode(value=result, location=(), parent=None, root=result)
    budget = [MOST_STEPS]
    nodes: Iterable[JSONPathNode] = [root]
    for segment in query.segments:
        nodes = _counted(segment.resolve(nodes), budget)
    values = []
    for node in nodes:
        values.append(node.value)
        if len(values) > MOST_VALUES:
            raise CannotRead(f"the path finds more than {MOST_VALUES:,} values")
    return values


def _counted(nodes: Iterable[JSONPathNode], budget: list[int]) -> Iterator[JSONPathNode]:
    for node in nodes:
        budget[0] -= 1
        if budget[0] < 0:
            raise CannotRead(f"the path looks at more than {MOST_STEPS:,} values")
        yield node


@lru_cache(maxsize=256)
def _compiled(path: str) -> JSONPathQuery:
    if not isinstance(path, str) or not path.strip():
        raise ValueError("the path is empty; the whole result is $")
    if len(path) > LONGEST_PATH:
        raise ValueError(f"the path is longer than {LONGEST_PATH} characters")
    try:
        query = _ENVIRONMENT.compile(path)
    except (JSONPathError, RecursionError, ValueError, OverflowError) as error:
        message = str(error) or "it is nested too deeply"
        raise ValueError(f"the path is not valid: {message}") from None
    _check_query(query, in_filter=False)
    return query


def _check_query(query: JSONPathQuery, *, in_filter: bool) -> None:
    for segment in query.segments:
        if in_filter and isinstance(segment, JSONPathRecursiveDescentSegment):
            raise ValueError(f"a filter may not search all descendants: {query}")
        if len(segment.selectors) > MOST_SELECTORS:
            raise ValueError(f"more than {MOST_SELECTORS} selectors in one place: {segment}")
        for selector in segment.selectors:
            if isinstance(selector, FilterSelector):
                if in_filter:
                    raise ValueError(f"a filter may not hold another filter: {query}")
                for inner in _queries(selector.expression):
                    if isinstance(inner, RootFilterQuery) and not inner.query.singular_query():
                        raise ValueError(f"inside a filter, {inner} must lead to one value")
                    _check_query(inner.query, in_filter=True)


def _queries(expression: Expression) -> Iterator[FilterQuery]:
    if isinstance(expression, FilterQuery):
        yield expression
        return
    for part in ("expression", "left", "right"):
        inner = getattr(expression, part, None)
        if isinstance(inner, Expression):
            yield from _queries(inner)
    for argument in getattr(expression, "args", ()):
        yield from _queries(argument)


class _Pattern(FilterFunction):
    """`match` and `search` of RFC 9535, bounded in time."""

    arg_types = [ExpressionType.VALUE, ExpressionType.VALUE]  # noqa: RUF012 - as in its base
    return_type = ExpressionType.LOGICAL

    def __init__(self, compare: Callable[..., Any]) -> None:
        self._compare = compare

    def __call__(self, text: object, pattern: object) -> bool:
        if not isinstance(text, str) or not isinstance(pattern, str) or not is_iregexp(pattern):
            return False
        try:
            found = self._compare(map_re(pattern), text, timeout=LONGEST_MATCH)
        except TimeoutError:
            raise CannotRead("a comparison with a pattern takes too long") from None
        except regex.error:
            return False
        return bool(found)


class _Environment(JSONPathEnvironment):
    def setup_function_extensions(self) -> None:
        super().setup_function_extensions()
        self.function_extensions["match"] = _Pattern(regex.fullmatch)
        self.function_extensions["search"] = _Pattern(partial(regex.search, flags=regex.VERSION1))


_ENVIRONMENT = _Environment()


# From found values to answers


def _entries(found: Iterable[Any]) -> Iterator[Any]:
    """The values, with lists of one level taken apart."""
    nested = (value if isinstance(value, list) else (value,) for value in found)
    return (value for value in chain.from_iterable(nested) if value is not None)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return digest(int(value))
    return digest(value)


def _items(found: list[Any]) -> Answer:
    return answers.Items(tuple(sorted(set(map(_text, _entries(found))))))


def _texts(found: list[Any]) -> Answer:
    return answers.Texts(tuple(map(_text, _entries(found))))


def _numbers(found: list[Any]) -> Answer:
    return answers.Numbers(tuple(map(_number, _entries(found))))


def _number(value: Any) -> float:
    """A number, a number written as a text, or the seconds since 1970 of a date."""
    if not isinstance(value, str):
        return number(value, f"{_shown(value)}, which the path finds,")
    try:
        return number(float(value), f"{_shown(value)}, which the path finds,")
    except ValueError:
        moment = seconds(value)
        if moment is None:
            raise CannotRead(f"{_shown(value)}, which the path finds, is not a number") from None
        return moment


def _shown(value: Any) -> str:
    return repr(value)[:40]


def _paths(found: list[Any]) -> Answer:
    paths: set[tuple[str, ...]] = set()
    for value in found:
        if isinstance(value, list) and value and all(isinstance(part, list) for part in value):
            paths.update(tuple(map(_text, path)) for path in value)
        else:
            paths.add(tuple(map(_text, value)) if isinstance(value, list) else (_text(value),))
    return answers.Paths(tuple(sorted(filter(None, paths))))


def _other(found: list[Any]) -> Answer:
    return answers.Other(tuple(sorted(map(digest, found))))


KINDS: Final[Mapping[str, Callable[[list[Any]], Answer]]] = MappingProxyType(
    {"items": _items, "numbers": _numbers, "texts": _texts, "paths": _paths, "other": _other}
)
