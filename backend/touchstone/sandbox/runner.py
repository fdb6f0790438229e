"""The server's side: starts the locked process, asks it, and stops it when it takes too long."""

import asyncio
import contextlib
import math
import os
import signal
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

CHILD = Path(__file__).with_name("child.py")

_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_MIB = 1024 * 1024
_LARGEST_REQUEST = 64 * _MIB


class SandboxUnavailable(Exception):
    """This system cannot lock a process in, so nothing was run."""


@dataclass(frozen=True, slots=True)
class Limits:
    call_seconds: float = 5.0
    """By the clock, for one pair of annotations."""
    start_seconds: float = 30.0
    """For starting Python, loading modules and running the code outside the function."""
    run_seconds: float = 300.0
    """For all calls of one run together."""
    memory_bytes: int = 256 * _MIB
    """Beyond what Python and the loaded modules need."""
    code_characters: int = 100_000
    output_characters: int = 4_000
    """Of what one call prints."""
    answer_bytes: int = 256 * 1024
    losses: int = 3
    """Processes that may be lost in one run; after that the rest of the calls is not made."""


@dataclass(frozen=True, slots=True)
class Call:
    """Two annotations as JSON objects."""

    left: bytes
    right: bytes
    per_label: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: a score or scores by label, or else `error`."""

    score: float | None = None
    labels: dict[str, float] | None = None
    error: str | None = None
    printed: str = ""
    notes: tuple[str, ...] = ()
    """Such as that a score was out of range and counted as the nearest end."""


class _Answer(msgspec.Struct):
    score: float | None = None
    labels: dict[str, float] | None = None
    failed: str | None = None
    unavailable: str | None = None
    ready: bool = False
    printed: str = ""


_decode_answer = msgspec.json.Decoder(_Answer).decode
_encode = msgspec.json.Encoder().encode


class _Lost(Exception):
    """The process is of no use any more; the text says why, for the author of the function."""


async def run(code: str, calls: Sequence[Call], limits: Limits | None = None) -> list[Outcome]:
    """Call the function `agreement` of `code` for every pair, in order.

    Never raises for what the code does: a call that failed, ran too long, broke out of its
    limits or answered nonsense has an outcome that says so, and the others are made all the
    same, up to `limits.losses` processes lost. Raises SandboxUnavailable where the code cannot be
    locked in; then nothing of it has run.
    """
    limits = limits or Limits()
    if len(code) > limits.code_characters:
        error = f"the code is longer than {limits.code_characters} characters"
        return [Outcome(error=error) for _ in calls]
    outcomes: list[Outcome] = []
    losses = 0
    clock = asyncio.get_running_loop().time
    end = clock() + limits.run_seconds
    while len(outcomes) < len(calls):
        if losses < limits.losses and clock() < end:
            losses += await _run_in_one(code, calls[len(outcomes) :], outcomes, limits, end)
            continue
        cause = (
            f"{losses} processes were lost before"
            if losses >= limits.losses
            else f"the {limits.run_seconds:g} seconds for all pairs together are over"
        )
        outcomes += [Outcome(error=f"not called: {cause}")] * (len(calls) - len(outcomes))
    return outcomes


async def check(code: str, limits: Limits | None = None) -> Outcome:
    """Run the code outside the function only: whether it defines one. Raises like `run`."""
    limits = limits or Limits()
    if len(code) > limits.code_characters:
        return Outcome(error=f"the code is longer than {limits.code_characters} characters")
    process = await _start(code, 1, limits)
    try:
        first = await _receive(process, limits.start_seconds, limits)
        return _outcome(_checked(first))
    except _Lost as loss:
        return Outcome(error=str(loss))
    finally:
        await _end(process)


async def _run_in_one(
    code: str, calls: Sequence[Call], outcomes: list[Outcome], limits: Limits, end: float
) -> bool:
    """Make calls until the process is lost or the time is over; gives whether it was lost.

    Adds at least one outcome.
    """
    clock = asyncio.get_running_loop().time
    process = await _start(code, len(calls), limits)
    writing = None
    try:
        first = _checked(await _receive(process, limits.start_seconds, limits))
        if first.failed is not None:
            outcomes += [_outcome(first)] * len(calls)
            return False
        writing = asyncio.create_task(_send(process, calls))
        printed = first.printed
        for _ in calls:
            answer = await _receive(process, limits.call_seconds, limits)
            answer.printed = printed + answer.printed
            printed = ""
            outcomes.append(_outcome(answer))
            if clock() >= end:
                break
    except _Lost as loss:
        outcomes.append(Outcome(error=str(loss)))
        return True
    finally:
        if writing is not None:
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError, OSError):
                await writing
        await _end(process)
    return False


async def _start(code: str, n_calls: int, limits: Limits) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-B", str(CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
        limit=limits.answer_bytes,
    )  # fmt: skip
    longest = limits.start_seconds + min(limits.call_seconds * n_calls, limits.run_seconds) + 10
    for_child = {
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": math.ceil(longest),
        "wall_seconds": math.ceil(longest),
        "output_characters": limits.output_characters,
    }
    with contextlib.suppress(OSError):  # told by what is received
        _writer(process).write(_framed(_encode(for_child)) + _framed(_encode(code)))
    return process


async def _send(process: asyncio.subprocess.Process, calls: Sequence[Call]) -> None:
    writer = _writer(process)
    for call in calls:
        label = b"true" if call.per_label else b"false"
        body = b"[" + call.left + b"," + call.right + b"," + label + b"]"
        if len(body) > _LARGEST_REQUEST:
            body = b"[null,null,false]"
        writer.write(_framed(body))
        with contextlib.suppress(OSError):  # told by what is received
            await writer.drain()


def _writer(process: asyncio.subprocess.Process) -> asyncio.StreamWriter:
    if process.stdin is None:
        raise RuntimeError("the process was started without a pipe")
    return process.stdin


def _framed(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


async def _receive(process: asyncio.subprocess.Process, seconds: float, limits: Limits) -> _Answer:
    """The next answer. Raises _Lost when there is none in time, or nonsense."""
    reader = process.stdout
    if reader is None:
        raise RuntimeError("the process was started without a pipe")
    try:
        async with asyncio.timeout(seconds):
            (length,) = struct.unpack(">I", await reader.readexactly(4))
            if length > limits.answer_bytes:
                raise _Lost("stopped: it wrote into the channel that answers are sent by")
            body = await reader.readexactly(length)
    except TimeoutError:
        raise _Lost(f"stopped: it took longer than {seconds:g} seconds") from None
    except (asyncio.IncompleteReadError, OSError):
        raise _Lost(_cause_of_death(await process.wait())) from None
    try:
        answer = _decode_answer(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _Lost("stopped: it wrote into the channel that answers are sent by") from None
    return answer


def _checked(first: _Answer) -> _Answer:
    if first.unavailable is not None:
        raise SandboxUnavailable(first.unavailable)
    if not first.ready and first.failed is None:
        raise _Lost("stopped: it wrote into the channel that answers are sent by")
    return first


def _cause_of_death(status: int) -> str:
    if status >= 0:
        return (
            "the process ended: the function ended it, or there was no memory for the annotations"
        )
    if -status in (signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL):
        return "stopped by the system: it used up its time or memory"
    return f"the process crashed ({signal.Signals(-status).name})"


def _outcome(answer: _Answer) -> Outcome:
    """Scores are clipped to 0..1, and it is noted."""
    if answer.failed is not None:
        return Outcome(error=answer.failed, printed=answer.printed)
    notes: list[str] = []
    if answer.labels is not None:
        labels = {label: _clipped(score, notes, label) for label, score in answer.labels.items()}
        return Outcome(labels=labels, printed=answer.printed, notes=tuple(notes))
    if answer.score is None:
        error = None if answer.ready else "the function returned no number"
        return Outcome(error=error, printed=answer.printed)
    return Outcome(_clipped(answer.score, notes), printed=answer.printed, notes=tuple(notes))


def _clipped(score: float, notes: list[str], label: str | None = None) -> float:
    if 0 <= score <= 1:
        return score
    nearest = 0.0 if score < 0 else 1.0
    place = "" if label is None else f" for {label!r}"
    notes.append(f"returned {score:g}{place}, counted as {nearest:g}")
    return nearest


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    _writer(process).close()
    await process.wait()
