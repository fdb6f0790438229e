"""A keep-alive HTTP client that costs little, so that the server is what is measured."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

BOUNDARY = "touchstone-bench"
PIECE = 256 * 1024


class Connection:
    def __init__(
        self, url: str, token: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._head = f"Host: {urlsplit(url).netloc}\r\nAuthorization: Token {token}\r\n"
        self._reader, self._writer = reader, writer

    async def request(
        self, method: str, path: str, body: Any = None, *, expect: int = 200
    ) -> bytes:
        content = b"" if body is None else orjson.dumps(body)
        self._send_head(method, path, "application/json", len(content))
        self._writer.write(content)
        return await self._answer(f"{method} {path}", expect)

    async def timed(
        self, method: str, path: str, body: Any = None, *, expect: int = 200
    ) -> tuple[float, bytes]:
        """Milliseconds, and the answer."""
        start = time.perf_counter()
        answer = await self.request(method, path, body, expect=expect)
        return (time.perf_counter() - start) * 1000, answer

    async def send_file(self, path: str, file: Path) -> Any:
        """The file as a browser's form sends it, piece by piece."""
        before = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; '
            f'filename="{file.name}"\r\nContent-Type: application/json\r\n\r\n'
        ).encode()
        after = f"\r\n--{BOUNDARY}--\r\n".encode()
        size = len(before) + _size(file) + len(after)
        self._send_head("POST", path, f"multipart/form-data; boundary={BOUNDARY}", size)
        self._writer.write(before)
        for piece in _pieces(file):
            self._writer.write(piece)
            await self._writer.drain()
        self._writer.write(after)
        return orjson.loads(await self._answer(f"POST {path}", 201))

    def _send_head(self, method: str, path: str, media_type: str, size: int) -> None:
        head = (
            f"{method} {path} HTTP/1.1\r\n{self._head}"
            f"Content-Type: {media_type}\r\nContent-Length: {size}\r\n\r\n"
        )
        self._writer.write(head.encode())

    async def _answer(self, what: str, expect: int) -> bytes:
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        lines = head.split(b"\r\n")
        if b"transfer-encoding: chunked" in lines:
            answer = await self._chunked()
        else:
            size = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
            answer = await self._reader.readexactly(size)
        status = int(lines[0].split()[1])
        if status != expect:
            raise AssertionError(f"{what}: {status} {answer[:500]!r}")
        return answer

    async def _chunked(self) -> bytes:
        pieces: list[bytes] = []
        while size := int(await self._reader.readline(), 16):
            pieces.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(pieces)


def _size(file: Path) -> int:
    return file.stat().st_size


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as content:
        while piece := content.read(PIECE):
            yield piece


@asynccontextmanager
async def connected(url: str, token: str) -> AsyncIterator[Connection]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(
        parts.hostname or "", parts.port or 80, limit=2**22
    )
    try:
        yield Connection(url, token, reader, writer)
    finally:
        writer.close()


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
