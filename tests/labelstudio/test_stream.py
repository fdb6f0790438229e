import contextlib
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.stream import BLOCK_BYTES, iter_records

# The machine may be busy: no time limit for one example.
unhurried = settings(deadline=None, max_examples=60)

# Characters that matter to the splitter come often; the rest is any text that UTF-8 can hold.
text = st.text(
    st.one_of(st.sampled_from('\\"[]{},: \n\t'), st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        text,
    ),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(text, children, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(text, values, max_size=4)
styles = st.fixed_dictionaries(
    {"indent": st.sampled_from([None, 1]), "ensure_ascii": st.booleans()}
)


@st.composite
def chunked(draw: st.DrawFn, data: bytes) -> list[bytes]:
    cuts = draw(st.lists(st.integers(0, len(data)), max_size=12))
    return [data[a:b] for a, b in pairwise(sorted([0, *cuts, len(data)]))]


def every_split(data: bytes) -> Iterator[list[bytes]]:
    yield [data[i : i + 1] for i in range(len(data))]
    for i in range(len(data) + 1):
        yield [data[:i], data[i:]]


@unhurried
@given(records=st.lists(values, max_size=6), style=styles, data=st.data())
def test_gives_the_elements_of_any_list_in_any_chunks(
    records: list[Any], style: dict[str, Any], data: st.DataObject
) -> None:
    text = json.dumps(records, **style).encode()
    found = list(iter_records(data.draw(chunked(text))))
    assert [json.loads(record) for record in found] == records
    if style["indent"] is None:
        assert found == [json.dumps(record, **style).encode() for record in records]


@unhurried
@given(records=st.lists(objects, min_size=1, max_size=6), style=styles, data=st.data())
def test_gives_the_objects_of_any_lines_in_any_chunks(
    records: list[Any], style: dict[str, Any], data: st.DataObject
) -> None:
    text = "\n".join(json.dumps(record, **style) for record in records).encode()
    found = list(iter_records(data.draw(chunked(text))))
    assert [json.loads(record) for record in found] == records


def parse_strictly(text: str) -> list[Any]:
    """What the standard library makes of a list, an object, or objects one a line."""
    try:
        document = json.loads(text)
    except ValueError:
        document = [json.loads(line) for line in text.split("\n") if line.strip(" \r\t")]
        if not document or not all(isinstance(record, dict) for record in document):
            raise
    if not isinstance(document, list | dict):
        raise ValueError("neither a list nor an object")
    return document if isinstance(document, list) else [document]


@unhurried
@given(text=st.text(st.sampled_from('\\"[]{}, 1\n'), max_size=24), data=st.data())
def test_accepts_all_that_a_parser_accepts(text: str, data: st.DataObject) -> None:
    """The other way round is not needed: a broken record fails when it is decoded."""
    chunks = data.draw(chunked(text.encode()))
    try:
        expected = parse_strictly(text)
    except ValueError:
        with contextlib.suppress(BadRecord):
            list(iter_records(chunks))
        return
    assert [json.loads(record) for record in iter_records(chunks)] == expected


@unhurried
@given(records=st.lists(values, min_size=1, max_size=4), data=st.data())
def test_a_list_cut_short_is_always_noticed(records: list[Any], data: st.DataObject) -> None:
    text = json.dumps(records).encode()
    length = data.draw(st.integers(1, len(text) - 1))
    with pytest.raises(BadRecord, match="middle of a record"):
        list(iter_records([text[:length]]))


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{"a": '\\"', "b": "\\\\"}, ["]"], "é😀"], ensure_ascii=False).encode(),
        b'\xef\xbb\xbf [ 1 , {"a" : [ ] } ,\r\n"x\\\\" ] \n',
        b'{"a": "}"}\n{"b": "\\\\"}\r\n\r\n{"c": "\\""}\n',
    ],
)
def test_may_be_cut_at_every_byte(data: bytes) -> None:
    whole = list(iter_records([data]))
    assert len(whole) == 3
    for chunks in every_split(data):
        assert list(iter_records(chunks)) == whole


def test_bytes_of_a_record_are_verbatim() -> None:
    record = b'{ "a" :1.50,\t"b":"\\u00e9\\/" , "c":[ 1e2 ]}'
    assert list(iter_records([b"[", record, b" , ", record, b"]"])) == [record, record]


@pytest.mark.parametrize("data", [b"[]", b" [ ] ", b"\xef\xbb\xbf[\n]\n", b"[", b"[ "])
def test_an_empty_list_has_no_records(data: bytes) -> None:
    if b"]" in data:
        assert list(iter_records([data])) == []
    else:
        with pytest.raises(BadRecord, match="middle of a record"):
            list(iter_records([data]))


def test_one_object_is_one_record() -> None:
    assert list(iter_records([b' {"a":\n', b'{"b": 1}}\n'])) == [b'{"a":\n{"b": 1}}']


def test_a_record_may_be_larger_than_a_block() -> None:
    long = json.dumps({"text": '\\"[' * BLOCK_BYTES})
    data = f"[{long}, 1, {long}]".encode()
    assert list(iter_records([data])) == [long.encode(), b"1", long.encode()]


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (b"", "$[0]", "the file is empty (byte 0)"),
        (b" \n\t", "$[0]", "the file is empty (byte 0)"),
        (b" " * 50, "$[0]", "the file is empty (byte 0)"),
        (b"\xef\xbb\xbf", "$[0]", "the file is empty (byte 0)"),
        (b"hello", "$[0]", "neither a JSON list nor an object (byte 0)"),
        (b"\n 12", "$[0]", "neither a JSON list nor an object (byte 2)"),
        (b"\xff", "$[0]", "neither a JSON list nor an object (byte 0)"),
        ('[{"a": 1}]'.encode("utf-16"), "$[0]", "UTF-16 or UTF-32"),
        ('[{"a": 1}]'.encode("utf-16-be"), "$[0]", "UTF-16 or UTF-32"),
        ('[{"a": 1}]'.encode("utf-32-le"), "$[0]", "UTF-16 or UTF-32"),
        ('[1, "né"]'.encode("latin-1"), "$[1]", "not UTF-8 text (byte 6)"),
        (b'{"a": "\xe9"}', "$[0]", "not UTF-8 text (byte 7)"),
        (b'[1, {"a": 2', "$[1]", "ends in the middle of a record (byte 11)"),
        (b'[1, "abc', "$[1]", "ends in the middle of a record (byte 8)"),
        (b"[1, 2", "$[1]", "ends in the middle of a record (byte 5)"),
        (b"[1,", "$[1]", "ends in the middle of a record (byte 3)"),
        (b'{"a": 1', "$[0]", "ends in the middle of a record (byte 7)"),
        (b'{"a": 1}\n{"b"', "$[1]", "ends in the middle of a record (byte 13)"),
        (b"[1] x", "$[1]", "unexpected text after the last record (byte 4)"),
        (b"[1]]", "$[1]", "unexpected text after the last record (byte 3)"),
        (b"[1], [2]", "$[1]", "unexpected text after the last record (byte 3)"),
        (b"[]{}", "$[0]", "unexpected text after the last record (byte 2)"),
        (b'{"a": 1} x', "$[1]", "unexpected text after the last record (byte 9)"),
        (b'{"a": 1}}', "$[1]", "unexpected text after the last record (byte 8)"),
        (b'{"a": 1},{"b": 1}', "$[1]", "unexpected text after the last record (byte 8)"),
        (b'{"a": 1} {"b": 1}', "$[1]", "in a list, or one a line (byte 9)"),
        (b"[1,,2]", "$[1]", "a value is missing before this place (byte 3)"),
        (b"[,]", "$[0]", "a value is missing before this place (byte 1)"),
        (b"[1, ]", "$[1]", "a value is missing before this place (byte 4)"),
        (b"[1}", "$[1]", "closed by the wrong bracket (byte 2)"),
    ],
)
def test_refuses_what_is_no_list_of_records(data: bytes, path: str, message: str) -> None:
    for chunks in ([data], [data[i : i + 1] for i in range(len(data))]):
        with pytest.raises(BadRecord) as caught:
            list(iter_records(chunks))
        assert caught.value.path == path
        assert message in caught.value.message


def test_gives_the_records_before_a_fault() -> None:
    records = iter_records([b"[1, 2, ", b"3"])
    assert [next(records), next(records)] == [b"1", b"2"]
    with pytest.raises(BadRecord, match="middle of a record"):
        next(records)


@pytest.mark.parametrize("first", [b'[1, {"text": "', b'{"a": 1}\n{"b": "'])
def test_a_record_over_the_limit_ends_the_reading_of_an_endless_file(first: bytes) -> None:
    consumed = 0

    def endless() -> Iterator[bytes]:
        nonlocal consumed
        yield first
        while True:
            consumed += 1000
            yield b"x" * 1000

    with pytest.raises(BadRecord) as caught:
        list(iter_records(endless(), max_record_bytes=10_000))
    assert caught.value.path == "$[1]"
    assert "larger than 10,000 bytes" in caught.value.message
    assert consumed <= 11_000


def test_the_limit_is_exact_and_holds_within_one_chunk() -> None:
    record = b'"' + b"x" * 98 + b'"'
    data = b"[" + record + b"," + record + b"]"
    assert len(list(iter_records([data], max_record_bytes=100))) == 2
    with pytest.raises(BadRecord, match="larger than 99 bytes"):
        list(iter_records([data], max_record_bytes=99))
