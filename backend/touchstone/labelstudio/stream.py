"""Splitting a large JSON file into its records with flat memory.

numpy finds the structure of each block: classify the bytes, drop escaped quotes, take the parity
of the quotes before a byte to know whether it lies in a string, and sum the brackets outside
strings to know the depth. Only quotes, brackets and commas are looked at.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from touchstone.labelstudio.errors import BadRecord

MAX_RECORD_BYTES = 64 * 1024 * 1024
BLOCK_BYTES = 256 * 1024  # what fits the processor's cache; larger chunks are cut into these

_WHITESPACE = b" \t\r\n"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_BOM = 4
_BACKSLASH = ord("\\")

_QUOTE, _OPEN, _CLOSE, _COMMA = 1, 2, 3, 4
_CLASSES = bytearray(256)
for _byte, _class in zip(b'"[{]},', (_QUOTE, _OPEN, _OPEN, _CLOSE, _CLOSE, _COMMA), strict=True):
    _CLASSES[_byte] = _class
_STEP = np.array([0, 0, 1, -1, 0], dtype=np.int8)  # of the depth, by class


class _Shape(Enum):
    LIST = "list"  # the records are the items of one list
    OBJECTS = "objects"  # one object, or one object a line


def iter_records(
    chunks: Iterable[bytes], *, max_record_bytes: int = MAX_RECORD_BYTES
) -> Iterator[bytes]:
    """The raw bytes of each record of a JSON list, a single object, or newline-delimited JSON.

    The records are cut out, not decoded: one that is no valid JSON fails when it is decoded.
    Raises BadRecord, with the byte and the record, when the input is empty, cut short, followed
    by something else, not UTF-8, or when a record is larger than `max_record_bytes`.
    """
    splitter = _Splitter(max_record_bytes)
    for chunk in chunks:
        for start in range(0, len(chunk), BLOCK_BYTES):
            yield from splitter.feed(chunk[start : start + BLOCK_BYTES])
    yield from splitter.finish()


class _Splitter:
    """Carries the state between blocks, so that a block may end anywhere."""

    def __init__(self, max_record_bytes: int) -> None:
        self._max = max_record_bytes
        self._shape: _Shape | None = None
        self._head = b""  # what came before the shape is known
        self._offset = 0  # of the next block's first byte in the file
        self._index = 0  # of the record being read
        self._depth = 0
        self._in_string = 0
        self._escaped = False  # whether the next block's first byte is escaped
        self._closed = False  # after the last bracket of a list
        self._pieces: list[bytes] = []  # of the record being read
        self._size = 0

    def feed(self, block: bytes) -> Iterator[bytes]:
        if self._shape is None:
            self._head += block
            if self._offset == 0 and len(self._head) < _LONGEST_BOM:
                return
            block = self._start()
        if not block:
            return
        if self._closed:
            self._refuse_content(block, self._offset)
        else:
            stops = self._find_stops(block)
            cut = self._cut_list if self._shape is _Shape.LIST else self._cut_objects
            yield from cut(block, stops)
        self._offset += len(block)

    def finish(self) -> Iterator[bytes]:
        """The records of a very short file. Raises BadRecord if the file may not end here."""
        if self._shape is None:
            rest = self._start()
            if self._shape is None:
                raise self._bad("the file is empty", 0)
            yield from self.feed(rest)
        if (self._shape is _Shape.LIST and not self._closed) or self._depth or self._in_string:
            raise self._bad("the file ends in the middle of a record", self._offset)
        if self._shape is _Shape.OBJECTS:
            rest = b"".join(self._pieces)
            self._refuse_content(rest, self._offset - len(rest))

    def _start(self) -> bytes:
        """Find the first byte that says what the file is; returns what follows it."""
        head, self._head = self._head, b""
        content = head
        if self._offset == 0:
            if b"\0" in head[:_LONGEST_BOM] or head[:2] in _UTF16_BOMS:
                raise self._bad("the file is UTF-16 or UTF-32 text; it must be UTF-8", 0)
            content = head.removeprefix(_UTF8_BOM)
        content = content.lstrip(_WHITESPACE)
        self._offset += len(head) - len(content)
        if not content:
            return b""
        if content.startswith(b"["):
            self._shape = _Shape.LIST
            self._depth = 1
            self._offset += 1
            content = content[1:]
        elif content.startswith(b"{"):
            self._shape = _Shape.OBJECTS
        else:
            raise self._bad("neither a JSON list nor an object", self._offset)
        return content

    def _find_stops(self, block: bytes) -> list[int]:
        """Where records end: commas and the last bracket of a list, last brackets of objects."""
        marks: NDArray[np.uint8] = np.frombuffer(block.translate(_CLASSES), dtype=np.uint8)
        if self._escaped or b"\\" in block:
            marks = self._without_escaped(block, marks)
        where = np.flatnonzero(marks != 0)  # three times faster than with the bytes themselves
        kinds = marks[where]

        is_quote = kinds == _QUOTE
        in_string = (np.cumsum(is_quote, dtype=np.int32) + self._in_string) & 1
        outside = (in_string == 0) & ~is_quote
        if in_string.size:
            self._in_string = int(in_string[-1])
        kept = np.flatnonzero(outside)
        kinds = kinds[kept]

        depths = np.cumsum(_STEP[kinds], dtype=np.int32) + self._depth
        stops = (kinds == _CLOSE) & (depths <= 0)
        if self._shape is _Shape.LIST:
            stops |= (kinds == _COMMA) & (depths == 1)
        if depths.size:
            self._depth = int(depths[-1])
        found: list[int] = where[kept[stops]].tolist()
        return found

    def _without_escaped(self, block: bytes, marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The marks without escaped bytes: every second backslash of a run escapes the next."""
        marks = marks.copy()
        if self._escaped:
            marks[0] = 0
        slashes = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == _BACKSLASH)
        escaped_before, self._escaped = self._escaped, False
        if not slashes.size:
            return marks
        first_of_run = np.empty(slashes.size, dtype=bool)
        first_of_run[0] = True
        np.not_equal(np.diff(slashes), 1, out=first_of_run[1:])
        run_start = slashes[first_of_run][np.cumsum(first_of_run) - 1]
        place_in_run = slashes - run_start
        if escaped_before and slashes[0] == 0:
            # The first backslash is itself escaped, which shifts its whole run by one.
            place_in_run[run_start == 0] += 1
        escaped = slashes[place_in_run % 2 == 0] + 1
        if escaped.size and escaped[-1] == len(block):
            self._escaped = True
            escaped = escaped[:-1]
        marks[escaped] = 0
        return marks

    def _cut_list(self, block: bytes, stops: list[int]) -> Iterator[bytes]:
        start = 0
        for stop in stops:
            record = self._complete(block[start:stop], start).strip(_WHITESPACE)
            start = stop + 1
            closing = block[stop] != ord(",")
            if not record and not (closing and self._index == 0):
                raise self._bad("a value is missing before this place", self._offset + stop)
            if record:
                yield self._checked(record, self._offset + stop)
            if closing:
                self._close_list(block, stop)
                return
        self._keep(block[start:])

    def _close_list(self, block: bytes, stop: int) -> None:
        if block[stop] != ord("]"):
            raise self._bad("the list is closed by the wrong bracket", self._offset + stop)
        self._closed, self._depth, self._in_string = True, 0, 0
        self._refuse_content(block[stop + 1 :], self._offset + stop + 1)

    def _cut_objects(self, block: bytes, stops: list[int]) -> Iterator[bytes]:
        start = 0
        for stop in stops:
            text = self._complete(block[start : stop + 1], start)
            start = stop + 1
            record = text.lstrip(_WHITESPACE)
            at = self._offset + start - len(record)
            if not record.startswith(b"{"):
                self._refuse_content(record, at)
            if self._index and b"\n" not in text[: len(text) - len(record)]:
                raise self._bad("several objects must be in a list, or one a line", at)
            yield self._checked(record, self._offset + start)
        self._keep(block[start:])

    def _keep(self, rest: bytes) -> None:
        """Remember the begin of a record that goes on in the next block."""
        if rest:
            self._pieces.append(rest)
            self._size += len(rest)
            self._check_size()

    def _complete(self, last: bytes, start: int) -> bytes:
        if start == 0 and self._pieces:
            self._keep(last)
            last = b"".join(self._pieces)
            self._pieces.clear()
        self._size = len(last)
        self._check_size()
        self._size = 0
        return last

    def _check_size(self) -> None:
        if self._size > self._max:
            limit = f"{self._max:,}"
            raise self._bad(f"the record is larger than {limit} bytes", self._offset)

    def _checked(self, record: bytes, end: int) -> bytes:
        if not record.isascii():
            try:
                record.decode()
            except UnicodeDecodeError as error:
                at = end - len(record) + error.start
                raise self._bad("not UTF-8 text", at) from None
        self._index += 1
        return record

    def _refuse_content(self, rest: bytes, offset: int) -> None:
        content = rest.lstrip(_WHITESPACE)
        if content:
            at = offset + len(rest) - len(content)
            raise self._bad("unexpected text after the last record", at)

    def _bad(self, message: str, offset: int) -> BadRecord:
        return BadRecord(f"{message} (byte {offset})", f"$[{self._index}]")
