"""Read an upload as it arrives: what kind it is, how large, and the file inside a form.

Nothing is kept in memory beyond a piece, and nothing is unpacked: packed content is refused by
its first bytes, so a bomb never goes off.
"""

from collections.abc import AsyncIterator, Mapping

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from touchstone.core.errors import Invalid, TooLarge, UnsupportedMedia
from touchstone.transfers.forms import Form

JSON = "application/json"
BINARY = "application/octet-stream"
FORM = "multipart/form-data"
_LINES = frozenset({"application/jsonl", "application/x-ndjson", "application/ndjson"})
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"(\xb5/\xfd": "zstd",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "rar",
}
_LONGEST_SIGNATURE = max(map(len, _PACKED))


class Upload:
    """The file inside one request. `file_name` is known once the first piece was read."""

    def __init__(
        self, headers: Mapping[str, str], stream: AsyncIterator[bytes], *, limit: int
    ) -> None:
        self.media_type, self._options = _media_type(headers.get("content-type", ""))
        self.file_name: str | None = None
        self._headers = headers
        self._stream = stream
        self._limit = limit

    @property
    def is_form(self) -> bool:
        return self.media_type == FORM

    @property
    def is_json(self) -> bool:
        return self.media_type == JSON

    def is_at_most(self, size: int) -> bool:
        """Whether the request says that it is no larger."""
        declared = self._headers.get("content-length", "")
        return declared.isdigit() and int(declared) <= size

    async def pieces(self) -> AsyncIterator[bytes]:
        """The file's bytes. Raises UnsupportedMedia, TooLarge as soon as it is so, and Invalid."""
        self._check_headers()
        content = self._form_file() if self.is_form else self._counted()
        head = b""
        async for piece in content:
            if len(head) < _LONGEST_SIGNATURE:
                head += piece[:_LONGEST_SIGNATURE]
                _refuse_packed(head)
            if piece:
                yield piece

    def _check_headers(self) -> None:
        encoding = self._headers.get("content-encoding", "identity").strip().lower()
        if encoding not in {"", "identity"}:
            raise UnsupportedMedia(
                f"Content-Encoding {encoding[:40]} is not accepted; send the JSON as it is.",
                code="packed",
            )
        if self.media_type not in {JSON, BINARY, FORM} | _LINES:
            raise UnsupportedMedia(
                f"Send JSON: as {JSON}, as {BINARY}, or as the field `file` of a {FORM}; "
                f"not {self.media_type[:80] or 'without a Content-Type'}."
            )
        if self._headers.get("content-length", "").isdigit() and not self.is_at_most(self._limit):
            raise self._too_large()

    def _too_large(self) -> TooLarge:
        return TooLarge(
            f"The upload is larger than the {self._limit:,} bytes allowed here.", limit=self._limit
        )

    async def _counted(self) -> AsyncIterator[bytes]:
        received = 0
        async for piece in self._stream:
            received += len(piece)
            if received > self._limit:
                raise self._too_large()
            yield piece

    async def _form_file(self) -> AsyncIterator[bytes]:
        boundary = self._options.get(b"boundary")
        if not boundary:
            raise Invalid("The form has no boundary.", code="bad_form")
        form = Form()
        try:
            parser = MultipartParser(boundary, form.callbacks())
            async for piece in self._counted():
                parser.write(piece)
                self.file_name = form.file_name
                for part in form.take():
                    yield part
            parser.finalize()
        except MultipartParseError as error:
            raise Invalid(f"The form is broken: {error}.", code="bad_form") from error
        if not form.ended:
            raise Invalid("The form ends too early.", code="bad_form")
        if form.file_name is None:
            raise Invalid(
                "The form has no file; send it as the field `file`.",
                code="no_file",
                validation_errors={"file": ["required"]},
            )


def _media_type(header: str) -> tuple[str, dict[bytes, bytes]]:
    media_type, options = parse_options_header(header)
    return media_type.decode("latin-1").lower(), options


def _refuse_packed(head: bytes) -> None:
    for signature, kind in _PACKED.items():
        if head.startswith(signature):
            raise UnsupportedMedia(
                f"This is a {kind} archive; unpack it and send the JSON file.", code="packed"
            )
