"""The one file of a multipart form, taken out while the form arrives."""

from collections.abc import Callable, Mapping
from typing import TypedDict

from python_multipart.multipart import parse_options_header

from touchstone.core.errors import Invalid, UnsupportedMedia

SUFFIXES = (".json", ".jsonl", ".ndjson")
MAX_FIELD_BYTES = 64 * 1024
"""Of the other fields of a form."""

_Span = Callable[[bytes, int, int], None]


class Callbacks(TypedDict, total=False):
    """Those of python-multipart's parser."""

    on_part_begin: Callable[[], None]
    on_part_data: _Span
    on_part_end: Callable[[], None]
    on_header_begin: Callable[[], None]
    on_header_field: _Span
    on_header_value: _Span
    on_header_end: Callable[[], None]
    on_headers_finished: Callable[[], None]
    on_end: Callable[[], None]


class Form:
    """Collects the one file of a form from what the parser calls back with."""

    def __init__(self) -> None:
        self.file_name: str | None = None
        self.ended = False
        self._parts: list[bytes] = []
        self._headers: dict[str, bytes] = {}
        self._name = bytearray()
        self._value = bytearray()
        self._in_file = False
        self._skipped = 0

    def take(self) -> list[bytes]:
        parts, self._parts = self._parts, []
        return parts

    def callbacks(self) -> Callbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_begin": self._begin_header,
            "on_header_field": self._extend_name,
            "on_header_value": self._extend_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._headers = {}

    def _begin_header(self) -> None:
        self._name.clear()
        self._value.clear()

    def _extend_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _extend_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._name.decode("latin-1").lower()] = bytes(self._value)

    def _open(self) -> None:
        _, options = parse_options_header(self._headers.get("content-disposition", b""))
        file_name = _file_name(options)
        self._in_file = file_name is not None
        if file_name is None:
            return
        if self.file_name is not None:
            raise Invalid("Send one file at a time.", code="several_files")
        if not file_name.lower().endswith(SUFFIXES):
            raise UnsupportedMedia(
                f"{file_name[:100]!r} is not taken; the name must end in {', '.join(SUFFIXES)}."
            )
        self.file_name = file_name

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._parts.append(data[start:end])
            return
        self._skipped += end - start
        if self._skipped > MAX_FIELD_BYTES:
            raise Invalid("The fields beside the file are too large.", code="bad_form")

    def _end(self) -> None:
        self.ended = True


def _file_name(options: Mapping[bytes, bytes]) -> str | None:
    """The last part of the file's name; None for a part that is no file."""
    raw = options.get(b"filename")
    if raw is None:
        return None
    name = raw.decode("utf-8", "replace").replace("\\", "/").rpartition("/")[2]
    return name.replace("\0", "")[:255]
