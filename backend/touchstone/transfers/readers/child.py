"""A conversion in a process of its own: `python -m touchstone.transfers.readers.child`.

It reads messages from its standard input and writes messages to its standard output. Its end is
the end of its input, so it never outlives the process that started it.
"""

import gc
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO

from touchstone.labelstudio.errors import BadRecord
from touchstone.labelstudio.stream import iter_records
from touchstone.transfers.readers.conversion import convert
from touchstone.transfers.readers.messages import (
    Chunk,
    Done,
    Fault,
    FromConversion,
    Need,
    Plan,
    Supply,
    Taken,
)
from touchstone.transfers.readers.pipes import decode_to_conversion, frame, read_frame


class _Orphaned(Exception):
    """The other side is gone."""


class _Inbox:
    """Tells apart the pieces of the file and the answers, which share one pipe."""

    def __init__(self, pipe: BinaryIO, send: Callable[[FromConversion], None]) -> None:
        self._pipe = pipe
        self._send = send
        self._waiting: deque[Chunk] = deque()

    def read_plan(self) -> Plan:
        message = self._read()
        assert isinstance(message, Plan)  # noqa: S101  by the protocol
        return message

    def chunks(self) -> Iterator[bytes]:
        while True:
            message = self._waiting.popleft() if self._waiting else self._read()
            assert isinstance(message, Chunk)  # noqa: S101  by the protocol
            if not message.content:
                return
            self._send(Taken())
            yield message.content

    def read_answer(self) -> Supply:
        while True:
            message = self._read()
            if isinstance(message, Supply):
                return message
            assert isinstance(message, Chunk)  # noqa: S101  by the protocol
            self._waiting.append(message)

    def _read(self) -> Plan | Chunk | Supply:
        content = read_frame(self._pipe)
        if content is None:
            raise _Orphaned
        return decode_to_conversion(content)


def _converse(source: BinaryIO, target: BinaryIO) -> None:
    def send(message: FromConversion) -> None:
        for part in frame(message):
            target.write(part)
        target.flush()

    inbox = _Inbox(source, send)
    conversion = convert(inbox.read_plan(), iter_records(inbox.chunks()))
    supply: Supply | None = None
    try:
        while True:
            event = conversion.send(supply)
            send(event)
            supply = inbox.read_answer() if isinstance(event, Need) else None
    except StopIteration:
        send(Done())
    except BadRecord as error:
        send(Fault(error.message, error.path))


def main() -> None:
    output = os.dup(1)
    os.dup2(2, 1)  # whatever prints must not get between the messages
    # Records are trees without cycles: counting references frees them.
    gc.disable()
    try:
        with open(0, "rb", closefd=False) as source, open(output, "wb") as target:
            _converse(source, target)
    except (_Orphaned, BrokenPipeError):
        sys.exit(1)


if __name__ == "__main__":
    main()
