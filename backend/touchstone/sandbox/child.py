"""Runs inside the process of a user's function; started as a script, with nothing of the server.

Frames are a length (4 bytes, big-endian) and JSON. In: the limits, the code, then one
`[annotation_1, annotation_2, per_label]` a call. Out: `{"ready": true}`, then one answer a call.
"""

import contextlib
import importlib
import io
import json
import linecache
import math
import os
import resource
import signal
import struct
import sys
import traceback
from typing import Any

REQUESTS, ANSWERS = 0, 1
FILE = "<agreement>"
NOBODY = 65534

ALWAYS = (
    "_strptime", "bisect", "collections", "copy", "dataclasses", "datetime", "decimal", "difflib",
    "encodings.ascii", "encodings.latin_1", "encodings.utf_8", "enum", "fractions", "functools",
    "heapq", "itertools", "json", "math", "numbers", "operator", "random", "re", "statistics",
    "string", "textwrap", "time", "tokenize", "types", "typing", "unicodedata", "zoneinfo",
)  # fmt: skip
IF_NAMED = {
    "numpy": ("numpy", "numpy.linalg", "numpy.random", "numpy.fft", "numpy.ma"),
    "scipy": ("scipy.optimize", "scipy.spatial", "scipy.special", "scipy.stats"),
    "shapely": ("shapely", "shapely.geometry", "shapely.ops", "shapely.validation"),
    "rapidfuzz": ("rapidfuzz", "rapidfuzz.distance", "rapidfuzz.fuzz"),
}
"""Loaded beforehand, because afterwards no file can be read; the large ones only where named."""


class Output(io.TextIOBase):
    """What was printed, up to a limit; the rest is counted and forgotten."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        room = self._limit - self._size
        if room > 0:
            self._parts.append(text[:room])
        self._size += len(text)
        return len(text)

    def take(self) -> str:
        text = "".join(self._parts)
        if self._size > self._limit:
            text += f"\n... {self._size - self._limit} more characters"
        self._parts, self._size = [], 0
        return text


def read_exactly(size: int) -> bytes:
    pieces = []
    while size:
        piece = os.read(REQUESTS, min(size, 1 << 20))
        if not piece:
            os._exit(0)  # nobody asks any more
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def read_frame() -> Any:
    (length,) = struct.unpack(">I", read_exactly(4))
    return json.loads(read_exactly(length))


def answer(message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    rest = memoryview(struct.pack(">I", len(body)) + body)
    while rest:
        rest = rest[os.write(ANSWERS, rest) :]


def preload(code: str) -> None:
    names = list(ALWAYS)
    for word, modules in IF_NAMED.items():
        if word in code:
            names += modules
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)


def limit(limits: dict[str, int]) -> None:
    """Limits of the kernel. The memory is what Python has now, and as much more as is granted."""
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_AS, used + limits["memory_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.alarm(limits["wall_seconds"])  # should the server be gone; nothing can catch it


def become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def close_all_but_the_pipes() -> None:
    highest = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    os.closerange(2, min(highest, 65_536))


def load_seccomp() -> Any:
    """The module beside this one; `python -I` does not look here by itself."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    module = importlib.import_module("seccomp")
    del sys.path[0]
    sys.path_importer_cache.clear()
    return module


def told(error: BaseException) -> str:
    """The user's part of a traceback."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != FILE:
        trace = trace.tb_next
    lines = traceback.format_exception(type(error), error, trace, limit=8, chain=False)
    text = "".join(lines)
    return text if len(text) <= 3000 else f"{text[:1500]}\n...\n{text[-1500:]}"


def load(code: str) -> Any:
    """The user's function. Raises whatever the code raises."""
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)
    names: dict[str, Any] = {"__name__": "agreement", "__builtins__": __builtins__}
    exec(compile(code, FILE, "exec"), names)  # noqa: S102  what all this is for
    function = names.get("agreement")
    if not callable(function):
        raise NameError("the code defines no function named agreement")
    return function


def call(function: Any, request: Any) -> dict[str, Any]:
    annotation_1, annotation_2, per_label = request
    value = function(annotation_1, annotation_2, per_label=per_label)
    if isinstance(value, dict):
        return {"labels": {str(label): number(score) for label, score in value.items()}}
    return {"score": number(value)}


def number(value: Any) -> float:
    """A finite float. Raises TypeError or ValueError, which the author of the function reads."""
    if isinstance(value, str | bytes):
        raise TypeError(f"agreement must return a number or a dict of numbers, not {value!r:.80}")
    score = float(value)
    if not math.isfinite(score):
        raise ValueError(f"agreement returned {score}, which is no score")
    return score


def main() -> None:
    limits = read_frame()
    code = read_frame()
    output = Output(limits["output_characters"])
    try:
        preload(code)
        sys.stdin = sys.__stdin__ = None  # type: ignore[misc]
        sys.stdout = sys.stderr = output
        sys.__stdout__ = sys.__stderr__ = output  # type: ignore[assignment,misc]
        close_all_but_the_pipes()
        seccomp = load_seccomp()
        limit(limits)
        become_nobody()
        seccomp.lock_in(read_from=REQUESTS, write_to=ANSWERS)
    except (OSError, ValueError) as error:
        answer({"unavailable": str(error)})
        return
    try:
        function = load(code)
    except BaseException as error:  # the user's code may raise anything
        answer({"failed": told(error), "printed": output.take()})
        return
    answer({"ready": True, "printed": output.take()})
    while True:
        request = read_frame()
        try:
            message = call(function, request)
        except BaseException as error:  # the user's code may raise anything
            message = {"failed": told(error)}
        answer(message | {"printed": output.take()})


if __name__ == "__main__":
    main()
