"""JSON as the database can keep it: finite numbers, storable text, bounded nesting."""

import json
import math
from typing import Any

import msgspec

from touchstone.labelstudio.errors import BadRecord

MAX_DEPTH = 100

_MOST_DIGITS = 4000

_LONGEST_STEP = 100
_LONGEST_PATH = 300

_Place = tuple[Any, str]  # the place around it, or None, and the last step
_CONTAINERS = (dict, list)

_decode = msgspec.json.Decoder().decode


def decode_json(raw: bytes, path: str = "$") -> Any:
    """Decode one JSON value.

    Raises BadRecord, with the place, for malformed JSON, NaN and Infinity, numbers beyond the
    range of a float, NUL characters, halves of surrogate pairs, bytes that are not UTF-8, and
    nesting deeper than 100.
    """
    try:
        value = _decode(raw)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise explain(raw, path, error) from error
    # What the decoder lets through is rare; the walk that finds its place is slow.
    if b"\\u0000" in raw or (_count_openings(raw) > MAX_DEPTH and _is_deeper(value, MAX_DEPTH)):
        check_json(value, path)
    return value


def _count_openings(raw: bytes) -> int:
    return raw.count(b"[") + raw.count(b"{")


def _is_deeper(node: Any, levels: int) -> bool:
    """Whether a value is nested deeper than this many levels."""
    if type(node) not in _CONTAINERS:
        return False
    if levels == 0:
        return True
    for child in node.values() if type(node) is dict else node:
        if type(child) in _CONTAINERS and _is_deeper(child, levels - 1):
            return True
    return False


def check_json(value: Any, path: str = "$") -> None:
    """Refuse NaN, infinite numbers, NUL characters, lone surrogates and deep nesting."""
    # An explicit stack: the value may be nested deeper than Python's own recursion allows.
    # Places are links to the place around them; as texts they could grow beyond all memory.
    stack: list[tuple[Any, _Place, int]] = [(value, (None, path), 1)]
    while stack:
        node, place, depth = stack.pop()
        reason = _reason_against(node, depth)
        if reason is not None:
            raise BadRecord(reason, _written(place))
        if isinstance(node, dict):
            stack += [
                (child, (place, f".{key}"), depth + 1) for key, child in reversed(node.items())
            ]
        elif isinstance(node, list):
            stack += [
                (node[index], (place, f"[{index}]"), depth + 1)
                for index in range(len(node) - 1, -1, -1)
            ]


def _reason_against(node: Any, depth: int) -> str | None:
    """Why a value, apart from what it holds, cannot be stored."""
    if isinstance(node, str):
        return _reason_against_text(node)
    if isinstance(node, float) and not math.isfinite(node):
        return "NaN, Infinity and numbers of that size cannot be stored"
    if isinstance(node, dict | list) and depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH}"
    if isinstance(node, dict):
        return next(filter(None, map(_reason_against_text, node)), None)
    return None


def _reason_against_text(text: str) -> str | None:
    if "\0" in text:
        return "text holds a NUL character (\\u0000), which cannot be stored"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "text holds half of a surrogate pair"
    return None


def _written(place: _Place) -> str:
    steps: list[str] = []
    link: Any = place
    while link is not None:
        link, step = link
        steps.append(step)
    text = "".join(step[:_LONGEST_STEP] for step in reversed(steps))
    return text if len(text) <= _LONGEST_PATH else f"{text[:_LONGEST_PATH]}..."


def explain(raw: bytes, path: str, error: Exception) -> BadRecord:
    """The reason why a value could not be decoded, in words and with its place.

    The standard library's parser is slower but accepts more (NaN, lone surrogates), so
    what it lets through can be found by walking the value.
    """
    if isinstance(error, RecursionError):
        return BadRecord(f"nested deeper than {MAX_DEPTH}", path)
    try:
        text = raw.decode()
    except UnicodeDecodeError as decode_error:
        return BadRecord(f"not UTF-8 text: byte {decode_error.start} of this record", path)
    try:
        value = json.loads(text, parse_int=_read_whole)
    except json.JSONDecodeError as json_error:
        reason = json_error.msg[0].lower() + json_error.msg[1:]
        at = f"line {json_error.lineno}, column {json_error.colno} of this record"
        return BadRecord(f"malformed JSON: {reason} ({at})", path)
    except (RecursionError, ValueError):
        return BadRecord("malformed JSON", path)
    try:
        check_json(value, path)
    except BadRecord as found:
        return found
    return BadRecord(f"malformed JSON: {error}", path)


def _read_whole(digits: str) -> float:
    """A whole number, or infinity for one of so many digits that no decoder accepts it."""
    return int(digits) if len(digits) <= _MOST_DIGITS else math.inf
