import math
import tracemalloc
from typing import Any

import pytest

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.strict_json import check_json, decode_json


@pytest.mark.parametrize(
    "value", [None, 1, -0.0, "", "é😀", [], {}, {"a": [1.5, {"b": [None, True]}]}, 10**30]
)
def test_accepts_json(value: Any) -> None:
    check_json(value)


@pytest.mark.parametrize(
    ("value", "path", "words"),
    [
        (math.nan, "$", "NaN"),
        ([0, {"a": math.inf}], "$[1].a", "Infinity"),
        ({"a": ["x", "\0"]}, "$.a[1]", "NUL"),
        ({"a": {"k\0": 1}}, "$.a", "NUL"),
        (["\ud800"], "$[0]", "surrogate"),
    ],
)
def test_refuses_what_cannot_be_stored(value: Any, path: str, words: str) -> None:
    with pytest.raises(BadRecord) as caught:
        check_json(value)
    assert caught.value.path == path
    assert words in caught.value.message


def test_the_first_fault_in_reading_order_is_told() -> None:
    with pytest.raises(BadRecord) as caught:
        check_json({"a": [1, math.nan], "b": "\0"})
    assert caught.value.path == "$.a[1]"


def nested(depth: int) -> Any:
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"k": value}
    return value


def test_the_limit_of_nesting_is_exact() -> None:
    check_json(nested(100))
    decode_json(b"[" * 100 + b"]" * 100)
    for check, value in ((check_json, nested(101)), (decode_json, b"[" * 101 + b"]" * 101)):
        with pytest.raises(BadRecord, match="nested deeper than 100"):
            check(value)


def test_huge_numbers() -> None:
    assert decode_json(b"123456789012345678901234567890") == 123456789012345678901234567890
    assert decode_json(b"1e308") == 1e308
    for raw in (b"1e309", b"-1e999", b"[" + b"9" * 400 + b".5]"):
        with pytest.raises(BadRecord, match="Infinity"):
            decode_json(raw)


def test_a_number_of_thousands_of_digits_is_refused_with_its_place() -> None:
    with pytest.raises(BadRecord, match="numbers of that size") as caught:
        decode_json(b'{"a": [1, %b]}' % (b"9" * 10_000))
    assert caught.value.path == "$.a[1]"


def test_long_keys_do_not_multiply_in_memory() -> None:
    value = {"k" * 1_000_000: [0] * 50_000 + ["\0"]}
    tracemalloc.start()
    try:
        with pytest.raises(BadRecord, match="NUL") as caught:
            check_json(value)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000
    assert len(caught.value.path) < 200
