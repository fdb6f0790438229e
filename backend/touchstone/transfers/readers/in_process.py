"""The side of a conversion's process that holds the database.

A large file is taken apart in a process of its own, so that the process that serves requests and
sends heartbeats never waits for it, and the database works at the same time.
"""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from touchstone.labelstudio.errors import BadRecord
from touchstone.transfers.readers.messages import (
    Chunk,
    Done,
    Fault,
    FromConversion,
    Need,
    Plan,
    Rows,
    Supply,
    Taken,
    ToConversion,
)
from touchstone.transfers.readers.pipes import LENGTH, decode_from_conversion, frame

MODULE = "touchstone.transfers.readers.child"
_BUFFER = 1024 * 1024
_AHEAD = 2
"""Pieces of the file that may wait on the other side."""

StopTask = Callable[[asyncio.Task[None]], Awaitable[None]]


class ConversionDied(Exception):
    """The process ended without a word; the import can be tried again."""


class ProcessTalk:
    def __init__(self, process: Process, plan: Plan, chunks: AsyncIterator[bytes]) -> None:
        self._process = process
        self._plan = plan
        self._chunks = chunks
        self._room = asyncio.Semaphore(_AHEAD)
        self._feeder = asyncio.create_task(self._feed())

    async def __aiter__(self) -> AsyncIterator[Need | Rows]:
        while not isinstance(event := await self._receive(), Done):
            if isinstance(event, Fault):
                raise BadRecord(event.message, event.path)
            if isinstance(event, Taken):
                self._room.release()
            else:
                yield event

    async def answer(self, supply: Supply) -> None:
        await self._send(supply)

    async def close(self, stop: StopTask) -> None:
        await stop(self._feeder)
        self._kill()
        await self._process.wait()

    async def _receive(self) -> FromConversion:
        output = self._process.stdout
        assert output is not None  # noqa: S101  it is a pipe
        try:
            (size,) = LENGTH.unpack(await output.readexactly(LENGTH.size))
            content = await output.readexactly(size)
        except asyncio.IncompleteReadError as error:
            if self._feeder.done() and not self._feeder.cancelled():
                self._feeder.result()  # raises what kept the file from being read
            raise ConversionDied("the reader of the file ended early") from error
        return decode_from_conversion(content)

    async def _send(self, message: ToConversion) -> None:
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101  it is a pipe
        pipe.writelines(frame(message))
        await pipe.drain()

    async def _feed(self) -> None:
        finished = False
        try:
            await self._send(self._plan)
            async for chunk in self._chunks:
                await self._room.acquire()
                await self._send(Chunk(chunk))
            await self._send(Chunk(b""))
            finished = True
        except (BrokenPipeError, ConnectionResetError):
            finished = True  # the process says why, or is gone
        finally:
            if not finished:
                self._kill()  # ends its output, so that the reading side looks here

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            self._process.kill()


@asynccontextmanager
async def process_talk(
    plan: Plan, chunks: AsyncIterator[bytes], stop: StopTask
) -> AsyncIterator[ProcessTalk]:
    """A conversion in a process that ends with the block, or with this process.

    `stop` ends the task that takes from `chunks`, when it is safe to.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        MODULE,
        stdin=PIPE,
        stdout=PIPE,
        limit=_BUFFER,
        start_new_session=True,  # Ctrl-C is for the process that started it
    )
    talk = ProcessTalk(process, plan, chunks)
    try:
        yield talk
    finally:
        await talk.close(stop)
